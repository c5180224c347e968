"""Faults planted in the product, one by one, to see that the oracle catches each.

``PLANTED`` names them. Each is a small slip that a reader of the code may well miss;
none changes the oracle. ``worlds_until_caught`` says how many worlds it takes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, timedelta
from typing import Any
from unittest import mock

from announcer import access, when
from announcer.cli import plan as command
from announcer.kinds import Kind
from announcer.ledger import Ledger, claiming, comparing, history, revising
from announcer.ledger.nouns import State, telling_id
from announcer.ledger.schema import tellings
from announcer.plan import beliefs, missed, moments, rounds, talks
from announcer.plan.memory import Memory
from announcer.talk import Gap, Status
from tests.simulation.playing import Failure, play
from tests.simulation.world import Size

Plant = Callable[[], Any]
_LONG = timedelta(days=3650)


def _settle_ignored() -> Any:
    """An update goes out at once, though its series lets records settle."""
    return mock.patch.object(
        talks, "settled", lambda scene, talk, memory: (scene.changed(talk), False)
    )


def _settle_for_ever() -> Any:
    """An update waits for a quiet that never comes."""
    old = talks.settled

    def settled(scene: Any, talk: Any, memory: Any) -> Any:
        due, waits = old(scene, talk, memory)
        return (due + _LONG, True) if talk.series.settle else (due, waits)

    return mock.patch.object(talks, "settled", settled)


def _record_not_belief() -> Any:
    """News is owed until the time in the record, not until the one people know."""
    return mock.patch.object(
        beliefs, "owed_until", lambda talk, memory: moments.begins(talk)
    )


def _doubt_forgotten() -> Any:
    """A message of which nobody knows whether it arrived counts as not sent."""
    old = claiming.settle

    def settle(connection: Any, ends: Any, *rest: Any) -> Any:
        failed = [
            one._replace(state=State.FAILED) if one.state is State.UNKNOWN else one
            for one in ends
        ]
        return old(connection, failed, *rest)

    return mock.patch.object(claiming, "settle", settle)


@contextmanager
def _reminder_repeated() -> Iterator[None]:
    """A reminder is named after the state of the talk and not after its moment."""
    old = talks.write

    def write(scene: Any, talk: Any, kind: Kind, *rest: Any) -> Any:
        letter = old(scene, talk, kind, *rest)
        if kind is Kind.REMINDER:
            letter = replace(letter, revision=f"state {letter.sequence}")
        return letter

    since = Memory.since

    def not_since(self: Memory, moment: Any, kinds: Any) -> bool:
        return since(self, moment, kinds - {Kind.REMINDER, Kind.UPDATE})

    with (
        mock.patch.object(talks, "write", write),
        mock.patch.object(Memory, "since", not_since),
    ):
        yield


def _digest_of_the_old_week() -> Any:
    """The digest of a Saturday is about the week that ends on Sunday."""
    return mock.patch.object(moments, "_PLANNED_AHEAD", 6)


def _absent_is_cancelled() -> Any:
    """A record that is gone means that the talk is off."""
    old = comparing.compare

    def compare(*known: Any) -> Any:
        found, steps = old(*known)
        off = [replace(talk, status=Status.CANCELLED) for talk in found.held]
        return replace(found, held=(), vanished=(*found.vanished, *off)), steps

    return mock.patch.object(history, "compare", compare)


def _sequence_stays() -> Any:
    """A change does not raise the SEQUENCE."""
    old = revising.step_of

    def step_of(row: Any, *rest: Any) -> Any:
        step = old(row, *rest)
        same = row.sequence if row else step.row.sequence
        return replace(step, row=step.row._replace(sequence=same))

    return mock.patch.object(comparing, "step_of", step_of)


@contextmanager
def _no_fence() -> Iterator[None]:
    """Whoever asks for the lock or a claim gets it, whoever else has it."""
    old = claiming.claim

    def claim(connection: Any, wanted: Any, *rest: Any) -> Any:
        for letter, *_ in wanted:
            key = (letter.uid, letter.kind.value, letter.revision, letter.address)
            its_row = tellings.c.id == telling_id(*key)
            connection.execute(tellings.delete().where(its_row))
        return old(connection, wanted, *rest)

    with (
        mock.patch.object(claiming, "claim", claim),
        mock.patch.object(Ledger, "lock", lambda *_: True),
        mock.patch.object(Ledger, "_still_holds", lambda *_: True),
    ):
        yield


def _words_in_utc() -> Any:
    """Today is what it is in Greenwich."""
    old = when.nearness

    def nearness(start: Any, now: Any, **how: Any) -> Any:
        return old(start.astimezone(UTC), now, **how)

    return mock.patch.object(when, "nearness", nearness)


def _rules_in_utc() -> Any:
    """The times of rules are those of Greenwich and not of the series."""
    old = moments.on_clock
    return mock.patch.object(
        moments, "on_clock", lambda day, at, timezone: old(day, at, "UTC")
    )


def _skip_of_empty_slot() -> Any:
    """A slot that nobody has filled yet is said to be none."""
    old = rounds._gaps

    def gaps(scene: Any, one: Any, diary: Any) -> Any:
        days = [one.days[0] + timedelta(days=n) for n in range(7)]
        empty = [
            Gap(series, day)
            for series in one.series
            for day in days
            if day.weekday() == series.weekday and diary.has_slot(series, day)
        ]
        return (*old(scene, one, diary), *empty)

    return mock.patch.object(rounds, "_gaps", gaps)


def _postponed_has_begun() -> Any:
    """Who waits for a postponed talk is owed nothing after its old date."""
    old = beliefs.owed_until

    def owed_until(talk: Any, memory: Any) -> Any:
        return old(talk, memory) or moments.begins(talk)

    return mock.patch.object(beliefs, "owed_until", owed_until)


def _private_link_shown() -> Any:
    """The link for members is shown to everybody."""
    return mock.patch.object(access, "is_shown_link", lambda *_: True)


def _held_in_silence() -> Any:
    """A run does not say what is held."""
    return mock.patch.object(command, "held_talks", lambda *_: ())


def _reminder_hides_news() -> Any:
    """Rules go on while people believe something that is no longer so."""
    old = talks._scheduled

    def scheduled(*known: Any, held: bool) -> Any:
        return old(*known, held=False)

    return mock.patch.object(talks, "_scheduled", scheduled)


def _missed_in_silence() -> Any:
    """A run does not say of what nobody was told in time."""
    return mock.patch.object(missed, "missed", lambda *_, **how: ())


PLANTED: dict[str, Plant] = {
    "settle is ignored": _settle_ignored,
    "settle never ends": _settle_for_ever,
    "the record counts and not the belief": _record_not_belief,
    "a doubt is forgotten": _doubt_forgotten,
    "a reminder is repeated": _reminder_repeated,
    "a digest is of the old week": _digest_of_the_old_week,
    "an absent file is a cancellation": _absent_is_cancelled,
    "SEQUENCE stays": _sequence_stays,
    "there is no fence": _no_fence,
    "today is in Greenwich": _words_in_utc,
    "rules go by Greenwich": _rules_in_utc,
    "an empty slot is skipped": _skip_of_empty_slot,
    "a postponed talk has begun": _postponed_has_begun,
    "a private link is shown": _private_link_shown,
    "what is held is not said": _held_in_silence,
    "a reminder hides news": _reminder_hides_news,
    "what was missed is not said": _missed_in_silence,
}


_SMALL, _MIDDLE = Size(2, 6, 2), Size(4, 14, 2)
# The seed and the size of a short world that catches each. A change of the simulation
# moves them: `python -m tests.simulation --faults --runs 2 --series 4 --days 14`.
QUICK: dict[str, tuple[int, Size]] = {
    "settle is ignored": (3, _SMALL),
    "settle never ends": (3, _SMALL),
    "the record counts and not the belief": (16, _MIDDLE),
    "a doubt is forgotten": (22, _SMALL),
    "a reminder is repeated": (5, _MIDDLE),
    "a digest is of the old week": (18, _MIDDLE),
    "an absent file is a cancellation": (22, _SMALL),
    "SEQUENCE stays": (3, _SMALL),
    "there is no fence": (17, _SMALL),
    "today is in Greenwich": (22, _SMALL),
    "rules go by Greenwich": (3, _SMALL),
    "an empty slot is skipped": (1, _SMALL),
    "a postponed talk has begun": (16, _MIDDLE),
    "a private link is shown": (3, _SMALL),
    "what is held is not said": (22, _SMALL),
    "a reminder hides news": (26, _MIDDLE),
    "what was missed is not said": (2, _MIDDLE),
}


def worlds_until_caught(
    name: str, size: Size, first: int = 1, most: int = 300
) -> tuple[int, str]:
    """Return how many worlds it takes to catch a fault, and what the oracle says.

    0 if it was not caught in the most worlds that were allowed.
    """
    for number in range(most):
        try:
            with PLANTED[name]():
                play(first + number, size)
        except Failure as failure:
            return number + 1, failure.why
    return 0, "not caught"
