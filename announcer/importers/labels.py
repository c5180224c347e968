"""Labels in announcements, such as `SPEAKER:`, `**Wann**` or `* Titel:`."""

from __future__ import annotations

import re
from functools import lru_cache

from announcer.classes import dataclass
from announcer.importers.gaps import is_gap
from announcer.importers.labelkinds import kind_and_rest, kind_of, without_new
from announcer.importers.names import is_name

LONG = frozenset({"abstract", "bio", "references", "notice"})
TELLING = frozenset({"title", "speaker", "when", "place"})  # what a talk is told by
# Marks of lists, frames, arrows, dingbats, brackets of Japanese, and small pictures.
_MARKS = (
    r"[*_#>•◦▪·‣|+–—\t \u2190-\u2bff\u3000-\u303f\ufe0f\U0001f000-\U0001faff-]*"
    r"(?:(?:\d\.|o(?=[ \t]+[*_]*[^\W\d_a-zß-ÿ]))[ \t]+[*_]*)?"  # o Who: of old mails
)
_LINE = re.compile(
    rf"^(?P<indent>[ \t]*){_MARKS}(?<![*_])(?P<open>[*_]{{0,3}})"
    r"(?P<label>[^\W\d_][^:：=|\n<>\"“”]{0,44}?)"
    r"(?P<close>[*_]{0,3})[ \t]*(?:[:：](?!//)|=(?=\s))(?P<tail>[*_]{0,3}"
    r")[ \t]*(?P<value>.*)$"
)
_ALONE = re.compile(
    rf"^(?P<indent>[ \t]*){_MARKS}¿?(?P<label>[^\W\d_][^:.\n]{{1,40}}?)[.:]?[*_#= -]*$"
)
_COLUMNS = re.compile(
    r"^(?P<indent>[ \t]*)(?P<label>[^\W\d_][^:\n]{1,22}?)(?:\t+| {3,})(?P<value>\S.*)$"
)
_ASKED = re.compile(
    r"^(?P<indent>[ \t]*)¿?(?P<label>[^\W\d_][^?:\n]{1,22}?)\s?\?[ \t]+(?P<value>\S.*)$"
)
# A label with dots behind it that lead to its value, perhaps to a colon first.
_LEADERS = re.compile(
    rf"^(?P<indent>[ \t]*){_MARKS}(?P<label>[^\W\d_][^:.…\n]{{1,30}}?)[ \t]*"
    r"(?:\.{3,}|…+|(?:\.[ \t]){2,}\.?|_{3,}|-{3,}>?)[ \t]*:?[ \t]*(?P<value>[^\s.].*)$"
)
_DOUBLE = re.compile(  # Title -- Sleep and the Firm
    rf"^(?P<indent>[ \t]*){_MARKS}(?P<label>[^\W\d_][^:\n*_]{{1,22}}?)"
    r"[ \t]+--+[ \t]+(?P<value>\S.*)$"
)
# Alone in a line these lead to the title that follows.
_LEADS = re.compile(r"(?:on|at|in|über|sur|su|sobre|om)\s?:", re.IGNORECASE)
_DEEP = 200  # blanks; a line that begins with more has no label, if anything
_OF_PERSON = re.compile("zur person", re.IGNORECASE)
_PLAIN = re.compile(r"title|titel|titre|titolo|t[íi]tulo|speaker", re.IGNORECASE)
_DASHED = re.compile(
    rf"^(?P<indent>[ \t]*){_MARKS}(?<![*_])(?P<open>[*_]{{0,3}})"
    rf"(?P<label>[^\W\d_][^:\n*_]{{1,22}}?)(?P<close>[*_]{{0,3}})[.]?[*_]{{0,3}}[ \t]*"
    rf"(?:[–—]|-(?= )|\.)[ \t]*(?P<value>\S.*)$"
)
_DASHED_KINDS = {"abstract", "title", "speaker", "when", "time", "place", "bio"}
_TITLE_STOP = re.compile(r"\W*(?:title|titel|titre|titolo|t[íi]tulo)\. ", re.IGNORECASE)
_BOLD = re.compile(
    r"^(?P<indent>[ \t]*)(?:[*•-][ \t]+)?(?P<mark>\*\*|__)"
    r"(?P<label>[^*_:\n]{2,30}?)[.:]?(?P=mark)[ \t]*(?P<value>\S.*)$"
)


@dataclass(frozen=True, slots=True)
class Label:
    """A label at the beginning of a line: its kind, what it says, and the rest."""

    kind: str
    name: str
    value: str
    indent: int = 0
    of: str = ""


# Small pictures that people put for labels.
_PICTURES = (
    ("place", "📍🏛🏢🏫🚪🗺"),
    ("when", "📅📆🗓"),
    ("time", "🕐🕑🕒🕓🕔🕕🕖🕗🕘🕙🕚🕛🕜🕝🕞🕟🕠🕡🕢🕣🕤🕥🕦🕧⏰⏱⌚🕰"),
    ("speaker", "👤👥🎤🎙🗣👩👨🧑"),
    ("link", "💻🔗🖥"),
)
_PICTURED = re.compile(
    r"^(?P<indent>[ \t]*)(?P<label>[\u2300-\u23ff\U0001f300-\U0001faff])"
    r"[\u2300-\u2bff\ufe0f\U0001f300-\U0001faff]*[ \t]+(?P<value>[^\W_].*)$"
)


