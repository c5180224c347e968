"""What is wrong only among all records: each may be right by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from importlib.util import find_spec
from pathlib import Path

from announcer import urls
from announcer.errors import Problem, doubt
from announcer.record import simple
from announcer.record.fields import SERIES, SITE, TALK
from announcer.record.folder import TALKS, shown
from announcer.record.layers import Layer
from announcer.record.leaks import refuse_leaks, secrets_below
from announcer.record.nouns import ROOT_SLUG, series_slug
from announcer.record.source import Document, Spot
from announcer.record.table import Values
from announcer.talk import Series, Site, Talk

# The files of settings, and the keys by which each is known, without what habit writes
# into talks.
_HABITS = {*TALK, "name", "url", "description"}
_SETTINGS = {"series": {*SERIES} - _HABITS, "site": {*SITE} - {*SERIES} - _HABITS}


def clashes(series: Iterable[str], talks: Iterable[Talk]) -> Iterator[Problem]:
    """Refuse folders whose pages would lie over others; ``series`` are their keys."""
    places: dict[str, str] = {}
    for key in sorted(series):
        slug = series_slug(key)
        path = f"{TALKS}/{key}" if key else TALKS
        if key and slug.partition("/")[0] in urls.RESERVED - {ROOT_SLUG}:
            yield Problem(
                path=shown(path),
                code="reserved-name",
                message=f"the site itself has a folder {slug.partition('/')[0]}",
                hint="Give the folder of the series another name.",
            )
        if slug in places:
            yield Problem(
                path=shown(path),
                code="same-name",
                message=f"this series would have the same pages as {places[slug]}",
                hint="Give one of the two folders another name.",
            )
        places.setdefault(slug, path)
    for talk in talks:
        place = places.get(f"{talk.series.slug}/{talk.slug}")
        if place:
            yield Problem(
                path=shown(talk.source),
                code="same-name",
                message=f"this talk would have the same page as the series {place}",
                hint="Give one of the two another name.",
            )


def shared_leaks(
    talks: Iterable[Talk], nouns: Iterable[tuple[str, Series | Site, Layer]]
) -> Iterator[Problem]:
    """Refuse texts of the site or a series that repeat a secret of their talks."""
    secrets = secrets_below(talks)
    for key, noun, layer in nouns:
        if layer.file is not None:
            noted = len(layer.file.problems)
            refuse_leaks(noun, secrets.get(key, ()), layer.file, layer.own)
            yield from layer.file.problems[noted:]


def misnamed(file: Document, values: Values | None) -> None:
    """Say of settings that were read as a talk what their file is to be called.

    Their keys are no mistakes then, so of them nothing is said.
    """
    if not file.errors or values is None or "date" in {*values.nodes, *values.failed}:
        return
    folder, _, name = file.path.rpartition("/")
    known = ["series"] if "/" in folder else [*_SETTINGS]
    meant = get_close_matches(name.partition(".")[0].casefold(), known, 1, 0.75)
    if not meant and not file.body:
        node = simple.parse(Document(file.path, file.project, file.text, file.yaml))
        keys = {*(node.entries if node else ())}
        meant = [stem for stem in known if keys & _SETTINGS[stem]][:1]
    if not meant:
        return
    right = f"{folder}/{meant[0]}.yaml"
    there = (Path(file.project) / right).exists()
    cure = "Write what is new into" if there else "Call it"
    wrong = [one for one in file.problems if one.code in {"unknown-key", "missing"}]
    file.problems = [one for one in file.problems if one not in wrong]
    file.blame(
        Spot(1, 1),
        "this file is read as a talk, and looks like settings",
        f"{cure} {right}; a talk needs `date:`, and the name of any other file begins "
        "with _.",
        code="misnamed",
    )


def doubts(*, is_empty: bool, no_zone: bool) -> Iterator[Problem]:
    """Warn of what is valid and hardly meant."""
    if is_empty:
        yield doubt(
            TALKS,
            "no-talks",
            "there are no talks yet",
            "Begin one with `announcer new`.",
        )
    if no_zone:
        yield doubt(
            f"{TALKS}/site.yaml",
            "no-timezone",
            "there is no time zone, so times of talks are taken for UTC",
            "Write timezone: and a city, such as Europe/Berlin.",
        )
    if not has_libyaml():
        yield doubt(
            TALKS,
            "slow-yaml",
            "PyYAML was built without libyaml, so reading is slow",
            "Install PyYAML from its wheel.",
        )


def has_libyaml() -> bool:
    """Look for the parser that is 12 times faster, without importing PyYAML.

    It is in every wheel.
    """
    found = find_spec("yaml")
    folders = (found and found.submodule_search_locations) or ()
    return any(any(Path(folder).glob("_yaml.*")) for folder in folders)
