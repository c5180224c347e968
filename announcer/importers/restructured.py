"""ReStructuredText as Markdown, as far as posts about talks use it."""

from __future__ import annotations

import re

from announcer.importers.found import Doubt

_TARGET = re.compile(
    r"^\.\. _`?(?P<name>[^:`\n]+)`?:[ ]+(?P<url>https?://\S+)[ ]*\n?", re.MULTILINE
)
_LINK = re.compile(r"`(?P<text>[^`<>]+)<(?P<url>[^`<>\s]+)>`__?")
_NAMED = re.compile(r"`(?P<text>[^`<>]+)`_(?!\w)|(?<![\w`-])(?P<word>\w[\w-]*?)_(?!\w)")
_MATH = re.compile(r":math:`(?P<text>[^`]+)`")
_LITERAL = re.compile(r"``(?P<text>[^`]+)``")
_HEADING = re.compile(
    r"^(?:(?P<rule>[^\w\s])(?P=rule){2,}[ ]*\n)?(?P<text>\S.*)\n"
    r"(?P<mark>[^\w\s])(?P=mark){2,}[ ]*$",
    re.MULTILINE,
)
_BLOCK = r"(?:\n(?:[ \t]+\S.*|[ \t]*(?=\n[ \t]+\S)))*"
_FORMULA = re.compile(rf"^\.\. math::[ ]*(?P<text>.*{_BLOCK})", re.MULTILINE)
_PICTURE = re.compile(
    rf"^\.\. (?:\|[^|\n]+\| )?(?:image|figure)::.*{_BLOCK}\n?", re.MULTILINE
)
_COMMENT = re.compile(
    rf"^\.\.(?: (?!_|\||\[|[\w:-]+::).*)?{_BLOCK}(?:\n|\Z)", re.MULTILINE
)
_NUMBERED = re.compile(r"^(?P<gap>[ ]*)#\. ", re.MULTILINE)
_UNREAD = re.compile(
    r"^\.\. \S.*|:[a-z][\w:-]{0,40}:`[^`\n]+`|`[^`\n]+`__?(?!\w)|\|[^|\s]+\|_?",
    re.MULTILINE,
)


def markdown_of_rst(text: str) -> str:
    """Return a text as Markdown; what is not known of it stays as it is."""
    targets = {one["name"].casefold(): one["url"] for one in _TARGET.finditer(text)}
    text = _PICTURE.sub("", _TARGET.sub("", text))
    text = _COMMENT.sub("", text)
    text = _FORMULA.sub(_formula, text)
    text = _HEADING.sub(lambda one: f"## {one['text'].strip()}\n", text)
    text = _NUMBERED.sub(r"\g<gap>1. ", text)
    text = re.sub(r"^::[ ]*$\n?|(?<=:):[ ]*$", "", text, flags=re.MULTILINE)  # literal
    text = inline_markdown(text, targets)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def inline_markdown(text: str, targets: dict[str, str] | None = None) -> str:
    """Return a text with its links, formulas and literals as Markdown has them."""
    known = targets or {}

    def linked(one: re.Match[str]) -> str:
        said = one["text"] or one["word"]
        url = known.get(" ".join(said.split()).casefold())
        return f"[{said}]({url})" if url else one[0]

    text = _LINK.sub(lambda one: f"[{one['text'].strip()}]({one['url']})", text)
    text = _MATH.sub(lambda one: f"${one['text'].strip()}$", text)
    return _LITERAL.sub(r"`\g<text>`", _NAMED.sub(linked, text))


def unread(markdown: str, lines: list[str]) -> tuple[Doubt, ...]:
    """Return a doubt at each mark that is left; ``lines`` are those of its source."""
    doubts = []
    for mark in dict.fromkeys(one[0] for one in _UNREAD.finditer(markdown)):
        line = next((n for n, one in enumerate(lines, 1) if mark in one), 0)
        text = f"`{mark}` is reStructuredText that stays as it is"
        doubts.append(Doubt("markup", text, "Write it in Markdown.", line))
    return tuple(doubts)


def _formula(one: re.Match[str]) -> str:
    """Return a displayed formula; options of its block say nothing here."""
    said = (line.strip() for line in one["text"].split("\n"))
    rows = [line for line in said if line and not re.match(r":\w+:", line)]
    return "$$\n" + "\n".join(rows) + "\n$$"
