r"""Formulas as most people write them, read in one pass: the library's answer, sooner.

Signs side by side, groups, sub- and superscripts, fractions and roots. What a single
sign is, the library says, once for each; of any formula with more in it this module
says that it cannot tell. A test holds it to what the library reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

from announcer.lazy import pattern

Leaf = Callable[[str], tuple[str, str, dict[str, str]] | None]

# A unit behind a number, and a number in which a point is, are the library's to read.
_ODD = pattern(r"\d\s*(?:in|mm|cm|pt|em|ex|pc|bp|dd|cc|sp|mu)|\.\d|[%&'\"#~]|\\\\")
# A number, a script and its digit, a brace, a part, a sign or command, or what is none.
_TOKEN = pattern(
    r"([0-9]+)|([_^])([0-9]?)|([{}])|(\\(?:frac|sqrt)(?=\s*\{))|("
    r"\\math(?:bb|cal|frak|scr|bf)\{[A-Za-z]\}|\\operatorname\*?\{[A-Za-z\s]+\}"
    r"|\\mathpunct\{:\}|\\text\{[^{}\\$]+\}"
    r"|\\[A-Za-z]+|\\[,;:!>{}| ]|[^\s\\\d])|(\S)"
)
_Token = tuple[str, ...]
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
        self._tokens: Iterator[_Token] = iter(_TOKEN.findall(tex.rstrip()))
        self._leaf = leaf

    def row(self, *, display: bool = False, inner: bool = False) -> list[Element]:
        """Read to the end of the formula, or of an ``inner`` group."""
        done: list[Element] = []
        base: list[Element] = []  # what scripts belong to, and those it has
        marks, tags = "", _TAGS
        for token in self._tokens:
            _, mark, digit, brace, _, leaf, _ = token
            if mark:
                if not done or mark in marks:
                    raise UnsureError
                script = _number(digit) if digit else self._script()
                base = (
                    [*base[:1], script, *base[1:]] if mark == "_" else [*base, script]
                )
                marks = "_^" if marks else mark
                done[-1] = _element(tags[marks], base)
                continue
            if brace == "}":
                if inner:
                    return done
                raise UnsureError
            done.append(self._atom(token))
            base, marks = done[-1:], ""
            tags = _TAGS_OF_LIMITS if display and leaf in _LIMITS else _TAGS
        if inner:
            raise UnsureError
        return done

    def _next(self) -> _Token:
        token = next(self._tokens, None)
        if token is None:
            raise UnsureError
        return token

    def _script(self) -> Element:
        token = self._next()
        if token[1] or token[3] == "}":
            raise UnsureError
        return self._atom(token)

    def _atom(self, token: _Token) -> Element:
        digits, _, _, brace, part, leaf, _ = token
        if leaf:
            known = self._leaf(leaf)
            if known is None or leaf in _ODD_COMMANDS:
                raise UnsureError
            tag, text, attributes = known
            made = Element(tag, attributes)
            made.text = text
            return made
        if digits:
            return _number(digits)
        if brace:
            return grouped(self.row(inner=True))
        if part:
            tag, count = ("mfrac", 2) if part == r"\frac" else ("msqrt", 1)
            return _element(tag, [self._group() for _ in range(count)])
        raise UnsureError

    def _group(self) -> Element:
        if self._next()[3] != "{":
            raise UnsureError
        return grouped(self.row(inner=True))


def _number(digits: str) -> Element:
    made = Element("mn")
    made.text = digits
    return made
