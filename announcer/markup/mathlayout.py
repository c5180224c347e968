"""Where the parts of a formula stand: what TeX's rules say, written for MathML Core.

Browsers lay out what MathML tells them and know nothing of TeX: which operators carry
their limits above and below, that an accent sits on its letter, how wide an arrow is.
"""

from __future__ import annotations

from itertools import zip_longest
from xml.etree.ElementTree import Element

# Operators with limits above and below in displayed formulas, by their signs or as
# words. An integral keeps them at its side; of sums latex2mathml knows it.
_LARGE = frozenset("∐⋀⋁⋂⋃⨀⨁⨂⨃⨄⨅⨆")
_WORDS = frozenset({
    "lim", "max", "min", "sup", "inf", "det", "gcd", "Pr",
    "lim sup", "lim inf", "inj lim", "proj lim",
})  # fmt: skip
_LIMITS = {"msub": "munder", "msup": "mover", "msubsup": "munderover"}
_SCRIPTED = frozenset({*_LIMITS, *_LIMITS.values()})
_FUNCTIONS = frozenset({
    "arccos", "arcsin", "arctan", "arg", "cos", "cosh", "cot", "coth", "csc", "deg",
    "dim", "exp", "hom", "ker", "lg", "ln", "log", "sec", "sin", "sinh", "tan", "tanh",
})  # fmt: skip
_THIN = "0.167em"
_ROWS = frozenset({"math", "mrow", "mtd", "mstyle", "msqrt", "mpadded", "mphantom"})
# Accents of one letter, and those that grow with what they stand on.
_NARROW = frozenset("˙¨ˇ˘´`˚\u20db")
_WIDE = frozenset("^~→←↔―¯⏞⏟")
_FENCES = frozenset("()[]{}|‖")
# They neither open nor close nor relate: TeX sets them without any space.
_LIKE_LETTERS = frozenset("|‖/")
_FENCES_OR_LETTERS = _FENCES | _LIKE_LETTERS
_PRIMES = frozenset("′″‴⁗")
_ARROW_END = "0.4em"


def laid_out(element: Element) -> None:
    """Mend the parts of a formula in place, the innermost first."""
    for child in element:
        if len(child):  # a sign alone has nothing to mend
            laid_out(child)
    if element.tag in _LIMITS:
        _set_limits(element)
    if element.tag in ("mover", "munder", "munderover"):
        _set_accent(element)
        _set_arrow(element)
    if element.tag in _SCRIPTED:
        for script in element[1:]:
            _tighten(script)
    _stretch(element)
    _mend_signs(element)
    _space(element)


def _words_of(element: Element) -> str:
    return " ".join((element.text or "").replace("\u2006", " ").split())


def _set_limits(element: Element) -> None:
    """Let the limits of an operator stand above and below where there is room."""
    base = element[0]
    if base.tag == "mi" and (base.text or "") in _WORDS:
        base.tag = "mo"
    if base.tag == "mo" and (_is_limit(base) or base.text in _LARGE):
        base.set("movablelimits", "true")
        element.tag = _LIMITS[element.tag]


def _set_accent(element: Element) -> None:
    """Seat an accent on its letter; a wide one grows with what is below it."""
    if len(element) != 2 or element[1].tag != "mo":
        return
    mark = element[1]
    sign, stretchy = mark.text or "", mark.get("stretchy")
    wide = sign == "ˇ" and stretchy == "true"
    if sign in _NARROW and not wide:
        pass
    elif sign == "^" and element.get("accent") == "true":
        mark.text = "ˆ"
    elif sign == "~" and stretchy == "false":
        mark.text = "˜"
    elif sign == "→" and stretchy == "true" and element.tag == "mover":
        mark.set("mathsize", "70%")
    elif sign in _WIDE or wide:
        wide = sign != "¯"
    else:
        return
    if sign == "―":
        # fonts have no such line that grows: the stylesheet draws it (class), and where
        # that is not at hand the sign says it
        mark.text = "¯" if element.tag == "mover" else "_"
        element.set("class", "line")
    element.set("accentunder" if element.tag == "munder" else "accent", "true")
    mark.set("stretchy", "true" if wide else "false")


