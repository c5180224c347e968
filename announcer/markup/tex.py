"""TeX in prose: accents, special letters, quotes and dashes become Unicode.

Only fragments that can be nothing else are handed to pylatexenc: on ordinary text it
loses words ("50% of all" would become "50").
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from markdown_it.rules_inline import StateInline

_LETTER = r"[^\W\d_]"
_TARGET = rf"(?:\\[ij](?![A-Za-z])|{_LETTER})"
_MARK = r"""['`^"~=.]"""
_MACRO = r"(?:ss|SS|ae|AE|oe|OE|aa|AA|o|O|l|L|dh|DH|th|TH|dj|DJ|ng|NG|i|j)"
# After a bare mark only the letters that carry it in real names: `don\'t` and
# `example\.com` are somebody's escapes and not accents.
_BARE = (
    r"(?:'(?:[aeiouycnz]|s(?=[a-z])|[AEIOUYCNSZ](?:(?![a-z])|(?<![^\W\d_]\\'.)))"
    r"|`[aeiouAEIOU]|\^[aeiouwyAEIOU]|\"[aeiouyAEIOUY]|~[aonAON]|=[aeiouAEIOU]|\.[zZI]"
    r"""|['`^"~=]\\i(?![A-Za-z]))"""
)
_FRAGMENT = re.compile(
    rf"""
      \{{\\(?:{_MARK}\s*|[Hvuckrdbt]\s+)(?:{_TARGET}|\{{\s*{_TARGET}\s*\}})\s*\}}
    | \{{\\[Hvuckrdbt]\s*\{{\s*{_TARGET}\s*\}}\s*\}}
    | \{{\\{_MACRO}\s*(?:\{{\}})?\}}
    | (?<![/\\])\\{_MARK}\s*\{{\s*{_TARGET}\s*\}}
    | (?<![/\\])\\[Hvuckrdbt]\s*\{{\s*(?:{_TARGET}|{_LETTER}{{2}})\s*\}}
    | (?<![/\\])\\{_BARE}
    | (?<![:/\\])\\{_MACRO}(?:\{{\}}|(?![A-Za-z])(?:\s(?=[a-zA-Z]))?)
    """,
    re.VERBOSE,
)
_ESCAPED_QUOTE = re.compile(r'\\"(?![A-Za-z{\\])')

QUOTED = re.compile(r"``(?!`)(?=\S(?:(?!\n\s*\n)[^`])*?''(?![\w(`']))")
_SINGLE_QUOTED = re.compile(r"(?<![\w`\\])`([^\W\d_][^`'\n*_$<>\[\]\\&]*)'(?![\w(`'])")
_CODE_CLOSES = re.compile(r"(?<![\s`\\])`(?![\w`])")
_QUOTE_END = re.compile(r"(?<!')''(?!['\w])")
_BEFORE = r"[\w)\]”’.,;:!?%\ufdd1]"
_AFTER = r"[\w(\[“‘\"\ufdd0]"
_EM_DASH = re.compile(r"(?<![-<!|+])---(?![->|+])")
_EN_DASH = re.compile(rf"(?<={_BEFORE})--(?={_AFTER})|(?<=\s)--(?=\s)")
_COMMANDS = {
    "emph": "em", "textit": "em", "textsl": "em", "textbf": "strong", "texttt": "code",
    "textsc": "", "textrm": "", "textsf": "", "textup": "", "text": "", "url": "",
}  # fmt: skip
_WORDS = r"\{(?P<words>(?:[^{}\\]|\\.|\{[^{}]*\})*)\}"
_COMMAND = re.compile(rf"\\(?P<name>{'|'.join(_COMMANDS)}){_WORDS}")
_LINK = re.compile(r"\\href\{(?P<href>[^{}\s]+)\}" + _WORDS)


def tex_rule(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - its protocol
    """Turn a TeX accent, letter or quote into Unicode, or read a TeX command."""
    char = state.src[state.pos]
    if char in "\\{":
        found = _fragment_at(state.src, state.pos)
    elif char == "`":
        found = _quote_at(state.src, state.pos)
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


def _fragment_at(source: str, place: int) -> tuple[str, int] | None:
    """Return the Unicode for the TeX fragment at ``place`` and where it ends."""
    match = _FRAGMENT.match(source, place)
    if match is None or (match.group().startswith('\\"') and _means_quotes(source)):
        return None
    letter = _unicode(match.group())
    return (letter, match.end()) if letter else None


def _quote_at(source: str, place: int) -> tuple[str, int] | None:
    """Return the quote marks for TeX quotes that open at ``place``, and their end.

    A double quote yields its opening mark only, so that its words are read as markup.
    """
    if QUOTED.match(source, place):
        return "“", place + 2
    single = _SINGLE_QUOTED.match(source, place)
    if single is None or _has_code(source):
        return None
    return f"‘{single.group(1)}’", single.end()


def punctuation(text: str, *, quoted: bool = False) -> str:
    """Turn TeX dashes, and after an opened quote its end, into Unicode."""
    if "--" in text:
        text = _EN_DASH.sub("–", _EM_DASH.sub("—", text))
    return _QUOTE_END.sub("”", text) if quoted else text


def accents(text: str) -> str:
    """Turn every TeX accent and special letter of a plain text into Unicode."""
    if "\\" not in text:
        return text
    quotes = _means_quotes(text)

    def letter(match: re.Match[str]) -> str:
        fragment = match.group()
        if quotes and fragment.startswith('\\"'):
            return fragment
        return _unicode(fragment) or fragment

    return _FRAGMENT.sub(letter, text)


@lru_cache(maxsize=64)  # asked again for every backtick of one text
def _has_code(source: str) -> bool:
    """Say whether some backtick closes, as those around code do and quotes do not."""
    return _CODE_CLOSES.search(source) is not None


@lru_cache(maxsize=64)
def _means_quotes(source: str) -> bool:
    r"""Say whether ``\"`` is an escaped quote mark here rather than an umlaut."""
    return _ESCAPED_QUOTE.search(source) is not None


@lru_cache(maxsize=4096)
def _unicode(fragment: str) -> str:
    """Return the letter that ``fragment`` stands for, or nothing if that is unknown."""
    # imported late: 40 ms that most builds never need
    from pylatexenc.latex2text import LatexNodes2Text  # noqa: PLC0415 - start-up time

    text = LatexNodes2Text(strict_latex_spaces=True).latex_to_text(fragment).strip()
    return "" if "\\" in text or "{" in text else unicodedata.normalize("NFC", text)
