"""When files are saved: pages follow, mistakes are shown, and nothing is lost."""

from __future__ import annotations

import http.client
import re
import shutil

import pytest

from announcer.preview import Failed, Rebuilt
from tests.preview.running import PAGE, PATIENCE, TALK

TITLE = "Surprises in Deep Learning Training"


def version(page: str) -> str:
    found = re.search(r'data-version="([^"]+)"', page)
    assert found
    return found[1]


def test_a_saved_record_is_shown(preview):
    with preview.after() as heard:
        preview.write(TALK, TITLE, "Fewer surprises")
    assert "Fewer surprises" in preview.text(PAGE)
    assert "Fewer surprises" in preview.text("/feed.json")
    assert "Fewer surprises" in preview.text("/_mail/")
    [news] = heard
    assert isinstance(news, Rebuilt)
    assert news.changed == (TALK,)


def test_new_and_removed_records_come_and_go(preview):
    with preview.after():
        preview.create(
            "talks/wilks/2021-03-15-noether.yaml",
            "title: Rings\nspeaker: Emmy Noether\ndate: 2021-03-15\n",
        )
    assert preview.ask("/wilks/2021-03-15-noether/").status == 200
    with preview.after():
        (preview.folder / TALK).unlink()
    assert preview.ask(PAGE).status == 404


def test_a_saved_template_is_shown(preview):
    with preview.after():
        preview.create("templates/web/404.html.j2", "<p>Gone fishing</p>")
    assert preview.text("/nowhere") == "<p>Gone fishing</p>"
    with preview.after():
        preview.write("templates/web/404.html.j2", "fishing", "climbing")
    assert preview.text("/nowhere") == "<p>Gone climbing</p>"


def test_a_waiting_page_is_told_at_once(preview):
    connection = http.client.HTTPConnection("127.0.0.1", preview.port, timeout=PATIENCE)
    try:
        seen = version(preview.text("/"))
        connection.request("GET", f"/_serve/events?seen={seen}")
        response = connection.getresponse()
        assert response.headers["Content-Type"] == "text/event-stream"
        assert response.readline() == b"retry: 500\n"
        preview.write(TALK, TITLE, "Fewer surprises")
        assert b"event: changed\n" in response.read()
        assert "Fewer surprises" in preview.text("/")
    finally:
        connection.close()


@pytest.mark.parametrize("seen", ["", "of-another-run-7"])
def test_a_page_of_an_earlier_state_is_told_without_waiting(preview, seen):
    """Also one that another run of the preview has made."""
    assert "event: changed" in preview.text(f"/_serve/events?seen={seen}")


def test_the_pages_policy_lets_the_script_in_and_nothing_else(preview):
    [policy] = re.findall(r'Content-Security-Policy" content="([^"]*)"', preview.text())
    directives = {part.split()[0]: part.split()[1:] for part in policy.split(";")}
    assert directives["default-src"] == ["'none'"]
    assert directives["script-src"] == ["'self'"]
    assert directives["connect-src"] == ["'self'"]


def test_a_mistake_is_shown_in_the_page_with_its_place_and_cure(preview):
    before = preview.text(PAGE)
    with preview.after() as heard:
        preview.write(TALK, "speaker:", "speeker:")
    page = preview.text(PAGE)
    assert f"{TALK}:2:1" in page
    assert "speeker: Daniel Soudry (Technion)" in page
    assert "did you mean `speaker`" in page.lower()
    assert isinstance(heard[0], Failed)
    # and below it the page as it was
    assert before[before.index("<main") :] in page


def test_when_the_mistake_is_mended_the_banner_goes(preview):
    with preview.after():
        preview.write(TALK, "speaker:", "speeker:")
    assert "announcer-problems" in preview.text("/")
    with preview.after():
        preview.write(TALK, "speeker:", "speaker:")
    assert "announcer-problems" not in preview.text("/")


def test_all_mistakes_are_shown_and_what_they_quote_is_escaped(preview):
    with preview.after():
        preview.create("talks/wilks/b.yaml", "tilte: x\n")
    with preview.after():
        preview.create("talks/wilks/a.yaml", "title: <script>alert(1)</script>: x\n")
    page = preview.text("/")
    assert "talks/wilks/a.yaml:1" in page
    assert "talks/wilks/b.yaml:1" in page
    assert "<script>alert" not in page


def test_calendars_and_feeds_stay_whole_while_a_record_is_wrong(preview):
    before = preview.ask("/calendar/all.ics").body
    with preview.after():
        preview.write(TALK, "speaker:", "speeker:")
    assert preview.ask("/calendar/all.ics").body == before


def test_talks_that_are_broken_at_the_start_are_listed_until_they_are_mended(
    project, preview_of
):
    talk = project / TALK
    good = talk.read_text()
    talk.write_text(good.replace("date:", "dat:"))
    preview = preview_of(project)
    assert isinstance(preview.hears(), Failed)
    answer = preview.ask(PAGE)
    assert answer.status == 503
    assert f"{TALK}:3:1" in answer.text
    assert "/_serve/reload.js" in answer.text
    with preview.after():
        talk.write_text(good)
    assert preview.ask(PAGE).status == 200