def _pictured(line: str) -> Label | None:
    """Return the label that a small picture stands for: a pin for the place."""
    found = _PICTURED.match(line)
    if found is None:
        return None
    kind = next((one for one, all_of in _PICTURES if found["label"] in all_of), "")
    value = found["value"].strip()
    if kind == "speaker" and not is_name(re.split(r"[,(;–—]", value)[0]):
        return None  # people in a picture may be those who are welcome
    return _made(found, kind, value) if kind else None


def _made(found: re.Match[str], kind: str, value: str, of: str = "") -> Label:
    """Return the label that a pattern found, as one of a kind."""
    return Label(kind, found["label"], value, len(found["indent"]), of)


@lru_cache(maxsize=1024)  # the lines of a message, which five readers ask for
def label_of(line: str) -> Label | None:
    """Return the label that a line begins with, also one that stands alone in it."""
    deep = len(line) - len(line.lstrip()) > _DEEP
    return None if deep else _label_of(line)


def _label_of(line: str) -> Label | None:
    found = _LINE.match(line)
    if found and _LEADS.fullmatch(found[0].strip()):
        return None
    if found:
        kind, of = kind_and_rest(found["label"])
        kind = _meant(kind, found["label"], found["value"])
        if kind == "bio" and not of and _OF_PERSON.match(found["label"]):
            person = re.fullmatch(r"([^:]{3,40}): (.*)", found["value"])
            if person:
                return _made(found, kind, person[2], person[1])
        if kind := kind or _of_both(without_new(found["label"])):
            return _made(found, kind, _value(found), of)
    if found := _BOLD.match(line):
        kind, of = kind_and_rest(found["label"])
        if kind:
            return _made(found, kind, found["value"], of)
    return _bare(line) or _pictured(line)


_AND = re.compile(r"\s*(?:[/|・]|&|\b(?:and|und|en|et|e|y|i|og|och)\b)\s*")
_SLASH = re.compile(r"\s*[/|・]\s*")


def _of_both(label: str) -> str:
    """Return the kind of `Date and place`, or of a label in two languages."""
    for sign in (_SLASH, _AND):
        one, _, other = sign.sub("\n", label, count=1).partition("\n")
        kinds = kind_of(one) if len(one) > 1 else "", kind_of(other)
        if all(kinds):
            return _joint(*kinds)
        words = kinds[0] or not re.search(r"[\d,]", one)  # Level 4 / Livestream: no
        if sign is _SLASH and words and any(kinds) and "other" not in kinds:
            return kinds[0] or kinds[1]
    return ""


_OF_TALK = re.compile(
    r"talk|lecture|vortrag|charla|conferen[cz](?:ia|a)", re.IGNORECASE
)
_PREPRINT = re.compile(r"https?:|www\.|arxiv|\bdoi\b|\d{4}\.\d{4}", re.IGNORECASE)
_WEBINAR = re.compile(r"webinar\w*|livestream|live talk|online talk", re.IGNORECASE)
_HOUR = re.compile(r"\d[:.h]\d\d|\d\s?[ap]\.?m|\buhr\b", re.IGNORECASE)


def _meant(kind: str, label: str, value: str) -> str:
    """Return the kind of a label whose value may be of another: `Talk: 4 pm`."""
    if kind == "title" and _names_series(label, value):
        return "series"
    if kind == "paper" and is_gap(value):
        return "title"
    if kind == "paper" and not _PREPRINT.search(value) and len(value.split()) > 2:
        return "title"  # of those who read papers
    if kind == "link" and _WEBINAR.fullmatch(label) and _is_words(value):
        return "title"
    if kind == "title" and _OF_TALK.fullmatch(label) and _HOUR.search(value):
        return "when"
    return kind


def _is_words(value: str) -> bool:
    """Say whether a value is a title, and neither an address nor a day."""
    return len(value.split()) > 1 and not (
        _PREPRINT.search(value) or _HOUR.search(value) or "@" in value
    )


def _names_series(label: str, value: str) -> bool:
    """Say whether `What: Algebra Seminar` names the series and no talk."""
    loose = re.fullmatch(
        r"what|topic|was|quoi|cosa|qu[ée]", label.strip(" *_"), re.IGNORECASE
    )
    ends = re.search(
        r"(?:seminar|colloquium|kolloquium|s[ée]minaire|seminario"
        r"|series|meeting)[*_. ]*$",
        value,
        re.IGNORECASE,
    )
    return bool(loose and ends and len(value) < 70)


def _joint(one: str, other: str) -> str:
    kinds = {one, other}
    if "when" in kinds or "time" in kinds:
        return "when"
    return "title" if kinds == {"speaker", "title"} else one


_HOME = "MIT"  # a home in a line of its own, and no German `mit`


