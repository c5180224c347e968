"""Making everything: records and memory to outputs, and outputs to a folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from announcer import formats
from announcer import plan as planning
from announcer.delivery import files
from announcer.errors import AnnouncerError
from announcer.formats import mail
from announcer.ledger import History, Ledger
from announcer.output import Draft, Output, finished
from announcer.record import Records
from announcer.survey import Survey, survey
from announcer.templating import Templates

# Two builds at once: the later one sees what the earlier one stored, and starts again.
_ATTEMPTS = 5

Watch = Callable[[Iterable[Output]], Iterable[Output]]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: to the folder, and to the memory."""

    written: files.Written
    history: History


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
    watch: Watch = iter,
) -> Built:
    """Render every format and make the folder hold exactly that.

    The revisions are stored when everything has been rendered and before anything is
    replaced: a failed build raises no SEQUENCE, and no published SEQUENCE is forgotten.
    ``pretended`` says that ``now`` is not the time; ``watch`` sees every output pass.
    Raises what rendering and writing raise.
    """
    for _ in range(_ATTEMPTS):
        seen = survey(records, ledger, now, pretended=pretended, in_full=True)
        outputs = _outputs(seen, records, ledger, templates)
        try:
            written = files.write(watch(outputs), folder)
        except _OvertakenError:
            continue
        return Built(written, seen.history)
    raise AnnouncerError("other builds of these talks are running; try again later")


def drafts(seen: Survey, templates: Templates) -> Iterator[Draft]:
    """Yield every file that a build makes: the published ones, then the mails to see.

    The survey must be one ``in_full``, for there is a mail about every talk.
    """
    programme, plan = seen.programme, seen.plan
    yield from formats.drafts(programme, templates)
    about = planning.of_every_talk(programme, seen.told, plan.due)
    yield from mail.drafts(about, (*plan.due, *plan.upcoming), programme, templates)


def _outputs(
    seen: Survey, records: Records, ledger: Ledger, templates: Templates
) -> Iterator[Output]:
    programme = seen.programme
    yield from finished(drafts(seen, templates))
    stored = ledger.remember(records.talks, programme.now, records.series)
    if stored.revisions != programme.history:
        raise _OvertakenError
