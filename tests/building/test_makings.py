"""What a file is made of stands in its digest: all of it, and nothing for nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from announcer import plan, when
from announcer.building import program
from announcer.building.makings import FRAME, TALK, Makings
from announcer.catalogue import parts
from announcer.cli.project import Project
from announcer.formats import listed, mail
from announcer.lazy import Call
from announcer.output import Draft, Several, opened
from announcer.record import said, store
from announcer.survey import survey
from announcer.talk import (
    Imported,
    LinkAccess,
    Person,
    Programme,
    Recording,
    Series,
    Speaker,
    Status,
    Talk,
)
from announcer.templating import Templates
from tests import builders
from tests.building.conftest import furnished, picture

pytestmark = pytest.mark.xdist_group("makings")  # they share what is made once

# What a file of the search is called by, which tells what it holds.
MARK = re.compile(r"-[0-9a-f]{8,12}(?=\.js$)")

Edit = Callable[[Programme], Programme]


def talk(slug: str, **new: Any) -> Edit:
    """Change a talk, and nothing that is remembered of it."""

    def edit(programme: Programme) -> Programme:
        talks = [
            replace(t, **new) if t.slug.endswith(slug) else t for t in programme.talks
        ]
        talks.sort(key=lambda one: (one.start, one.uid))
        return replace(programme, talks=tuple(talks))

    return edit


def series(key: str, **new: Any) -> Edit:
    def edit(programme: Programme) -> Programme:
        all_ = tuple(replace(s, **new) if s.key == key else s for s in programme.series)
        own = {one.key: one for one in all_}
        talks = tuple(replace(t, series=own[t.series.key]) for t in programme.talks)
        return replace(programme, series=all_, talks=talks)

    return edit


def known(slug: str, what: str, **new: Any) -> Edit:
    """Change what the ledger remembers of a talk, and nothing in its record."""

    def edit(programme: Programme) -> Programme:
        [uid] = [t.uid for t in programme.talks if t.slug.endswith(slug)]
        held = getattr(programme, what)
        changed: dict[str, Any] = {what: {**held, uid: replace(held[uid], **new)}}
        return replace(programme, **changed)

    return edit


def later(**time: int) -> Edit:
    return lambda programme: replace(programme, now=programme.now + timedelta(**time))


def every(**new: Any) -> Edit:
    def edit(programme: Programme) -> Programme:
        talks = tuple(replace(t, **new) for t in programme.talks)
        return replace(programme, talks=talks)

    return edit


def of_two(edit: Edit) -> Edit:
    """Look at two series alone, whose first page is no agenda."""

    def of_less(programme: Programme) -> Programme:
        two = [one for one in programme.series if one.key in {"algebra", "logic"}]
        return edit(replace(programme, series=tuple(two)))

    return of_less


LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
EDITS: dict[str, Edit] = {
    "title": talk("cartan", title="Spinors"),
    "title on one day": talk("cartan", title="Groups"),
    "title of the past": talk("noether", title="Ideals"),
    "two alike on one day": talk("lie", title="Lines"),
    "biography": talk("lie", speakers=(Speaker(name="Sophus Lie", bio="Norwegian."),)),
    "home": talk("cartan", speakers=(Speaker(name="Elie Cartan", affiliation="Oslo"),)),
    "speaks again": talk("church", speakers=(Speaker(name="Elie Cartan"),)),
    "place": talk("lie", location="Room 5"),
    "another month": talk(
        "cartan",
        start=datetime(2021, 4, 8, 16, tzinfo=UTC),
        end=datetime(2021, 4, 8, 17, tzinfo=UTC),
    ),
    "another term": talk(
        "cartan",
        start=datetime(2021, 9, 2, 16, tzinfo=UTC),
        end=datetime(2021, 9, 2, 17, tzinfo=UTC),
    ),
    "language": talk("goedel", language="de"),
    "cancelled": talk("artin", status=Status.CANCELLED),
    "topic": talk("artin", topics=("braids",)),
    "video": talk("cartan", video="https://example.edu/w"),
    "no topics": every(topics=()),
    "later revised": known("lie", "history", modified=LONG_AGO),
    "known longer": known("goedel", "history", created=LONG_AGO),
    "stamped": known("lie", "stamps", moment=datetime(2021, 4, 1, tzinfo=UTC)),
    "series": series("logic", description="On models."),
    "name of a series": series("logic", name="Sets"),
    "over": later(hours=7),
    "a day": later(days=1),
    "weeks": later(days=45),
    "empty series": series("sets", description="On models."),
    "name of an empty series": series("sets", name="Classes"),
    "series inside": series("sets/large", name="Small sets"),
    "pretended": lambda programme: replace(programme, pretended=True),
}  # fmt: skip

_A_MONTH_BEFORE = talk(
    "noether",
    start=datetime(2021, 1, 28, 16, tzinfo=UTC),
    end=datetime(2021, 1, 28, 17, tzinfo=UTC),
)

# Before and after a moment at which little else changes.
MOMENTS: dict[str, tuple[Edit, Edit]] = {
    "midnight": (later(days=9), later(days=10)),
    "six weeks before": (later(days=45, hours=-1), later(days=45, hours=1)),
    "midnight, two series": (of_two(later(days=9)), of_two(later(days=10))),
    "six weeks before, two series": (
        of_two(later(days=45, hours=-1)),
        of_two(later(days=45, hours=1)),
    ),
    "over, two series": (of_two(later()), of_two(later(hours=7))),
    "title, two series": (of_two(later()), of_two(talk("lie", title="Lines"))),
    "past, two series": (of_two(later()), of_two(talk("noether", title="Ideals"))),
    "the day of a talk": (later(days=2), later(days=3)),
    "years": (later(days=400), later(days=800)),
}

# A leaf: which element of the needs it is in, and which part of the frame or a talk.
Leaf = tuple[object, object]


@dataclass
class Made:
    """A file: its bytes, its digest, and what this comes from."""

    content: bytes
    digest: bytes | None
    leaves: dict[tuple[Leaf, str], object]


Changes = dict[str, tuple[dict[str, Made], dict[str, Made]]]


def made(programme: Programme, templates: Templates) -> dict[str, Made]:
    """Make every file in memory, and lists: of these, which files stand in them."""
    makings = Makings(programme, templates)
    letters = plan.of_coming_talks(programme, {})
    lists = [one for one in listed(programme, templates) if isinstance(one, Several)]
    frame: dict[tuple[Leaf, str], object] = {  # the same for all of them
        ((("frame", ""), name), ""): makings.plain(part(makings))
        for name, part in FRAME.items()
    }
    return {
        one.path: Made(one.make(), makings.of(one), {**frame, **leaves(makings, one)})
        for one in (
            *opened(listed(programme, templates)),
            *mail.drafts(letters, (), (), programme, templates),
        )
    } | {
        f"{MARK.sub('', one.paths[0])} and others": Made(
            inside_of(one, makings),
            makings.of_several(one),
            {**frame, **leaves(makings, one)},
        )
        for one in lists
    }


def inside_of(several: Several, makings: Makings) -> bytes:
    """Return what a list of files stands for: each path, and its digest."""
    found = [(one.path, makings.of(one)) for one in several.make()]
    assert [path for path, _ in found] == several.paths
    return repr(found).encode()


def kind(draft: Draft | Several) -> str:
    make = draft.make.func if isinstance(draft.make, partial) else draft.make
    make = make.make if isinstance(make, Call) else make
    name = getattr(make, "__qualname__", type(make).__name__)
    return f"{getattr(make, '__module__', '')}.{name}".removeprefix("announcer.")


def leaves(makings: Makings, draft: Draft | Several) -> dict[tuple[Leaf, str], object]:
    needs = draft.needs or ()
    alike = {type(one) for one in needs} in ({Talk}, {Series})
    if alike or not isinstance(needs, tuple):
        needs = (needs,)
    return dict(
        leaf
        for number, need in enumerate(needs)
        for leaf in inside(makings, (kind(draft), number), str(number), need)
    )


def inside(
    makings: Makings, element: object, place: str, need: object
) -> Iterator[tuple[tuple[Leaf, str], object]]:
    if isinstance(need, Talk):
        for name, part in TALK.items():
            yield ((element, name), place), makings.plain(part(makings, need))
        stamp = makings.stamps([need]).get(need.uid)
        yield ((element, "stamp"), place), makings.plain(stamp)
    elif isinstance(need, Sequence) and not isinstance(need, str):
        yield ((element, "length"), place), len(need)
        for number, one in enumerate(need):
            yield from inside(makings, element, f"{place} {number}", one)
    else:
        yield ((element, "value"), place), makings.plain(need)


@pytest.fixture(scope="module")
def changes(tmp_path_factory: pytest.TempPathFactory) -> Changes:
    """Return what every edit makes of the files, before and after."""
    house = furnished(tmp_path_factory.mktemp("house"))
    house.swap(
        "logic/2021-05-20-goedel.yaml",
        "speaker: Kurt Goedel\n",
        "speakers:\n  - {name: Emil Artin, orcid: 0000-0002-1825-0097}\n",
    )
    house.swap(
        "algebra/2021-03-01-artin.yaml",
        "speaker: Emil Artin (Hamburg)\n",
        "speakers:\n  - {name: Emil Artin, orcid: 0000-0001-5109-3700}\n",
    )
    house.write(
        "algebra/2021-03-04-klein.yaml",
        "title: Lines\nspeaker: Sophus Lie\ndate: 2021-03-04\ntime: '18:00'\n",
    )
    house.write("sets/series.yaml", "name: Sets\n")
    house.write("sets/large/series.yaml", "name: Large sets\n")
    house.write(
        "logic/2021-05-27-church.yaml",
        "title: Lambda\nspeaker: Alonzo Church\ndate: 2021-05-27\ntime: '10:00'\n",
    )
    house.path("logo.png").write_bytes(picture("green"))
    house.write(
        "site.yaml", house.path("site.yaml").read_text() + "theme: {logo: logo.png}\n"
    )
    house.build()
    project = Project(house.folder, None)
    records = project.records()
    now = when.localize(house.now, when.zone(records.site.timezone))
    with project.ledger(records.site) as ledger:
        programme = survey(records, ledger, now).programme

    def files(programme: Programme) -> dict[str, Made]:
        return made(programme, project.templates(keeping=True))

    templates = project.templates(keeping=True)
    before = made(programme, templates)
    found = {
        name: (before, made(edit(programme), templates)) for name, edit in EDITS.items()
    }
    for name, (one, other) in MOMENTS.items():
        found[name] = made(one(programme), templates), made(other(programme), templates)
    title = replace(programme, site=replace(programme.site, title="All talks"))
    found["site"] = before, made(title, templates)
    fewer = tuple(one for one in programme.series if one.key != "sets")
    found["no empty series"] = before, made(replace(programme, series=fewer), templates)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "MOST", 2)  # so that files of all talks are cut by months
        cut = made(replace(programme), templates)
        found["cut"] = before, cut
        found["cut elsewhere"] = cut, made(_A_MONTH_BEFORE(programme), templates)
    gone = tuple(one for one in programme.talks if not one.slug.endswith("cartan"))
    found["gone"] = before, made(replace(programme, talks=gone), templates)
    for name in ("logo.png", "algebra/lie.png"):
        path = house.path(name)
        content = path.read_bytes()
        path.write_bytes(picture("blue"))
        found[name] = before, files(programme)
        path.write_bytes(content)
    own = house.folder / "templates/web/all_series.html.j2"
    own.parent.mkdir(parents=True)
    own.write_text("{# of our own #}Series")
    found["template"] = before, files(programme)
    return found


def test_what_has_the_same_digest_has_the_same_bytes(changes):
    wrong = [
        (name, path)
        for name, (before, after) in changes.items()
        for path in before.keys() & after.keys()
        if before[path].digest == after[path].digest is not None
        and before[path].content != after[path].content
    ]
    assert wrong == []


def test_every_draft_says_what_it_needs(changes):
    _, after = changes["title"]
    assert [path for path, one in after.items() if one.digest is None] == []


def test_little_is_made_again_when_one_talk_changes(changes):
    """Its own files, its neighbours' pages and the lists that it stands in."""
    before, after = changes["place"]
    for path in ("site/algebra/2021-02-25-noether/index.html", "site/logic/index.html"):
        assert before[path].digest == after[path].digest
    calendars = [path for path in after if path.endswith("talk.ics")]
    differ = [path for path in calendars if before[path].digest != after[path].digest]
    assert differ == ["site/algebra/2021-03-04-lie/talk.ics"]


