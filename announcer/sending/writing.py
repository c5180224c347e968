"""Writing letters before anything is sent, with workers beside this process.

A worker writes some letters from end to end. What it wrote comes back without the
letter, which is here already, and with the events in it, which the ledger notes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from operator import attrgetter
from typing import Any, NamedTuple

from announcer import ical
from announcer.errors import AnnouncerError, own_mistake
from announcer.executing import Executor, Here, slices_of
from announcer.formats import mail
from announcer.formats.mail import Message
from announcer.letter import Letter
from announcer.plan import Blocked
from announcer.survey import Survey
from announcer.talk import Talk
from announcer.templating import Templates

_FEW = 40  # fewer are written before workers have begun
_SLICE = 25
_HERE = Here()
_FIELDS = tuple(Message.__slots__)[1:]  # all but the letter
_told = attrgetter(*_FIELDS)


class _Written(NamedTuple):
    """What became of a letter in a worker: its message, or why there is none."""

    message: Any = None
    why: str = ""
    events: Sequence[ical.Taken | None] = ()


def write(
    letters: Iterable[Letter],
    seen: Survey,
    templates: Templates,
    executor: Executor = _HERE,
) -> tuple[tuple[Message, ...], tuple[Blocked, ...]]:
    """Write each letter by itself; return the messages, and what cannot be written."""
    asked = tuple(letters)
    # with the first one all is loaded that the others need, in workers too
    found = {0: _written(asked[0], seen, templates)} if asked else {}
    found |= _in_workers(asked, seen, templates, executor)
    messages: list[Message] = []
    unwritten: list[Blocked] = []
    for number, letter in enumerate(asked):
        one = found.get(number) or _written(letter, seen, templates)
        if isinstance(one, str):
            unwritten.append(Blocked(letter, one))
        else:
            messages.append(one)
    return tuple(messages), tuple(unwritten)


def _written(letter: Letter, seen: Survey, templates: Templates) -> Message | str:
    """Return the message, or why it cannot be written."""
    try:
        return mail.message(letter, seen.programme, templates)
    except AnnouncerError as error:
        return f"{error} {getattr(error, 'hint', '')}".strip()
    except Exception as error:  # noqa: BLE001 - a cancellation must not wait for it
        return own_mistake(error)


def _in_workers(
    letters: Sequence[Letter], seen: Survey, templates: Templates, executor: Executor
) -> dict[int, Message | str]:
    """Return what workers wrote, by number; nothing where they are of no use."""
    found: dict[int, Message | str] = {}
    if executor.workers < 2 or not executor.is_near or len(letters) < _FEW:
        return found
    keys = [_shared(letter) or number for number, letter in enumerate(letters)]
    slices = [[one for one in each if one] for each in slices_of(keys, _SLICE)]
    job = _job(letters, seen, templates)
    with suppress(AnnouncerError):  # they were ended from outside: the rest is ours
        for number, done in executor.run(
            [*filter(None, slices)], job, templates.ornaments.told
        ):
            letter = letters[number]
            for talk, taken in zip(letter.talks, done.events, strict=False):
                if taken:
                    ical.keep_written(talk, seen.programme, templates, taken)
            found[number] = done.why or Message(letter, *done.message)
    return found


def _shared(letter: Letter) -> str:
    """Return by what letters share work: the biography of whoever speaks."""
    names = (speaker.name for talk in letter.talks[:1] for speaker in talk.speakers)
    return next(names, "")


def _job(
    letters: Sequence[Letter], seen: Survey, templates: Templates
) -> Callable[[int], _Written]:
    def event(talk: Talk) -> ical.Taken | None:
        # one that cannot be written stands in no message, such as in thanks
        with suppress(Exception):
            return ical.written(talk, seen.programme, templates)
        return None

    def job(number: int) -> _Written:
        made = _written(letters[number], seen, templates)
        if isinstance(made, str):
            return _Written(why=made)
        events = tuple(map(event, letters[number].talks))
        return _Written(message=_told(made), events=events)

    return job


def foreseen(
    letters: Iterable[Letter], seen: Survey, templates: Templates
) -> tuple[tuple[Message, ...], tuple[Blocked, ...]]:
    """Write letters as ``run`` would, and of what comes next one for each template.

    Of a kind that cannot be written nobody should hear first when it is due.
    """
    samples: dict[object, Letter] = {}
    for one in seen.plan.upcoming:
        language = one.series.language if one.series else ""
        samples.setdefault((one.kind, language), one)
    messages, unwritten = write(letters, seen, templates)
    _, unwritable = write(samples.values(), seen, templates)
    return messages, (*unwritten, *unwritable)
