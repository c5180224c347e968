"""Markdown: the parser with our rules, and its tokens made ready for every output.

CommonMark with tables and strikethrough, TeX accents and quotes, bare addresses as
links. Indented code is off: people indent paragraphs. Headings become bold paragraphs
(a page has its own outline) and images become links (no page asks another site).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from typing import Any
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore, block
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from announcer.errors import Remark
from announcer.lazy import pattern
from announcer.markup.characters import LESS, revealed
from announcer.markup.cutting import Cut, restore
from announcer.markup.signs import REL, has_signs, trimmed
from announcer.markup.stars import star_rule
from announcer.markup.tex import punctuation, tex_rule

_RAGGED = (" \n", "\n ", "\t")
# What a line may begin with that is no paragraph's, or belongs to the line before it.
_BLOCK_START = pattern(r"(?m)^[ \t]*(?:[-+*=#:>`~|<\[_]|\d{1,9}[.)])")
_BLANK_LINES = pattern(r"\n[ \t]*\n")
_SAFE_ADDRESS = pattern(r"(?i:https?://[^\s/]|mailto:[^\s])")
_ALIGNMENT = pattern(r"text-align:(\w+)")
_ADDRESS_IN_BRACKETS = pattern(r"<(?!/?[A-Za-z][A-Za-z0-9]*[\s/>])")
_BARE_ADDRESS = pattern(r"(?i:https?)://[^\s<>\"\ufdd0-\ufdd3]+")
# A note, and what is set low, as other readers of Markdown have them.
_FOREIGN = pattern(r"\[\^\w{1,40}\](?!\()|(?<=[^\W_])~[^\W_]{1,8}~")
_PYTHON_NAME = pattern(r"[a-z]+(?:_[a-z]+)*")
_HOST = pattern(r"www\.[\w-]|[\w-]+(?:\.[\w-]+)*\.[a-zA-Z]{2,}/")
_SCHEME = pattern(r"(?<![^\W_])https?$", re.IGNORECASE)


class _Parser(MarkdownIt):
    """Markdown that reads every link; what is unsafe is taken off afterwards."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - markdown-it's name
        return super().normalizeLink(url.replace(LESS, "<"))

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 - markdown-it's name
        return True


@cache
def parser() -> MarkdownIt:
    """Return the parser; it reads raw HTML, which is sorted out afterwards."""
    made = _Parser("commonmark", {"html": True, "xhtmlOut": False})
    made.enable(["table", "strikethrough"]).disable("code")
    made.core.ruler.at("block", _blocks)
    made.core.ruler.at("inline", _inlines)
    made.inline.ruler.before("emphasis", "star", star_rule)
    return _with_our_rules(made)


@cache
def title_parser() -> MarkdownIt:
    """Return the parser of titles and names: of Markdown it knows only code."""
    made = _Parser("zero").enable(["escape", "backticks", "entity"])
    return _with_our_rules(made)


def _with_our_rules(made: MarkdownIt) -> MarkdownIt:
    made.inline.ruler.before("escape", "tex", tex_rule)
    made.inline.ruler.before("escape", "bare_address", _address_rule)
    return made


def _blocks(state: StateCore) -> None:
    """Read the blocks of a text; where all are paragraphs without much ado."""
    if state.inlineMode or _BLOCK_START.search(state.src):
        block(state)
        return
    for part in _BLANK_LINES.split(state.src):
        if part.strip(" \t\n"):
            words = part.strip()  # as the rule for paragraphs does
            state.tokens += (
                Token("paragraph_open", "p", 1, block=True),
                Token("inline", "", 0, content=words, children=[], block=True),
                Token("paragraph_close", "p", -1, block=True),
            )


def _inlines(state: StateCore) -> None:
    """Read the lines of every block; where they are words only without much ado."""
    for token in state.tokens:
        if token.type != "inline":
            continue
        words = token.content
        children: list[Token] = []
        token.children = children
        if has_signs(words) or any(space in words for space in _RAGGED):
            state.md.inline.parse(words, state.md, state.env, children)
            continue
        for number, line in enumerate(words.split("\n")):
            if number:
                children.append(Token("softbreak", "br", 0))
            if line:
                children.append(Token("text", "", 0, content=line))


