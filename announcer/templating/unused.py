"""Files among a project's own templates that nothing ever asks for, by their names."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path

import jinja2
from jinja2 import meta

from announcer.errors import Problem, doubt

FOLDER = "templates"  # what the project's own are kept in

_ALIKE = 0.7
# What lies beside files and is never meant to be one of them.
_ASIDE = ("~", ".bak", ".old", ".orig", ".rej", ".swp", ".tmp")
_CURE = "remove it, or include it in a template that is used (docs/templates.md)"


def unused(
    own: Path, shipped: Path, environment: Callable[[], jinja2.Environment]
) -> list[Problem]:
    """Return a doubt about each file of the project that no output is made from.

    The program asks for what it ships, by the same names; a project's templates may
    ask for further ones. Where one works out a name, only what looks like a slip is
    named. The environment is made where templates have to be read.
    """
    if not own.is_dir():
        return [*_elsewhere(own, shipped)]
    names = jinja2.FileSystemLoader(own).list_templates()
    strays = [
        name for name in names if _is_meant(name) and not (shipped / name).is_file()
    ]
    if not strays:
        return []
    known = jinja2.FileSystemLoader(shipped).list_templates()
    wanted = {*_wanted(own, names, environment())}
    return [
        _doubt(name, _nearest(name, known))
        for name in strays
        if name not in wanted
        and (None not in wanted or _nearest(name, known) is not None)
    ]


def _elsewhere(own: Path, shipped: Path) -> Iterator[Problem]:
    """Yield where templates may have been put that are looked for in a folder."""
    project = own.parent
    places = (
        [*project.iterdir(), project / "talks" / own.name] if project.is_dir() else []
    )
    for place in places:
        name = place.relative_to(project).as_posix()
        if not get_close_matches(place.name.casefold(), [own.name], 1, 0.9):
            continue
        found = (file.relative_to(place) for file in place.rglob("*.j2"))
        if any((shipped / file).is_file() for file in found):
            yield doubt(
                name,
                "unused-template",
                "nothing uses the templates in this folder",
                f"move it to {own.name}/ beside talks/",
            )


def _is_meant(name: str) -> bool:
    *folders, file = name.split("/")
    hidden = any(part.startswith(".") for part in (*folders, file))
    is_about = file.casefold().startswith("readme") or file.casefold().endswith(_ASIDE)
    return not hidden and not is_about


def _wanted(
    own: Path, names: Iterable[str], environment: jinja2.Environment
) -> Iterator[str | None]:
    """Yield what own templates ask for besides themselves; None if it is worked out."""
    for name in names:
        try:
            parsed = environment.parse((own / name).read_text("utf-8"), name)
        except (OSError, ValueError, jinja2.TemplateError):
            continue  # of which `check` speaks where it is a template
        for wanted in meta.find_referenced_templates(parsed):
            if wanted != name:
                yield wanted


def _nearest(name: str, known: Collection[str]) -> str | None:
    """Return the name that may be meant; the same folder goes before others."""
    stems = {one: _stem(one) for one in known}
    close = get_close_matches(_stem(name), {*stems.values()}, 1, _ALIKE)
    alike = [one for one, stem in stems.items() if stem in close]
    return next(iter(get_close_matches(name, alike, 1, 0)), None)


def _stem(name: str) -> str:
    return name.rpartition("/")[2].partition(".")[0].casefold()


def _doubt(name: str, nearest: str | None) -> Problem:
    meant = f"; did you mean {FOLDER}/{nearest}?" if nearest else ""
    return doubt(
        f"{FOLDER}/{name}",
        "unused-template",
        f"nothing uses this file{meant}",
        f"rename it, or {_CURE}" if nearest else _CURE,
    )
