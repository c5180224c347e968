"""The command line: what a person types, what it answers, and how it fails."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from time import sleep

import pytest
from icalendar import Calendar
from PIL import Image

from announcer import cli
from announcer.record import store
from tests.conftest import TALK

NOW = ("--now", "2021-03-01T09:00")


def test_help_names_every_command_in_its_own_words(run):
    """The table that spares imports says what the commands themselves say."""
    ran = run("--help")
    assert ran.status == 0
    for name, text in cli.COMMANDS.items():
        assert cli.command(name).get_short_help_str(200) == text
        assert text in " ".join(ran.out.split())


def test_help_and_list_leave_the_heavy_rooms_alone(project):
    """Who only looks does not wait for templates, Markdown, a database or servers."""
    heavy = (
        *("jinja2", "babel", "sqlalchemy", "icalendar", "markdown_it", "nh3"),
        *("smtplib", "imaplib", "mailbox", "ssl", "fsspec", "caldav", "sqlite3"),
        *("importlib.metadata", "filelock", "announcer.survey", "announcer.markup"),
        *("announcer.record.edit", "announcer.record.drafts", "announcer.facts"),
        *("tempfile", "random", "traceback"),
    )
    assert loaded(heavy, "-C", str(project), "list", "--all") == "0 []"


def test_a_list_looks_at_a_ledger_without_what_writes_it(run, project):
    assert run("-C", project, "build", "--quiet").status == 0
    heavy = ("sqlalchemy", "markdown_it", "nh3", "jinja2", "icalendar", "idna")
    assert loaded(heavy, "-C", str(project), "list", "--all") == "0 []"
    assert loaded(("sqlite3",), "-C", str(project), "list", "--all") == "0 ['sqlite3']"


@pytest.mark.parametrize(
    "command", [("check",), ("plan",), ("show", "soudry"), ("send", "soudry")]
)
def test_who_only_looks_waits_for_no_database_that_is_not_there(project, command):
    """A fresh clone has no ledger, and nothing that opens one is imported."""
    assert loaded(("sqlalchemy",), "-C", str(project), *NOW, *command) == "0 []"
    assert not (project / ".announcer/ledger.db").exists()


def test_what_speaks_of_messages_is_imported_without_the_database():
    """Whether it is asked is known when the ledger is opened."""
    code = (
        "import sys; from announcer import cli, ledger, survey\n"
        "for name in ('check', 'plan', 'show', 'send'): cli.command(name)\n"
        "from announcer.cli import sending, selection, wording\n"
        "ledger.Ledger, ledger.open_ledger, ledger.State, ledger.Draft\n"
        "print('sqlalchemy' in sys.modules)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert ran.stdout == "False\n"


@pytest.mark.parametrize("module", ["building", "send"])
def test_records_are_read_before_there_is_what_makes_files_and_mails(module):
    """That takes longer to import, and is, while a worker reads the first ones."""
    heavy = ["sqlalchemy", "jinja2", "icalendar", "PIL", "announcer.formats"]
    code = (
        f"import sys, announcer.cli.{module}, announcer.record\n"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert ran.stdout == "[]\n"


def test_a_build_of_one_change_imports_only_what_that_asks_for(run, project):
    """No library that draws, or reads what few records hold, is waited for."""
    assert run("-C", project, "build", "--quiet").status == 0
    record = project / "talks/wilks/2021-03-08-soudry.yaml"
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace("interesting", "useful"), encoding="utf-8")
    rare = ("PIL.Image", "markdown_it", "pylatexenc", "multiprocessing.connection")
    command = ("-C", str(project), "build", "--quiet")
    assert loaded((*rare, "latex2mathml", "announcer.importers"), *command) == "0 []"
    assert loaded(("jinja2",), *command) == "0 []"  # nothing has changed by now


def test_records_as_init_writes_them_are_read_without_the_parser(run, tmp_path):
    assert run("init", tmp_path / "mine").status == 0
    command = ("-C", str(tmp_path / "mine"), "list", "--all")
    assert loaded(("yaml",), *command) == "0 []"


def test_a_plan_draws_nothing_and_reads_no_calendar(run, project):
    assert run("-C", project, "build", "--quiet").status == 0
    rare = ("PIL.Image", "icalendar", "markdown_it", "latex2mathml")
    assert loaded(rare, "-C", str(project), "plan") == "0 []"


def test_no_garbage_is_looked_for_while_a_command_is_imported():
    """All that is made then stays."""
    code = (
        "import gc; from announcer import cli\n"
        "looks = []\n"
        "gc.callbacks.append(lambda phase, found: looks.append(found))\n"
        "cli.command('plan'); print(len(looks), gc.isenabled())"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert ran.stdout == "0 True\n"


@pytest.mark.parametrize("zone", ["Asia/Jerusalem", None])
def test_words_are_imported_without_a_search_for_this_machines_zone(monkeypatch, zone):
    """Nothing asks Babel where this machine is; and ``TZ`` stays as it was."""
    monkeypatch.delenv("TZ", raising=False)
    if zone:
        monkeypatch.setenv("TZ", zone)
    code = (
        "import os, announcer.words; from babel.dates import LOCALTZ\n"
        "print(LOCALTZ, os.environ.get('TZ'))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert ran.stdout == f"UTC {zone}\n"


def test_help_reads_no_record_and_imports_no_command():
    """Nobody waits for what a command needs to learn which commands there are."""
    rooms = ("yaml", "pytz", "announcer.record", "announcer.cli.project")
    for arguments in (["--help"], ["--version"]):
        assert loaded(rooms, *arguments) == "0 []"


def loaded(names, *arguments):
    """Say with what status a command ended, and which of these it imported."""
    code = (
        "import sys; from announcer import cli; "
        f"status = cli.run({list(arguments)!r}); "
        f"print(status, [name for name in {names!r} if name in sys.modules])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    return ran.stdout.splitlines()[-1]


def test_a_plan_with_nothing_due_opens_no_record_and_fills_no_template(
    run, project, monkeypatch
):
    """Of what was built before nothing is read again, and no letter is written."""
    monkeypatch.setattr(store, "QUIET", 0)  # the record was written just now
    sleep(0.02)
    assert run("-C", project, "build", "--quiet").status == 0
    code = (
        "import sys; from announcer import cli\n"
        "opened = []\n"
        "sys.addaudithook(lambda event, of: event == 'open' and opened.append(of[0]))\n"
        f"status = cli.run(['-C', {str(project)!r}, 'plan'])\n"
        "print(status, [str(name) for name in opened"
        " if str(name).endswith(('soudry.yaml', '.j2', '.html', '.txt'))])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert ran.stdout.splitlines()[-1] == "0 []"


def test_python_m_does_what_the_command_does(project):
    ran = subprocess.run(
        [sys.executable, "-m", "announcer", "-C", project, *NOW, "list"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Daniel Soudry: Surprises in Deep Learning Training" in ran.stdout


LOOKS = [
    ("check",),
    ("check", "--strict", "--format", "json"),
    ("list", "--all"),
    ("list", "--all", "--format", "json"),
    ("show", "next"),
    *(("show", "next", "--as", form) for form in ("html", "eml", "ics", "json")),
    ("show", "next", "--origins"),
    ("plan",),
    ("plan", "--format", "json"),
    ("send",),
    ("ledger", "log"),
    ("ledger", "export"),
    ("schema",),
    ("fields",),
]


@pytest.mark.parametrize("built", [False, True])
def test_who_only_looks_changes_nothing(run, project, built):
    """Not a byte and no time of a file changes, and no cache or ledger is begun."""
    photo = BytesIO()
    Image.new("RGB", (600, 800), (200, 30, 30)).save(photo, "JPEG")
    (project / "talks/me.jpg").write_bytes(photo.getvalue())
    talk = (project / TALK).read_text()
    person = "{name: Daniel Soudry, photo: me.jpg, email: daniel@example.edu}"
    (project / TALK).write_text(talk.replace("Daniel Soudry (Technion)", person))
    if built:
        assert run("-C", project, *NOW, "build").status == 0
    before = state(project)
    for command in LOOKS:
        ran = run("-C", project, *NOW, *command)
        nothing_to_export = command == ("ledger", "export") and not built
        assert ran.status == int(nothing_to_export), (command, ran.err)
        assert state(project) == before, command


def state(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Return the time and the bytes of everything below a folder."""
    return {
        path.relative_to(folder).as_posix(): (
            path.stat().st_mtime_ns,
            path.read_bytes() if path.is_file() else b"",
        )
        for path in folder.rglob("*")
    }


