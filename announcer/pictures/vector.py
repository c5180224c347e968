"""Logos made of lines (SVG): only what draws is copied, what acts is refused.

A page shows a logo as an image, where no script runs; but its file has an address of
its own, and whoever opens that would run what stands in it under the site's name.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from announcer.errors import BadValue
from announcer.lazy import pattern

_SVG = "{http://www.w3.org/2000/svg}"
_XLINK = "{http://www.w3.org/1999/xlink}"
_DRAWS = frozenset(
    {
        "svg", "g", "defs", "symbol", "use", "title", "desc", "path", "rect",
        "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan",
        "textPath", "linearGradient", "radialGradient", "stop", "clipPath",
        "mask", "pattern", "marker", "style", "switch", "filter", "feBlend",
        "feColorMatrix", "feComponentTransfer", "feComposite", "feFlood",
        "feFuncA", "feFuncB", "feFuncG", "feFuncR", "feGaussianBlur", "feMerge",
        "feMergeNode", "feOffset",
    }
)  # fmt: skip
# They say something about the drawing and draw nothing.
_SILENT = frozenset({"metadata", "view"})
_DOCTYPE = pattern(r"<!DOCTYPE[^\[>]*>")
_STYLESHEET = pattern(r"<\?\s*xml-stylesheet", re.IGNORECASE)
_INSTRUCTION = pattern(r"<\?.*?\?>", re.DOTALL)
_ELSEWHERE = pattern(
    r"""url\(\s*["']?\s*(?!["'#\s])|image-set\(|@import|expression\(|\\""",
    re.IGNORECASE,
)
_LENGTH = pattern(r"\s*(\d+(?:\.\d+)?|\.\d+)(?:px)?\s*")
_LARGEST = 500_000  # octets


def cleaned(source: bytes) -> tuple[bytes, float, float]:
    """Return a drawing that is safe to publish, and its width and height in pixels.

    Raises BadValue, naming what may not stand in it.
    """
    root = _parsed(source)
    if root.tag != f"{_SVG}svg":
        raise BadValue("this is not an SVG drawing", "Export the logo as plain SVG.")
    width, height = _size(root)
    _clean(root)
    root.set("xmlns", _SVG[1:-1])
    root.attrib.setdefault("viewBox", f"0 0 {width:g} {height:g}")
    return ET.tostring(root, encoding="utf-8"), width, height


def _parsed(source: bytes) -> ET.Element:
    if len(source) > _LARGEST:
        raise BadValue("the drawing is larger than 500 kB", "Export it as PNG.")
    try:
        text = source.decode("utf-8-sig")
        if _STYLESHEET.search(text):
            raise _refused("`<?xml-stylesheet`, which fetches something,")
        text = _INSTRUCTION.sub("", _DOCTYPE.sub("", text))
        if "<!DOCTYPE" in text or "<!ENTITY" in text:
            raise _refused("entities")
        return ET.fromstring(text.strip())  # noqa: S314 - entities were refused
    except (UnicodeDecodeError, ValueError, ET.ParseError) as error:
        raise BadValue(
            "the drawing is broken", "Export the logo again as plain SVG (UTF-8)."
        ) from error


def _clean(element: ET.Element) -> None:
    """Take out what draws nothing; refuse what acts or fetches. Works in place."""
    element.tag = element.tag.removeprefix(_SVG)
    for name, value in list(element.attrib.items()):
        del element.attrib[name]
        kept = "href" if name == f"{_XLINK}href" else name
        if kept.startswith("{"):
            continue  # an editor's own notes
        _check(kept, value)
        element.set(kept, value)
    if element.tag == "style" and _ELSEWHERE.search("".join(element.itertext())):
        raise _refused("a style that fetches something")
    for child in list(element):
        name = child.tag.removeprefix(_SVG)
        if name == child.tag or name in _SILENT:
            element.remove(child)
        elif name not in _DRAWS:
            raise _refused(f"<{child.tag.rpartition('}')[2]}>")
        else:
            _clean(child)


def _check(name: str, value: str) -> None:
    if name.casefold().startswith("on"):
        raise _refused(f"the script `{name}`")
    if name == "href" and not value.strip().startswith("#"):
        raise _refused("a link to something elsewhere")
    if _ELSEWHERE.search(value):
        raise _refused(f"`{name}` with something from elsewhere")


def _size(root: ET.Element) -> tuple[float, float]:
    box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    try:
        width, height = float(box[2]), float(box[3])
    except (IndexError, ValueError):
        found = [_LENGTH.fullmatch(root.get(side, "")) for side in ("width", "height")]
        width, height = (float(side[1]) if side else 0 for side in found)
    if not (0 < width < 1e6 and 0 < height < 1e6):
        raise BadValue("the drawing does not say its size", "Give it a viewBox.")
    return width, height


def _refused(what: str) -> BadValue:
    return BadValue(
        f"{what} may not stand in a logo", "Export it as plain SVG, or as PNG."
    )
