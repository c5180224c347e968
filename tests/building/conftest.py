"""A project of every kind of thing, and builds of it at any time."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from announcer import when
from announcer.building import Built, build
from announcer.building.together import Watch
from announcer.cli.project import Project
from announcer.executing import Executor
from announcer.output import Source
from announcer.survey import survey

START = datetime(2021, 3, 1, 9, 0)  # noqa: DTZ001 - on the clocks of the site
SITE = """\
title: Talks
url: https://example.edu/talks
timezone: Europe/Berlin
id: example.edu
mail: {from: Talks <talks@example.edu>}
terms:
  - {name: Spring, start: 2021-01-25, end: 2021-05-14}
"""
SERIES = {
    "algebra": "name: Algebra\nmailing_list: algebra@example.edu\n"
    "tell: [announcement: 7 days before at 09:00]\n",
    "logic": "name: Logic\ndescription: On proofs.\n",
}
TALKS = {
    "algebra/2021-02-25-noether.yaml": "title: Rings\nspeaker: Emmy Noether\n"
    "date: 2021-02-25\n"
    "time: '14:00'\ntopics: [rings]\nvideo: https://example.edu/v\n",
    "algebra/2021-03-01-artin.yaml": "title: Braids\nspeaker: Emil Artin (Hamburg)\n"
    "date: 2021-03-01\n"
    "time: '14:00'\ntopics: [braids, rings]\nlink: https://example.edu/z\n",
    "algebra/2021-03-04-lie.yaml": "title: Groups\nspeakers:\n  - name: Sophus Lie\n"
    "    photo: lie.png\ndate: 2021-03-04\n"
    "time: '14:00'\nabstract: On *groups*.\n",
    "algebra/2021-03-04-cartan.yaml": "title: Forms\nspeaker: Elie Cartan\n"
    "date: 2021-03-04\n"
    "time: '16:00'\nlanguage: fr\n",
    "logic/2021-05-20-goedel.yaml": "title: Truth\nspeaker: Kurt Goedel\n"
    "date: 2021-05-20\n"
    "time: '10:00'\n",
}


def picture(colour: str) -> bytes:
    """Return a small photo."""
    content = BytesIO()
    Image.new("RGB", (30, 40), colour).save(content, "PNG")
    return content.getvalue()


@dataclass
class House:
    """A project and the folder that it is built into."""

    folder: Path
    now: datetime = START

    @property
    def out(self) -> Path:
        return self.folder / "build"

    def path(self, name: str) -> Path:
        return self.folder / "talks" / name

    def write(self, name: str, text: str) -> None:
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def swap(self, name: str, old: str, new: str) -> None:
        """Put one text for another in a file; nothing where it does not stand."""
        if self.path(name).exists():
            self.write(name, self.path(name).read_text("utf-8").replace(old, new))

    def build(
        self,
        *,
        fresh: bool = False,
        keep: bool = False,
        watch: Watch = iter,
        executor: Executor | None = None,
    ) -> Built:
        """Build as the real clock would, which nobody has set."""
        project = Project(self.folder, None)
        records = project.records(keep=keep)
        with project.ledger(records.site) as ledger:
            return build(
                records,
                ledger,
                project.templates(keeping=True),
                folder=self.out,
                now=when.localize(self.now, when.zone(records.site.timezone)),
                fresh=fresh,
                watch=watch,
                executor=executor,
            )

    def tell(self, *, finish: bool = True) -> None:
        """Note that all that is due has gone out, or that it is on its way."""
        project = Project(self.folder, None)
        records = project.records()
        now = when.localize(self.now, when.zone(records.site.timezone))
        with project.ledger(records.site) as ledger:
            for letter in survey(records, ledger, now, remember=True).plan.due:
                claim = ledger.claim(letter, now)
                if claim and finish:
                    ledger.confirm(claim, now)

    def made(self) -> set[str]:
        """Build, and return the paths of the files that were made for it."""
        found: set[str] = set()

        def noted(source: Source) -> Source:
            make = source.make

            def and_noted() -> bytes:
                found.add(source.path)
                return make()

            source.make = and_noted
            return source

        self.build(watch=lambda sources: map(noted, sources))  # type: ignore[arg-type]
        return found

    def clean(self) -> dict[str, bytes]:
        """Return what a build of all this into a new folder makes, at this moment."""
        other = House(self.folder.with_name(f"{self.folder.name}-clean"), self.now)
        shutil.rmtree(other.folder, ignore_errors=True)
        ignored = shutil.ignore_patterns("build", "pictures")
        shutil.copytree(self.folder, other.folder, ignore=ignored)
        other.build()
        return other.files()

    def files(self) -> dict[str, bytes]:
        """Return every file of the build but what the writer keeps for itself."""
        return {
            path.relative_to(self.out).as_posix(): path.read_bytes()
            for path in self.out.rglob("*")
            if path.is_file() and not path.name.startswith(".announcer")
        }


@pytest.fixture
def house(tmp_path: Path) -> House:
    """Return a project that was never built."""
    return furnished(tmp_path / "home")


def furnished(folder: Path) -> House:
    """Return a project in a new folder."""
    made = House(folder)
    made.write("site.yaml", SITE)
    for key, text in SERIES.items():
        made.write(f"{key}/series.yaml", text)
    for name, text in TALKS.items():
        made.write(name, text)
    made.path("algebra/lie.png").write_bytes(picture("red"))
    return made
