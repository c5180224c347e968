"""One parse, three outputs: HTML for pages, HTML for mail, and plain text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from announcer.classes import dataclass
from announcer.errors import Remark
from announcer.lazy import pattern
from announcer.markup import simple
from announcer.markup.characters import clean, folded
from announcer.markup.cutting import Marked, cut, restore
from announcer.markup.filling import Filling
from announcer.markup.signs import escaped, has_signs
from announcer.markup.tags import ELEMENTS
from announcer.markup.textwriter import TextWriter

if TYPE_CHECKING:
    from markdown_it.token import Token

    from announcer.markup.parsing import Reading

# The parser, and what sanitises HTML, are imported when a text needs them: most do not.

_LINE_START = pattern(r"\n[ \t]*(?:[-+=#:]|\d{1,9}[.)](?:[ \t\n]|$))")
_BLANK_LINES = pattern(r"\n[ \t]*(?:\n[ \t]*)+")
_MARGINS = pattern(r"[ \t]*\n[ \t]*")
# What a line may hold of HTML, as people write H<sub>2</sub>O; all else stays text.
IN_LINES = frozenset({"b", "em", "i", "s", "small", "strong", "sub", "sup", "u"})
_TAG = pattern(r"<[^<>]*>")
_MEANT = pattern(
    r"<(sub|sup|i|b|em|strong|u|small|span|a|br)\b[^<>]*>[^<>]*</\1\s*>"
    r"|(?<![^\s(\"'])(\*{1,3})(?=[\w$])[^*]*[\w$.!?)](?<!_)\2(?![\w*])"
    r"|\[[^\[\]]+\]\((?:https?://|mailto:)[^()\s]*\)"
)


@dataclass(frozen=True, slots=True)
class Rich:
    """A text in each of its forms, and what the organiser should know about it.

    ``html`` and ``mail_html`` are safe to insert as they are; ``mail_html`` has no
    MathML. ``text`` has no markup left; each of its paragraphs is one line.
    """

    html: str
    text: str
    mail_html: str
    warnings: tuple[Remark, ...] = ()


_MOST = 65_536
_MADE: dict[str, Rich] = {}
_KEPT: dict[str, Callable[[], Rich]] = {}


def rich(source: str) -> Rich:
    """Render an abstract or a biography; each is parsed once, whoever asks.

    Never raises: what cannot be read is shown as written, with a warning.
    """
    known = _MADE.get(source)
    if known is None:
        if kept := _KEPT.get(source):
            return kept()
        text = clean(source)
        known = _plain_blocks(text) if is_plain(text) else parsed_blocks(text)
        if len(_MADE) >= _MOST:
            _MADE.clear()
        _MADE[source] = known
    return known


# A text in each of its forms as plain values, and its warnings.
Packed = tuple[str, str, str, tuple[tuple[str, str, int, str], ...]]


def packed(made: Rich) -> Packed:
    """Return a text in plain values."""
    warnings = tuple(
        (str.__str__(one), one.hint, one.number, one.written) for one in made.warnings
    )
    return made.html, made.text, made.mail_html, warnings


def unpacked(values: Packed) -> Rich:
    """Return the text that `packed` made plain values of."""
    html, text, mail_html, warnings = values
    return Rich(html, text, mail_html, tuple(map(_remark, warnings)))


def _remark(values: tuple[str, str, int, str]) -> Remark:
    said, hint, number, written = values
    made = Remark(said, hint)
    made.number, made.written = number, written
    return made


def keep(source: str, later: Callable[[], Rich]) -> None:
    """Have `rich` get from ``later`` what it once returned of the same text."""
    _KEPT[source] = later
    _MADE.pop(source, None)


def forget() -> None:
    """Drop every abstract and biography that was rendered or kept."""
    _KEPT.clear()
    _MADE.clear()


@lru_cache(maxsize=65_536)
def inline(source: str) -> Rich:
    """Render a title or a name: one line in which only formulas and code are markup.

    All else arrives as it was written, C*-algebras and k<u> too, but for the accents,
    dashes and quotes of TeX. No ``a`` is written: the line may itself become one.
    """
    return _line(source, parsed_title)


@lru_cache(maxsize=65_536)
def line(source: str) -> Rich:
    """Render a notice or a description: Markdown on one line, without a paragraph.

    Of raw HTML only such as ``<sub>`` counts, the rest stays text. No ``a`` is written:
    the address of a link follows its words in brackets.
    """
    return _line(source, parsed_line)


def plain(source: str) -> str:
    """Return a name or a place as plain text: an inline text without whole tags."""
    marked = cut(folded(clean(source)).strip(" "), IN_LINES)
    return inline(restore(_TAG.sub("", marked.text), marked.cuts)).text


def _line(source: str, parsed: Callable[[str], Rich]) -> Rich:
    text = folded(clean(source)).strip(" ")
    if is_plain(text):
        html = escaped(text)
        return Rich(html, text, html)
    return parsed(text)


def is_plain(text: str) -> bool:
    """Say whether a clean text can be shown without asking the parser."""
    if "\t\n" in text:  # of which the parser keeps the tab
        return False
    return not has_signs(text) and _LINE_START.search("\n" + text) is None


def _plain_blocks(text: str) -> Rich:
    margins = " \n" in text or "\n " in text or "\t" in text
    body = (_MARGINS.sub("\n", text) if margins else text).strip(" \t\n")
    if not body:
        return Rich("", "", "")
    paragraphs = [part.strip() for part in _BLANK_LINES.split(body)]
    html = "".join(f"<p>{escaped(paragraph)}</p>\n" for paragraph in paragraphs)
    words = "\n\n".join(folded(part) for part in paragraphs if part)
    return Rich(html, words, html)


def parsed_blocks(text: str) -> Rich:
    """Render a clean text, whatever it holds."""
    marked = cut(text, ELEMENTS, blocks=True)
    filling = Filling(marked.cuts, text, inline=False)
    read = simple.blocks(marked.text, marked.cuts, filling.words)
    if read is None:
        return _by_parser(marked, filling)
    return _filled(filling, *read, marked.doubts)


def blocks_by_parser(text: str) -> Rich:
    """Render a clean text as the parser reads it, be it ever so simple."""
    marked = cut(text, ELEMENTS, blocks=True)
    return _by_parser(marked, Filling(marked.cuts, text, inline=False))


def _by_parser(marked: Marked, filling: Filling) -> Rich:
    from announcer.markup.parsing import Reading, parser  # noqa: PLC0415 - heavy

    environment: dict[str, Any] = {}
    tokens = parser().parse(marked.text, environment)
    reading = Reading(tokens, marked.cuts, one_line=False)
    reading.note_unused(environment.get("references", {}))
    return _written(filling, reading, marked.doubts)


def parsed_line(text: str) -> Rich:
    """Render a clean line by the parser, whatever it holds."""
    from announcer.markup.parsing import Reading, parser  # noqa: PLC0415 - heavy

    marked = cut(text, IN_LINES)
    reading = Reading(parser().parseInline(marked.text), marked.cuts, one_line=True)
    return _written(Filling(marked.cuts, text, inline=True), reading, marked.doubts)


def parsed_title(text: str) -> Rich:
    """Render a clean title by the parser, whatever it holds."""
    from announcer.markup.parsing import Reading, title_parser  # noqa: PLC0415 - heavy

    marked = cut(text)
    tokens = title_parser().parseInline(marked.text)
    reading = Reading(tokens, marked.cuts, one_line=True)
    doubts = [*marked.doubts, *_no_markup(text)]
    return _written(Filling(marked.cuts, text, inline=True), reading, doubts)


def _no_markup(title: str) -> Iterator[Remark]:
    """Remark what somebody surely meant for markup, where a title has none."""
    for match in _MEANT.finditer(title):
        yield Remark(
            f"{match.group()} is shown as written: in a title only formulas and `code`"
            " are markup",
            "Write $H_2O$ for letters set low or high, or take the markup out.",
            title,
            *match.span(),
        )


def _written(filling: Filling, reading: Reading, doubts: list[Remark]) -> Rich:
    from announcer.markup.parsing import parser  # noqa: PLC0415 - heavy

    markdown = parser()
    html: str = markdown.renderer.render(reading.tokens, markdown.options, {})
    writer = TextWriter(filling.words)
    doubts = [*doubts, *reading.warnings]
    if reading.raw:
        from announcer.markup.rawhtml import sanitised  # noqa: PLC0415 - heavy

        html, unsafe = sanitised(html, writer)
        doubts += unsafe
    else:
        _write(reading.tokens, writer)
    return _filled(filling, html, writer.text(), doubts, raw=reading.raw)


def _filled(
    filling: Filling, html: str, text: str, doubts: list[Remark], *, raw: bool = False
) -> Rich:
    """Return a text in its forms, each with the formulas as it has them."""
    if not filling.cuts and not raw:
        return Rich(html, text, html, tuple(doubts))
    # raw HTML may hold lone marks, written as character references: they go last
    page, text, mail = map(clean, (filling.page(html), text, filling.mail(html)))
    return Rich(page, text, mail, (*doubts, *filling.warnings()))


def _write(tokens: Iterable[Token], writer: TextWriter) -> None:
    """Tell the writer what the tokens hold."""
    for token in tokens:
        if token.type == "inline":
            _write(token.children or (), writer)
        elif token.nesting == 1 and not token.hidden:
            attrs = {key: str(value) for key, value in token.attrs.items()}
            writer.open(token.tag, attrs)
        elif token.nesting == -1 and not token.hidden:
            writer.close(token.tag)
        elif token.nesting == 0:
            _write_leaf(token, writer)


def _write_leaf(token: Token, writer: TextWriter) -> None:
    if token.type == "softbreak":
        writer.words(" ")
    elif token.type == "hardbreak":
        writer.line_break()
    elif token.type == "hr":
        writer.rule()
    elif token.type == "fence":
        writer.code(token.content)
    else:
        writer.words(token.content)