def test_a_wrong_command_is_wrong_usage_and_names_the_right_one(run):
    ran = run("shw")
    assert ran.status == 2
    assert "Did you mean 'show'?" in ran.err
    assert ran.out == ""


@pytest.mark.parametrize(
    ("words", "way"),
    [
        (("-C", "nowhere", "list"), "A project begins with: announcer init"),
        (("import", "nofile.ics"), "Name the file as `ls` shows it"),
        (("import", "http://localhost:1/x.ics"), "Is there a network, and is the add"),
        (("report", "--speaker", "Nobody Else"), "`announcer list --all` shows who"),
        (("init", "."), "Choose another place, or go on with what is there"),
        (("ledger", "adopt", "http://localhost:1/"), "Is there a network"),
        (("publish", "rsync://localhost:1/x"), "No server of that kind answers there"),
        (("publish", "./x", "--from", "nowhere"), "Make it with: announcer build"),
    ],
)
def test_what_is_named_and_not_there_fails_with_a_way_on(
    run, project, monkeypatch, words, way
):
    """Nobody who mistypes is left with what a system says."""
    if words[-1].startswith("rsync:") and shutil.which("rsync") is None:
        pytest.skip("rsync is not installed")
    monkeypatch.chdir(project)
    assert run("build").status == 0
    ran = run(*words)
    assert ran.status in {1, 2}
    assert way in ran.err
    assert "mistake of its own" not in ran.err