def _bare(line: str) -> Label | None:
    """Return a label without a colon: alone in a heading, in a column, with a dash."""
    found = _ALONE.match(line)
    if found:
        kind, of = kind_and_rest(found["label"])
        marked = (
            re.match(r"\s*(?:\*\*|__|#|\*)", line)
            or (found["label"].isupper() and found["label"] != _HOME)
            or line.rstrip().endswith((":", "."))
        )
        whole = line.strip().strip("*_#: .¿?")
        sure = kind in {"abstract", "bio", "references"} or _PLAIN.fullmatch(whole)
        if kind and (marked or sure) and whole[:1].isupper() | (whole[:1] >= "א"):
            return _made(found, kind, "", of)
    found = _ASKED.match(line) or _LEADERS.match(line) or _COLUMNS.match(line)
    found = found or _DOUBLE.match(line)
    if (
        found
        and (kind := kind_of(found["label"]))
        and found["label"][:1].isupper()
        and (kind != "other" or found.re is _LEADERS)
    ):
        kind = _meant(kind, found["label"], found["value"])
        return _made(found, kind, found["value"].strip())
    found = _DASHED.match(line)
    kind = kind_of(found["label"]) if found else ""
    if (
        found
        and kind
        and (kind in {"abstract", "bio"} or found["open"] or _TITLE_STOP.match(line))
    ):
        value = found["value"].strip()
        if kind in _DASHED_KINDS and found["label"][:1].isupper():
            return _made(found, kind, value)
    return None


def _value(found: re.Match[str]) -> str:
    """Return the value without the stars that surround it and its label."""
    value = str(found["value"]).strip()
    opened = found["open"] and not found["close"] and not found["tail"]
    if opened and value.endswith(found["open"]):
        value = value[: -len(found["open"])].rstrip()
    return value


def is_unknown(line: str) -> bool:
    """Say whether a line begins with a label that we do not know: it ends a value."""
    found = re.match(
        r"^[ \t]*[*_•-]*[ \t]*[*_]{0,3}(?P<label>[A-Z][^\W\d_]*"
        r"(?:[ -][^\W\d_]+){0,3})[*_]{0,3}:(?!//)[*_]{0,3}"
        r"(?:\s|$)",
        line,
    )
    return found is not None


_INSIDE = re.compile(
    r"(?:[ \t]{2,}|\s*[|;•·]\s*|[.,]\s+|\s+–\s+)"
    r"(?=[*_]{0,3}[^\W\d_][^:|;•,.\n]{1,24}[*_]{0,3}\s?:(?!//))"
)

# A point of a list that is all of its line.
_POINT = re.compile(
    r"(?P<indent>[ \t]*)[-*•+][ \t]+[*_]{0,3}(?P<label>[^\W\d_][^:.\n*_]{1,40})"
    r"[*_]{0,3}\s*$"
)


def with_colons(lines: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return lines with a colon behind labels that stand alone above their values."""
    alone = {at for at in range(len(lines)) if _is_above_value(lines, at)}
    kinds = {kind_of(lines[at][1].strip()) for at in alone}
    if len(kinds & (TELLING | {"time"})) < 2:
        alone = set()
    alone |= {at for at in range(len(lines)) if _is_over_points(lines, at)}
    return [
        (number, f"{line.rstrip()}:" if at in alone else line)
        for at, (number, line) in enumerate(lines)
    ]


def _is_above_value(lines: list[tuple[int, str]], at: int) -> bool:
    """Say whether a line is a known label with a blank line above and text below."""
    line = lines[at][1].strip()
    above = lines[at - 1][1].strip() if at else ""
    below = lines[at + 1][1].strip() if at + 1 < len(lines) else ""
    apart = below and not above and line[:1].isupper() and len(line.split()) < 4
    return bool(apart and line.isascii() | line.isalpha() and kind_of(line))


def _is_over_points(lines: list[tuple[int, str]], at: int) -> bool:
    """Say whether a point of a list is a known label, and its value is set in below."""
    point = _POINT.match(lines[at][1])
    if not point or not kind_of(point["label"]):
        return False
    rest = (lines[below][1] for below in range(at + 1, len(lines)))
    value = next((line for line in rest if line.strip()), "")
    return len(value) - len(value.lstrip()) > len(point["indent"])


def parted(line: str) -> list[str]:
    """Return a line cut before each further known label: `Date: ...  Time: ...`."""
    if "|" in line:
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if (
            len(cells) == 2
            and kind_of(cells[0].strip("*_: "))
            and line.lstrip().startswith("|")
        ):
            return [f"{cells[0].strip('*_: ')}: {cells[1]}"]
    first = label_of(line)
    if first is None or first.kind in LONG or not first.value:
        return [line]
    parts, begin = [], 0
    for found in _INSIDE.finditer(line):
        rest = label_of(line[found.end() :])
        if (
            rest
            and rest.kind != first.kind
            and found.start() > len(line) - len(first.value.lstrip()) - 2
        ):
            parts.append(line[begin : found.start()])
            begin = found.end()
    return [*parts, line[begin:]]
