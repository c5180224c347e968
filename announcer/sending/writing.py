"""Writing letters before anything is sent, with workers beside this process.

A worker writes some letters from end to end. What it wrote comes back without the
letter, which is here already, and with the events in it, which the ledger notes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import partial
from operator import attrgetter
from typing import Any, NamedTuple

from announcer import ical
from announcer.errors import AnnouncerError, own_mistake
from announcer.executing import Executor, Here, slices_of
from announcer.formats import mail
from announcer.formats.mail import Message
from announcer.letter import NO_WAY, NO_WAY_CURE, Letter, settings
from announcer.plan import Blocked
from announcer.survey import Survey
from announcer.talk import Site, Talk
from announcer.templating import Templates

_FEW = 40  # fewer are written before workers have begun
_SLICE = 25
_HERE = Here()
_FIELDS = tuple(Message.__slots__)[1:]  # all but the letter
_told = attrgetter(*_FIELDS)


class _Written(NamedTuple):
    """A message from a worker, without its letter, and the events of its talks."""

    fields: tuple[Any, ...]
    events: Sequence[ical.Taken | None]


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
    """Return what was written with workers, by number; nothing where none are needed.

    The first letter is not theirs.
    """
    found: dict[int, Message | str] = {}
    if executor.workers < 2 or not executor.is_near or len(letters) < _FEW:
        return found

    def here(number: int) -> Message | str | _Written:
        return _written(letters[number], seen, templates)

    def job(number: int) -> Message | str | _Written:
        made, talks = here(number), letters[number].talks
        if not isinstance(made, Message):
            return made
        return _Written(_told(made), [_event(one, seen, templates) for one in talks])

    keys = [_shared(letter) or number for number, letter in enumerate(letters)]
    slices = [[one for one in each if one] for each in slices_of(keys, _SLICE)]
    work = [each for each in slices if each]
    with suppress(AnnouncerError):  # they were ended from outside: the rest is ours
        for number, done in executor.run(work, job, templates.ornaments.told, here):
            found[number] = _taken(done, letters[number], seen, templates)
    return found


def _taken(
    done: Message | str | _Written, letter: Letter, seen: Survey, templates: Templates
) -> Message | str:
    """Take over what a worker wrote, and with it the events of the letter's talks."""
    if not isinstance(done, _Written):
        return done
    for talk, taken in zip(letter.talks, done.events, strict=True):
        if taken:
            later = partial(_as_it_is, taken)
            ical.keep_written(talk, seen.programme, templates, later)
    return Message(letter, *done.fields)


def _as_it_is(taken: ical.Taken) -> ical.Taken:
    return taken


def _event(talk: Talk, seen: Survey, templates: Templates) -> ical.Taken | None:
    """Return the event of a talk, None where it cannot be written.

    It stands in no message then, such as in thanks.
    """
    with suppress(Exception):
        return ical.written(talk, seen.programme, templates)
    return None


def _shared(letter: Letter) -> str:
    """Return by what letters share work: the biography of whoever speaks."""
    names = (speaker.name for talk in letter.talks[:1] for speaker in talk.speakers)
    return next(names, "")


def without_way(letters: Iterable[Letter], site: Site) -> tuple[Blocked, ...]:
    """Return the letters that cannot leave, because nobody said by which server."""
    return tuple(
        Blocked(one, _NO_WAY) for one in letters if not settings(one, site).via
    )


_NO_WAY = f"{NO_WAY}; {NO_WAY_CURE}"


def foreseen(
    letters: Iterable[Letter], seen: Survey, templates: Templates
) -> tuple[tuple[Message, ...], tuple[Blocked, ...]]:
    """Write letters as ``run`` would, and of what comes next one for each template.

    Of a kind that cannot be written nobody should hear first when it is due. What has
    no way out is written, too, to be looked at.
    """
    letters = tuple(letters)
    stuck = without_way(letters, seen.programme.site)
    samples: dict[object, Letter] = {}
    for one in seen.plan.upcoming:
        language = one.series.language if one.series else ""
        samples.setdefault((one.kind, language), one)
    messages, unwritten = write(letters, seen, templates)
    _, unwritable = write(samples.values(), seen, templates)
    return messages, (*stuck, *unwritten, *unwritable)