def test_a_speaker_without_a_name_is_one_who_is_not_known_yet(run, project):
    """An empty variable of a script is no mistake of ours."""
    for name in ("", "  "):
        ran = run("-C", project, "new", "wilks", "--speaker", name)
        assert ran.status == 0
        assert "mistake of its own" not in ran.err


def test_a_folder_without_talks_says_what_to_do(run, tmp_path):
    ran = run("-C", tmp_path, "list")
    assert ran.status == 1
    assert "announcer init" in ran.err


@pytest.mark.parametrize(
    ("clock", "words"),
    [
        ("yesterday", "write it like 2021-03-01T09:00"),
        ("2021-02-30", "write it like"),
        ("2021-03-14T02:30", "does not exist"),
    ],
)
def test_a_clock_that_cannot_be_meant_is_said(run, project, clock, words):
    ran = run("-C", project, "--now", clock, "list")
    assert ran.status == 1
    assert words in ran.err


def test_a_new_project_is_right_from_the_start(run, tmp_path):
    """init, check, build, new: the first minutes with announcer."""
    home = tmp_path / "my-talks"
    assert run("init", home).status == 0
    assert "nothing to mend" in run("-C", home, "check").out
    assert run("-C", home, "build").status == 0
    assert (home / "build/site/index.html").is_file()
    assert run("-C", home, "new").status == 0
    assert run("-C", home, "check").status == 0
    assert len(list((home / "talks/seminar").glob("20*.yaml"))) == 2


def test_init_never_overwrites(run, project):
    before = (project / "talks/site.yaml").read_bytes()
    ran = run("init", project)
    assert ran.status == 1
    assert "is there already" in ran.err
    assert (project / "talks/site.yaml").read_bytes() == before


def test_new_takes_the_next_free_slot(run, project):
    run("-C", project, *NOW, "new", "wilks")
    run("-C", project, *NOW, "new", "wilks")
    names = sorted(path.name for path in (project / "talks/wilks").glob("20*"))
    # Monday 1 March at 12:30 is still to come; 8 March is taken
    assert names == ["2021-03-01.yaml", "2021-03-08-soudry.yaml", "2021-03-15.yaml"]


def test_new_asks_which_series_is_meant(run, project):
    ran = run("-C", project, "new", "wilk")
    assert ran.status == 1
    assert "wilks" in ran.err


def test_check_says_everything_at_once_and_touches_nothing(run, project):
    (project / TALK).write_text("titel: X\nspeaker: A\ndate: 2021-02-30\n")
    (project / "talks/wilks/b.yaml").write_text(
        "title: B\ndate: 2021-03-15\ntime: 25:00\n"
    )
    ran = run("-C", project, "build")
    assert ran.status == 1
    assert f"{TALK}:1:1: error:" in ran.err
    assert f"{TALK}:3:7: error:" in ran.err
    assert "talks/wilks/b.yaml:3:7: error:" in ran.err
    assert "3 errors" in ran.err
    assert not (project / "build").exists()
    assert not (project / ".announcer").exists()


def test_check_speaks_json(run, project):
    (project / TALK).write_text("titel: X\ndate: 2021-03-08\n")
    ran = run("-C", project, "check", "--format", "json")
    [problem] = json.loads(ran.out)
    assert ran.status == 1
    assert (problem["path"], problem["line"], problem["column"]) == (TALK, 1, 1)
    assert "title" in problem["hint"]


