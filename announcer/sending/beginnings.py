"""A ledger that may know less than one before it: lost, or an older copy put back.

Whoever lost a ledger would tell everything again. So where anything speaks for an
earlier memory, what should have gone out long ago waits for a person's word. A ledger
that lacks the last message from here is a copy from before it: who put it back would
repeat what went out since, whatever is due.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from announcer import disk
from announcer.access import is_over
from announcer.errors import LedgerError
from announcer.ledger import Ledger, tells_of_anybody
from announcer.letter import Letter
from announcer.talk import Programme, Talk

# In the project's private folder: the ledger that told somebody, and its last message.
_TOLD = "told-by"
_OVERDUE = timedelta(days=1)


class Earlier(NamedTuple):
    """What speaks for a memory that knows more than a ledger.

    That ledger is an older copy of it, or has told nobody yet.
    """

    said: str
    is_copy: bool = False


_COPY = Earlier("the last message that went out from here is not in it", is_copy=True)


def earlier_memory(
    letters: Iterable[Letter], programme: Programme, ledger: Ledger, folder: Path
) -> Earlier | None:
    """Return what speaks for a memory before this ledger's; None where nothing does.

    Asked of a ledger that is an older copy, and where it told nobody of letters that
    are overdue.
    """
    asked = tuple(letters)
    if asked and _is_copy(ledger, folder):
        return _COPY
    is_late = any(one.due < programme.now - _OVERDUE for one in asked)
    if not is_late or ledger.ever_told():
        return None
    said = _another(folder) or _exported(folder) or _past(programme)
    return Earlier(said) if said else None


@contextmanager
def noted(ledger: Ledger, folder: Path, *, anew: bool = False) -> Iterator[None]:
    """Note beside a ledger that it tells people, should it be lost or renamed.

    Before and after, for it may be lost in between. A ledger that got nothing out has
    told nobody, and leaves no note. What an older copy lacks stays noted, unless a
    person begins ``anew``.
    """
    if not anew and _is_copy(ledger, folder):
        yield
        return
    is_first = _another(folder) == ""
    _note(ledger, folder)
    try:
        yield
    finally:
        if is_first and _tells_nobody(ledger):
            with suppress(OSError):
                (folder / disk.PRIVATE / _TOLD).unlink(missing_ok=True)
        else:
            _note(ledger, folder)


def _tells_nobody(ledger: Ledger) -> bool:
    try:
        return not ledger.ever_told()
    except LedgerError:  # it may be gone by now, with all that it knew
        return False


def _note(ledger: Ledger, folder: Path) -> None:
    note = folder / disk.PRIVATE / _TOLD
    lines = [ledger.place]
    with suppress(LedgerError):  # it may be gone by now
        name, number = ledger.last_told() or ("", 0)
        lines += [name, str(number)]
    text = "".join(f"{line}\n" for line in lines).encode()
    with suppress(OSError):  # what was sent counts; a folder may be for reading only
        if disk.read(note) != text:
            disk.make_private(note.parent)
            note.unlink(missing_ok=True)
            disk.write_new(note, text, private=True)


def _told_by(folder: Path) -> list[str]:
    """Return the lines of the note: ledger, last message, its number.

    Of an earlier release there is only the first.
    """
    note = disk.read(folder / disk.PRIVATE / _TOLD) or b""
    return note.decode("utf-8", "replace").splitlines()


def _is_copy(ledger: Ledger, folder: Path) -> bool:
    """Say whether a ledger lacks the last message that it told from here."""
    match _told_by(folder):
        case [ledger.place, name, number] if name and number.isdecimal():
            return not ledger.holds(name, int(number)) and ledger.ever_told()
    return False


def _another(folder: Path) -> str:
    place = next(iter(_told_by(folder)), "")
    return f"the {place} told people from here before" if place else ""


def _exported(folder: Path) -> str:
    for file in sorted(folder.glob("*.jsonl")):
        if tells_of_anybody(disk.read(file) or b""):
            return f"{file.name} holds what people were told before"
    return ""


def _past(programme: Programme) -> str:
    past = [talk for talk in programme.talks if _was_told(talk, programme.now)]
    if not past:
        return ""
    number = "a talk is" if len(past) == 1 else f"{len(past)} talks are"
    return f"{number} over that its rules told of, and it knows of none"


def _was_told(talk: Talk, now: datetime) -> bool:
    series = talk.series
    return bool(series.tell and series.mailing_lists) and is_over(talk, now)
