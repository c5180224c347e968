"""Making everything: records and memory to outputs, and outputs to a folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from announcer import disk, formats, ical
from announcer import plan as planning
from announcer.delivery import files
from announcer.errors import AnnouncerError, Problem
from announcer.formats import mail
from announcer.ledger import History, Ledger
from announcer.output import Draft, Output, finished
from announcer.record import Records
from announcer.survey import Survey, survey
from announcer.talk import Programme
from announcer.templating import Templates

# Two builds at once: the later one sees what the earlier one stored, and starts again.
_ATTEMPTS = 5
_MAILS = "mail"  # what is written to people is for who sends it

_SOURCES = ("talks", "templates", disk.PRIVATE)

Watch = Callable[[Iterable[Output]], Iterable[Output]]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: to the folder, and to the memory; and what it showed.

    ``left_out`` are ornaments that could not be made, and gave way.
    """

    written: files.Written
    history: History
    programme: Programme
    left_out: tuple[Problem, ...] = ()


class _OvertakenError(Exception):
    """Another build has stored other revisions than ours were rendered with."""


def build(  # noqa: PLR0913 - everything meets here
    records: Records,
    ledger: Ledger,
    templates: Templates,
    *,
    folder: Path,
    now: datetime,
    pretended: bool = False,
    force: bool = False,
    public: bool = False,
    watch: Watch = iter,
) -> Built:
    """Render every format and make the folder hold exactly that.

    The revisions are stored when everything has been rendered and before anything is
    replaced: a failed build raises no SEQUENCE, and no published SEQUENCE is forgotten.
    ``pretended`` says that ``now`` is not the time; ``force`` lets files be replaced
    that announcer did not write; ``public`` says that people will see what is built,
    where nothing else tells the ledger; ``watch`` sees every output pass. Raises
    AnnouncerError for a folder that holds other things, and what rendering and writing
    raise. What only adorns raises nothing: it gives way and is told (Ornaments).
    """
    _refuse(folder, records.folder)
    for _ in range(_ATTEMPTS):
        seen = survey(records, ledger, now, pretended=pretended, in_full=True)
        outputs = _outputs(seen, records, ledger, templates)
        try:
            written = files.write(watch(outputs), folder, private=_MAILS, force=force)
        except _OvertakenError:
            continue
        if public and ledger.writable:
            history = seen.history.revisions
            ledger.publish({uid: known.sequence for uid, known in history.items()})
        left_out = tuple(templates.ornaments.told.values())
        return Built(written, seen.history, seen.programme, left_out)
    raise AnnouncerError("other builds of these talks are running; try again later")


def drafts(seen: Survey, templates: Templates) -> Iterator[Draft]:
    """Yield every file that a build makes: the published ones, then the mails to see.

    The survey must be one ``in_full``, for there is a mail about every talk.
    """
    programme, plan = seen.programme, seen.plan
    yield from formats.drafts(programme, templates)
    about = planning.of_every_talk(programme, seen.told, plan.due)
    yield from mail.drafts(about, (*plan.due, *plan.upcoming), programme, templates)


def _refuse(folder: Path, project: Path) -> None:
    """Refuse to build over records, a whole project or somebody's home."""
    place, top = folder.resolve(), project.resolve()
    whole = [top]
    with suppress(RuntimeError):  # a user without a home
        whole.append(Path.home().resolve())
    if any(place in (each, *each.parents) for each in whole):
        what = "holds more than what announcer makes"
    elif any(top / name in (place, *place.parents) for name in _SOURCES):
        what = "is where the project's own files are"
    else:
        return
    raise AnnouncerError(
        f"{folder} {what}, and nothing was built\n"
        "  Name a folder of its own, such as --out build."
    )


def _outputs(
    seen: Survey, records: Records, ledger: Ledger, templates: Templates
) -> Iterator[Output]:
    programme = seen.programme
    yield from finished(drafts(seen, templates))
    now, known = programme.now, records.prints
    stored = ledger.remember(records.talks, now, records.series, prints=known)
    if stored.revisions != programme.history:
        raise _OvertakenError
    stamps = {one.uid: ical.stamp(one, programme, templates) for one in programme.talks}
    if ledger.writable and not ledger.stamp(stamps, programme.stamps):
        raise _OvertakenError
