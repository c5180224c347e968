"""Pages of speakers and of topics: every talk with the same name on it."""

from __future__ import annotations

from collections.abc import Iterator

from announcer import urls
from announcer.formats.web import linked
from announcer.formats.web.page import Alternate, Edition, draft
from announcer.output import Draft
from announcer.talk import Speaker, Talk


def pages(edition: Edition) -> Iterator[Draft]:
    """Yield the list of speakers and each one's page, then the same for topics."""
    if edition.by_speaker:
        yield draft(urls.ALL_SPEAKERS, _all_speakers, edition)
        for name, talks in edition.by_speaker.items():
            speaker = latest(name, talks)
            path = edition.urls.speaker(speaker)
            yield draft(path, _speaker, edition, speaker, talks)
    if edition.by_topic:
        yield draft(urls.ALL_TOPICS, _all_topics, edition)
        for topic, talks in edition.by_topic.items():
            yield draft(edition.urls.topic(topic), _topic, edition, topic, talks)


def _all_speakers(edition: Edition) -> bytes:
    gettext = edition.words.gettext
    site = edition.programme.site
    entries = [
        (latest(name, talks), len(talks)) for name, talks in edition.by_speaker.items()
    ]
    entries.sort(key=lambda entry: _family_name(entry[0].name))
    return edition.page(
        urls.ALL_SPEAKERS,
        "speakers",
        title=f"{gettext('Speakers')} · {site.title}",
        description=gettext("Everybody who has spoken or will: %(title)s")
        % {"title": site.title},
        entries=entries,
    )


def _speaker(edition: Edition, speaker: Speaker, talks: tuple[Talk, ...]) -> bytes:
    gettext = edition.words.gettext
    name = speaker.name
    site = edition.programme.site
    return edition.page(
        edition.urls.speaker(speaker),
        "speaker",
        title=f"{name} · {gettext('Speakers')} · {site.title}",
        description=gettext("Talks by %(who)s: %(title)s")
        % {"who": _full(speaker), "title": site.title},
        alternates=(
            Alternate(edition.urls.speaker_ics(speaker), "text/calendar", name),
        ),
        linked=linked.person(edition, speaker),
        kind="profile",
        speaker=speaker,
        calendar=edition.urls.speaker_ics(speaker),
        coming=edition.rows(tuple(t for t in talks if not edition.over(t))),
        past=edition.rows(tuple(t for t in reversed(talks) if edition.over(t))),
    )


def _all_topics(edition: Edition) -> bytes:
    gettext = edition.words.gettext
    site = edition.programme.site
    return edition.page(
        urls.ALL_TOPICS,
        "topics",
        title=f"{gettext('Topics')} · {site.title}",
        description=gettext("Talks by topic: %(title)s") % {"title": site.title},
        entries=[(topic, len(talks)) for topic, talks in edition.by_topic.items()],
    )


def _topic(edition: Edition, topic: str, talks: tuple[Talk, ...]) -> bytes:
    gettext = edition.words.gettext
    site = edition.programme.site
    return edition.page(
        edition.urls.topic(topic),
        "topic",
        title=f"{topic} · {gettext('Topics')} · {site.title}",
        description=gettext("Talks on %(topic)s: %(title)s")
        % {"topic": topic, "title": site.title},
        alternates=(Alternate(edition.urls.topic_ics(topic), "text/calendar", topic),),
        topic=topic,
        calendar=edition.urls.topic_ics(topic),
        coming=edition.rows(tuple(t for t in talks if not edition.over(t))),
        past=edition.rows(tuple(t for t in reversed(talks) if edition.over(t))),
    )


def latest(name: str, talks: tuple[Talk, ...]) -> Speaker:
    """Return the speaker as of the last talk, with the last biography given."""
    known = [s for talk in reversed(talks) for s in talk.speakers if s.name == name]

    def last(values: Iterator[str | None]) -> str | None:
        return next((value for value in values if value), None)

    return Speaker(
        name=name,
        affiliation=last(s.affiliation for s in known),
        url=last(s.url for s in known),
        bio=last(s.bio for s in known),
        photo=last(s.photo for s in known),
        orcid=last(s.orcid for s in known),
        pronouns=last(s.pronouns for s in known),
    )


def _family_name(name: str) -> tuple[str, str]:
    """Return what a list of names is put in order by: the last word of a name."""
    last = name.split()[-1:]
    return (urls.slugify("".join(last)), urls.slugify(name))


def _full(speaker: Speaker) -> str:
    if not speaker.affiliation:
        return speaker.name
    return f"{speaker.name} ({speaker.affiliation})"
