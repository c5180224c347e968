"""What people know already, or need not hear: noted as told, and not sent."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date

from announcer import plan as planning
from announcer.errors import LedgerError
from announcer.kinds import SEVERAL
from announcer.ledger import Ledger
from announcer.letter import Letter
from announcer.plan import Scene
from announcer.record import Records
from announcer.sending.beginnings import noted
from announcer.sending.posting import LOCK, LOCKED, Means
from announcer.survey import Survey, survey
from announcer.talk import Talk

Choose = Callable[[tuple[Talk, ...]], Collection[Talk]]


def note_known(
    records: Records,
    ledger: Ledger,
    means: Means,
    choose: Choose,
    before: date | None = None,
) -> tuple[Letter, ...] | None:
    """Note the present facts of talks as known; return what was noted.

    With them goes all that is due about them, and with ``before`` every digest and
    programme of days that begin before that date. None where a run is sending just now.
    """
    if not ledger.writable:
        raise LedgerError(f"{ledger.notice} Nothing was noted.".strip())
    now = means.clock()
    with ledger.alone(LOCK, now, LOCKED) as is_alone:
        if not is_alone:
            return None
        seen = survey(records, ledger, now, remember=True)
        talks = choose(seen.programme.talks)
        uids = {talk.uid for talk in talks}
        scene = Scene(
            programme=seen.programme,
            told=ledger.told(uids, now) if uids else {},
            moved=seen.history.moved,
            successors={},
        )
        due = seen.plan.due
        letters = [
            *(one for talk in talks for one in planning.known(talk, scene, due)),
            *(one for one in due if _is_covered(one, uids, before)),
        ]
        with noted(ledger, means.folder):
            found = tuple(one for one in letters if ledger.note_known(one, now))
            # also where no list is told: what people know is public
            ledger.publish(dict.fromkeys(uids.difference(_lost(seen))))
        return found


def _lost(seen: Survey) -> set[str]:
    """Return the talks without a record: of them people know what was public."""
    programme = seen.programme
    return {talk.uid for talk in (*programme.held, *programme.vanished)}


def _is_covered(letter: Letter, uids: Collection[str], before: date | None) -> bool:
    """Say whether a message about several talks tells of none but these."""
    if letter.kind not in SEVERAL:
        return False
    if before and letter.span and letter.span[0] < before:
        return True
    return bool(letter.talks) and all(talk.uid in uids for talk in letter.talks)
