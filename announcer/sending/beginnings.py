"""A ledger that has told nobody yet: it may be new, or the one before it was lost.

Whoever lost a ledger would tell everything again. So where anything speaks for an
earlier memory, what should have gone out long ago waits for a person's word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path

from announcer import disk
from announcer.access import is_over
from announcer.errors import LedgerError
from announcer.ledger import Ledger, tells_of_anybody
from announcer.letter import Letter
from announcer.talk import Programme, Talk

_TOLD = "told-by"  # in the project's private folder: the ledger that told somebody
_OVERDUE = timedelta(days=1)


def earlier_memory(
    letters: Iterable[Letter], programme: Programme, ledger: Ledger, folder: Path
) -> str:
    """Say what speaks for a memory before this ledger's; empty where nothing does.

    Asked of a ledger that told nobody, and of letters that are overdue.
    """
    late = (one for one in letters if one.due < programme.now - _OVERDUE)
    if next(late, None) is None or ledger.ever_told():
        return ""
    return _another(folder) or _exported(folder) or _past(programme)


@contextmanager
def noted(ledger: Ledger, folder: Path) -> Iterator[None]:
    """Note beside a ledger that it tells people, should it be lost or renamed.

    Before and after, for it may be lost in between. A ledger that got nothing out has
    told nobody, and leaves no note.
    """
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
    text = f"{ledger.place}\n".encode()
    with suppress(OSError):  # what was sent counts; a folder may be for reading only
        if disk.read(note) != text:
            disk.make_private(note.parent)
            note.unlink(missing_ok=True)
            disk.write_new(note, text, private=True)


def _another(folder: Path) -> str:
    note = disk.read(folder / disk.PRIVATE / _TOLD)
    if note is None:
        return ""
    return f"the {note.decode('utf-8', 'replace').strip()} told people from here before"


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