def noticed(changes: Changes) -> tuple[dict[object, str], dict[object, str]]:
    """Return elements and parts without which a file would go stale, and by what."""
    elements: dict[object, str] = {}
    parts: dict[object, str] = {}
    for name, (before, after) in changes.items():
        for path in before.keys() & after.keys():
            old, new = before[path], after[path]
            if old.content == new.content:
                continue
            keys = old.leaves.keys() | new.leaves.keys()
            differing = {
                key for key in keys if old.leaves.get(key) != new.leaves.get(key)
            }
            others = {place for (_, part), place in differing if part != "stamp"}
            # a stamp moves with the rest of its talk, and alone where it is needed
            differ = {
                leaf
                for leaf, place in differing
                if leaf[1] != "stamp" or not others & {place, ""}
            }
            for found, at in ((elements, 0), (parts, 1)):
                own = {leaf[at] for leaf in differ}
                if len(own) == 1:
                    found.setdefault(own.pop(), name)
    return elements, parts


@pytest.fixture(scope="module")
def seen(changes: Changes) -> tuple[dict[object, str], dict[object, str]]:
    return noticed(changes)


@pytest.mark.parametrize("part", [*FRAME, *TALK, "stamp"])
def test_without_any_dependency_some_file_would_go_stale(seen, part):
    """Each stands in a digest for a reason: an edit that is seen by it alone."""
    if part != "program":
        assert part in seen[1]


