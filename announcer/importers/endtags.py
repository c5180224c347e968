"""End tags that HTML lets people leave out: `<tr><td>5 May<td>Ada Roe`."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TAG = re.compile(r"<!--|<(/?)([a-z][a-z0-9]*)\b[^<>]*>", re.IGNORECASE)
_CELLS = frozenset({"td", "th"})
_ROWS = _CELLS | {"tr"}
_PARTS = frozenset({"thead", "tbody", "tfoot"})
_TERMS = frozenset({"dt", "dd"})
_BLOCKS = (
    "address", "article", "aside", "blockquote", "details", "div", "dl", "fieldset",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "main", "nav", "ol", "p", "pre", "section", "table", "ul",
)  # fmt: skip
# What the start of an element ends (HTML, section 13.1.2.4), and what it cannot end.
_ENDS = {
    **dict.fromkeys(_CELLS, _CELLS),
    "tr": _ROWS,
    **dict.fromkeys(_PARTS, _ROWS | _PARTS),
    "li": frozenset({"li"}),
    **dict.fromkeys(_TERMS, _TERMS),
    "option": frozenset({"option"}),
    **dict.fromkeys(_BLOCKS, frozenset({"p"})),
}
_WITHIN = {
    **dict.fromkeys(_ROWS | _PARTS, frozenset({"table"})),
    "li": frozenset({"ul", "ol", "menu"}),
    **dict.fromkeys(_TERMS, frozenset({"dl"})),
    "option": frozenset({"select"}),
}
_OF_BLOCKS = frozenset({"table", "td", "th", "caption", "object", "button"})
# The elements that are kept in mind; the others are open as the page says.
_KEPT = frozenset().union(*_ENDS.values(), *_WITHIN.values(), _OF_BLOCKS)
_RAW = {name: f"</{name}" for name in ("script", "style", "textarea", "title")}


def with_end_tags(html: str) -> str:
    """Return a page with the end tags that its start tags imply."""
    return "".join(_pieces(html))


def _pieces(html: str) -> Iterator[str]:
    opened: list[str] = []
    low = html.lower()
    done = place = 0
    while found := _TAG.search(html, place):
        place = found.end()
        name = (found[2] or "").lower()
        if found[0] == "<!--" or (name in _RAW and not found[1]):
            place = low.find(_RAW.get(name, "-->"), place)
            if place < 0:
                break
        elif found[1]:
            _close(opened, name)
        else:
            for implied in _implied(opened, name):
                yield html[done : found.start()]
                yield f"</{implied}>"
                done = found.start()
            if name in _KEPT and not found[0].endswith("/>"):
                opened.append(name)
    yield html[done:]


def _implied(opened: list[str], name: str) -> list[str]:
    """Take what a start tag ends off the open elements, and return it, inmost first."""
    ends = _ENDS.get(name, frozenset())
    within = _WITHIN.get(name, _OF_BLOCKS)
    last = len(opened)
    for at in range(len(opened) - 1, -1, -1):
        if opened[at] in within:
            break
        if opened[at] in ends:
            last = at
    ended = [one for one in reversed(opened[last:]) if one in ends]
    del opened[last:]
    return ended


def _close(opened: list[str], name: str) -> None:
    if name in _KEPT and name in opened:
        while opened.pop() != name:
            pass
