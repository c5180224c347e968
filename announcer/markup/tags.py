"""What is a tag of HTML and what only looks like one: ``a<b and c>d``, ``List<b>``.

A tag is whole, of an element that pages may hold, with attributes that HTML knows, and
has its partner where it needs one. Everything else is text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from announcer.classes import dataclass
from announcer.lazy import pattern

# What a page may hold, and what HTML once had for looks, whose words alone stay.
_KEPT = """
a abbr b bdi bdo blockquote br caption cite code dd del dfn div dl dt em h1 h2 h3 h4
h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub
sup table tbody td tfoot th thead time tr u ul var wbr
"""
KEPT = frozenset(_KEPT.split())
_FOR_LOOKS = """
acronym address article aside big center col colgroup details figcaption figure font
footer header main nobr section strike summary tt
"""
_LOOKS = frozenset(_FOR_LOOKS.split())
ELEMENTS = KEPT | _LOOKS
_BLOCK_LIKE = """
address article aside blockquote caption center col colgroup dd details div dl dt
figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main ol p pre section
summary table tbody td tfoot th thead tr ul
"""
BLOCKS = frozenset(_BLOCK_LIKE.split())
# Blocks of old or rare kinds: their words stay apart from those around them.
BOXES = BLOCKS & _LOOKS - {"col", "colgroup"}
_VOID = frozenset({"br", "col", "hr", "img", "wbr"})
# What may end without a closing tag, and inside what it stands.
_ENDED_BY_OTHERS = {
    "li": {"ul", "ol"}, "dt": {"dl"}, "dd": {"dl"}, "rt": {"ruby"}, "rp": {"ruby"},
    "tr": {"table"}, "td": {"table"}, "th": {"table"}, "thead": {"table"},
    "tbody": {"table"}, "tfoot": {"table"},
}  # fmt: skip
_IN_TABLES = frozenset(
    {"caption", "col", "colgroup", "tr", "td", "th", "thead", "tbody", "tfoot"}
)

_KNOWN = """
abbr align alt border cellpadding cellspacing cite class color cols colspan
datetime dir face headers height href hreflang hspace id itemprop lang
name rel role rowspan scope size span src start style tabindex target title translate
type valign value vspace width xml:lang
"""
_ATTRIBUTES = frozenset(_KNOWN.split())
_BARE = frozenset({"compact", "hidden", "nowrap", "open", "reversed"})
_PREFIXES = ("data-", "aria-", "on")

_NAME = r"(?P<slash>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)"
_VALUE = r"(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'=<>`]+)"
_ATTRIBUTE = pattern(rf"\s+([A-Za-z_:][\w:.-]*)(\s*=\s*{_VALUE})?")
_TAG = pattern(rf"<{_NAME}(?P<attributes>(?:{_ATTRIBUTE.pattern})*)\s*/?>")
_AUTOLINK = pattern(
    r"<(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[\w.!#$%&'*+/=?^`{|}~-]+@[\w.-]+)>"
)
_BLANK_LINE = pattern(r"\n[ \t>]*\n")
_LOOSE = pattern(
    r"<(?:/?[A-Za-z][A-Za-z0-9:]*(?=\s[^<>]*=)[^<>]*>?"
    r"|/[A-Za-z][A-Za-z0-9]*\s*>)"
)


@dataclass(frozen=True, slots=True)
class Tag:
    """A whole tag and its place in a text."""

    name: str
    closes: bool
    start: int
    end: int


def tag_at(text: str, place: int) -> Tag | None:
    """Return the whole tag of a known element that begins at ``place``, if any."""
    match = _TAG.match(text, place)
    if match is None:
        return None
    name, closes = match["name"].lower(), bool(match["slash"])
    if name not in ELEMENTS:
        return None
    if closes and (match["attributes"] or name in _VOID):
        return None
    given = dict(_ATTRIBUTE.findall(match["attributes"]))
    if not all(_is_known(key.lower(), value) for key, value in given.items()):
        return None
    if name == "img" and not {"src", "alt"} & {key.lower() for key in given}:
        return None
    return Tag(name, closes, match.start(), match.end())


def other_at(text: str, place: int) -> int:
    """Return the end of a comment or an address in brackets that begins here, or 0."""
    if text.startswith("<!--", place):
        closing = text.find("-->", place + 2)
        return closing + 3 if closing >= 0 else 0
    match = _AUTOLINK.match(text, place)
    return match.end() if match else 0


def loose(text: str, place: int) -> str:
    """Return what somebody surely meant for a tag here, though it is none."""
    match = _LOOSE.match(text, place)
    return match.group() if match else ""


def standing(text: str, tags: Sequence[Tag]) -> set[int]:
    """Return where those of the tags begin that have all that they need."""
    partners = _partners(text, tags)
    spans: dict[str, list[tuple[int, int]]] = {}
    for opening, closing in partners:
        spans.setdefault(opening.name, []).append((opening.start, closing.start))
    paired = {tag.start for pair in partners for tag in pair}

    def stands(tag: Tag) -> bool:
        if tag.name in _IN_TABLES and not _is_inside(tag.start, {"table"}, spans):
            return False
        if tag.start in paired or tag.name in _VOID:
            return True
        if tag.closes:
            return False
        if tag.name == "p":
            return not _is_glued(text, tag)
        return _is_inside(tag.start, _ENDED_BY_OTHERS.get(tag.name, set()), spans)

    return {tag.start for tag in tags if stands(tag)}


def _partners(text: str, tags: Sequence[Tag]) -> list[tuple[Tag, Tag]]:
    """Pair opening and closing tags of one name; those in a line within a paragraph."""
    breaks = [match.start() for match in _BLANK_LINE.finditer(text)] if tags else []
    opened: dict[str, list[Tag]] = {}
    done: list[tuple[Tag, Tag]] = []
    for tag in tags:
        waiting = opened.setdefault(tag.name, [])
        if not tag.closes:
            if tag.name not in _VOID:
                waiting.append(tag)
        elif waiting:
            opening = waiting.pop()
            apart = bisect_left(breaks, opening.start) != bisect_left(breaks, tag.start)
            if tag.name in BLOCKS or not apart:
                done.append((opening, tag))
            else:
                waiting.clear()
    return done


def _is_inside(
    place: int, names: set[str], spans: dict[str, list[tuple[int, int]]]
) -> bool:
    return any(
        start < place < end for name in names for start, end in spans.get(name, ())
    )


def _is_glued(text: str, tag: Tag) -> bool:
    """Say whether a word runs into the tag, as in ``k<p>``."""
    return tag.start > 0 and text[tag.start - 1].isalnum()


def _is_known(name: str, value: str) -> bool:
    if not value:
        return name in _BARE
    return name in _ATTRIBUTES or name.startswith(_PREFIXES)
