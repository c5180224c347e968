"""Talks for a Jekyll site: ``talks/SERIES/TALK.md`` and ``_data/talks.yml``.

They are pages and no collection, so that they need no line in ``_config.yml``, and so
that coming talks are shown: Jekyll holds back documents with a date to come.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from announcer import urls
from announcer.formats import frontmatter
from announcer.output import Draft
from announcer.talk import Programme, Talk
from announcer.templating import Templates

DATA = "_data/talks.yml"


def drafts(programme: Programme, templates: Templates) -> Iterator[Draft]:
    """Yield a page for each talk and the data file of all."""
    for talk in programme.talks:
        path = f"talks/{urls.talk_folder(talk)}.md"
        yield Draft(path, partial(_page, talk, programme, templates))
    yield Draft(DATA, partial(frontmatter.listed, programme))


def _page(talk: Talk, programme: Programme, templates: Templates) -> bytes:
    head = {
        "layout": "page",
        "permalink": frontmatter.address(talk),
        **frontmatter.record(talk, programme),
        "date": frontmatter.stamp(talk.start, talk),
        "lang": talk.language,
    }
    body = frontmatter.body(talk, programme, templates, frontmatter.as_html)
    return frontmatter.page(head, _without_liquid(body))


def _without_liquid(body: str) -> str:
    """Return the body so that Liquid takes no formula for one of its tags."""
    if "{{" not in body and "{%" not in body:
        return body
    # What closes the passage cannot stand in it.
    body = body.replace("{%", "{&#37;") if "endraw" in body else body
    return f"\n{{% raw %}}{body}{{% endraw %}}\n"
