"""Rules that markdown-it asks at each place of a line: TeX in prose, bare addresses."""

from __future__ import annotations

import re

from markdown_it.rules_inline import StateInline

from announcer.markup.tex import fragment_at, quote_at

_COMMANDS = {
    "emph": "em", "textit": "em", "textsl": "em", "textbf": "strong", "texttt": "code",
    "textsc": "", "textrm": "", "textsf": "", "textup": "", "text": "", "url": "",
}  # fmt: skip
_WORDS = r"\{(?P<words>(?:[^{}\\]|\\.|\{[^{}]*\})*)\}"
_COMMAND = re.compile(rf"\\(?P<name>{'|'.join(_COMMANDS)}){_WORDS}")
_LINK = re.compile(r"\\href\{(?P<href>[^{}\s]+)\}" + _WORDS)

_BARE_ADDRESS = re.compile(r"(?i:https?)://[^\s<>\"\ufdd0\ufdd1]+")
_SCHEME = re.compile(r"(?<![^\W_])https?$", re.IGNORECASE)
_TRAILING = re.compile(r"[?!.,:;*_~'’”]+$")


def tex_rule(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - its protocol
    """Turn a TeX accent, letter or quote into Unicode, or read a TeX command."""
    char = state.src[state.pos]
    if char in "\\{":
        found = fragment_at(state.src, state.pos)
    elif char == "`":
        found = quote_at(state.src, state.pos)
    else:
        return False
    if found is None:
        return char == "\\" and _command(state, silent=silent)
    if not silent:
        state.pending += found[0]
    state.pos = found[1]
    return True


def _command(state: StateInline, *, silent: bool) -> bool:
    r"""Read ``\emph{…}`` and the like, which abstracts bring along from papers."""
    match = _COMMAND.match(state.src, state.pos, state.posMax)
    if match is not None:
        kind = tag = _COMMANDS[match["name"]]
        href = ""
    else:
        match = _LINK.match(state.src, state.pos, state.posMax)
        if match is None or state.linkLevel > 0:
            return False
        kind, tag, href = "link", "a", match["href"]
    if not silent:
        _push_span(state, match, kind, tag, href)
    state.pos = match.end()
    return True


def _push_span(
    state: StateInline, match: re.Match[str], kind: str, tag: str, href: str
) -> None:
    """Push the words of a command, read as markdown-it reads the words of a link."""
    if tag:
        token = state.push(f"{kind}_open", tag, 1)
        token.attrs = {"href": state.md.normalizeLink(href)} if href else {}
    whole = state.posMax
    state.pos, state.posMax = match.span("words")
    state.linkLevel += bool(href)
    state.md.inline.tokenize(state)
    state.linkLevel -= bool(href)
    state.posMax = whole
    if tag:
        state.push(f"{kind}_close", tag, -1)


def address_rule(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - its protocol
    """Make a link of a bare ``https://…`` (the text before the colon is pending)."""
    if state.src[state.pos] != ":" or state.linkLevel > 0:
        return False
    scheme = _SCHEME.search(state.pending[-6:])
    if scheme is None:
        return False
    start = state.pos - len(scheme.group())
    match = _BARE_ADDRESS.match(state.src, start, state.posMax)
    address = _trimmed(match.group()) if match else ""
    if len(address) <= len(scheme.group()) + 3:
        return False
    if not silent:
        _push_address(state, address, len(scheme.group()))
    state.pos = start + len(address)
    return True


def _push_address(state: StateInline, address: str, pending: int) -> None:
    state.pending = state.pending[:-pending]
    token = state.push("link_open", "a", 1)
    token.attrs = {"href": state.md.normalizeLink(address)}
    token.info = "auto"
    state.push("text", "", 0).content = address
    state.push("link_close", "a", -1)


def _trimmed(address: str) -> str:
    """Leave off what ends the sentence, and a bracket that was opened before."""
    while True:
        shorter = _TRAILING.sub("", address)
        for opening, closing in ("()", "[]", "{}"):
            unopened = shorter.count(closing) > shorter.count(opening)
            if shorter.endswith(closing) and unopened:
                shorter = shorter[:-1]
        if shorter == address:
            return address
        address = shorter
