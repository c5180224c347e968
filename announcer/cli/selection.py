"""What the options of ``send`` ask for, found among what is due."""

from __future__ import annotations

from collections.abc import Callable

from announcer import finding, sending
from announcer.classes import dataclass
from announcer.cli.project import series_key
from announcer.errors import AnnouncerError
from announcer.kinds import SEVERAL, Kind
from announcer.lazy import pattern
from announcer.ledger import Ledger
from announcer.letter import Letter, needs_approval
from announcer.sending import Awaiting, Choice, Held
from announcer.survey import Survey
from announcer.talk import Talk

_CODE = pattern(r"[0-9a-f]{12}")
NONE_WAITS = "nothing waits for approval under {!r}; `announcer plan` lists what does"


@dataclass(frozen=True)
class Selection:
    """What the options of ``send`` ask for."""

    talk: str | None
    kind: Kind | None
    limit: int | None
    quiet: bool
    first: bool
    again: bool
    approve: str | None = None


def is_meant(one: Awaiting, meant: str) -> bool:
    """Say whether a draft is named by its code, or else by its talk."""
    return one.code == meant if _CODE.fullmatch(meant) else True


def choose(
    seen: Survey, ledger: Ledger, wanted: Selection
) -> tuple[tuple[Letter, ...], tuple[Held, ...]]:
    """Return what is due and wanted, and what waits after a refusal."""
    if wanted.kind in SEVERAL and wanted.talk is not None:
        return _round(seen, wanted.talk, wanted.kind), ()
    if wanted.approve is not None:
        return _drafts(seen, ledger, wanted.approve), ()
    talk = _talk(seen, wanted.talk)
    if talk is not None and (wanted.kind is not None or wanted.again):
        by_hand = sending.by_hand(talk, wanted.kind, seen, ledger, again=wanted.again)
        return by_hand, ()
    free, held = sending.due(seen)
    return (
        tuple(one for one in free if _fits(one, talk, wanted.kind)),
        tuple(one for one in held if _fits(one.letter, talk, wanted.kind)),
    )


def _drafts(seen: Survey, ledger: Ledger, meant: str) -> tuple[Letter, ...]:
    """Return what a person must see: all of it for a code, else about one talk."""
    free, _ = sending.due(seen)
    due = (*free, *sending.drafted_by_hand(seen, ledger))
    talk = None if _CODE.fullmatch(meant) else _talk(seen, meant)
    found = tuple(o for o in due if needs_approval(o) and _fits(o, talk, None))
    if not found:
        raise AnnouncerError(NONE_WAITS.format(meant))
    return found


def _round(seen: Survey, meant: str, kind: Kind) -> tuple[Letter, ...]:
    """Return the digest or programme of the series that is meant."""
    known = {one.key: one for one in seen.programme.series}
    key = series_key(known.values(), meant)
    return sending.of_series(known[key], kind, seen)


def choice(wanted: Selection) -> Choice | None:
    """Return what a run is to choose, or None: all that is due."""
    if wanted.talk is None and wanted.kind is None and wanted.approve is None:
        return None
    return lambda seen, ledger: choose(seen, ledger, wanted)


def _talk(seen: Survey, meant: str | None) -> Talk | None:
    if meant is None:
        return None
    talks = seen.programme.talks
    return finding.find(talks, meant, seen.programme.now, seen.programme.planned)


def _fits(one: Letter, talk: Talk | None, kind: Kind | None) -> bool:
    if kind is not None and one.kind is not kind:
        return False
    return talk is None or any(talk.uid == other.uid for other in one.talks)


def approval(wanted: Selection) -> Callable[[Awaiting], bool] | None:
    """Return what says of a draft whether it is approved now, or None."""
    meant = wanted.approve
    if meant is None:
        return None
    return lambda one: is_meant(one, meant)


def to_try(seen: Survey, ledger: Ledger, wanted: Selection) -> tuple[Letter, ...]:
    """Return what is due and wanted, or else what would be."""
    if wanted.kind in SEVERAL and wanted.talk is not None:
        return _round(seen, wanted.talk, wanted.kind)
    talk = _talk(seen, wanted.talk)
    due = tuple(one for one in seen.plan.due if _fits(one, talk, wanted.kind))
    if talk is None or due:
        return due
    kind = wanted.kind or Kind.ANNOUNCEMENT
    return sending.to_be_seen(talk, kind, seen, ledger)
