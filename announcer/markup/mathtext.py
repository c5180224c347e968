"""Reading a formula out as text: MathML to Unicode that a mail can carry."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache
from xml.etree.ElementTree import Element

from announcer.lazy import pattern
from announcer.markup.letters import lowered, raised, unstyled

_RELATIONS = frozenset(
    "=≠<>≤≥≦≧≨≩≪≫≲≳≈≉≡≢∼≁≃≅∝∈∉∋⊂⊃⊆⊇⊊⊋⊄⊈⊑⊒→←↔⟶⟵⟷↦⟼⇒⇐⇔⟹⟸⟺↪↩↠⇀⇌∣∤∥⊥⊢⊨⊧≺≻⪯⪰≼≽≔≕≐≜≝≍⋈↑↓⇝↝⊲⊳"
)
_SETS = frozenset("∪∩∖⧵∧∨⊔⊓⋃⋂⋁⋀")
_LARGE = frozenset("∑∏∐∫∬∭∮⨁⨂⨆⋃⋂⋁⋀")
_MARKS_ABOVE = {
    "^": "\u0302", "ˆ": "\u0302", "~": "\u0303", "˜": "\u0303", "¯": "\u0304",
    "―": "\u0305", "‾": "\u0305", "˘": "\u0306", "ˇ": "\u030c", "˙": "\u0307",
    "¨": "\u0308", "⃛": "\u20db", "⃜": "\u20dc", "´": "\u0301", "`": "\u0300",
    "˚": "\u030a", "→": "\u20d7", "←": "\u20d6", "↔": "\u20e1",
}  # fmt: skip
_MARKS_BELOW = {"―": "\u0332", "_": "\u0332"}
_BRACES = frozenset("⏞⏟⎴⎵⏜⏝")
_BARS = frozenset("\u0305\u0332")
_SIGNS = {"-": "−", "∣": "|", "⧵": "∖"}
_ROOTS = {"": "√", "2": "√", "3": "∛", "4": "∜"}
_CLOSED = pattern(r"[\w′″‴∞∅…⋯∂∇!%°†‡*\u0300-\u036f\u20d0-\u20ff⁰-₟ᵃ-ᵿ]+")
_NAME = pattern(r"[A-Za-z\u2000-\u200a ]+")
_PRODUCT = pattern(r"(?:[^\s+\-−±∓=<>≤≥,;:|/()]|\([^()]*\))+")
LETTERS = pattern(
    r"([^\W\d_ₐ-ₜᵃ-ᵿᴬ-ᵛ⁰-ₓ][\u0300-\u036f\u20d0-\u20ff]*(?:[^\W\d_ₐ-ₜᵃ-ᵿᴬ-ᵛ⁰-ₓ][\u0300-\u036f\u20d0-\u20ff]*)*)"
)


def readable(tree: Element) -> str:
    """Return a formula as one line of Unicode text, its grouping kept by brackets."""
    return " ".join(_row(tree).split())


Piece = tuple[Element, str, str]
_KNOWN: dict[Element, str] = {}
_PIECES: dict[tuple[Element, bool], list[Piece]] = {}


def read(element: Element) -> str:
    """Return a part of a formula as text; each is read once, and asked for often."""
    if element.tag in LEAVES:
        return said(element.text or "")
    known = _KNOWN.get(element)
    if known is None:
        reader = _READERS.get(element.tag)
        known = _row(element) if reader is None else reader(element)
        _KNOWN[element] = known
    return known


@lru_cache(maxsize=512)
def said(text: str) -> str:
    """Return a leaf as text."""
    return unstyled(text).replace("\u00a0", " ")


@lru_cache(maxsize=512)
def _leaf(tag: str, text: str, tight: bool) -> tuple[str, bool]:  # noqa: FBT001
    """Return how a leaf reads among others, and whether it is a word."""
    piece = said(text)
    if tag == "mo":
        piece = _operator(text, piece, tight=tight)
    return piece, _is_word(tag, text)


def forget() -> None:
    """Forget the parts of formulas that were read, for these are done."""
    _KNOWN.clear()
    _PIECES.clear()


def _row(parent: Iterable[Element], *, tight: bool = False) -> str:
    """Join the readings of siblings, with spaces where a reader needs them."""
    return "".join([space + text for _, space, text in pieces(parent, tight=tight)])


def pieces(parent: Iterable[Element], *, tight: bool) -> list[Piece]:
    """Return siblings, the space that a reader needs before each, and their readings.

    Those of one element are asked for by text and by mail.
    """
    if not isinstance(parent, Element):
        return _pieces(parent, tight=tight)
    known = _PIECES.get((parent, tight))
    if known is None:
        known = _PIECES[parent, tight] = _pieces(parent, tight=tight)
    return known


def _pieces(parent: Iterable[Element], *, tight: bool) -> list[Piece]:
    done = []
    before = ""
    after_word = False
    for element in parent:
        if element.tag in LEAVES:
            piece, word = _leaf(element.tag, element.text or "", tight)
        else:
            piece, core = read(element), _core(element)
            if core.tag == "mo":
                braced = element.tag == "mrow"  # 1{,}000
                piece = _operator(core.text or "", piece, tight=tight or braced)
            word = _is_word(core.tag, core.text or "")
        beside = (word or after_word) and piece and before
        apart = beside and _needs_space(before, piece, after_word, word)
        done.append((element, " " if apart else "", piece))
        before = piece or before
        if piece.strip():
            after_word = word
    return done


def _core(element: Element) -> Element:
    """Return what stands in the middle: the base of scripts, the content of a row."""
    while len(element):
        if element.tag not in _SCRIPTED and not _is_shell(element):
            break
        element = element[0]
    return element


def _peeled(element: Element) -> Element:
    """Return the content of rows that hold one thing only."""
    while _is_shell(element):
        element = element[0]
    return element


def _is_shell(element: Element) -> bool:
    return len(element) == 1 and element.tag in _SHELLS


def _is_word(tag: str, text: str) -> bool:
    """Say whether this is a name of letters or a large sign: log, max, ∑."""
    if tag not in {"mi", "mo"} or not text:
        return False
    return (len(text) > 1 and text[0].isalpha()) or text in _LARGE


def _needs_space(text: str, piece: str, after_word: bool, word: bool) -> bool:  # noqa: FBT001
    """Keep names apart from letters and digits: ``n log n``, but ``sin(x)``."""
    first, last = piece[0], text[-1]
    if last.isspace() or first.isspace():
        return False
    if after_word:
        return first.isalnum() or first in "√∛∜∑∏∫∂∇‖|{⟨"
    return word and (last.isalnum() or last in ")]}′⟩" or last in _ALL_SCRIPTS)


def _operator(sign: str, piece: str, *, tight: bool) -> str:
    """Space an operator, which may carry scripts, by the class of its sign."""
    piece = _SIGNS.get(piece, piece.strip())
    if tight:
        return piece
    if sign in {",", ";", ":"}:
        return f"{piece} "
    return f" {piece} " if sign in _RELATIONS or sign in _SETS else piece


def _scripts(element: Element) -> str:
    """Read sub- and superscripts, in raised and lowered characters if all exist."""
    parts = list(element)
    under = element.tag in {"msub", "msubsup", "munder", "munderover"}
    below = _script(parts[1], lowered, "_") if under else ""
    over = element.tag in {"msup", "msubsup", "mover", "munderover"}
    above = _script(parts[-1], raised, "^") if over else ""
    return base(parts[0]) + below + above


def base(element: Element) -> str:
    """Return what stands before scripts, in brackets where it is no single thing."""
    text = read(element)
    core = _core(element)
    if core.tag == "mo" or _is_word(core.tag, core.text or "") or not text:
        return text.strip()
    if element.tag in WIDE and not _is_closed(text):
        return f"({text})"
    return text


def _script(element: Element, shift: Callable[[str], str], mark: str) -> str:
    if element.tag in LEAVES:
        piece, _ = _leaf(element.tag, element.text or "", True)  # noqa: FBT003
        return _shifted(piece, shift, mark)
    core = _core(element)
    row = core if core.tag in {"mrow", "mstyle"} else [element]
    return _shifted(_row(row, tight=True), shift, mark)


@lru_cache(maxsize=512)
def _shifted(text: str, shift: Callable[[str], str], mark: str) -> str:
    text = " ".join(text.split())
    if not text:
        return ""
    shifted = shift(text)
    if shifted:
        return shifted
    if len(text) == 1 or _is_bracketed(text):
        return mark + text
    return f"{mark}({text})"


def _above_below(element: Element) -> str:
    """Read an accent, a brace or a limit."""
    return _scripts(element) if is_script(element) else _around(element)


def is_script(element: Element) -> bool:
    """Say whether what stands above or below is a script: no accent and no brace."""
    sign = _core(element[1])
    text = sign.text or ""
    if sign.tag == "mo" and text in _BRACES:
        return False
    middle = _peeled(element[0])
    table = _MARKS_BELOW if element.tag == "munder" else _MARKS_ABOVE
    if sign.tag == "mo" and text in table and middle.text not in _RELATIONS:
        return False
    return not _has_brace(middle)


def _has_brace(element: Element) -> bool:
    if element.tag not in {"mover", "munder"}:
        return False
    return (_core(element[1]).text or "") in _BRACES


def _around(element: Element) -> str:
    table = _MARKS_BELOW if element.tag == "munder" else _MARKS_ABOVE
    sign = _core(element[1])
    text = sign.text or ""
    if sign.tag == "mo" and text in _BRACES:
        return read(element[0])
    if sign.tag == "mo" and text in table and not _has_brace(_peeled(element[0])):
        return _accented(read(element[0]).strip(), table[text])
    return f"{read(element[0])} ({read(element[1]).strip()})"


def _accented(base: str, mark: str) -> str:
    if mark in _BARS:
        return "".join(char if char.isspace() else char + mark for char in base)
    if len(unicodedata.normalize("NFC", base)) > 1 and not _is_bracketed(base):
        base = f"({base})"
    return unicodedata.normalize("NFC", base + mark)


def _fraction(element: Element) -> str:
    over, under = read(element[0]).strip(), read(element[1]).strip()
    if element.get("linethickness") in {"0", "0px", "0em"}:
        return f"{over} choose {under}"
    if not (_is_bracketed(over) or _PRODUCT.fullmatch(over)):
        over = f"({over})"
    single = _is_bracketed(under) or _core_is_single(element[1])
    return f"{over}/{under}" if single else f"{over}/({under})"


def _core_is_single(element: Element) -> bool:
    core = _peeled(element)
    if core.tag == "mrow" and len(core) == 2 and core[0].text in {"∂", "d", "δ"}:
        core = _peeled(core[1])  # a derivative: ∂f/∂x, dy/dx
    return core.tag in {"mi", "mn", "msub", "msup", "msubsup", "mover", "msqrt"}


def _root(element: Element) -> str:
    index = read(element[1]).strip() if element.tag == "mroot" else ""
    inner = element[:1] if element.tag == "mroot" else list(element)
    sign = _ROOTS.get(index) or (raised(index) or f"({index})") + "√"
    text = _row(inner).strip()
    single = len(inner) == 1 and _core_is_single(inner[0])
    return sign + (text if single or _is_bracketed(text) else f"({text})")


def _table(element: Element) -> str:
    """Read rows apart by semicolons; the columns of an alignment run together."""
    joint = "" if element.get("displaystyle") == "true" else ", "
    rows = (
        joint.join(_row(cell).strip() if joint else _row(cell) for cell in row)
        for row in element
    )
    return "; ".join(" ".join(row.split()) for row in rows if row.strip())


def _space(element: Element) -> str:
    width = element.get("width", "")
    match = re.match(r"(\d*\.?\d+)em", width)
    return " " if match and float(match.group(1)) > 0.1 else ""


def _is_closed(text: str) -> bool:
    if text.endswith(("|", "‖")) or _is_bracketed(text) or _NAME.fullmatch(text):
        return True
    return _CLOSED.fullmatch(text) is not None


def _is_bracketed(text: str) -> bool:
    """Say whether one pair of brackets holds the whole."""
    pairs = {"(": ")", "[": "]", "{": "}", "⟨": "⟩", "‖": "‖"}
    if len(text) < 2 or pairs.get(text[0]) != text[-1]:
        return False
    depth = 0
    for place, char in enumerate(text[:-1]):
        depth += (char == text[0]) - (char == text[-1] and place > 0)
        if depth == 0:
            return False
    return True


LEAVES = frozenset({"mi", "mn", "mo", "mtext"})  # and nothing in them but text
WIDE = frozenset({"mrow", "mfrac"})  # and in brackets before a script, unless closed
_SHELLS = frozenset({"mrow", "mstyle", "mpadded"})
_SCRIPTED = frozenset({"msub", "msup", "msubsup", "munder", "mover", "munderover"})
_ALL_SCRIPTS = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉ⁿᵢⱼₖ")
_READERS: dict[str, Callable[[Element], str]] = {
    **dict.fromkeys(("msub", "msup", "msubsup", "munderover"), _scripts),
    **dict.fromkeys(("munder", "mover"), _above_below),
    **dict.fromkeys(("msqrt", "mroot"), _root),
    "mfrac": _fraction,
    "mtable": _table,
    "mspace": _space,
    "mphantom": lambda _: "",
}