def test_a_project_without_talks_waits_for_them(tmp_path, project, preview_of):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    preview = preview_of(elsewhere)
    assert isinstance(preview.hears(), Failed)
    assert "announcer init" in preview.text("/")
    (project / "talks").rename(elsewhere / "talks")
    while preview.ask(PAGE).status != 200:
        preview.hears()


def test_a_talks_folder_that_is_replaced_is_watched_again(preview):
    old, new = preview.folder / "talks", preview.folder / "new"
    shutil.copytree(old, new)
    old.rename(preview.folder / "old")
    new.rename(old)
    preview.hears()
    with preview.after():
        preview.write(TALK, TITLE, "Fewer surprises")
    while "Fewer surprises" not in preview.text(PAGE):
        preview.hears()


@pytest.mark.parametrize("mistake", ["{{ talk.titel }}", "{% if %}", "{{ 1 / 0 }}"])
def test_a_templates_mistake_is_shown_above_the_page_that_worked(preview, mistake):
    assert TITLE in preview.text(PAGE)
    with preview.after():
        preview.create("templates/web/talk.html.j2", f"<p>\n{mistake}\n")
    answer = preview.ask(PAGE)
    assert "templates/web/talk.html.j2:2" in answer.text
    assert TITLE in answer.text
    assert "announcer-problems" not in preview.text("/")
    with preview.after():
        (preview.folder / "templates/web/talk.html.j2").unlink()
    assert "announcer-problems" not in preview.text(PAGE)


def test_a_template_that_all_pages_share_may_be_wrong_too(preview):
    with preview.after():
        preview.create("templates/web/masthead.html.j2", "{{ nothing }}")
    assert "templates/web/masthead.html.j2:1" in preview.text("/")
    assert TITLE in preview.text("/")


def test_records_and_templates_are_mended_one_by_one(preview):
    """While a record is wrong, a template can be worked on."""
    with preview.after():
        preview.write(TALK, "speaker:", "speeker:")
    with preview.after():
        preview.create("templates/web/404.html.j2", "<head></head><body>Mine</body>")
    page = preview.text("/nowhere")
    assert "Mine" in page
    assert f"{TALK}:2:1" in page


def test_a_ledger_that_cannot_be_read_is_said_in_the_page(preview):
    ledger = preview.folder / ".announcer/ledger.db"
    ledger.parent.mkdir()
    ledger.write_bytes(b"this is no database" * 100)
    with preview.after() as heard:
        preview.write(TALK, TITLE, "Fewer surprises")
    assert isinstance(heard[0], Failed)
    assert "ledger" in preview.text(PAGE)
    assert TITLE in preview.text(PAGE)


def test_what_editors_leave_about_does_not_reload_the_page(preview):
    seen = version(preview.text("/"))
    for name in (".2021-03-08-soudry.yaml.swp", "2021-03-08-soudry.yaml~", "#x.yaml#"):
        preview.create(f"talks/wilks/{name}", "x")
    with preview.after() as heard:
        preview.write(TALK, TITLE, "Fewer surprises")
    [news] = heard
    assert isinstance(news, Rebuilt)
    assert news.changed == (TALK,)
    number, before = (
        int(v.rpartition("-")[2]) for v in (version(preview.text()), seen)
    )
    assert number == before + 1


def test_the_clock_is_read_again_at_every_rebuild(project, preview_of):
    """A preview that runs for days does not call the past the future."""
    preview = preview_of(project, "2021-03-01", "2021-04-01")
    preview.hears()
    assert "Upcoming talks" in preview.text("/_mail/")
    with preview.after():
        preview.write(TALK, TITLE, "Fewer surprises")
    assert "There is no message yet" in preview.text("/_mail/")


def test_nothing_is_written(preview):
    before = {path: path.stat().st_mtime_ns for path in preview.folder.rglob("*")}
    for path in ("/", PAGE, "/_mail/", f"/_mail{PAGE}announcement.eml"):
        assert preview.ask(path).status == 200
    assert before == {path: path.stat().st_mtime_ns for path in before}
    assert set(preview.folder.rglob("*")) == set(before)


def test_the_ledger_is_read_and_left_as_it_is(project, preview_of, run):
    """A talk that was published on another day is shown as moved; no row is added."""
    run("-C", project, "--now", "2021-02-20", "build")
    talk = project / TALK
    talk.write_text(talk.read_text().replace("2021-03-08\n", "2021-03-09\n"))
    ledger = project / ".announcer"
    before = {path: path.read_bytes() for path in ledger.glob("ledger*")}
    preview = preview_of(project)
    assert "Monday, March 8th" in preview.text(PAGE)
    with preview.after():
        preview.write(TALK, TITLE, "Fewer surprises")
    assert "Fewer surprises" in preview.text(PAGE)
    assert before
    assert before == {path: path.read_bytes() for path in ledger.glob("ledger*")}
