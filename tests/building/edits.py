"""What people, time and accidents do to a project between two builds of it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from announcer.templating import builtin_folder
from tests.building.conftest import House, picture

Edit = Callable[[House], None]

LIE, CARTAN = "algebra/2021-03-04-lie.yaml", "algebra/2021-03-04-cartan.yaml"
ARTIN, NOETHER = "algebra/2021-03-01-artin.yaml", "algebra/2021-02-25-noether.yaml"
GOEDEL, SITE = "logic/2021-05-20-goedel.yaml", "site.yaml"


def _swap(name: str, old: str, new: str) -> Edit:
    return lambda house: house.swap(name, old, new)


def _add(name: str, text: str) -> Edit:
    """Append to a record, or begin one."""

    def edit(house: House) -> None:
        path = house.path(name)
        before = path.read_text("utf-8") if path.exists() else ""
        key = text.partition(":")[0]
        if f"\n{key}:" not in f"\n{before}":
            house.write(name, before + text)

    return edit


def _wait(**time: int) -> Edit:
    def edit(house: House) -> None:
        house.now += timedelta(**time)

    return edit


def _own(name: str, old: str, new: str) -> Edit:
    """Give the project a template of its own, which differs in a word."""

    def edit(house: House) -> None:
        path = house.folder / "templates" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = (builtin_folder() / name).read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")

    return edit


def _remove(name: str) -> Edit:
    return lambda house: house.path(name).unlink(missing_ok=True)


def _rename(house: House) -> None:
    if house.path(CARTAN).exists():
        house.path(CARTAN).rename(house.path("algebra/2021-03-04-elie.yaml"))


# What changes the bytes of some file.
EDITS: dict[str, Edit] = {
    "title": _swap(CARTAN, "Forms", "Spinors"),
    "same title on one day": _swap(CARTAN, "Forms", "Groups"),
    "speaker": _swap(CARTAN, "Elie Cartan", "Henri Cartan"),
    "two of one name": _swap(GOEDEL, "speaker: Kurt Goedel", "speakers:\n"
        "  - {name: Emil Artin, orcid: 0000-0002-1825-0097}"),
    "place": _add(LIE, "location: Room 5\n"),
    "abstract": _swap(LIE, "On *groups*.", "On `groups`."),
    "moved": _swap(CARTAN, "16:00", "17:00"),
    "to another day": _swap(ARTIN, "date: 2021-03-01", "date: 2021-03-09"),
    "cancelled": _add(ARTIN, "status: cancelled\n"),
    "topic": _swap(ARTIN, "[braids, rings]", "[braids]"),
    "spelling of a topic": _swap(ARTIN, "rings]", "Rings, RINGS]"),
    "recording": _add(ARTIN, "video: https://example.edu/w\n"),
    "link": _swap(ARTIN, "edu/z", "edu/y"),
    "language": _add(GOEDEL, "language: de\n"),
    "gone": _remove(ARTIN),
    "new": _add("logic/2021-03-30-peano.yaml",
        "title: Numbers\nspeaker: Giuseppe Peano\ndate: 2021-03-30\n"),
    "renamed": _rename,
    "name of a series": _swap("logic/series.yaml", "Logic", "Logic and sets"),
    "a dot in a name": _swap("logic/series.yaml", "Logic", "Logic · 4 Mar 2021"),
    "words of a series": _swap("logic/series.yaml", "proofs", "models"),
    "list of a series": _swap("algebra/series.yaml", "algebra@", "all@"),
    "colour": _add("logic/series.yaml", "color: teal\n"),
    "new series": _add("sets/series.yaml", "name: Sets\n"),
    "inner series": _add("logic/modal/series.yaml", "name: Modal logic\n"),
    "title of the site": _swap(SITE, "title: Talks", "title: All talks"),
    "terms": _swap(SITE, "end: 2021-05-14", "end: 2021-05-28"),
    "logo": _add(SITE, "theme: {logo: algebra/lie.png}\n"),
    "other photo": lambda house: _photo(house, "blue"),
    "no photo": _remove("algebra/lie.png"),
    "broken photo": lambda house: house.write("algebra/lie.png", "no picture"),
    "row": _own("web/row.html.j2", 'class="who"', 'class="who is"'),
    "subject": _own("mail/announcement.subject.txt.j2", "{", "Talk: {"),
    "event": _own("ics/summary.txt.j2", "{", "! {"),
    "beyond": _own("web/topics.html.j2", "{% block main %}",
        "{% block main %}{{ programme.talks[0].title }}"),
    "told": lambda house: house.tell(),
    "settled": _add("algebra/series.yaml", "settle: 90 minutes\n"),
    "an hour": _wait(hours=1),
    "a talk over": _wait(hours=7),
    "a day": _wait(days=1),
    "a month": _wait(days=35),
    "a term": _wait(days=80),
    "years": _wait(days=800),
}  # fmt: skip


def _photo(house: House, colour: str) -> None:
    house.path("algebra/lie.png").write_bytes(picture(colour))


def _outputs(house: House) -> list[Path]:
    found = house.out.rglob("*")
    return sorted(p for p in found if p.is_file() and p.name[0] != ".")


def _scribble(house: House) -> None:
    """Change a byte by hand, and put the time back."""
    for path in _outputs(house)[::9]:
        before = path.stat()
        content = path.read_bytes()
        path.write_bytes(bytes(one ^ 1 for one in content[:1]) + content[1:])
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def _delete(house: House) -> None:
    for path in _outputs(house)[::7]:
        path.unlink()


def _truncate(house: House) -> None:
    for path in _outputs(house)[::5]:
        path.write_bytes(b"")


def _touch(house: House) -> None:
    for path in _outputs(house):
        path.touch()


def _damage(house: House) -> None:
    path = house.out / ".announcer-made"
    if path.exists():
        path.write_bytes(path.read_bytes()[:-3])


def _lose(house: House) -> None:
    shutil.rmtree(house.out / "site/algebra", ignore_errors=True)


def _forget(house: House) -> None:
    (house.out / ".announcer-made").unlink(missing_ok=True)


# What befalls the folder of what was made.
ACCIDENTS: dict[str, Edit] = {
    "scribbled on": _scribble,
    "deleted": _delete,
    "truncated": _truncate,
    "touched": _touch,
    "a folder lost": _lose,
    "what was made is damaged": _damage,
    "what was made is lost": _forget,
    "nothing": lambda _: None,
}