class Reading:
    """The tokens of one text, and what had to be said about it."""

    def __init__(
        self, tokens: list[Token], cuts: tuple[Cut, ...], *, one_line: bool
    ) -> None:
        self.cuts = cuts
        self._one_line = one_line
        self._heading_open = False
        # of each open list with numbers: the last one shown, and that of all its items
        self._numbers: list[tuple[int, int | None]] = []
        self._followed: set[str] = set()
        self.warnings: list[Remark] = []
        self.raw = False
        self.tokens = [made for token in tokens for made in self._block(token)]

    def note_unused(self, references: dict[str, dict[str, Any]]) -> None:
        """Warn of definitions (``[1]: …``) that no link uses, for nobody sees them."""
        self.warnings.extend(
            Remark(
                f"[{restore(label, self.cuts)}]: is a link's address in Markdown, and"
                f" no link uses it: {reference.get('href')} is left out"
            )
            for label, reference in references.items()
            if reference.get("href") not in self._followed
        )

    def _block(self, token: Token) -> Iterator[Token]:
        rule = self._BLOCKS.get(token.type)
        if rule is None:
            yield token
        else:
            yield from rule(self, token)

    def _heading(self, token: Token) -> Iterator[Token]:
        self._heading_open = token.nesting == 1
        token.type = "paragraph_open" if self._heading_open else "paragraph_close"
        token.tag, token.markup = "p", ""
        yield token

    def _numbered(self, token: Token) -> Iterator[Token]:
        if token.nesting == 1:
            start = int(token.attrs.get("start", 1))
            self._numbers.append((start - 1, start))
        else:
            self._numbers.pop()
        yield token

    def _item(self, token: Token) -> Iterator[Token]:
        """Let an item keep its number: ``2020.`` may have begun a line of the text.

        What counts on, or stands before every item alike, needs none of its own.
        """
        if token.info:
            written = int(token.info)
            shown, alike = self._numbers[-1]
            counted = shown + 1
            if written not in {counted, alike}:
                token.attrs["value"] = counted = written
            self._numbers[-1] = (counted, alike if alike == written else None)
        yield token

    def _inline(self, token: Token) -> Iterator[Token]:
        self.warnings.extend(_bold_names(token.children or []))
        self.warnings.extend(_foreign(token.children or []))
        children = _punctuated(list(self._spans(token.children or [])))
        if self._heading_open and children:
            strong = (
                Token("strong_open", "strong", 1),
                Token("strong_close", "strong", -1),
            )
            children = [strong[0], *children, strong[1]]
        token.children = children
        yield token

    def _code_block(self, token: Token) -> Iterator[Token]:
        token.content, token.info = restore(token.content, self.cuts), ""
        yield token

    def _html_block(self, token: Token) -> Iterator[Token]:
        self.raw = True
        content = token.content.replace(LESS, "&lt;")
        token.content = _ADDRESS_IN_BRACKETS.sub("&lt;", content)
        yield token

    def _cell(self, token: Token) -> Iterator[Token]:
        style = _ALIGNMENT.search(str(token.attrs.pop("style", "")))
        if style and style.group(1) != "left":
            token.attrs["class"] = style.group(1)
        if token.type == "th_open":
            token.attrs["scope"] = "col"
        yield token

    def _spans(self, children: list[Token]) -> Iterator[Token]:
        link: Token | None = None  # links do not nest
        for number, child in enumerate(children):
            if child.type == "link_open":
                link = child if self._is_safe(child, "href") else None
                if link and not self._one_line:
                    link.attrs["rel"] = REL
                    yield link
            elif child.type != "link_close":
                yield from self._span(child, inside_link=link is not None)
            elif link:
                if children[number - 1] is link and not self._one_line:
                    # or nobody could see it
                    yield Token("text", "", 0, content=str(link.attrs["href"]))
                yield _address_of(link) if self._one_line else child
                link = None

    def _span(self, child: Token, *, inside_link: bool) -> Iterator[Token]:
        if child.type == "image":
            yield from self._image(child, inside_link=inside_link)
            return
        if child.type == "html_inline":
            self.raw = True
        elif child.type in {"text", "code_inline"}:
            code = child.type == "code_inline"
            content = child.content.replace(LESS, "<")
            child.content = restore(content, self.cuts) if code else content
        elif "title" in child.attrs:
            child.attrs["title"] = restore(str(child.attrs["title"]), self.cuts)
        yield child

    def _image(self, image: Token, *, inside_link: bool) -> Iterator[Token]:
        """Make an image a link to it, named by its alternative text."""
        alt = restore(image.content, self.cuts)
        linked = not (self._one_line or inside_link) and self._is_safe(image, "src")
        address = str(image.attrs["src"])
        if linked:
            attrs: dict[str, str | int | float] = {"href": address, "rel": REL}
            yield Token("link_open", "a", 1, attrs=attrs)
        yield Token("text", "", 0, content=alt or address)
        if linked:
            yield Token("link_close", "a", -1)

    def _is_safe(self, token: Token, key: str) -> bool:
        address = str(token.attrs.get(key, ""))
        self._followed.add(address)
        if _SAFE_ADDRESS.match(address):
            return True
        self.warnings.append(unfollowed(address))
        return False

    _BLOCKS: dict[str, Callable[[Reading, Token], Iterator[Token]]] = {  # noqa: RUF012 - never changed
        "heading_open": _heading,
        "heading_close": _heading,
        "ordered_list_open": _numbered,
        "ordered_list_close": _numbered,
        "list_item_open": _item,
        "inline": _inline,
        "fence": _code_block,
        "html_block": _html_block,
        "th_open": _cell,
        "td_open": _cell,
    }