def test_check_marks_lines_on_github(run, project):
    (project / TALK).write_text("titel: X\ndate: 2021-03-08\n")
    ran = run("-C", project, "check", "--format", "github")
    assert ran.out.startswith(f"::error file={TALK},line=1,col=1::")
    assert ran.out.count("\n") == 1


def test_a_doubt_fails_only_a_strict_check(run, project):
    (project / TALK).write_text("title: X\ndate: 2021-03-09\n")  # a Tuesday
    assert run("-C", project, *NOW, "check").status == 0
    ran = run("-C", project, *NOW, "check", "--strict")
    assert ran.status == 1
    assert "Tuesday is not the series' usual Monday" in ran.err


def test_a_private_link_in_an_abstract_stops_everything(run, project):
    (project / TALK).write_text(
        "title: X\ndate: 2021-03-08\nlink: https://meet.example.edu/s3cret\n"
        "link_access: members\nabstract: Join at https://meet.example.edu/s3cret\n"
    )
    ran = run("-C", project, "build")
    assert ran.status == 1
    assert "abstract repeats a private link" in ran.err


def test_list_shows_what_is_coming_and_says_when_nothing_is(run, project):
    assert "Soudry" in run("-C", project, *NOW, "list").out
    later = run("-C", project, "--now", "2022-01-01", "list")
    assert later.out == ""
    assert "1 are past" in later.err
    assert "Soudry" in run("-C", project, "--now", "2022-01-01", "list", "--past").out


def test_list_speaks_json_and_nothing_else(run, project):
    [talk] = json.loads(run("-C", project, *NOW, "list", "--format", "json").out)
    assert talk["start"] == "2021-03-08T12:30:00-05:00"
    assert talk["series"] == "wilks"
    assert talk["speakers"] == [{"name": "Daniel Soudry", "affiliation": "Technion"}]


def test_list_of_a_series_that_is_not_there_is_wrong_usage(run, project):
    ran = run("-C", project, "list", "wiks")
    assert ran.status == 2
    assert "there are: wilks" in ran.err
    assert "Did you mean 'wilks'?" in ran.err


def test_show_gives_the_announcement(run, project):
    out = run("-C", project, *NOW, "show", "next").out
    assert out.startswith("***Next Week’s Wilks Statistics Seminar***")
    assert "TIME: 12:30pm\n" in out


@pytest.mark.parametrize(
    ("form", "path"),
    [
        ("text", "mail/wilks/2021-03-08-soudry/announcement.txt"),
        ("html", "mail/wilks/2021-03-08-soudry/announcement.html"),
        ("eml", "mail/wilks/2021-03-08-soudry/announcement.eml"),
        ("ics", "site/wilks/2021-03-08-soudry/talk.ics"),
    ],
)
def test_show_and_build_agree_to_the_byte(project, capfdbinary, form, path):
    """What was shown is what is made, before a build and after it."""

    def said(*words: str) -> bytes:
        assert cli.run(["-C", str(project), *NOW, *words]) == 0
        out: bytes = capfdbinary.readouterr().out
        return out

    show = ("show", "soudry", "--as", form)
    before = said(*show)
    said("build")
    after = said(*show)
    built = (project / "build" / path).read_bytes()
    if form == "eml":  # the date of which is since when it reads so
        before, after, built = (
            re.sub(rb"(?m)^Date: .*$", b"", one) for one in (before, after, built)
        )
    assert before == after == built


def test_show_says_where_each_value_was_written(run, project):
    out = run("-C", project, "show", "soudry", "--origins").out
    assert "Fine Hall 214  (talks/wilks/series.yaml:4)" in out
    assert f"({TALK}:1)" in out


def test_a_changed_fact_raises_the_sequence_and_is_told(run, project):
    ics = project / "build/site/wilks/2021-03-08-soudry/talk.ics"

    def event():
        return Calendar.from_ical(ics.read_bytes()).walk("VEVENT")[0]

    run("-C", project, *NOW, "build")
    assert event()["SEQUENCE"] == 0
    with (project / TALK).open("a") as file:
        file.write("location: Room B2\n")
    ran = run("-C", project, "--now", "2021-03-02T09:00", "build")
    assert "location Fine Hall 214 -> Room B2" in ran.out
    assert event()["SEQUENCE"] == 1
    assert "changed" in run("-C", project, "ledger", "log").out


