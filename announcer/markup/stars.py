"""Stars that are signs and not Markdown: products, labels, C*-algebras and pullbacks.

CommonMark lets a star open emphasis wherever a word follows. That takes the stars out
of ``2*3*4``, ``C^*-algebras and W^*``, ``x**2 + y**2`` and ``(*) and (**)``.
"""

from __future__ import annotations

from markdown_it.rules_inline import StateInline

from announcer.markup.characters import CUT_CLOSE, CUT_OPEN

_STAR = ord("*")
_OPENING, _CLOSING = "([{", ")]}.,;:!?-–‐‑"
_QUOTES = "\"'“”„‘’‚«»|"
# Chinese, Japanese, Korean, Thai and their neighbours emphasise amid a line of letters.
_UNSPACED = (
    *(("\u0e00", "\u109f"), ("\u1100", "\u11ff"), ("\u1780", "\u17ff")),
    *(("\u2e80", "\ud7ff"), ("\uf900", "\ufaff"), ("\uff00", "\uffef")),
)


def star_rule(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - its protocol
    """Take stars that can be no emphasis for what they are."""
    text, start = state.src, state.pos
    if text[start] != "*":
        return False
    end = start
    while end < state.posMax and text[end] == "*":
        end += 1
    if not _is_sign(state, start, end):
        return False
    if not silent:
        state.pending += text[start:end]
    state.pos = end
    return True


def _is_sign(state: StateInline, start: int, end: int) -> bool:
    text = state.src
    before = text[start - 1] if start else " "
    after = text[end] if end < state.posMax else " "
    if before == "^" or (before in _QUOTES and after in _QUOTES):
        return True
    if before == "_" and _is_letter(text[start - 2 : start - 1]):
        return not _is_open(state)
    opens = not after.isspace() and after not in _CLOSING
    closes = not before.isspace() and before not in _OPENING
    if opens and closes and (_is_letter(before) or before in ")]}"):
        return not _is_open(state)  # within a word only what is open can end
    if opens or (closes and _is_open(state)):
        return False
    return not closes


def _is_open(state: StateInline) -> bool:
    """Return whether emphasis by stars has begun here and has no end yet."""
    depth = 0
    for each in state.delimiters:
        if each.marker == _STAR:
            depth += -1 if each.close else 1
    return depth > 0


def _is_letter(char: str) -> bool:
    if char in {CUT_OPEN, CUT_CLOSE}:
        return True
    return char.isalnum() and not any(
        first <= char <= last for first, last in _UNSPACED
    )