def _bold_names(children: list[Token]) -> Iterator[Remark]:
    """Doubt names of Python such as ``__init__``, which Markdown makes bold words."""
    for opened, name in pairwise(children):
        if opened.type != "strong_open" or opened.markup != "__":
            continue
        if name.type == "text" and _PYTHON_NAME.fullmatch(name.content):
            written = f"__{name.content}__"
            said = f"{written} is shown in bold, without its underscores"
            hint = f"Write `{written}` if it is a name, **{name.content}** if not."
            yield Remark(said, hint, written, 0, len(written))


def _foreign(children: list[Token]) -> Iterator[Remark]:
    """Doubt what other readers of Markdown know and this one does not: ``[^1]``."""
    said = "".join(one.content for one in children if one.type == "text")
    for match in _FOREIGN.finditer(said):
        written = match.group()
        cure = "$H_2O$ or H<sub>2</sub>O"
        if written.startswith("["):
            cure = "the note in brackets where it belongs"
        yield Remark(
            f"{written} is shown as written: this Markdown is not read here",
            f"Write {cure}, or `…` if it is meant as it is.",
            written,
            0,
            len(written),
        )


def unfollowed(address: str) -> Remark:
    """Return the doubt about an address that is left out."""
    bare = unquote(address).strip("<>\"'“”„«»‘’")
    meant = f"https://{bare}" if _HOST.match(bare) else bare
    is_sure = bool(_SAFE_ADDRESS.match(meant))
    return Remark(
        f"the address {address or '(empty)'} is left out: only http://, https:// and"
        " mailto: can be followed from everywhere",
        f"Write {meant}."
        if is_sure
        else "Write the whole address, or \\[ for [ where no link is meant.",
        address,
        0,
        len(address),
    )


def _address_of(link: Token) -> Token:
    """Write out where a link would lead, unless its words say it."""
    bare = link.info == "auto" or link.markup == "autolink"
    return Token("text", "", 0, content="" if bare else f" ({link.attrs['href']})")


def _punctuated(children: list[Token]) -> list[Token]:
    """Turn TeX dashes and closing quotes into Unicode, and drop what entities hid."""
    quoted = any(child.type == "text" and "“" in child.content for child in children)
    address = False
    for child in children:
        if child.type == "link_open":
            address = child.info == "auto"
        elif child.type == "text" and not address:
            child.content = revealed(punctuation(child.content, quoted=quoted))
        elif child.type == "link_close":
            address = False
    return children


def _address_rule(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - its protocol
    """Make a link of a bare ``https://…`` (the text before the colon is pending)."""
    if state.src[state.pos] != ":" or state.linkLevel > 0:
        return False
    scheme = _SCHEME.search(state.pending[-6:])
    if scheme is None:
        return False
    start = state.pos - len(scheme.group())
    match = _BARE_ADDRESS.match(state.src, start, state.posMax)
    address = trimmed(match.group()) if match else ""
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