def test_a_changed_default_that_would_rewrite_the_past_is_asked_about(run, project):
    """The room of a talk that is over does not move; `changes:` says from when."""
    run("-C", project, "--now", "2021-03-09", "build")
    series = project / "talks/wilks/series.yaml"
    old = series.read_text()
    series.write_text(old.replace("Fine Hall 214", "Room B2"))
    doubts = run("-C", project, "--now", "2021-03-10", "check").err
    assert "the talk is over, and its location would change" in doubts
    assert "{since: 2026-10-01, location: Room B2}" in doubts
    series.write_text(f"{old}changes:\n  - {{since: 2021-03-10, location: Room B2}}\n")
    assert run("-C", project, "--now", "2021-03-10", "check").err == ""


def events(project, calendar="wilks"):
    """Return UID, SEQUENCE and STATUS of every event of a feed."""
    text = (project / f"build/site/calendar/{calendar}.ics").read_text()
    return re.findall(r"^(?:UID|SEQUENCE|STATUS):(.*)", text, re.MULTILINE)


def test_what_was_never_published_leaves_no_ghost(run, project):
    """A look is not a publication: a draft may come and go."""
    run("-C", project, *NOW, "build")
    (project / TALK).unlink()
    ran = run("-C", project, *NOW, "build")
    assert (ran.status, events(project)) == (0, [])
    assert "soudry" not in ran.err
    assert not list((project / "build/site").rglob("*soudry*"))


@pytest.mark.parametrize("how", ["publish", "build --public"])
def test_a_record_that_is_gone_is_held_and_calendars_and_pages_keep_it(
    run, project, tmp_path, how
):
    """Nobody is told that a talk is off because a file is not there."""
    run("-C", project, *NOW, *(how if "build" in how else "build").split())
    if how == "publish":
        assert run("-C", project, *NOW, how, tmp_path / "www", "--yes").status == 0
    before = events(project)
    (project / TALK).rename(project / "talks/wilks/2021-03-08-soudry.txt")
    ran = run("-C", project, *NOW, "build")
    assert ran.status == 0
    assert "held: the record of a talk to come is gone" in ran.err
    assert events(project) == before
    assert (project / "build/site/wilks/2021-03-08-soudry/index.html").is_file()
    assert "renamed? add `uid: wilks.2021-03-08-soudry@talks.example.edu`" in (
        run("-C", project, *NOW, "check").err
    )


def test_a_folder_that_is_not_there_cancels_nothing(run, project):
    """An unmounted disk, a half checkout: the calendar of the series stays too."""
    with (project / "talks/wilks/2021-03-15-noether.yaml").open("w") as file:
        file.write("speaker: Emmy Noether\ndate: 2021-03-15\n")
    run("-C", project, *NOW, "build", "--public")
    before = events(project)
    (project / "talks/wilks").rename(project / "elsewhere")
    ran = run("-C", project, *NOW, "build")
    assert "talks/wilks: warning: held: the records of 2 talks to come" in ran.err
    assert events(project) == before
    (project / "elsewhere").rename(project / "talks/wilks")
    assert "held" not in run("-C", project, *NOW, "build").err
    assert events(project) == before


def test_a_changed_address_changes_no_uid(run, project):
    """Also where the site had no `id:` so far, and gets one now."""
    site = project / "talks/site.yaml"
    old = site.read_text()
    site.write_text(old.replace("id: talks.example.edu\n", ""))
    run("-C", project, *NOW, "build", "--public")
    before = events(project)
    assert before[0] == "wilks.2021-03-08-soudry@talks.example.edu"
    for text in (
        old.replace("url: https://talks.example.edu", "url: https://new.example.org"),
        old.replace("id: talks.example.edu\n", "").replace(".edu", ".net"),
    ):
        site.write_text(text)
        ran = run("-C", project, *NOW, "build")
        assert events(project) == before
        assert "held" not in ran.err


def test_a_uid_made_of_the_file_holds_no_slash_and_not_the_address(run, project):
    site = project / "talks/site.yaml"
    site.write_text(site.read_text().replace("id: talks.example.edu", "id: our-talks"))
    run("-C", project, *NOW, "build")
    assert events(project)[0] == "wilks.2021-03-08-soudry@our-talks"


def test_a_lost_ledger_beside_what_it_made_is_said(run, project):
    """Calendars would not take a state whose SEQUENCE is lower than what they have."""
    run("-C", project, *NOW, "build")
    (project / TALK).write_text((project / TALK).read_text() + "location: B2\n")
    assert "fell" not in run("-C", project, *NOW, "build").err
    (project / ".announcer/ledger.db").unlink()
    ran = run("-C", project, *NOW, "build")
    assert "fell, such as of wilks.2021-03-08-soudry@" in ran.err
    assert "from 1 to 0" in ran.err
    assert "announcer ledger import FILE" in ran.err


