r"""Cutting formulas out of a text before Markdown reads it, and putting them back.

Recognised are ``$…$``, ``$$…$$``, ``\(…\)``, ``\[…\]`` and the display environments of
amsmath. Code, addresses and HTML tags are stepped over. What was cut is marked by two
noncharacters around its number, which Markdown takes for a letter of a word. The same
walk finds what is a tag of HTML; each ``<`` of all else is marked as a letter, too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import field

from announcer.classes import dataclass
from announcer.errors import Remark
from announcer.lazy import pattern
from announcer.markup import tags
from announcer.markup.characters import CUT_CLOSE, CUT_OPEN, LESS
from announcer.markup.tex import QUOTED, is_read

LONGEST = 4000  # characters between two delimiters; anything longer is not a formula

MARK = pattern(f"{CUT_OPEN}([0-9]+){CUT_CLOSE}([.,;:!?]?)")

_ENVIRONMENTS = r"(equation|align|alignat|gather|multline|eqnarray|displaymath|math)"
_START = pattern(
    r"(?=[\\$`~<hH\]^_>+*\d-]|^[ \t])(?:"  # which most letters fail, and quickly
    r"(?P<fence>^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?"
    r"(?P<bar>`{3,}(?=[^`\n]*$)|~{3,}))"
    r"|\\(?P<open>\\?[(\[])"
    r"|\\(?P<list>begin|end)\{(?P<kind>itemize|enumerate)\}(?:\[[^\]\n]*\])?\s*"
    r"|\\(?P<item>item)(?![A-Za-z])\s*(?:\[(?P<label>[^\]\n]*)\]\s*)?"
    r"|\\(?:(?:begin|end)\{(?P<around>center|quote|quotation|abstract)\}"
    r"|(?P<par>par)(?![A-Za-z]))\s*"
    rf"|\\begin\{{(?P<environment>{_ENVIRONMENTS}\*?)\}}"
    r"|\\(?s:.)"
    r"|(?P<dollars>\$\$?)"
    r"|(?P<ticks>`+)"
    r"|(?P<address>(?i:https?)://[^\s<>]+|\]\((?:<[^>\n]*>|[^\s()]*))"
    r"|(?P<tag><)|(?<=[^\W_])(?P<script>[\^_]\{))",
    re.MULTILINE,
)
# What all but a fence begins with, in plain letters, which are found much sooner.
_FENCES = ("```", "~~~")
_SIGN = pattern(r"\\|\$|`|<|\]\(|\^\{|_\{|h(?i:ttp)|H(?i:ttp)")
_DELIMITERS = ("$", "\\", "<")
_IN_LINE = frozenset({"(", "\\("})
_COMMAND = pattern(r"\\(?:begin|end)\{[A-Za-z]+\*?\}|\\[A-Za-z]{2,}")
_BLANK_LINE = pattern(r"\n[ \t>]*\n")
_DOLLAR_BODY = pattern(r"(?:\\[^\n]|[^$\\])+")
_PRICE = pattern(r"\d[^\\^_{}=<>+]*\s[^\W\d_]{2}")
# Between dollars with spaces inside: what no sum of money has, and what words have.
_TEX_COMMAND = pattern(r"\\(?:[A-Za-z]+\*?(?:\{[^{}]*\})?|.)")
_TEX_SIGN = pattern(r"[A-Za-z^_=<>]")
_TEX_WORD, _ANY_WORD = pattern(r"[^\W\d_]{3}"), pattern(r"[^\W\d_]{2}")
_BEFORE_TEX = pattern(r"(?:^|[\s(\[,;:\u2014\u2013-])\$\Z")
_QUOTEMARKS = pattern(r"\n[ \t]*(?:>[ \t]?)+")


@dataclass(frozen=True, slots=True)
class Cut:
    """A formula as written: its TeX, whether it stands apart, and the whole source."""

    tex: str
    display: bool
    source: str


@dataclass(slots=True)
class Marked:
    """A text with a mark for each formula, and what was cut or is doubted."""

    text: str
    cuts: tuple[Cut, ...] = ()
    doubts: list[Remark] = field(default_factory=list)


def cut(text: str, elements: Collection[str] = (), *, blocks: bool = False) -> Marked:
    """Return ``text`` with a mark for each formula, and the formulas.

    Of HTML only the ``elements`` count; comments are left out and told where there are
    any. ``blocks`` says whether the lists of LaTeX are read.
    """
    if not any(map(text.__contains__, _DELIMITERS)):
        return Marked(text)
    return _Walk(text, elements, blocks=blocks).marked()


def restore(text: str, cuts: tuple[Cut, ...]) -> str:
    """Put the sources of formulas back, where a formula cannot stand (code, titles)."""
    text = text.replace(LESS, "<")
    if CUT_OPEN not in text:
        return text

    def source(match: re.Match[str]) -> str:
        number = int(match[1])
        return (cuts[number].source if number < len(cuts) else "") + match[2]

    return MARK.sub(source, text)


def with_formulas(text: str, write: Callable[[Cut], str]) -> str:
    """Return clean Markdown with each formula as ``write`` writes it."""
    marked = cut(text)
    return MARK.sub(
        lambda mark: write(marked.cuts[int(mark[1])]) + mark[2],
        marked.text.replace(LESS, "<"),
    )


class _Walk:
    """One walk through a text: what is found becomes an edit, all else stays."""

    def __init__(self, text: str, elements: Collection[str], *, blocks: bool) -> None:
        self._text = text
        self._elements = elements
        self._blocks = blocks
        self._has_fences = any(map(text.__contains__, _FENCES))
        self._cuts: list[Cut] = []
        self._edits: list[tuple[int, int, str]] = []
        self._tags: list[tags.Tag] = []
        self._lists: list[str] = []
        self._doubts: list[Remark] = []
        self._loose: list[int] = []

    def marked(self) -> Marked:
        place = 0
        while match := self._next(place):
            place = max(self._after(match), match.start() + 1)
        self._sort_tags()
        pieces: list[str] = []
        kept = 0
        for start, end, instead in sorted(self._edits):
            if start < kept:
                continue
            gap = self._text[kept:start].replace("<", LESS)
            pieces += [gap.rstrip() if instead.startswith("\n") else gap, instead]
            kept = end
        pieces.append(self._text[kept:].replace("<", LESS))
        return Marked("".join(pieces), tuple(self._cuts), self._doubts)

    def _next(self, place: int) -> re.Match[str] | None:
        """Return the next that may be more than words."""
        if self._has_fences:
            return _START.search(self._text, place)
        while sign := _SIGN.search(self._text, place):
            if match := _START.match(self._text, sign.start()):
                return match
            place = sign.start() + 1
        return None

    def _after(self, match: re.Match[str]) -> int:
        """Note what begins at a match; return where to look on."""
        found = _formula(self._text, match)
        if found is not None:
            one, end = found
            mark = f"{CUT_OPEN}{len(self._cuts)}{CUT_CLOSE}"
            self._edits.append((match.start(), end, mark))
            self._cuts.append(one)
            return end
        if match["tag"]:
            return self._after_less(match.start())
        if match["list"] or match["item"] or match["around"] or match["par"]:
            return self._after_layout(match)
        if match["address"] and match["address"].endswith(">"):
            self._keep(match.start(), match.end())
        elif match["script"]:
            self._doubt_formula(match.start(), match.end())
        elif match.group().startswith("\\"):
            self._doubt_command(match.start())
        return _step_over(self._text, match)

    def _after_less(self, place: int) -> int:
        tag = tags.tag_at(self._text, place) if self._elements else None
        if tag is not None and tag.name in self._elements:
            self._tags.append(tag)
            return tag.end
        self._loose.append(place)
        end = tags.other_at(self._text, place) if self._blocks else 0
        if not end:
            return place + 1
        if self._text.startswith("<!--", place):
            self._edits.append((place, end, ""))
            said = "a comment is left out: nobody sees it"
            self._doubt(said, place, end, "Delete it, or write it after a # in YAML.")
        else:
            self._keep(place, end)
        return end

    def _after_layout(self, match: re.Match[str]) -> int:
        """Turn the lists and paragraphs of LaTeX into those of Markdown."""
        instead = self._layout(match) if self._blocks else None
        if instead is None:
            self._doubt_command(match.start())
            return match.start() + 2
        self._edits.append((*match.span(), instead))
        return match.end()

    def _layout(self, match: re.Match[str]) -> str | None:
        if match["around"] or match["par"]:
            return "\n\n"
        if match["list"] == "begin":
            if f"\\end{{{match['kind']}}}" not in self._text[match.end() :]:
                return None
            self._lists.append(match["kind"])
            return "\n\n" if len(self._lists) == 1 else ""
        if not self._lists:
            return None
        if match["list"]:
            self._lists.pop()
            return " " if self._lists else "\n\n"
        bullet = "- " if self._lists[-1] == "itemize" else "1. "
        label = f"{match['label']} " if match["label"] else ""
        return "\n" + "    " * (len(self._lists) - 1) + bullet + label

    def _sort_tags(self) -> None:
        """Keep the tags that have all they need; what is hardly meant is doubted."""
        good = tags.standing(self._text, self._tags)
        for tag in self._tags:
            if tag.start in good:
                self._keep(tag.start, tag.end)
            else:
                self._loose.append(tag.start)
        if not self._blocks:
            return
        for place in sorted(self._loose):
            looks = tags.loose(self._text, place)
            if looks:
                self._doubt(
                    f"{_short(looks)} is shown as written: it is no HTML that can stand"
                    " here, or not all of it",
                    place,
                    place + len(looks),
                    "Put `…` around it if it is meant as it is.",
                )

    def _doubt_command(self, place: int) -> None:
        found = _COMMAND.match(self._text, place)
        if found and not is_read(self._text, place):
            self._doubt(
                f"the command {found.group()} is shown as written",
                place,
                found.end(),
                "Write it in Markdown or in words, put $…$ around it if it is part of a"
                " formula, or `…` if it is meant as it is.",
            )

    def _doubt_formula(self, start: int, end: int) -> None:
        said = f"{self._text[start:end]} is shown as written: it stands in no formula"
        self._doubt(said, start, end, "Put $…$ around the formula.")

    def _doubt(self, said: str, start: int, end: int, hint: str) -> None:
        self._doubts.append(Remark(said, hint, self._text, start, end))

    def _keep(self, start: int, end: int) -> None:
        self._edits.append((start, end, self._text[start:end]))


def _short(source: str) -> str:
    return source if len(source) <= 60 else source[:59] + "…"


def _formula(text: str, match: re.Match[str]) -> tuple[Cut, int] | None:
    """Return the formula that begins at ``match`` and its end, if there is one."""
    begin = match.end()
    if match["dollars"] == "$":
        return _between_dollars(text, begin)
    if match["dollars"]:
        closer = "$$"
    elif match["open"]:
        closer = "\\" + match["open"].translate({ord("("): ")", ord("["): "]"})
    elif match["environment"]:
        closer = rf"\end{{{match['environment']}}}"
    else:
        return None
    end = text.find(closer, begin, begin + LONGEST)
    if end < 0 or not text[begin:end].strip() or _BLANK_LINE.search(text, begin, end):
        return None
    end += len(closer)
    source = text[match.start() : end]
    tex = source if match["environment"] else source[len(closer) : -len(closer)]
    if "\n" in tex:
        tex = _QUOTEMARKS.sub("\n", tex)
    return Cut(tex.strip(), match["open"] not in _IN_LINE, source), end


def _between_dollars(text: str, begin: int) -> tuple[Cut, int] | None:
    """Follow pandoc: no space inside the dollars, no digit after them.

    A sum of money that runs on in words ("$5 for members, 10$ for guests") is none.
    MathJax allows ``$ x^2 $``: so does this, where it can be nothing else.
    """
    body = _DOLLAR_BODY.match(text, begin, begin + LONGEST)
    if body is None:
        return None
    tex, end = body.group(), body.end()
    if text[end : end + 1] != "$" or text[end + 1 : end + 2].isdigit():
        return None
    if _BLANK_LINE.search(tex) or _PRICE.match(tex):
        return None
    if (tex[0].isspace() or tex[-1].isspace()) and not _is_spaced(text, begin, tex):
        return None
    return Cut(tex.strip(), display=False, source=f"${tex}$"), end + 1


def _is_spaced(text: str, begin: int, tex: str) -> bool:
    """Return whether what has spaces inside its dollars is a formula all the same."""
    if not (tex[0].isspace() and tex[-1].isspace()):
        return False
    before = text[max(begin - 3, 0) : begin]
    if before[:1].isdigit() or not _BEFORE_TEX.search(before):
        return False
    rest = _TEX_COMMAND.sub(" ", tex)
    if rest != tex:
        return not _TEX_WORD.search(rest)
    return bool(_TEX_SIGN.search(rest)) and not _ANY_WORD.search(rest)


def _step_over(text: str, match: re.Match[str]) -> int:
    """Return where to look on after something that is not a formula."""
    if match["fence"]:
        bar = re.escape(match["bar"])
        end = re.compile(rf"^[ \t>]*{bar}{bar[-1]}*[ \t]*$", re.MULTILINE).search(
            text, match.end()
        )
        return end.end() if end else len(text)
    if match["ticks"]:
        return _after_code(text, match)
    if match["open"]:
        return match.start() + 2
    return match.end()


def _after_code(text: str, match: re.Match[str]) -> int:
    """Return the end of the code span that begins here, or of its opening marks."""
    ticks = match["ticks"]
    if QUOTED.match(text, match.start()):
        return match.end()
    closing = re.compile(rf"(?<!`){ticks}(?!`)")
    end = closing.search(text, match.end(), match.end() + LONGEST)
    if end is None or _BLANK_LINE.search(text, match.end(), end.start()):
        return match.end()
    return end.end()
