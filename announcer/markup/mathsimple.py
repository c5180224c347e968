r"""Formulas as most people write them, read in one pass: the library's answer, sooner.

Signs side by side, groups, sub- and superscripts, fractions and roots. What a single
sign is, the library says, once for each; of any formula with more in it this module
says that it cannot tell. A test holds it to what the library reads.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

from announcer.lazy import pattern

Leaf = Callable[[str], tuple[str, str, dict[str, str]] | None]

# A unit behind a number, and a number in which a point is, are the library's to read.
_ODD = pattern(r"\d\s*(?:in|mm|cm|pt|em|ex|pc|bp|dd|cc|sp|mu)|\.\d|[%&'\"#~]|\\\\")
_TOKEN = pattern(
    r"\s*(?:(?P<number>[0-9]+)|(?P<script>[_^])(?P<digit>[0-9]?)|(?P<brace>[{}])"
    r"|(?P<part>\\(?:frac|sqrt)(?=\s*\{))|(?P<leaf>"
    r"\\math(?:bb|cal|frak|scr|bf)\{[A-Za-z]\}|\\operatorname\*?\{[A-Za-z\s]+\}"
    r"|\\mathpunct\{:\}|\\text\{[^{}\\$]+\}"
    r"|\\[A-Za-z]+|\\[,;:!>{}| ]|[^\s\\\d]))"
)
_LIMITS = frozenset({r"\sum", r"\prod"})  # which carry them above and below
_ODD_COMMANDS = frozenset({r"\gcd", r"\frac", r"\sqrt"})
_TAGS = {"_": "msub", "^": "msup", "_^": "msubsup"}
_TAGS_OF_LIMITS = {"_": "munder", "^": "mover", "_^": "munderover"}


class UnsureError(Exception):
    """The formula may hold more than this module knows."""


def parts(tex: str, leaf: Leaf, *, display: bool) -> list[Element]:
    """Return the MathML of a formula; raises UnsureError if only the library can.

    ``leaf`` tells of a sign or a command its element, text and attributes.
    """
    if _ODD.search(tex) or not tex.strip():
        raise UnsureError
    return [grouped(_Reader(tex, leaf).row(display=display))]


def grouped(found: list[Element]) -> Element:
    """Return elements as one; a single sign of an operator keeps its row."""
    if len(found) == 1 and found[0].tag != "mo":
        return found[0]
    return _element("mrow", found)


def _element(tag: str, children: list[Element]) -> Element:
    made = Element(tag)
    made.extend(children)
    return made


class _Reader:
    """One walk through a formula."""

    def __init__(self, tex: str, leaf: Leaf) -> None:
        self._tex = tex.rstrip()
        self._leaf = leaf
        self._place = 0

    def row(self, *, display: bool = False, inner: bool = False) -> list[Element]:
        """Read to the end of the formula, or of an ``inner`` group."""
        done: list[Element] = []
        base: list[Element] = []  # what scripts belong to, and those it has
        marks, tags = "", _TAGS
        while self._place < len(self._tex):
            token = self._next()
            kind = token.lastgroup
            if kind == "digit":
                mark = token["script"]
                if not done or mark in marks:
                    raise UnsureError
                script = self._script(token["digit"])
                base = (
                    [*base[:1], script, *base[1:]] if mark == "_" else [*base, script]
                )
                marks = "_^" if marks else mark
                done[-1] = _element(tags[marks], base)
                continue
            if kind == "brace" and token["brace"] == "}":
                if inner:
                    return done
                raise UnsureError
            done.append(self._atom(token))
            base, marks = done[-1:], ""
            is_limit = display and kind == "leaf" and token["leaf"] in _LIMITS
            tags = _TAGS_OF_LIMITS if is_limit else _TAGS
        if inner:
            raise UnsureError
        return done

    def _next(self) -> re.Match[str]:
        token = _TOKEN.match(self._tex, self._place)
        if token is None:
            raise UnsureError
        self._place = token.end()
        return token

    def _script(self, digit: str) -> Element:
        if digit:
            return _number(digit)
        token = self._next()
        if token["script"] or token["brace"] == "}":
            raise UnsureError
        return self._atom(token)

    def _atom(self, token: re.Match[str]) -> Element:
        kind, said = token.lastgroup, token[token.lastgroup or 0]
        if kind == "number":
            return _number(said)
        if kind == "brace":
            return grouped(self.row(inner=True))
        if kind == "part":
            tag, count = ("mfrac", 2) if said == r"\frac" else ("msqrt", 1)
            return _element(tag, [self._group() for _ in range(count)])
        known = self._leaf(said)
        if known is None or said in _ODD_COMMANDS:
            raise UnsureError
        tag, text, attributes = known
        made = Element(tag, attributes)
        made.text = text
        return made

    def _group(self) -> Element:
        token = self._next()
        if token["brace"] != "{":
            raise UnsureError
        return grouped(self.row(inner=True))


def _number(digits: str) -> Element:
    made = Element("mn")
    made.text = digits
    return made