def test_cancel_changes_the_record_and_keeps_its_comments(run, project):
    path = project / TALK
    path.write_text(f"# ask her again\n{path.read_text()}status: tentative  # so far\n")
    ran = run("-C", project, *NOW, "cancel", "soudry", "--because", "Ill: sorry")
    assert ran.status == 0
    assert "+notice: 'Ill: sorry'" in ran.out
    assert path.read_text() == (
        "# ask her again\ntitle: Surprises in Deep Learning Training\n"
        "speaker: Daniel Soudry (Technion)\ndate: 2021-03-08\n"
        "notice: 'Ill: sorry'\nstatus: cancelled  # so far\n"
    )


def test_cancel_keeps_the_line_ends_and_the_text_of_a_markdown_record(run, project):
    (project / TALK).unlink()
    path = project / TALK.replace(".yaml", ".md")
    path.write_bytes(b"---\r\ntitle: A\r\ndate: 2021-03-08\r\n---\r\n\r\nWords.\r\n")
    assert run("-C", project, *NOW, "cancel", "soudry").status == 0
    assert path.read_bytes() == (
        b"---\r\ntitle: A\r\ndate: 2021-03-08\r\nstatus: cancelled\r\n---\r\n"
        b"\r\nWords.\r\n"
    )


def test_cancel_leaves_a_record_alone_that_only_a_person_can_change(run, project):
    path = project / TALK
    path.write_text(text := "? title\n: A\n? date\n: 2021-03-08\n")
    ran = run("-C", project, *NOW, "cancel", "soudry")
    assert ran.status == 1
    assert "Write `status: cancelled` into it yourself." in ran.err
    assert path.read_text() == text


def test_cancel_without_a_record_is_a_word_that_the_ledger_keeps(run, project):
    run("-C", project, *NOW, "build", "--public")
    (project / TALK).unlink()
    assert run("-C", project, *NOW, "cancel", "soudry").status == 0
    ran = run("-C", project, *NOW, "build")
    assert "held" not in ran.err
    assert events(project)[1:] == ["1", "CANCELLED"]
    assert "cancelled already" in run("-C", project, *NOW, "cancel", "soudry").err


def test_forget_says_what_follows_and_wants_a_yes(run, project):
    run("-C", project, *NOW, "build", "--public")
    (project / TALK).unlink()
    asked = run("-C", project, *NOW, "ledger", "forget", "soudry")
    assert "drop it without saying that it is off" in asked.out
    assert "nobody was told of it" in asked.out
    assert "held" in run("-C", project, *NOW, "build").err
    run("-C", project, *NOW, "ledger", "forget", "soudry", "--yes")
    assert "held" not in run("-C", project, *NOW, "build").err
    assert events(project) == []


def test_a_ledger_that_cannot_be_written_is_said_and_no_failure(run, project):
    """Nobody can write below /proc, not even root."""
    with (project / "talks/site.yaml").open("a") as file:
        file.write("ledger: sqlite:////proc/announcer/ledger.db\n")
    ran = run("-C", project, *NOW, "build")
    assert ran.status == 0
    assert "cannot be written" in ran.err
    assert (project / "build/site/index.html").is_file()


def test_a_broken_ledger_stops_a_build_before_anything_is_written(run, project):
    (project / ".announcer").mkdir()
    (project / ".announcer/ledger.db").write_text("no database")
    ran = run("-C", project, *NOW, "build")
    assert ran.status == 1
    assert "restore the last export" in ran.err
    assert not (project / "build/site").exists()


def test_the_ledger_travels_as_text(run, project, tmp_path):
    run("-C", project, *NOW, "build")
    export = tmp_path / "ledger.jsonl"
    assert run("-C", project, "ledger", "export", export).status == 0
    (project / ".announcer/ledger.db").unlink()
    assert "1 revision" in run("-C", project, "ledger", "import", export).out
    again = tmp_path / "again.jsonl"
    run("-C", project, "ledger", "export", again)
    assert again.read_bytes() == export.read_bytes()


def test_own_templates_come_first_file_by_file(run, project):
    own = project / "templates/mail"
    own.mkdir(parents=True)
    (own / "announcement.txt.j2").write_text("Come to {{ talk.title }}!\n")
    out = run("-C", project, *NOW, "show", "next").out
    assert out == "Come to Surprises in Deep Learning Training!\n"


