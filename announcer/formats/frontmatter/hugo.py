"""Talks for a Hugo site: ``content/talks/SERIES/TALK.md`` and ``data/talks.yaml``.

``date`` is the day of the talk, by which themes put pages in order; ``publishDate`` is
when the talk became known, for Hugo holds back what is published in the future.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from announcer import urls
from announcer.formats import frontmatter
from announcer.ical import revision_of
from announcer.output import Draft
from announcer.talk import Programme, Talk
from announcer.templating import Templates

DATA = "data/talks.yaml"


def drafts(programme: Programme, templates: Templates) -> Iterator[Draft]:
    """Yield a page for each talk and the data file of all."""
    for talk in programme.talks:
        path = f"content/talks/{urls.talk_folder(talk)}.md"
        yield Draft(path, partial(_page, talk, programme, templates))
    yield Draft(DATA, partial(frontmatter.listed, programme))


def _page(talk: Talk, programme: Programme, templates: Templates) -> bytes:
    facts = frontmatter.record(talk, programme)
    revision = revision_of(talk, programme)
    head: frontmatter.Record = {
        "title": facts["title"],
        "date": frontmatter.stamp(talk.start, talk),
        "publishDate": min(revision.created, programme.now).isoformat(),
        "lastmod": revision.modified.isoformat(),
        "url": frontmatter.address(talk),
        "tags": list(talk.topics),
        "talk": {key: value for key, value in facts.items() if key != "title"},
    }
    body = frontmatter.body(talk, programme, templates, frontmatter.as_text)
    return frontmatter.page(head, _without_shortcodes(body))


def _without_shortcodes(body: str) -> str:
    """Return the body so that Hugo takes no formula for one of its shortcodes."""
    return body.replace("{{<", "{&#123;<").replace("{{%", "{&#123;%")
