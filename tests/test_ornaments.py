"""What only adorns: whatever becomes of it, calendars, mails and pages stand."""

from __future__ import annotations

import shutil
from io import BytesIO

import pytest
from PIL import Image

from announcer.formats.web import index
from announcer.markup import formulas
from announcer.pictures import card, gallery
from tests.conftest import TALK

NOW = ("--now", "2021-03-01T09:00")
SITE = "talks/site.yaml"


@pytest.fixture
def adorned(project):
    """Return a project with everything that may adorn a talk."""
    photo = BytesIO()
    Image.new("RGB", (60, 80), (200, 30, 30)).save(photo, "PNG")
    (project / "talks/me.png").write_bytes(photo.getvalue())
    (project / "talks/logo.png").write_bytes(photo.getvalue())
    with (project / SITE).open("a") as file:
        file.write("theme: {logo: logo.png}\n")
    (project / TALK).write_text(
        "title: Surprises of $x^2$\ndate: 2021-03-08\nabstract: On $y^2$ and more.\n"
        "speaker: {name: Daniel Soudry, affiliation: Technion, photo: me.png}\n"
    )
    return project


def heart(project):
    """Return what must stand: calendars, mails and pages, without their pictures."""
    build = project / "build"
    return {
        path.relative_to(build).as_posix()
        for path in build.rglob("*")
        if path.suffix in {".ics", ".eml", ".html", ".atom", ".json", ".txt"}
    }


PLANTED = {
    "cards": (card, "_drawn", TALK, "the card of the talk"),
    "photos": (gallery, "_photo", TALK, "the photo me.png"),
    "logo": (gallery, "_logo", SITE, "the logo logo.png"),
    "search": (index, "_read", TALK, "the search finds"),
    "results": (index, "_day", TALK, "what the search shows"),
}


def fail(*_arguments, **_more):
    """Stand for a fault that nobody thought of."""
    raise KeyError("planted")


@pytest.mark.parametrize("ornament", PLANTED)
def test_no_ornament_stops_the_house(run, adorned, monkeypatch, ornament):
    """What cannot be made gives way, is told with its place, and all else is made."""
    assert run("-C", adorned, *NOW, "build").status == 0
    whole = heart(adorned)
    room, name, place, said = PLANTED[ornament]
    monkeypatch.setattr(room, name, fail)
    shutil.rmtree(adorned / ".announcer/pictures")  # or what was drawn is drawn again
    ran = run("-C", adorned, *NOW, "build", "--quiet", "--no-cache")
    assert ran.status == 0
    assert heart(adorned) == whole
    [told] = [line for line in ran.err.splitlines() if place in line]
    assert said in told
    assert "planted" in told


def test_a_card_that_cannot_be_drawn_is_one_without_words(run, adorned, monkeypatch):
    """A page that promises a picture has one."""
    monkeypatch.setattr(card, "_drawn", fail)
    run("-C", adorned, *NOW, "build")
    drawn = adorned / "build/site/wilks/2021-03-08-soudry/card.png"
    with Image.open(drawn) as shown:
        assert shown.size == (1200, 630)


def test_a_formula_that_cannot_be_read_stands_as_it_was_written(
    run, adorned, monkeypatch
):
    monkeypatch.setattr(formulas, "_tree", fail)
    (adorned / TALK).write_text("title: On $a^{17}_3$\ndate: 2021-03-08\n")
    ran = run("-C", adorned, *NOW, "build")
    assert ran.status == 0
    page = adorned / "build/site/wilks/2021-03-08-soudry/index.html"
    assert "$a^{17}_3$" in page.read_text(encoding="utf-8")
    told = f"{TALK}:1:11: warning: title: the formula $a^{{17}}_3$ is shown"
    assert ran.err.startswith(told)


def test_a_photo_that_broke_is_told_by_whoever_builds(run, adorned):
    """The page goes without, and the organiser hears of it before visitors do."""
    (adorned / "talks/me.png").write_bytes(b"GIF89a")
    ran = run("-C", adorned, *NOW, "build")
    assert ran.status == 0
    assert f"{TALK}: warning: the photo me.png: the picture is broken" in ran.err
    assert "save it again" in ran.err


def test_a_photo_that_is_not_there_is_told_with_its_place(run, adorned):
    """No mail waits for a picture that somebody forgot to add."""
    (adorned / "talks/me.png").unlink()
    ran = run("-C", adorned, *NOW, "build")
    assert ran.status == 0
    assert f"{TALK}:4:62: warning: there is no picture `me.png`" in ran.err
    assert "Put it beside the record" in ran.err
    assert run("-C", adorned, *NOW, "plan").status == 0


@pytest.mark.parametrize(
    "heart_of_it", ["announcer.ical.calendar", "announcer.formats.mail.body.inlined"]
)
def test_what_people_rely_on_fails_loudly(run, adorned, monkeypatch, heart_of_it):
    """A calendar or a mail that cannot be made is no ornament: nothing is replaced."""
    assert run("-C", adorned, *NOW, "build").status == 0
    before = (adorned / "build/site/index.html").read_bytes()
    monkeypatch.setattr(heart_of_it, fail)
    (adorned / TALK).write_text("title: Anew\ndate: 2021-03-08\n")
    assert run("-C", adorned, *NOW, "build").status != 0
    assert (adorned / "build/site/index.html").read_bytes() == before


@pytest.mark.parametrize(
    "speakers",
    [
        ["נועה לוי (MIT)", "David Cohen (Technion)"],
        ["נועה לוי (Technion (IIT))"],
        ["נועה (א) ב (MIT [x] «y»)"],
    ],
)
def test_a_card_in_two_directions_is_drawn(run, adorned, speakers):
    listed = "".join(f"  - {one}\n" for one in speakers)
    site = (adorned / SITE).read_text()
    (adorned / SITE).write_text(f"{site}language: he\n", encoding="utf-8")
    title = "על $f(x)$ (ועוד [x] $\\{a < b\\}$)"
    text = f"title: {title}\ndate: 2021-03-08\nspeakers:\n{listed}"
    (adorned / TALK).write_text(text, encoding="utf-8")
    ran = run("-C", adorned, *NOW, "build")
    assert (ran.status, ran.err) == (0, "")