@pytest.mark.parametrize(
    ("template", "place", "words"),
    [
        ("one\n{{ talkk.title }}\n", ":2:", "'talkk' is undefined"),
        ("{% if %}", ":1:", "Expected an expression"),
        ('{% include "mail/_foo.txt.j2" %}', "mail/_foo", "did you mean"),
        ("{{ talk.start + 1 }}", ":1:", "unsupported operand"),
    ],
)
def test_a_wrong_template_names_its_line_and_nothing_is_replaced(
    run, project, template, place, words
):
    own = project / "templates/mail"
    own.mkdir(parents=True)
    (own / "announcement.txt.j2").write_text(template)
    ran = run("-C", project, *NOW, "build")
    assert ran.status == 1
    assert place in ran.err
    assert words in ran.err
    assert "mail/announcement.txt.j2" in ran.err or "_foo" in ran.err
    assert not (project / "build/site").exists()
    assert run("-C", project, "ledger", "log").out == ""


@pytest.mark.parametrize(
    ("name", "template", "said"),
    [
        (
            "mail/reminder.txt.j2",
            "one\n{{ talkk.title }}\n",
            "2:1: error: 'talkk' is un",
        ),
        ("mail/thanks.html.j2", "{% if %}", "1:1: error: Expected an expression"),
        (
            "mail/dear.txt.j2",
            "{{ x | upperr }}",
            "1:1: error: No filter named 'upperr'",
        ),
        (
            "mail/briefing.txt.j2",
            '\n\n{% include "mail/_foo.txt.j2" %}',
            "3:1: error: there is no template 'mail/_foo.txt.j2'; did you mean",
        ),
        ("mail/_about.txt.j2", "\n{{ tolk.title }}", "2:1: error: 'tolk' is undefined"),
        ("ics/summary.txt.j2", "{{ tolk.title }}", "1:1: error: 'tolk' is undefined"),
        (
            "web/talk.html.j2",
            "{{ x | upperr }}",
            "1:1: error: No filter named 'upperr'",
        ),
    ],
)
def test_check_finds_a_wrong_template_before_a_letter_is_due(
    run, project, name, template, said
):
    own = project / "templates" / name
    own.parent.mkdir(parents=True)
    own.write_text(template)
    for now in (NOW, ("--now", "2022-03-01")):  # the talk comes, and is over
        ran = run("-C", project, *now, "check")
        assert ran.status == 1
        assert f"templates/{name}:{said}" in ran.err
        assert "docs/templates.md" in ran.err


def test_check_names_each_wrong_line_of_own_templates_once(run, project):
    own = project / "templates/mail"
    own.mkdir(parents=True)
    (own / "_about.txt.j2").write_text("{{ tolk }}")
    (own / "thanks.txt.j2").write_text("{% if %}")
    ran = run("-C", project, *NOW, "check", "--format", "json")
    found = [(one["path"], one["line"]) for one in json.loads(ran.out)]
    names = [(f"templates/mail/{one}.txt.j2", 1) for one in ("_about", "thanks")]
    assert sorted(one for one in found if one[1]) == names


@pytest.mark.parametrize("command", ["check", "build"])
@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("mail/anouncement.txt.j2", "mail/announcement.txt.j2"),
        ("announcement.html.j2", "mail/announcement.html.j2"),
        ("static/style.css", "web/static/style.css.j2"),
        ("mail/zzz.txt.j2", ""),
    ],
)
def test_own_templates_that_nothing_uses_are_named_with_what_may_be_meant(
    run, project, command, name, nearest
):
    own = project / "templates" / name
    own.parent.mkdir(parents=True)
    own.write_text("hello")
    ran = run("-C", project, *NOW, command)
    assert ran.status == 0
    meant = f"; did you mean templates/{nearest}?" if nearest else ""
    said = f"templates/{name}: warning: nothing uses this file{meant}\n"
    assert said in ran.err


def test_templates_that_others_ask_for_or_that_lie_beside_are_used_or_not_asked_about(
    run, project
):
    own = project / "templates/mail"
    own.mkdir(parents=True)
    (own / "dear.txt.j2").write_text('{% include ["mail/no.j2", "mail/yes.j2"] %}')
    for name in ("yes.j2", "README.md", ".hidden.j2", "lead.txt.j2~"):
        (own / name).write_text("Hello")
    ran = run("-C", project, *NOW, "check")
    assert "nothing uses" not in ran.err


