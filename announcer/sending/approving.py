"""Letters that a person must see first: held as drafts, released, or given up.

Approval is for one text, to its last byte. It is compared as it was written by the
clock of the moment when it was held: "tomorrow" alone makes no other text of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256

from announcer import plan as planning
from announcer import when
from announcer.access import is_off
from announcer.classes import dataclass
from announcer.errors import AnnouncerError
from announcer.formats import mail
from announcer.formats.mail import Message
from announcer.kinds import SEVERAL
from announcer.ledger import Draft, Ledger, draft_id
from announcer.letter import Letter, needs_approval
from announcer.plan import Blocked
from announcer.survey import Survey
from announcer.templating import Templates

_CODE = 12  # digits of a digest: enough to name a text
_NEWS = timedelta(days=2)  # after this nobody needs to hear what was never approved


@dataclass(frozen=True, slots=True)
class Awaiting(Blocked):
    """A letter that waits for a person; without ``draft`` it is not held yet.

    ``message`` is how it would go out now. ``is_new`` says that it has just been held:
    nobody can have seen it.
    """

    message: Message
    draft: Draft | None = None
    is_new: bool = False

    @property
    def code(self) -> str:
        """Return the name of the text, by which it is approved."""
        return self.draft.digest[:_CODE] if self.draft else ""


Sorted = tuple[tuple[Letter, ...], tuple[Awaiting, ...]]


def sort(
    letters: Iterable[Letter],
    seen: Survey,
    ledger: Ledger,
    templates: Templates,
    *,
    hold: bool = False,
) -> Sorted:
    """Return what may go out, and what waits for a person; ``hold`` notes the drafts.

    What cannot be written may go on: whoever writes it next says why.
    """
    free: list[Letter] = []
    waiting: list[Awaiting] = []
    asked = tuple(letters)
    drafts = ledger.drafts() if any(map(needs_approval, asked)) else {}
    for letter in asked:
        found = None
        if needs_approval(letter):
            try:
                found = _awaiting(letter, drafts, seen, ledger, templates, hold)
            except AnnouncerError:
                found = None
        if found is None:
            free.append(letter)
        else:
            waiting.append(found)
    return tuple(free), tuple(waiting)


def _awaiting(  # noqa: PLR0913, PLR0917 - everything meets here
    letter: Letter,
    drafts: Mapping[str, Draft],
    seen: Survey,
    ledger: Ledger,
    templates: Templates,
    hold: bool,  # noqa: FBT001 - as in ``sort``
) -> Awaiting | None:
    """Return a letter that waits, or None: this very text was approved."""
    now, draft = seen.programme.now, drafts.get(draft_id(letter))
    message = mail.message(letter, seen.programme, templates)
    if draft and draft.digest == _digest(letter, draft.held_at, seen, templates):
        if draft.approved_at:
            return None
        return Awaiting(letter, _wait(draft), message, draft)
    why = _CHANGED if draft else ""
    if not hold:
        return Awaiting(letter, why + _NOT_HELD, message)
    digest = _digest(letter, now, seen, templates)
    held = ledger.hold(letter, message.subject, digest, now)
    return Awaiting(letter, why + _wait(held), message, held, is_new=True)


_CHANGED = "its text has changed since it was held and must be seen again; "
_NOT_HELD = "the next `announcer send --yes` holds it until a person approves it"


def _wait(draft: Draft) -> str:
    code = draft.digest[:_CODE]
    return (
        f"it waits for a person: `announcer send --approve {code}` shows it, and with "
        "--yes it goes out"
    )


def _digest(
    letter: Letter, moment: datetime, seen: Survey, templates: Templates
) -> str:
    """Return the digest of a letter as it is written at a moment."""
    here = when.in_zone(moment, when.zone(seen.programme.site.timezone))
    programme = replace(seen.programme, now=here)
    return sha256(mail.message(letter, programme, templates).content).hexdigest()


def drafted_by_hand(seen: Survey, ledger: Ledger) -> tuple[Letter, ...]:
    """Return the letters that wait and that no rule asks for."""
    due = {draft_id(one) for one in seen.plan.due}
    found = (
        _by_hand(draft, seen, ledger)
        for name, draft in ledger.drafts().items()
        if name not in due
    )
    return tuple(one for one in found if one is not None)


def _by_hand(draft: Draft, seen: Survey, ledger: Ledger) -> Letter | None:
    programme = seen.programme
    talks = (*programme.talks, *programme.vanished)
    talk = next((one for one in talks if one.uid == draft.uid), None)
    if talk is None or draft.kind in SEVERAL:
        return None
    told = ledger.told([talk.uid], programme.now)
    found = planning.asked(draft.kind, talk, programme, told)
    letters = (one for one in found if isinstance(one, Letter))
    return next((one for one in letters if draft_id(one) == draft.id), None)


def given_up(
    wanted: Iterable[Letter], seen: Survey, ledger: Ledger, *, note: bool = False
) -> tuple[tuple[Draft, ...], tuple[Draft, ...]]:
    """Return the drafts that came too late, and those that nobody needs any more.

    Of the latter the ledger shall ``note`` it, so that it is said once.
    """
    now = seen.programme.now
    stuck = (one.letter for one in seen.plan.blocked)
    names = {draft_id(one) for one in (*wanted, *stuck)}
    programme = seen.programme
    # of a talk whose record is gone or cannot be read nothing is said
    known = {one.uid for one in (*programme.talks, *programme.vanished)}
    known -= {one.uid for one in programme.held}
    off = {one.uid for one in programme.talks if is_off(one)}
    late: list[Draft] = []
    needless: list[Draft] = []
    for name, draft in ledger.drafts().items():
        if name in names or (draft.kind not in SEVERAL and draft.uid not in known):
            continue
        if draft.until is None or draft.until > now or draft.uid in off:
            needless.append(draft)
        elif now < when.later(draft.until, _NEWS):
            late.append(draft)
    if note:
        for draft in needless:
            ledger.withdraw(draft, now)
    return tuple(late), tuple(needless)
