"""TeX in prose: accents, special letters, quotes and dashes become Unicode.

Only fragments that can be nothing else are handed to pylatexenc: on ordinary text it
loses words ("50% of all" would become "50").
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.rules_inline import StateInline

from announcer.lazy import pattern

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
_FRAGMENT = pattern(
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
_ESCAPED_QUOTE = pattern(r'\\"(?![A-Za-z{\\])')

QUOTED = pattern(r"``(?!`)(?=\S(?:(?!\n\s*\n)[^`])*?''(?![\w(`']))")
_SINGLE_QUOTED = pattern(
    r"(?<![\w`\\])`([^\W\d_][^`'\n*_$<>\ufdd3\[\]\\&]*)'(?![\w(`'])"
)
_CODE_CLOSES = pattern(r"(?<![\s`\\])`(?![\w`])")
_QUOTE_END = pattern(r"(?<!')''(?!['\w(])")
_BEFORE = r"[\w)\]”’.,;:!?%\ufdd1]"
_AFTER = r"[\w(\[“‘\"\ufdd0]"
_EM_DASH = pattern(r"(?<![-<!|+])---(?![->|+])")
_EN_DASH = pattern(rf"(?<={_BEFORE})--(?={_AFTER})|(?<=\s)--(?=\s)")
_COMMANDS = {
    "emph": "em", "textit": "em", "textsl": "em", "textbf": "strong", "texttt": "code",
    "textsc": "", "textrm": "", "textsf": "", "textup": "", "textmd": "",
    "textnormal": "", "text": "", "mbox": "", "hbox": "", "url": "", "underline": "u",
    "textsuperscript": "sup", "textsubscript": "sub",
}  # fmt: skip
_AROUND = {"enquote": ("“", "”"), "textquote": ("“", "”"), "footnote": (" (", ")")}
_SWITCHES = {
    "em": "em", "it": "em", "sl": "em", "itshape": "em", "slshape": "em",
    "bf": "strong", "bfseries": "strong", "tt": "code", "ttfamily": "code", "sc": "",
    "scshape": "", "rm": "", "rmfamily": "", "sf": "", "sffamily": "", "small": "",
    "large": "", "footnotesize": "", "normalfont": "",
}  # fmt: skip
_SYMBOLS = {
    **dict.fromkeys(("ldots", "dots", "textellipsis"), "…"),
    "LaTeX": "LaTeX", "TeX": "TeX", "BibTeX": "BibTeX", "S": "§", "P": "¶", "dag": "†",
    "ddag": "‡", "copyright": "©", "textcopyright": "©", "textregistered": "®",
    "texttrademark": "™", "euro": "€", "pounds": "£",
    "texteuro": "€", "textdollar": "$",
    "textendash": "–", "textemdash": "—", "textquoteleft": "‘", "textquoteright": "’",
    "textquotedblleft": "“", "textquotedblright": "”", "lq": "‘", "rq": "’",
    "glqq": "„", "grqq": "“", "flqq": "«", "frqq": "»", "guillemotleft": "«",
    "guillemotright": "»", "textbackslash": "\\", "textasciitilde": "~",
    "textasciicircum": "^", "textunderscore": "_", "textbar": "|", "textless": "<",
    "textgreater": ">", "textdegree": "°", "textmu": "µ", "slash": "/", "quad": " ",
    "qquad": " ", "enspace": " ", "thinspace": " ", "newline": " ", "linebreak": " ",
    **dict.fromkeys(
        ("noindent", "smallskip", "medskip", "bigskip", "centering", "protect"), ""
    ),
}  # fmt: skip
_PIECE = r"[^{}\\]|\\."
for _ in range(3):  # as deep as the braces of a sentence are nested
    _PIECE = rf"[^{{}}\\]|\\.|\{{(?:{_PIECE})*+\}}"
_WORDS = rf"\{{(?P<words>(?s:{_PIECE})*+)\}}"
_COMMAND = pattern(rf"\\(?P<name>{'|'.join((*_COMMANDS, *_AROUND))}){_WORDS}")
_LINK = pattern(r"\\href\s*\{(?P<href>[^{}\s]+)\}\s*" + _WORDS)
_SWITCH = pattern(
    rf"\{{\\(?P<name>{'|'.join(_SWITCHES)})(?![A-Za-z])\s*(?P<words>(?s:{_PIECE})*+)\}}"
)
_SYMBOL = pattern(
    rf"\\(?P<name>{'|'.join(sorted(_SYMBOLS, key=len, reverse=True))})(?![A-Za-z])"
    r"(?:\{\})?"
)
READ = "|".join(("href", *_COMMANDS, *_AROUND, *_SWITCHES, *_SYMBOLS))
_BREAK = pattern(r"\\\\(?:\[[\d.]+[a-z]{2}\])?(?=\s|$)")
_THIN = pattern(r"(?<=[\w)\]}.%'’\ufdd1])\\[,;:](?=[\w(\\\ufdd0%])")
_SPACE = pattern(r"(?<![\s:\\])\\ (?=\S)")
_CORRECTION = pattern(r"\\/(?=\}|$)")
_LOW = pattern(r"(?<![^\W\d_]{2})[^\W_]~\d+$")  # H~2~O, in other Markdown
_TIE = pattern(r"(?<=[\w.,:;)\]}'’”\ufdd1])~(?=[\w\\(\[“\ufdd0$`])")
_LAST_WORD = pattern(r"[^\W_]+\Z")
_FIRST_WORD = pattern(r"(?P<word>[^\W_]*)(?P<call>\()?")
_ESCAPED = pattern(r"\\([%#&_~{}])")
_EAST = pattern("[\u3000-\u9fff\uf900-\ufaff\uff00-\uffef]")
_PATH = pattern(r"[\"'(]*(?:[A-Za-z]:\\|\\\\\w|\.{1,2}\\|~\\|%\w+%\\)")


def is_read(source: str, place: int) -> bool:
    r"""Say whether the command that begins at ``place`` is read, or no command at all.

    A folder of Windows such as ``C:\temp`` is none.
    """
    if _in_path(source, place):
        return True
    if place and source[place - 1] == "{" and _SWITCH.match(source, place - 1):
        return True
    readers = (_FRAGMENT, _COMMAND, _LINK, _SYMBOL)
    return any(reader.match(source, place) for reader in readers)


def _in_path(source: str, place: int) -> bool:
    start = max(source.rfind(space, 0, place) for space in " \n\t") + 1
    path = _PATH.match(source, start)
    return path is not None and path.start() <= place


def tex_rule(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - its protocol
    """Turn a TeX accent, letter, space or quote into Unicode, or read a command."""
    char = state.src[state.pos]
    if char == "`":
        found = _quote_at(state.src, state.pos)
    elif char == "~":
        found = _tie_at(state.src, state.pos)
    elif char not in "\\{" or _in_path(state.src, state.pos):
        return False
    else:
        found = _fragment_at(state.src, state.pos) or _sign_at(state.src, state.pos)
    if found is None:
        return char in "\\{" and _command(state, silent=silent)
    if not silent:
        state.pending += found[0]
    state.pos = found[1]
    return True


def _sign_at(source: str, place: int) -> tuple[str, int] | None:
    """Return what a space, a sign or a correction of TeX stands for, and its end."""
    if source[place] != "\\":
        return None
    for reader, instead in ((_THIN, " "), (_SPACE, " "), (_CORRECTION, "")):
        match = reader.match(source, place)
        if match:
            return instead, match.end()
    match = _SYMBOL.match(source, place)
    return (_SYMBOLS[match["name"]], match.end()) if match else None


def _tie_at(source: str, place: int) -> tuple[str, int] | None:
    """Return a no-break space for the tie of ``Theorem~2`` and ``B.~Beta``.

    What may be a sign between two letters or numbers stays: ``X~N(0,1)``, ``3~5``.
    """
    if not _TIE.match(source, place):
        return None
    before, after = source[place - 1], source[place + 1]
    if _EAST.match(before) or _EAST.match(after) or before + after == "..":
        return None
    if (before.isdigit() and after.isdigit()) or _LOW.search(
        source, max(0, place - 8), place
    ):
        return None
    left = _LAST_WORD.search(source, max(0, place - 40), place)
    right = _FIRST_WORD.match(source, place + 1)
    if left and right and len(left.group()) == 1:
        single = len(right["word"]) == 1 or bool(right["call"])
        if single and not left.group().isdigit():
            return None
    if left and left.group().isupper() and len(left.group()) > 3 and after.isdigit():
        return None  # PROGRA~1, the short name of a folder
    return "\u00a0", place + 1


def _command(state: StateInline, *, silent: bool) -> bool:
    r"""Read ``\emph{…}`` and the like, which abstracts bring along from papers."""
    source, place, most = state.src, state.pos, state.posMax
    href, around = "", ("", "")
    if match := _COMMAND.match(source, place, most):
        name = match["name"]
        kind = tag = _COMMANDS.get(name, "")
        around = _AROUND.get(name, around)
    elif match := _SWITCH.match(source, place, most):
        kind = tag = _SWITCHES[match["name"]]
    elif match := _BREAK.match(source, place, most):
        if not silent:
            state.push("hardbreak", "br", 0)
        state.pos = match.end()
        return True
    else:
        match = _LINK.match(source, place, most)
        if match is None or state.linkLevel > 0:
            return False
        kind, tag, href = "link", "a", _ESCAPED.sub(r"\1", match["href"])
    if not silent:
        state.pending += around[0]
        _push_span(state, match, kind, tag, href)
        state.pending += around[1]
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