def test_every_need_of_a_draft_is_needed(changes, seen):
    """Were it not named, some edit would pass unseen."""
    made = [one for _, after in changes.values() for one in after.values()]
    elements = {leaf[0] for one in made for leaf, _ in one.leaves}
    elements.discard(("frame", ""))
    assert sorted(map(str, elements - seen[0].keys())) == []


def test_another_version_of_the_program_makes_all_anew(house, monkeypatch):
    house.build()
    assert house.made() == set()
    monkeypatch.setattr(program, "version", lambda: b"another")
    assert house.made() == house.files().keys()


# What a talk's files do not show, but a message about them may name.
@pytest.mark.parametrize("name", [field.name for field in fields(Talk)])
def test_no_field_of_a_talk_may_change_unseen(name):
    before = builders.talk(slug="t", speakers=(Speaker(name="Ada"),))
    changed = {
        "uid": "other@example.edu",
        "slug": "other",
        "source": "talks/other.yaml",
        "series": replace(before.series, name="Others"),
        "speakers": (Speaker(name="Ada", bio="A life."),),
        "start": before.start - timedelta(hours=1),
        "end": before.end + timedelta(hours=1),
        "all_day": not before.all_day,
        "end_stated": not before.end_stated,
        "daily": not before.daily,
        "link_access": LinkAccess.MEMBERS,
        "status": Status.TENTATIVE,
        "host": Person(name="Grace"),
        "topics": ("braids",),
        "recording": Recording.NO,
        "also": (before.series,),
        "awaited": ("Oslo",),
        "imported": Imported(system="indico"),
        "owner": Person(name="Oslo"),
        "extra": {"room": "5"},
    }.get(name, "another")
    new: dict[str, Any] = {name: changed}
    after = replace(before, **new)
    makings = Makings(builders.programme(before), Templates())
    one, other = (makings.plain(makings.record(talk)) for talk in (before, after))
    assert one != other


def test_what_is_kept_of_a_record_has_the_digest_of_the_talk_itself(house, monkeypatch):
    """Else a build would make files anew because their records were not opened."""
    monkeypatch.setattr(store, "QUIET", 0)
    project = Project(house.folder, None)
    for records in (project.records(keep=True), project.records(keep=True)):
        assert len(records.said) == len(records.talks)
        for talk in records.talks:
            assert records.said[id(talk)] == (talk, said(talk))
