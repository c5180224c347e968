"""Which letters a run takes: those that are due, or those that a person asks for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from announcer import plan as planning
from announcer.errors import AnnouncerError
from announcer.kinds import NEWS, SEVERAL, Kind
from announcer.ledger import Ledger, State
from announcer.letter import Letter
from announcer.mailbox import key
from announcer.plan import Blocked
from announcer.sending.pauses import Held, split
from announcer.survey import Survey
from announcer.talk import Series, Talk

# Which messages a run is about, and which wait.
Chosen = tuple[tuple[Letter, ...], tuple[Held, ...]]
Choice = Callable[[Survey, Ledger], Chosen]
_A_YEAR = timedelta(days=366)


def due(seen: Survey) -> Chosen:
    """Return what may go out now, and what waits after it was refused."""
    return split(seen.plan.due, seen.told, seen.programme.now)


def by_hand(
    talk: Talk, kind: Kind | None, seen: Survey, ledger: Ledger, *, again: bool = False
) -> tuple[Letter, ...]:
    """Return the letters of one kind about one talk, whatever the rules say.

    With ``again`` also what has gone out; without a kind the last that has. Raises
    AnnouncerError that says why there is none.
    """
    kind = kind or _last(talk, seen, ledger)
    found = _asked(talk, kind, seen, ledger, again=again)
    letters = tuple(one for one in found if isinstance(one, Letter))
    if not letters:
        reasons = "; ".join(one.reason for one in found if isinstance(one, Blocked))
        raise AnnouncerError(f"no {kind} of {talk.source} can go out: {reasons}")
    return letters


def to_be_seen(
    talk: Talk, kind: Kind, seen: Survey, ledger: Ledger
) -> tuple[Letter, ...]:
    """Return the letters that ``by_hand`` would, or what keeps them as they would be.

    Raises AnnouncerError for a kind that is not about one talk.
    """
    if kind in SEVERAL:
        raise AnnouncerError(
            f"a {kind} is about several talks: name its series, as in "
            f"`announcer send SERIES --kind {kind}`"
        )
    found = _asked(talk, kind, seen, ledger)
    letters = tuple(one for one in found if isinstance(one, Letter))
    return letters or tuple(one.letter for one in found if isinstance(one, Blocked))


def _asked(
    talk: Talk, kind: Kind, seen: Survey, ledger: Ledger, *, again: bool = False
) -> tuple[Letter | Blocked, ...]:
    told = ledger.told([talk.uid], seen.programme.now)
    due = () if again else seen.plan.due
    return planning.asked(kind, talk, seen.programme, told, due, again=again)


def _last(talk: Talk, seen: Survey, ledger: Ledger) -> Kind:
    """Return the kind of the last announcement or news of a talk that went out."""
    told = ledger.told([talk.uid], seen.programme.now).get(talk.uid, ())
    kinds = NEWS | {Kind.ANNOUNCEMENT}
    sent = [one.kind for one in told if one.state is State.SENT and one.kind in kinds]
    if not sent:
        raise AnnouncerError(
            f"nothing about {talk.source} has gone out yet; `announcer send "
            f"{talk.slug} --kind announcement` shows its announcement"
        )
    return sent[-1]


def of_series(series: Series, kind: Kind, seen: Survey) -> tuple[Letter, ...]:
    """Return the digest or programme of a series that is due or comes next.

    It is the one that its rule would send, so that nobody gets it twice. Raises
    AnnouncerError where there is none.
    """
    plan = planning.plan(
        seen.programme,
        seen.told,
        moved=seen.history.moved,
        renamed=seen.history.renamed,
        ahead=_A_YEAR,
    )
    lists = {key(to.address) for to in series.mailing_lists}
    found: dict[str, Letter] = {}
    for one in (*plan.due, *plan.upcoming):
        if one.kind is kind and one.to and key(one.address) in lists:
            now = min(one.due, seen.programme.now)
            by_hand = replace(one, due=now, reason=f"{one.reason}; asked for by hand")
            found.setdefault(key(one.address), by_hand)
    if found:
        return tuple(found.values())
    raise AnnouncerError(
        f"no {kind} of {series.name} can go out: it has gone out already, there is "
        f"nothing to tell, or `tell:` has no rule for a {kind}"
    )
