"""Posts of Pelican: fields above Markdown, or below a title in reStructuredText."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from announcer.classes import dataclass
from announcer.importers.found import Doubt
from announcer.importers.labelled import labelled
from announcer.importers.restructured import inline_markdown, markdown_of_rst, unread

_MARKDOWN = (".md", ".markdown", ".mkd", ".mdown")
_RST = (".rst", ".rest")
# As Python-Markdown reads them; a day of ISO 8601 makes it a post of Pelican.
_FIELD = re.compile(r" {0,3}(?P<key>[A-Za-z0-9_-]+):\s*(?P<value>.*)")
_MORE = re.compile(r" {4,}(?P<value>\S.*)")
_RST_FIELD = re.compile(r":(?P<key>[A-Za-z][\w -]*):(?:\s+(?P<value>.*))?$")
_RST_MORE = re.compile(r"[ \t]+(?P<value>\S.*)")
_OF_POST = frozenset({"author", "authors", "save_as", "translation", "template"})
_DAY = re.compile(r"\d{4}-\d\d?-\d\d?(?!\d)")
_RULE = re.compile(r"([^\w\s])\1{2,}\s*")


@dataclass(frozen=True, slots=True)
class Post:
    """The fields of a post by their names, and the Markdown below them."""

    fields: Mapping[str, str]
    body: str
    doubts: tuple[Doubt, ...] = ()

    @property
    def of_talk(self) -> dict[str, str]:
        """Return what tells of a talk, and not of the page and who wrote it."""
        return {key: one for key, one in self.fields.items() if key not in _OF_POST}

    def unnamed(self, record: Mapping[str, Any]) -> tuple[Doubt, ...]:
        """Return a doubt about who wrote a post whose record names no speaker."""
        author = self.fields.get("author") or self.fields.get("authors", "")
        if "speakers" in record or not author:
            return ()
        text = f"`{author}` wrote this post, and is not taken for who speaks"
        return (Doubt("speaker", text, f'If so, say it: --speaker "{author}".', 1),)


def post_of(text: str, name: str) -> Post | None:
    """Return a post of Pelican; None for any other text."""
    ending = name.casefold()
    if ending.endswith(_MARKDOWN):
        post = _of_markdown(text.lstrip("\ufeff\n"))
        if _is_notice(post.body):
            return None
    elif ending.endswith(_RST):
        post = _of_rst(text)
    else:
        return None
    is_post = "title" in post.fields and _DAY.match(post.fields.get("date", ""))
    return post if is_post else None


def _is_notice(body: str) -> bool:
    """Say whether a text goes on with labels of a talk, as announcements do."""
    said = labelled(list(enumerate(body.split("\n"), 1)))
    return any(said.all(kind) for kind in ("title", "when", "time"))


def _of_markdown(text: str) -> Post:
    lines = text.split("\n")
    fields, count = _fields(lines, _FIELD, _MORE)
    return _post(fields, "\n".join(lines[count:]).strip("\n"))


def _of_rst(text: str) -> Post:
    lines = text.lstrip("\ufeff").split("\n")
    at = next((n for n, line in enumerate(lines) if line.strip()), 0)
    title = ""
    if _RULE.fullmatch(lines[at]):  # a rule above a title, too
        at += 1
    if at + 1 < len(lines) and _RULE.fullmatch(lines[at + 1]):
        title, at = lines[at].strip(), at + 2
    while at < len(lines) and not lines[at].strip():
        at += 1
    fields, count = _fields(lines[at:], _RST_FIELD, _RST_MORE)
    said = {key: inline_markdown(value) for key, value in fields.items()}
    if title:
        said["title"] = inline_markdown(title)
    body = markdown_of_rst("\n".join(lines[at + count :]))
    return _post(said, body, unread(body, lines))


def _post(fields: dict[str, str], body: str, doubts: tuple[Doubt, ...] = ()) -> Post:
    """Return a post; without a text its summary is all that tells of the talk."""
    return Post(fields, body.strip() or fields.get("summary", ""), doubts)


def _fields(
    lines: list[str], one: re.Pattern[str], more: re.Pattern[str]
) -> tuple[dict[str, str], int]:
    """Return the fields at the top of some lines, and how many lines they take."""
    found: dict[str, str] = {}
    key = ""
    for number, line in enumerate(lines):
        if field := one.match(line):
            key = field["key"].strip().casefold()
            found[key] = (field["value"] or "").strip()
        elif key and (rest := more.match(line)):
            found[key] = f"{found[key]} {rest['value'].strip()}".strip()
        else:
            return found, number
    return found, len(lines)
