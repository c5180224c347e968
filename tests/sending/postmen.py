# ruff: noqa: ARG002 - the interpreter calls a trace with these
"""Many senders at once, and senders that are killed at any step.

Run as a program, so that children are forked from a process without threads:
``python -m tests.sending.postmen JOB PROJECT URL COUNT``. In the address of the ledger
``{n}`` stands for the number of a child. Prints how each one ended.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

from announcer import sending
from announcer.formats import mail
from announcer.ledger import open_ledger
from announcer.mailbox import Mailbox
from announcer.record import Records, read_site
from announcer.sending import Means, posting
from announcer.survey import survey
from announcer.talk import Series
from announcer.templating import Templates
from tests.ledger.crowd import at_once, ending, fork, warm_up
from tests.sending.office import FIRST, MONDAY

SENT, NOTHING = 0, 1
COUNTERS = (10_000, 10_001)  # children that die of nothing and count the steps
# Every line of these is a step at which a process may die.
_ROOMS = ("announcer/sending/", "announcer/ledger/", "announcer/delivery/")
_LIBRARIES = ("smtplib.py", "sqlalchemy/engine/default.py", "announcer/survey.py")


def list_of(number: int) -> str:
    """Return the mailing list of a child's own seminar."""
    return f"list{number}@example.edu"


def lists_of(number: int, series: Series) -> list[str]:
    """Return as many lists as the series had, the first by the child's number."""
    further = range(1, len(series.mailing_lists))
    return [list_of(number), *(f"{place}.{list_of(number)}" for place in further)]


def records_for(records: Records, number: int) -> Records:
    """Return the records of a seminar with a list of its own."""
    series = [
        replace(one, mailing_lists=tuple(map(Mailbox, lists_of(number, one))))
        for one in records.series
    ]
    keys = {one.key: one for one in series}
    talks = [replace(talk, series=keys[talk.series.key]) for talk in records.talks]
    return replace(records, series=tuple(series), talks=tuple(talks))


def means_for(folder: Path) -> Means:
    """Return the means of a run that waits for nothing."""
    return Means(
        folder=folder,
        secret=lambda _: None,
        clock=lambda: MONDAY,
        sleep=lambda _: None,
        delays=(),
    )


def send(records: Records, url: str, folder: Path, templates: Templates) -> int:
    """Send what is due, as ``announcer send --yes`` does."""
    with open_ledger(url, folder) as ledger:
        report = sending.run(records, ledger, templates, means_for(folder), **FIRST)
    return SENT if report.outcomes else NOTHING


class Steps:
    """Count the steps of a process, from a function on, and kill it at one of them."""

    def __init__(self, since: str, point: int) -> None:
        self.since, self.point = since, point
        self.passed, self.on = 0, not since

    def call(self, frame: FrameType, event: str, value: Any) -> Any:
        name = frame.f_code.co_filename
        if not self.on and frame.f_code.co_name == self.since:
            self.on = name.endswith("sending/posting.py")
        counts = any(room in name for room in _ROOMS) or name.endswith(_LIBRARIES)
        return self.step if counts else None

    def step(self, frame: FrameType, event: str, value: Any) -> Any:
        if self.on and event == "line":
            self.passed += 1
            if self.passed == self.point:
                os.kill(os.getpid(), signal.SIGKILL)
        return self.step


def dying(work: Callable[[], int], since: str, point: int) -> int:
    """Do the work until the point where the process is killed."""
    steps = Steps(since, point)
    sys.settrace(steps.call)
    try:
        return work()
    finally:
        sys.settrace(None)
        if point == 0:
            Path(os.environ["STEPS"]).write_text(str(steps.passed), encoding="ascii")


def killed(
    records: Records, url: str, folder: Path, templates: Templates, count: int
) -> list[int]:
    """Kill senders at points all along a run, most of them while it posts."""
    endings: list[int] = []
    for counter, since, share in zip(COUNTERS, ("", "post"), (0.3, 0.7), strict=True):
        points = round(count * share)
        ending(_dying(records, url, folder, templates, counter, since, 0))
        total = int(Path(os.environ["STEPS"]).read_text(encoding="ascii"))
        for place in range(points):
            point = 1 + place * total // points
            number = len(endings)
            child = _dying(records, url, folder, templates, number, since, point)
            endings.append(ending(child))
    return endings


def _dying(  # noqa: PLR0917 - a helper of one test
    records: Records,
    url: str,
    folder: Path,
    templates: Templates,
    number: int,
    since: str,
    point: int,
) -> int:
    own = records_for(records, number)
    work = partial(send, own, url.replace("{n}", str(number)), folder, templates)
    return fork(partial(dying, work, since, point))


def crowd(
    records: Records, url: str, folder: Path, templates: Templates, count: int
) -> list[int]:
    """Start that many runs at once."""

    def job(url: str, number: int) -> int:
        return send(records, url, folder, templates)

    return at_once(job, url, count)


def lockless(
    records: Records, url: str, folder: Path, templates: Templates, count: int
) -> list[int]:
    """Post one written message from that many processes, each with its own lock."""
    with open_ledger(url, folder) as ledger:
        seen = survey(records, ledger, MONDAY, remember=True)
    programme = seen.programme
    messages = [mail.message(one, programme, templates) for one in seen.plan.due]

    def job(url: str, number: int) -> int:
        posting.LOCK = f"send {number}"
        with open_ledger(url, folder) as ledger:
            outcomes = sending.post(messages, programme.site, ledger, means_for(folder))
        return SENT if outcomes[0].fate is not None else NOTHING

    return at_once(job, url, count)


JOBS = {job.__name__: job for job in (killed, crowd, lockless)}


def main() -> None:
    job, project, url, count = sys.argv[1:]
    folder, templates = Path(project), Templates()
    records = read_site(folder)
    warm_up(url)
    with open_ledger("sqlite:///warm.db", folder) as ledger:  # import it all, once
        seen = survey(records, ledger, MONDAY)
        for letter in seen.plan.due:
            mail.message(letter, seen.programme, templates)
    endings = JOBS[job](records, url, folder, templates, int(count))
    sys.stdout.write(json.dumps(endings))


if __name__ == "__main__":
    main()
