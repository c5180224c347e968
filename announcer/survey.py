"""Records, memory and the clock in one look: what was said, and what there is to say.

Nothing here is sent. ``remember`` says whether the ledger shall note what is new, which
it must before anything about it leaves the house.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from announcer import access, timing
from announcer import plan as planning
from announcer.catalogue import within
from announcer.classes import dataclass
from announcer.ledger import History, Ledger, Telling
from announcer.letter import Letter
from announcer.pictures import is_elsewhere
from announcer.plan import AHEAD, Plan
from announcer.record import Records, Unread
from announcer.talk import Programme, Series, Stamp, Talk, in_order

_YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What is known at one moment.

    ``told`` are the messages about every uid that was asked for; ``unresolved``
    those of which nobody knows whether they went out. ``shown`` is the programme with
    talks of others that pages and calendars show, and of which nobody is told.
    """

    programme: Programme
    shown: Programme
    history: History
    told: Mapping[str, Sequence[Telling]]
    plan: Plan
    unresolved: tuple[Telling, ...]


def survey(
    records: Records,
    ledger: Ledger,
    now: datetime,
    *,
    remember: bool = False,
    pretended: bool = False,
) -> Survey:
    """Look at everything at one moment; with ``remember`` the ledger notes it.

    ``pretended`` says that ``now`` is not the time.
    """
    with timing.phase("ledger"):
        return _survey(records, ledger, now, remember=remember, pretended=pretended)


def _survey(
    records: Records, ledger: Ledger, now: datetime, *, remember: bool, pretended: bool
) -> Survey:
    look = ledger.remember if remember else ledger.foresee
    unread = {
        one.uid if one.uid and not one.whole else one.series for one in records.unread
    }
    history = look(records.talks, now, records.series, unread, records.prints)
    programme = programme_of(
        records, history, now, stamps=ledger.stamps(), pretended=pretended
    )
    told = ledger.told(planning.names(programme), now)
    with timing.phase("plan"):
        planned = planning.plan(
            programme,
            told,
            moved=history.moved,
            renamed=history.renamed,
            unread=records.unread,
        )
    return Survey(
        programme=programme,
        shown=_with_guests(programme, records),
        history=history,
        told=told,
        plan=planned,
        unresolved=ledger.unresolved(now),
    )


def foreseeing(
    seen: Survey, unread: Iterable[Unread], until: date, series: str | None = None
) -> Survey:
    """Return the same look with what comes up to a day, of one series if asked.

    Where nothing does, with what comes on the first day after it, within a year.
    """
    now = seen.programme.now
    reach = timedelta(days=(until - now.date()).days + 1)
    plan = _about(_plan(seen, unread, max(reach, AHEAD)), series)
    upcoming = tuple(one for one in plan.upcoming if one.due.date() <= until)
    if not upcoming:
        plan = _about(_plan(seen, unread, reach + _YEAR), series)
        upcoming = tuple(
            one
            for one in plan.upcoming
            if one.due.date() == plan.upcoming[0].due.date()
        )
    return replace(seen, plan=replace(plan, upcoming=upcoming))


def _plan(seen: Survey, unread: Iterable[Unread], ahead: timedelta) -> Plan:
    if ahead == AHEAD:  # that was looked at
        return seen.plan
    return planning.plan(
        seen.programme,
        seen.told,
        moved=seen.history.moved,
        renamed=seen.history.renamed,
        unread=unread,
        ahead=ahead,
    )


def _about(plan: Plan, series: str | None) -> Plan:
    """Return what a plan says of one series, and of those inside it."""
    if series is None:
        return plan
    return replace(
        plan,
        due=tuple(one for one in plan.due if _is_of(one, series)),
        upcoming=tuple(one for one in plan.upcoming if _is_of(one, series)),
        blocked=tuple(one for one in plan.blocked if _is_of(one.letter, series)),
    )


def _is_of(letter: Letter, series: str) -> bool:
    own = (letter.series, *letter.sharing, *(talk.series for talk in letter.talks))
    return any(one is not None and within(one.key, series) for one in own)


