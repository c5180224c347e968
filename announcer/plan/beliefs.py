"""What people believe of a talk, what of it is no longer so, and until when to say so.

What counts is what an audience was told, not what the record says now: who believes a
time that is still to come is owed the truth before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from announcer import access, markup
from announcer.access import Channel
from announcer.facts import Change, Facts, changes, facts_of, keeps_its_hour
from announcer.kinds import ALONE, Kind
from announcer.ledger import Telling
from announcer.plan import moments, reasons
from announcer.plan.memory import Memory
from announcer.talk import OFF, LinkAccess, Status, Talk

# Of a talk that was only listed among others, these are news before it is announced:
# in a digest everything that decides where to go and when, in a term's programme when.
_DATES = frozenset({"start", "all_day", "status"})
_YEARS = 2  # no talk is put off for longer
_LATELY = timedelta(days=2)
URGENT = _DATES | {"timezone", "location", "link", "registration"}


def untold(
    talk: Talk, memory: Memory, channel: Channel
) -> tuple[Telling, tuple[Change, ...]] | None:
    """Return what people believe that is no longer so, and who told them.

    ``channel`` says which links they may be shown.
    """
    for told, facts in memory.facts:
        changed = tuple(news(facts, talk, channel))
        fields = {change.field for change in changed}
        if fields & _matters(talk, memory, fields):
            return told, changed
    return None


def _matters(talk: Talk, memory: Memory, fields: set[str]) -> frozenset[str]:
    listed = memory.ever(Kind.DIGEST)
    if memory.ever(*ALONE) or (listed and not moments.is_scheduled(talk)):
        return frozenset(fields)
    return URGENT if listed else _DATES


def news(told: Facts, talk: Talk, channel: Channel) -> Iterator[Change]:
    """Yield the changes that readers of a channel can tell apart."""
    changed = changes(*_as_shown(told, talk, channel))
    by_field = {change.field: change for change in changed}
    by_field.pop("link_access", None)  # that is told as the link itself
    for field in ("start", "end"):
        if _moves_no_clock(by_field, field) and not _is_followed(told, talk):
            del by_field[field]
    title = by_field.get("title")
    if title and _read(title.old) == _read(title.new):
        del by_field["title"]
    yield from by_field.values()


def _as_shown(told: Facts, talk: Talk, channel: Channel) -> tuple[Facts, Facts]:
    """Return told and present facts without links that these readers do not see."""
    present = facts_of(talk)
    shown = access.is_shown_link(talk.link_access, channel)
    # an earlier release wrote down the link whoever was shown it
    never = told.link_access is None and not shown
    if never or told.link_access == LinkAccess.REGISTRATION:
        told = replace(told, link=None)
    if not shown and told.link is None:
        present = replace(present, link=None)
    return told, present


def _moves_no_clock(by_field: Mapping[str, Change], field: str) -> bool:
    """Say whether new rules of one zone alone moved a time, and no clock in it."""
    if field not in by_field or "timezone" in by_field:
        return False
    return keeps_its_hour(by_field[field])


def _is_followed(told: Facts, talk: Talk) -> bool:
    """Say whether people follow from other zones, where the hour is another one."""
    return access.may_be_elsewhere(talk) or bool(told.link)


def _read(title: object) -> str:
    return " ".join(markup.inline(title).text.split()) if isinstance(title, str) else ""


# Until when


def owed_until(talk: Talk, memory: Memory) -> datetime | None:
    """Return until when news is owed: the true times or the told ones, if later.

    None is for ever: who knows a talk as postponed waits for it, whatever its old date.
    """
    ends = [_until(facts_of(talk))]
    for _, facts in memory.facts:
        if facts.status == Status.POSTPONED:
            return None
        if facts.status != Status.CANCELLED:
            ends.append(_until(facts))
    return max(ends)


def is_owed(talk: Talk, memory: Memory, now: datetime) -> bool:
    """Say whether people can still be told better."""
    until = owed_until(talk, memory)
    return until is None or until > now


def slip(talk: Talk, memory: Memory, now: datetime) -> str:
    """Say what is odd where a told talk would now have been earlier, or be years later.

    That is rarely so, and a slip of the year more often; empty for other talks.
    """
    present = facts_of(talk)
    if moments.day_of(talk) >= moments.today(talk.series, now):
        return _far_away(present, memory)
    told = [f for _, f in memory.facts if _waits_elsewhere(f, present, now)]
    if not told or _until(present) > now:
        return ""
    was = "that it is postponed"
    if told[0].status != Status.POSTPONED:
        was = reasons.dated(told[0].starts.date())
    return _odd(was, talk.start.date(), "which is past")


def taken_back(talk: Talk, memory: Memory, channel: Channel) -> Telling | None:
    """Return what took back, soon after it was told, what the record says anew.

    And before that it was told and taken back as well: two machines with different
    records would tell people one thing and the other for ever. Who changes his mind,
    and changes it once more, is told of each time.
    """
    said: list[tuple[Telling, Facts]] = []
    for one in memory.told:
        facts = one.facts
        if facts and (not said or said[-1][1] != facts):
            said.append((one, facts))
    turns = [facts for _, facts in said[-4:]]
    if len(turns) < 4 or turns[:2] != turns[2:]:
        return None
    (first, _), (_, anew), (last, _) = said[-3:]
    is_soon = last.claimed_at - first.claimed_at <= _LATELY
    return last if is_soon and not any(news(anew, talk, channel)) else None


def _odd(was: str, day: date, how: str) -> str:
    return (
        f"people were told {was}, the record says {reasons.dated(day)}, {how}. "
        "Mend its `date`; if that is right, tell its readers yourself and then "
        "`announcer told`"
    )


def _far_away(present: Facts, memory: Memory) -> str:
    """Say what is odd where a talk moves by years, as by a slip of a digit."""
    if present.status in OFF:
        return ""
    day = present.starts.date()
    for _, told in memory.facts:
        was = told.starts.date()
        years = day.year - was.year
        same_day = (day.month, day.day) == (was.month, was.day)
        if years > _YEARS or (years > 0 and same_day):
            return _odd(reasons.dated(was), day, "which is years away")
    return ""


def _waits_elsewhere(told: Facts, present: Facts, now: datetime) -> bool:
    """Say whether people wait for another day than that of the record."""
    if told.status == Status.POSTPONED:
        return present.status not in OFF
    if told.status == Status.CANCELLED or _until(told) <= now:
        return False
    return told.starts.date() != present.starts.date()


def _until(facts: Facts) -> datetime:
    return moments.belief_ends(facts.starts, facts.ends, all_day=facts.all_day)