def test_a_template_whose_name_is_worked_out_may_be_any_but_a_slip(run, project):
    own = project / "templates/mail"
    own.mkdir(parents=True)
    (own / "dear.txt.j2").write_text('{% include "mail/" ~ "zzz" ~ ".j2" %}')
    for name in ("zzz.j2", "leed.txt.j2"):
        (own / name).write_text("Hello")
    ran = run("-C", project, *NOW, "check")
    assert "zzz.j2: " not in ran.err
    assert "did you mean templates/mail/lead.txt.j2?" in ran.err


@pytest.mark.parametrize("place", ["template", "Templates", "talks/templates"])
def test_own_templates_in_a_folder_of_another_name_are_not_silently_left(
    run, project, place
):
    own = project / place / "mail"
    own.mkdir(parents=True)
    (own / "dear.txt.j2").write_text("Hello")
    for command in ("check", "build"):
        ran = run("-C", project, *NOW, command)
        assert f"{place}: warning: nothing uses the templates in this" in ran.err


def test_check_says_which_own_template_it_could_not_try(run, project):
    own = project / "templates/mail"
    own.mkdir(parents=True)
    (own / "digest.txt.j2").write_text("{{ tolk }}")
    (own / "reminder.txt.j2").write_text("{{ talk.title }}")
    ran = run("-C", project, *NOW, "check")
    assert ran.status == 0
    assert "not tried: templates/mail/digest.txt.j2: no talk" in ran.err


def test_schema_is_json_and_knows_each_kind_of_file(run):
    for kind in ((), ("site",), ("series",), ("talk",)):
        assert "$schema" in json.loads(run("schema", *kind).out)


def test_completion_is_offered(project):
    """The script that docs/tools.md names comes from the command itself."""
    ran = subprocess.run(
        [Path(sys.executable).with_name("announcer")],
        env={**os.environ, "_ANNOUNCER_COMPLETE": "zsh_source"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "#compdef announcer" in ran.stdout


def test_a_mistake_of_our_own_is_no_traceback(run, project, monkeypatch):
    def broken(*_, **__):
        raise KeyError("oops")

    monkeypatch.setattr("announcer.record.read_site", broken)
    ran = run("-C", project, "list")
    assert ran.status == 1
    assert "a mistake of its own (KeyError: 'oops')" in ran.err
    assert "Traceback" not in ran.err


def test_a_reader_that_leaves_early_is_no_error(project):
    """`announcer list | head -0`"""
    command = f"{sys.executable} -m announcer -C {project} list --all | true"
    ran = subprocess.run(command, shell=True, capture_output=True, check=True)
    assert ran.stderr == b""


@pytest.mark.parametrize(
    "out", [".", "..", "/", "talks", "templates/x", "~", "home/.."]
)
def test_a_build_goes_into_no_folder_that_holds_other_things(
    run, project, out, monkeypatch
):
    """Neither the project's own, nor a home, nor what these lie in, by any name."""
    (project / "home").mkdir()
    monkeypatch.setenv("HOME", str(project / "home"))
    before = set(project.rglob("*"))
    ran = run("-C", project, "build", "--out", out, "--force")
    assert ran.status == 1
    assert "Name a folder of its own, such as --out build." in ran.err
    new = {path.name for path in set(project.rglob("*")) - before}
    assert new <= {".announcer", "ledger.db", "records"}


def test_a_build_replaces_no_home_page_until_it_is_forced(run, project):
    """The way on is said: another folder, or --force."""
    page = project / "www/site/index.html"
    page.parent.mkdir(parents=True)
    page.write_text("Department")
    ran = run("-C", project, "build", "--out", "www")
    assert ran.status == 1
    assert "announcer did not write it" in ran.err
    assert "--out" in ran.err
    assert page.read_text() == "Department"
    assert run("-C", project, "build", "--out", "www", "--force").status == 0
    assert "Department" not in page.read_text()


def test_a_store_of_another_release_is_dropped_with_one_line(run, project):
    """What was kept of the records is never worth an error, only a word."""
    run("-C", project, "build", "--quiet")
    file = project / ".announcer/records"
    kept = file.read_bytes()
    file.write_bytes(b"announcer records 1\n")
    for command in ("list", "build"):
        if command == "build":  # which looks at no record where nothing has changed
            (project / "talks/site.yaml").touch()
        done = run("-C", project, command)
        assert done.status == 0
        (line,) = (one for one in done.err.splitlines() if ".announcer/records" in one)
        assert "another release" in line
    assert file.read_bytes().splitlines()[0] == kept.splitlines()[0]
    assert run("-C", project, "list", "--all").err == ""
