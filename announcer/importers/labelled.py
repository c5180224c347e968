"""The labelled values of one announcement, and the lines that have no label."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import field

from announcer.classes import dataclass
from announcer.importers.afterwards import is_stop
from announcer.importers.clocks import Trust, clocks_in
from announcer.importers.days import days_in
from announcer.importers.found import Given
from announcer.importers.joining import addresses_in
from announcer.importers.labels import (
    LONG,
    TELLING,
    Label,
    is_unknown,
    label_of,
    parted,
)
from announcer.importers.names import HOME
from announcer.importers.phrases import HALL, SERIES

Line = tuple[int, str]

_RULE = re.compile(r"^\s*(?:[-=_*~#+.]\s?){4,}\s*$")
_RULED_HEADING = re.compile(
    r"^\s*(?:[=~#-]{3,}|\*{4,})\s*\w.*\w\s*(?:[=~-]{3,}|\*{4,})\s*$"
)
_POINTER = re.compile(r"\s*[^:]{2,45}:\s*<?https?://\S+>?\s*$")
_POINTS = 100  # letters around an address of a recording, of slides, of a form
_ELSEWHERE = re.compile(
    r"record|slides|video|register|sign up|aufzeichn|folien|anmeld|enregistr|inscri"
    r"|diapo|registraz|iscri|prenota|grabaci|grabad|diapositiv|gravaç|opname|aanmeld"
    r"|nagrani|záznam|הקלט|הרשמ|מצגת",
    re.IGNORECASE,
)
_UNFINISHED = re.compile(
    r"(?:[,;]|-|\b(?:and|of|the|for|in|und|der|de|di|to|a|on|with|von|für))$"
)
_DATE_LINE = 45  # letters of a line that is hardly more than a date
_TAIL = 160  # letters of a last line that is none of the text
_FULL = 62  # letters; a longer line was broken where it ends
_WRAPPED = {"title", "place", "speaker", "affiliation"}
# Words that also begin sentences of an abstract; they end it after a blank line.
_DOUBTFUL = {"series", "status", "language", "duration", "end"}
_DOUBTFUL_NAMES = {
    *("to", "from", "topics", "level", "format", "keywords", "agenda", "schedule"),
    *("info", "program", "contact"),
}
_TOPIC = 24  # words of a title behind a label that may also head a text
_TOPICS = re.compile(
    r"about$|what is (?:it|this) about|wor(?:um|über)|de quoi|di (?:che )?cosa"
    r"|de qu[eé]|על מה|waar\w* |o czym|o čem|hv?[av]d handl?e?r|vad handlar"
)
_SIGNED = re.compile(r"^\s*(?:--|—) ?\S{0,3}\s*$")


@dataclass(slots=True)
class Labelled:
    """Values by the kind of their label, with the line of each, and what is loose."""

    values: dict[str, list[tuple[str, int]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    bios: dict[str, str] = field(default_factory=dict)
    loose: list[Line] = field(default_factory=list)
    below_board: bool = False
    names: dict[int, str] = field(default_factory=dict)  # of the labels, by line

    @property
    def kinds(self) -> set[str]:
        """The kinds of which a value says something."""
        return {kind for kind in self.values if self.all(kind)}

    @property
    def rest(self) -> str:
        """The lines that have no label, as one text."""
        return "\n".join(line for _, line in self.loose)

    def all(self, kind: str) -> list[str]:
        """Return the values of a kind that say something."""
        return [value for value, _ in self.values.get(kind, []) if value]

    def first(self, kind: str) -> str:
        """Return the first value of a kind, or nothing."""
        return next(iter(self.all(kind)), "")


def is_rule(line: str) -> bool:
    """Say whether a line is drawn: ``----``, ``* * *``, ``====``."""
    return bool(_RULE.match(line))


def labelled(lines: list[Line]) -> Labelled:
    """Read the labels of an announcement, with values on their line or below it."""
    found = Labelled()
    current: _Open | None = None
    for number, whole in lines:
        for line in parted(whole):
            current = _next(found, current, number, line)
    if current:
        current.close()
    _take_topic(found)
    _take_notice(found)
    return found


def _take_notice(found: Labelled) -> None:
    """Let `AVISO: the talk of 3 May moves` be a sentence, where no label tells more."""
    if not any(found.all(kind) for kind in TELLING | {"time"}):
        notices = found.values.pop("notice", [])
        lines = [(line, value) for value, line in notices if value]
        found.loose = sorted([*found.loose, *lines], key=lambda one: one[0])


def _take_topic(found: Labelled) -> None:
    """Take `About: Trees` for the title where Who stands beside, and it is no text."""
    if found.all("title") or not found.all("speaker"):
        return
    for one in found.values.get("abstract", []):
        flat, name = " ".join(one[0].split()), found.names.get(one[1], "")
        short = 0 < len(flat.split()) <= _TOPIC and flat[-1] not in ".!;"
        if short and _TOPICS.match(name):
            found.values["abstract"].remove(one)
            found.values["title"].append((flat, one[1]))
            return


def _next(
    found: Labelled, current: _Open | None, number: int, line: str
) -> _Open | None:
    """Read a line; return the label whose value may go on below it."""
    label = label_of(line)
    if label and current and not current.yields_to(label, line):
        label = None
    if label is None and current and current.takes(line):
        return current
    if current:
        current.close()
    if label is None:
        found.loose.append((number, line))
        return None
    if _ends_board(found, label):
        found.below_board = True
        return None
    found.names[number] = label.name.casefold()
    return _Open(found, label, number)


def _ends_board(found: Labelled, label: Label) -> bool:
    """Say whether `Abstract:` only ends the lines of a bulletin board above a text."""
    if found.below_board or label.kind != "abstract" or label.value:
        return False
    return any(name.replace(" ", "") == "postedby" for name in found.names.values())


def _is_open(value: str) -> bool:
    """Say whether a quotation or a bracket is open at the end of a value."""
    value = re.sub(r"(?<=[א-ת])\"(?=[א-ת])", "", value)  # ד"ר opens nothing
    quotes = value.count("“") > value.count("”") or value.count('"') % 2 == 1
    return quotes or value.count("(") > value.count(")")


def _is_address(line: str) -> bool:
    """Say whether a line is an address, alone or behind a few words."""
    urls = addresses_in(line)
    if not urls:
        return False
    alone = len(urls[0]) > len(line.strip()) * 0.6 or _POINTER.match(line)
    return bool(
        alone or (len(line) - len(urls[0]) < _POINTS and _ELSEWHERE.search(line))
    )


def _is_home(line: str) -> bool:
    """Say whether a line is where somebody is from: `University of Rice`."""
    other = (
        SERIES.search(line) or HALL.search(line) or line.rstrip().endswith((".", ":"))
    )
    dated = days_in(line, Given()) or clocks_in(line)
    return bool(len(line) < 80 and HOME.search(line) and not (other or dated))


def _is_beyond(line: str) -> bool:
    """Say whether a line below a text is none of it: thanks, an address, a moment."""
    if is_stop(line) or _is_address(line):
        return True
    days = days_in(line, Given())
    alone = len(days) == 1 and len(line.strip()) < _DATE_LINE
    return bool(days and (alone or clocks_in(line, Trust.PROSE)))


class _Open:
    """A label whose value may go on."""

    def __init__(self, found: Labelled, label: Label, line: int) -> None:
        self.found, self.label, self.line = found, label, line
        self.lines = [label.value] if label.value else []
        self.closed = False

    def yields_to(self, label: Label, line: str) -> bool:
        """Say whether a label ends this value, and is not a word of its text."""
        if self.label.kind not in LONG or self.label.kind == "notice":
            return True
        if line.lstrip()[:1] in "■◆●□◇○▶▪★":
            return True
        if label.kind in _DOUBTFUL or label.name.casefold() in _DOUBTFUL_NAMES:
            return label.name[:1].isupper() and self._after_blank
        first = label.name[:1]
        return first.isupper() or first >= "א" or line.lstrip()[:1] in "*#-"

    def takes(self, line: str) -> bool:
        """Add a line if it belongs to the value; say whether it does."""
        if self.closed or _SIGNED.match(line):
            return False
        long = self.label.kind in LONG
        taken = self._is_of_text(line) if long else self._is_of_value(line)
        if taken and (line.strip() or long) and not is_rule(line):
            self.lines.append(line if long else line.strip())
        return taken

    @property
    def _after_blank(self) -> bool:
        return bool(self.lines) and not self.lines[-1].strip()

    def _is_of_text(self, line: str) -> bool:
        if not line.strip():
            return not (self.label.kind == "notice" and self._after_blank)
        if _RULED_HEADING.match(line) or self._is_outside(line):
            return False
        if is_rule(line):
            return not any(self.lines)
        if line.lstrip().startswith("#"):
            return False
        below = any(self.lines) and self._after_blank
        if self.label.kind == "notice" and self._after_blank:
            return False
        return not (below and _is_beyond(line))

    def _is_outside(self, line: str) -> bool:
        """Say whether a line stands left of a text that is set in, below a gap."""
        if not self._after_blank or line[:1].isspace():
            return False
        said = [one for one in self.lines[bool(self.label.value) :] if one.strip()]
        set_in = said and all(one[:2].isspace() for one in said)
        return bool(set_in and (self.label.indent > 1 or len(said) > 1))

    def _is_of_value(self, line: str) -> bool:
        if not line.strip():
            self.closed = bool(self.lines)
            return not self.closed
        if is_rule(line) or is_unknown(line) or len(self.lines) > 5:
            return False
        return not self.lines or self._goes_on(line)

    def _goes_on(self, line: str) -> bool:
        """Say whether a value that has begun goes on in a line."""
        value = " ".join(self.lines)
        indent = len(line) - len(line.lstrip())
        home = self.label.kind == "speaker" and _is_home(line)
        if home or _is_open(value) or indent > self.label.indent + 2:
            return True
        if not self.label.value and not line.startswith(("#", "*")):
            return True
        if self.label.kind not in _WRAPPED or line.lstrip()[:1] in "-*#":
            return False
        if days_in(line, Given()):
            return False
        bare = line.strip()
        if _UNFINISHED.search(value):
            return len(bare) < 80
        name = len(self.label.name) + 2 if len(self.lines) == 1 else 0
        width = self.label.indent + name + len(self.lines[-1])
        return width > _FULL or (width > 45 and bare[:1].islower())

    def close(self) -> None:
        """Hand the value over."""
        kind = self.label.kind
        if self.closed and not self.lines:
            return
        if kind in LONG:
            text = text_of(_ended(self.lines) if kind == "abstract" else self.lines)
        elif kind == "speaker":
            text = "\n".join(self.lines)
        else:
            text = " ".join(self.lines)
        self.found.values[kind].append((text, self.line))
        if kind == "bio" and self.label.of and text:
            self.found.bios[self.label.of] = text
        self.closed = True


def _ended(lines: list[str]) -> list[str]:
    """Return the lines of a text without what begins in a line of its own below it."""
    lines = list(lines)
    while len(lines) > 1 and (
        not lines[-1].strip()
        or (
            is_stop(lines[-1])
            and len(lines[-1]) < _TAIL
            and lines[-2].rstrip().endswith((".", "!", "?"))
        )
    ):
        del lines[-1]
    return lines


def text_of(lines: list[str]) -> str:
    """Return the lines of a text as paragraphs, without their common indent."""
    if not any(line.strip() for line in lines):
        return ""
    rest = [line for line in lines[1:] if line.strip()]
    margin = min((len(line) - len(line.lstrip()) for line in rest), default=0)
    text = "\n".join(
        [lines[0].strip(), *(line[margin:].rstrip() for line in lines[1:])]
    )
    text = re.sub(r"\n{3,}", "\n\n", text).strip()
    return text if rest else text.strip("*_ ")