def _set_arrow(element: Element) -> None:
    r"""Make an arrow as wide as what is written on it: ``\xrightarrow``."""
    arrow = element[0]
    if arrow.tag != "mstyle" or [child.tag for child in arrow] != ["mo"]:
        return
    arrow[0].set("stretchy", "true")
    for label in element[1:]:
        if label.tag == "mpadded":
            words = [part for part in label if part.tag != "mspace"]
            label.tag = "mrow"
            label.attrib.clear()
            label[:] = [_gap(_ARROW_END), *words, _gap(_ARROW_END)]


def _mend_signs(element: Element) -> None:
    """Keep brackets low; primes are signs, and infinity stands like a letter."""
    for part in element:
        sign, is_operator = part.text or "", part.tag == "mo"
        if is_operator and sign in _FENCES_OR_LETTERS:
            if _is_bare(part):
                part.set("stretchy", "false")
            if sign in _LIKE_LETTERS and not part.get("form"):
                part.set("lspace", "0")
                part.set("rspace", "0")
        elif is_operator and sign == "∞":
            part.tag = "mi"
        elif sign and part.tag == "mi" and _PRIMES.issuperset(sign):
            part.tag = "mo"


def _stretch(element: Element) -> None:
    """Let brackets be as tall as the matrix between them."""
    if element.find("mtable") is None:
        return
    at = 0
    while at < len(element):
        part = element[at]
        if part.tag == "mtable" and 0 < at < len(element) - 1:
            first, last = element[at - 1], element[at + 1]
            if _is_bare(first) and _is_bare(last):
                first.set("form", "prefix")
                last.set("form", "postfix")
                row = Element("mrow")
                for each in (first, last):
                    each.set("stretchy", "true")
                row.extend((first, part, last))
                element[at - 1 : at + 2] = [row]
        at += 1


def _is_bare(part: Element) -> bool:
    return part.tag == "mo" and part.text in _FENCES and not part.keys()


def _tighten(script: Element) -> None:
    """Leave no space around the signs of a script: ``n=1`` stands close below a sum."""
    for row in script.iter() if len(script) else ():
        if row.tag in _ROWS:
            for part in row[1:-1]:
                if part.tag == "mo" and not part.keys():
                    part.set("lspace", "0")
                    part.set("rspace", "0")


def _space(element: Element) -> None:
    """Part names of functions from their neighbours."""
    if element.tag not in _ROWS:
        return
    spaced: list[Element] = []
    parts = list(element)
    for part, following in zip_longest(parts, parts[1:]):
        name = _core(part) if len(part) else part
        if len(name.text or "") < 2 and name.get("movablelimits") != "true":
            spaced.append(part)  # a letter or a sign, nearly always
            continue
        alone = not spaced or spaced[-1].tag in ("mo", "mspace")
        if name.tag == "mo" and _is_limit(name):
            name.set("lspace", "0" if alone else _THIN)
            name.set("rspace", _THIN)
        if not _is_function(name):
            spaced.append(part)
            continue
        name.tag = "mi"
        spaced += [part] if alone else [_gap(_THIN), part]
        if following is not None and following.tag not in ("mo", "mspace"):
            spaced.append(_gap(_THIN))
    if len(spaced) > len(parts):
        element[:] = spaced


def _is_limit(name: Element) -> bool:
    return name.get("movablelimits") == "true" or _words_of(name) in _WORDS


def _is_function(name: Element) -> bool:
    r"""Say whether a name is that of a function: ``sin``, or ``\operatorname{Hom}``."""
    words = _words_of(name)
    if name.tag == "mo":
        word = words.replace(" ", "")
        return (
            len(word) > 1 and word.isalpha() and word != "mod" and not _is_limit(name)
        )
    return name.tag == "mi" and words in _FUNCTIONS


def _core(part: Element) -> Element:
    """Return the sign or name that scripts and limits were put on."""
    while part.tag in _SCRIPTED or (part.tag == "mrow" and len(part) == 1):
        part = part[0]
    return part


def _gap(width: str) -> Element:
    return Element("mspace", {"width": width})