def programme_of(
    records: Records,
    history: History,
    now: datetime,
    *,
    stamps: Mapping[str, Stamp],
    pretended: bool = False,
) -> Programme:
    """Join what the records say with what the ledger remembers.

    A talk is named as people know it. One whose record is gone stands among the others,
    in a series that may be gone with it: what calendars and mails link to stays there.
    """
    known = history.aliases
    own = records.talks
    if known:
        own = tuple(replace(t, uid=known[t.uid]) if t.uid in known else t for t in own)
    gone = (*history.held, *history.vanished)
    placed = {one.uid: one for one in _at_a_free_place(gone, own, records)}
    held = tuple(placed[one.uid] for one in history.held)
    talks = (*own, *placed.values())
    return Programme(
        site=records.site,
        series=_series(records, tuple(placed.values())),
        talks=tuple(sorted(talks, key=in_order)) if known or placed else own,
        now=now,
        history=history.revisions,
        stamps=stamps,
        vanished=tuple(placed[one.uid] for one in history.vanished),
        held=held,
        planned=records.planned,
        pictures=_pictures(records, talks),
        pretended=pretended,
    )


def _with_guests(programme: Programme, records: Records) -> Programme:
    """Return the programme with the talks of others that are not in it already.

    One that is there no more is not shown once it would have been over.
    """
    known = {talk.uid for talk in programme.talks}
    found = {
        one.talk.uid: one
        for one in records.guests.followed
        if one.talk.uid not in known
        and not (one.gone and access.is_over(one.talk, programme.now))
    }
    if not found:
        return programme
    new = [one.talk for one in found.values()]
    talks = (*programme.talks, *_at_a_free_place(new, programme.talks, records))
    series = {one.key: one for one in (*records.guests.series, *programme.series)}
    revisions = {uid: one.revision for uid, one in found.items()}
    return replace(
        programme,
        series=tuple(series[key] for key in sorted(series)),
        talks=tuple(sorted(talks, key=in_order)),
        history={**revisions, **programme.history},
    )


def _with_a_way_out(talk: Talk, records: Records) -> Talk:
    """Return a talk without a record with the present settings of mail.

    The ledger keeps none of them: some are secrets, and servers move.
    """
    mail = records.mail_of(talk.series.key)
    return replace(talk, series=replace(talk.series, mail=mail))


def _at_a_free_place(
    gone: Sequence[Talk], talks: Sequence[Talk], records: Records
) -> Iterator[Talk]:
    """Yield talks without a record, without pictures that are gone too.

    Where another talk has taken the place of its page, as with an edited `uid:`, it
    gets one beside it.
    """
    taken = {(talk.series.slug, talk.slug) for talk in talks}
    for talk in gone:
        slug, number = talk.slug, 2
        while (talk.series.slug, slug) in taken:
            slug, number = f"{talk.slug}-{number}", number + 1
        taken.add((talk.series.slug, slug))
        speakers = tuple(
            one if _is_there(one.photo, records) else replace(one, photo=None)
            for one in talk.speakers
        )
        yield replace(_with_a_way_out(talk, records), slug=slug, speakers=speakers)


def _is_there(photo: str | None, records: Records) -> bool:
    if photo is None or is_elsewhere(photo):
        return True
    return (records.folder / "talks" / photo).is_file()


def _series(records: Records, gone: Sequence[Talk]) -> tuple[Series, ...]:
    """Return the series, with those of which no record is left but known talks."""
    found = {one.series.key: one.series for one in gone}
    found |= {one.key: one for one in records.series}
    return tuple(found[key] for key in sorted(found))


def _pictures(records: Records, talks: Sequence[Talk]) -> frozenset[str]:
    """Return the pictures that the records name in the talks folder."""
    photos = (speaker.photo for talk in talks for speaker in talk.speakers)
    named = {records.site.theme.logo, *photos}
    return frozenset(name for name in named if name and not is_elsewhere(name))
