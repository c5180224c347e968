"""What is known of talks of others, and what is there now, to what is known next.

Absence is no news: a talk to come that is there no more stays until it would have been
over. One that is over stays, for feeds forget what is past.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from announcer import facts, urls
from announcer.classes import dataclass
from announcer.following.reading import MOST, There
from announcer.record import Followed
from announcer.talk import Revision, Series, Talk

_HIGHEST = 2**31 - 1  # RFC 5545 section 3.3.8
_NOWHERE = Series(key="", slug="", name="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """The talks as they are known next; and those that are news, in their order.

    ``changed`` go with the facts that differ. ``gone`` are to come and there no more
    since just now, ``dropped`` those of them that would have been over.
    """

    talks: tuple[Followed, ...] = ()
    new: tuple[Talk, ...] = ()
    changed: tuple[tuple[Talk, tuple[facts.Change, ...]], ...] = ()
    gone: tuple[Talk, ...] = ()
    dropped: tuple[Talk, ...] = ()


def merged(
    known: Sequence[Followed],
    there: Iterable[There],
    now: datetime,
    unread: Container[str] = (),
) -> Merged:
    """Return what is known next; ``now`` is UTC.

    Talks of which the uid is ``unread`` are there, and nobody can tell how: they stay.
    """
    pairs = list(_paired(known, list(there)))
    taken = {one.talk.slug for one in known}
    talks: list[Followed] = []
    new: list[Talk] = []
    changed: list[tuple[Talk, tuple[facts.Change, ...]]] = []
    for found, old in pairs:
        if old is None:
            one = _first(found, taken, now)
            new.append(one.talk)
        else:
            one, differ = _next(found, old, now)
            if differ:
                changed.append((one.talk, differ))
        talks.append(one)
    matched = {old.talk.uid for _, old in pairs if old}
    absent = [one for one in known if one.talk.uid not in matched]
    for old in absent:
        talks += [old] if old.talk.uid in unread else _without(old, now)
    kept = {one.talk.uid: one for one in talks}
    talks.sort(key=lambda one: (one.talk.start.timestamp(), one.talk.uid))
    return Merged(
        talks=tuple(talks[-2 * MOST :]),
        new=tuple(new),
        changed=tuple(changed),
        gone=tuple(
            one.talk for one in absent if not one.gone and kept[one.talk.uid].gone
        ),
        dropped=tuple(one.talk for one in absent if one.talk.uid not in kept),
    )


def _without(old: Followed, now: datetime) -> list[Followed]:
    """Return what is left of a talk that is not there: none once it would be over."""
    if old.talk.end > now:
        return [replace(old, gone=old.gone or now)]
    return [] if old.gone else [old]


def _paired(
    known: Sequence[Followed], there: Sequence[There]
) -> Iterator[tuple[There, Followed | None]]:
    """Yield each talk that is there with what is known of it.

    One is known by its uid; where a source gives no lasting names, also by its page,
    by when and what, or by who and what.
    """
    by_uid = {one.talk.uid: one for one in known}
    present = {one.talk.uid for one in there}
    left = [one for one in known if one.talk.uid not in present]
    for one in there:
        old = by_uid.get(one.talk.uid)
        if old is None and left and not one.has_uid:
            old = next((each for each in left if _is_same(each, one)), None)
            if old:
                left.remove(old)
        yield one, old


def _is_same(old: Followed, new: There) -> bool:
    if old.page and new.page:
        return old.page == new.page
    if urls.slug_of_name(old.talk.title or "") != urls.slug_of_name(
        new.talk.title or ""
    ):
        return False
    if old.talk.start == new.talk.start:
        return True
    return bool(old.talk.title) and bool(_people(old.talk) & _people(new.talk))


def _people(talk: Talk) -> set[str]:
    return {urls.slug_of_name(one.name) for one in talk.speakers}


def _first(found: There, taken: set[str], now: datetime) -> Followed:
    slug, number = found.talk.slug, 2
    while slug in taken:
        slug, number = f"{found.talk.slug}-{number}", number + 1
    taken.add(slug)
    sequence = min(max(found.sequence, 0), _HIGHEST)
    modified = _modified(found, None, now)
    revision = Revision(
        sequence=sequence, created=min(now, modified), modified=modified
    )
    talk = replace(found.talk, slug=slug)
    return Followed(talk=talk, revision=revision, page=found.page)


def _next(
    found: There, old: Followed, now: datetime
) -> tuple[Followed, tuple[facts.Change, ...]]:
    """Return a talk as it is now, and which facts of it are others.

    Its page here stays where it was, and its SEQUENCE never falls.
    """
    uid = found.talk.uid if found.has_uid else old.talk.uid
    talk = replace(found.talk, uid=uid, slug=old.talk.slug)
    differ = facts.changes(facts.facts_of(old.talk), facts.facts_of(talk))
    known = old.revision
    if facts.digest(_bare(talk)) != facts.digest(_bare(old.talk)):
        sequence = max(found.sequence, known.sequence + bool(differ))
        has_moved = any(one.field == "start" for one in differ)
        known = Revision(
            sequence=min(sequence, _HIGHEST),
            created=known.created,
            modified=_modified(found, known, now),
            previous_start=old.talk.start if has_moved else known.previous_start,
        )
    elif found.sequence > known.sequence:
        known = replace(known, sequence=min(found.sequence, _HIGHEST))
    return Followed(talk=talk, revision=known, page=found.page), differ


def _bare(talk: Talk) -> Talk:
    """Return a talk without what is the site's: whose it is, and where it stands."""
    return replace(talk, owner=None, series=_NOWHERE)


def _modified(found: There, known: Revision | None, now: datetime) -> datetime:
    """Return when a talk was changed: as they say, if that can be."""
    said = found.modified
    if said is None or said > now or (known and said <= known.modified):
        return now
    return said.astimezone(UTC).replace(microsecond=0)
