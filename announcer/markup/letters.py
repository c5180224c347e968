"""Unicode's mathematical letters: styled alphabets, raised and lowered characters."""

from __future__ import annotations

import unicodedata
from functools import cache

_STYLES = {
    "BOLD": "bold", "ITALIC": "italic", "BOLD ITALIC": "bold-italic",
    "SCRIPT": "script", "BOLD SCRIPT": "bold-script", "FRAKTUR": "fraktur",
    "BLACK-LETTER": "fraktur", "BOLD FRAKTUR": "bold-fraktur",
    "DOUBLE-STRUCK": "double-struck", "SANS-SERIF": "sans-serif",
    "SANS-SERIF BOLD": "bold-sans-serif", "SANS-SERIF ITALIC": "sans-serif-italic",
    "SANS-SERIF BOLD ITALIC": "sans-serif-bold-italic", "MONOSPACE": "monospace",
}  # fmt: skip
# Styles that mean something else than the plain letter: the reals are not an R.
_MEANINGFUL = {"script", "bold-script", "fraktur", "bold-fraktur", "double-struck"}

_RAISED = dict(
    zip(
        "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθιφϕχ",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᶥᵠᵠᵡ",
        strict=True,
    )
)
_ALONE = {"∘": "°", "⊤": "ᵀ"}  # a degree and a transpose, if nothing stands beside
_RAISED.update({char: char for char in "′″‴⁗*∗†‡°"})
_LOWERED = dict(
    zip(
        "0123456789+-−=()aehijklmnoprstuvxβγρφϕχ",
        "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵩᵪ",
        strict=True,
    )
)


def styled(text: str, style: str) -> str:
    """Return ``text`` in the letters of a MathML ``mathvariant``, where they exist."""
    alphabet = _alphabets().get(style, {})
    return "".join(alphabet.get(char, char) for char in text)


def unstyled(text: str) -> str:
    """Return ``text`` with bold, italic and the like undone, but ℝ and 𝒜 kept."""
    if text.isascii():
        return text
    plain = _plain()
    return "".join([plain.get(char, char) for char in text])


def raised(text: str) -> str:
    """Return ``text`` in superscript characters, or nothing where one is missing."""
    return _ALONE.get(text) or _translated(text, _RAISED)


def lowered(text: str) -> str:
    """Return ``text`` in subscript characters, or nothing where one is missing."""
    return _translated(text, _LOWERED)


def _translated(text: str, table: dict[str, str]) -> str:
    try:
        return "".join([table[char] for char in text])
    except KeyError:
        return ""


@cache
def _alphabets() -> dict[str, dict[str, str]]:
    """Read the styled alphabets from the names in the Unicode database."""
    alphabets: dict[str, dict[str, str]] = {style: {} for style in _STYLES.values()}
    for code in (*range(0x2100, 0x2150), *range(0x1D400, 0x1D800)):
        char = chr(code)
        kind, _, base = unicodedata.decomposition(char).partition(" ")
        if kind == "<font>":
            style = _style_of(unicodedata.name(char))
            if style:
                letter = unicodedata.normalize("NFKC", chr(int(base, 16)))
                alphabets[style].setdefault(letter, char)
    alphabets["italic"]["h"] = "ℎ"
    return alphabets


def _style_of(name: str) -> str | None:
    words = name.removeprefix("MATHEMATICAL ").split(" ")
    for length in (3, 2, 1):
        style = _STYLES.get(" ".join(words[:length]))
        if style:
            return style
    return None


@cache
def _plain() -> dict[str, str]:
    return {
        char: letter
        for style, alphabet in _alphabets().items()
        if style not in _MEANINGFUL
        for letter, char in alphabet.items()
    }
