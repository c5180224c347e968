"""Talks for a Jekyll site: ``talks/SERIES/TALK.md`` and ``_data/talks.yml``.

They are pages and no collection, so that they need no line in ``_config.yml``, and so
that coming talks are shown: Jekyll holds back documents with a date to come.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from announcer import urls
from announcer.formats.frontmatter import matter
from announcer.output import Draft
from announcer.talk import Programme, Talk
from announcer.templating import Templates

DATA = "_data/talks.yml"


def drafts(programme: Programme, templates: Templates) -> Iterator[Draft]:
    """Yield a page for each talk and the data file of all."""
    for talk in programme.talks:
        path = f"talks/{urls.talk_folder(talk)}.md"
        yield Draft(path, partial(_page, talk, programme, templates))
    pages = {talk.uid: _address(talk) for talk in programme.talks}
    yield Draft(DATA, partial(matter.listed, programme, pages))


def _page(talk: Talk, programme: Programme, templates: Templates) -> bytes:
    head = _head(talk, programme)
    text = matter.page(head, talk, programme, templates, matter.as_html)
    front, mark, body = text.partition("\n---\n")
    return f"{front}{mark}{_without_liquid(body)}".encode()


def _head(talk: Talk, programme: Programme) -> matter.Record:
    return {
        "layout": "page",
        "permalink": _address(talk),
        **matter.record(talk, programme),
        "date": matter.stamp(talk.start, talk),
        "lang": talk.language,
    }


def _address(talk: Talk) -> str:
    return f"/talks/{urls.talk_folder(talk)}/"


def _without_liquid(body: str) -> str:
    """Return the body so that Liquid takes no formula for one of its tags."""
    if "{{" not in body and "{%" not in body:
        return body
    # What closes the passage cannot stand in it.
    body = body.replace("{%", "{&#37;") if "endraw" in body else body
    return f"\n{{% raw %}}{body}{{% endraw %}}\n"
