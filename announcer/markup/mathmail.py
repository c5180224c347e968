"""Formulas for HTML mail: letters in italics, sub and sup; mail programs drop MathML.

What has no form of its own there, an accent or a choice, is read out as in plain text.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache
from html import escape
from xml.etree.ElementTree import Element

from announcer.markup import mathtext
from announcer.markup.letters import unstyled

_PRIMES = frozenset("′″‴⁗")


def for_mail(tree: Element) -> str:
    """Return a formula as one line of HTML."""
    return " ".join(_row(tree).split()).replace("</i><i>", "")


def _written(element: Element) -> str:
    tag = element.tag
    if tag in mathtext.LEAVES:
        upright = element.get("mathvariant") == "normal"
        return _leaf(tag, element.text or "", upright)
    writer = _WRITERS.get(tag)
    return writer(element) if writer is not None else _row(element)


def _row(parent: Iterable[Element], *, tight: bool = False) -> str:
    """Join siblings with the spaces that plain text has."""
    done = []
    for element, space, text in mathtext.pieces(parent, tight=tight):
        written = _written(element).strip() if text.strip() else ""
        if " " in text:
            before = " " if text.startswith(" ") else ""
            after = " " if text.endswith(" ") and text.strip() else ""
            written = before + written + after
        done.append(space + written)
    return "".join(done)


@lru_cache(maxsize=512)
def _leaf(tag: str, text: str, upright: bool) -> str:  # noqa: FBT001
    if tag == "mi":
        letter = unstyled(text)
        if len(letter) == 1 and not upright:
            return _italic(letter)
        return escape(letter, quote=False)
    said = mathtext.said(text)
    return escape(said.strip() if tag == "mo" else said, quote=False)


@lru_cache(maxsize=4096)
def _italic(text: str) -> str:
    """Put single letters in italics; names, digits and signs stay upright."""
    pieces = mathtext.LETTERS.split(text)
    return "".join(
        f"<i>{piece}</i>" if _is_letter(piece) else escape(piece, quote=False)
        for piece in pieces
    )


def _is_letter(piece: str) -> bool:
    plain = [char for char in piece if not unicodedata.combining(char)]
    if len(plain) != 1 or not plain[0].isalpha():
        return False
    return not unicodedata.decomposition(plain[0]).startswith("<font>")  # ℝ, 𝒜


def _scripts(element: Element) -> str:
    parts = list(element)
    under = element.tag in {"msub", "msubsup", "munder", "munderover"}
    over = element.tag in {"msup", "msubsup", "mover", "munderover"}
    base, plain = _written(parts[0]).strip(), mathtext.read(parts[0]).strip()
    if parts[0].tag in mathtext.WIDE and mathtext.base(parts[0]) == f"({plain})":
        base = f"({base})"
    below = f"<sub>{_script(parts[1])}</sub>" if under else ""
    above = f"<sup>{_script(parts[-1])}</sup>" if over else ""
    if over and _PRIMES.issuperset(raised := mathtext.read(parts[-1]).strip()):
        above = raised  # they are high already
    return (base + below + above).replace("<sub></sub>", "").replace("<sup></sup>", "")


def _script(element: Element) -> str:
    if element.tag in mathtext.LEAVES:
        return " ".join(_written(element).split())
    row = element if element.tag in {"mrow", "mstyle"} else [element]
    return " ".join(_row(row, tight=True).split())


def _above_below(element: Element) -> str:
    """Write a limit; an accent or a brace is read as in plain text."""
    if mathtext.is_script(element):
        return _scripts(element)
    return _italic(mathtext.read(element))


def _fraction(element: Element) -> str:
    plain = mathtext.read(element)
    over, under = (_written(part).strip() for part in element)
    if element.get("linethickness") in {"0", "0px", "0em"}:
        return f"{over} choose {under}"
    read_over, read_under = (mathtext.read(part).strip() for part in element)
    if plain.startswith(f"({read_over})/"):
        over = f"({over})"
    if plain.endswith(f"/({read_under})"):
        under = f"({under})"
    return f"{over}/{under}"


def _root(element: Element) -> str:
    if element.tag == "mroot":
        return _italic(mathtext.read(element))
    plain, inner = mathtext.read(element), _row(element).strip()
    return f"√({inner})" if plain.startswith("√(") else f"√{inner}"


def _table(element: Element) -> str:
    joint = "" if element.get("displaystyle") == "true" else ", "
    rows = (
        joint.join(_row(cell).strip() if joint else _row(cell) for cell in row)
        for row in element
    )
    return "; ".join(" ".join(row.split()) for row in rows if row.strip())


_WRITERS: dict[str, Callable[[Element], str]] = {
    **dict.fromkeys(("msub", "msup", "msubsup", "munderover"), _scripts),
    **dict.fromkeys(("munder", "mover"), _above_below),
    **dict.fromkeys(("msqrt", "mroot"), _root),
    "mfrac": _fraction,
    "mtable": _table,
    "mspace": mathtext.read,
    "mphantom": lambda _: "",
}
