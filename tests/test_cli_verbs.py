"""Daily work without YAML: move, set, cancel, new, and talks without a date."""

from __future__ import annotations

import json

import pytest

from tests.conftest import TALK

NOW = ("--now", "2021-03-01T09:00")
NOVAK = "talks/wilks/novak.yaml"


@pytest.fixture
def say(run, project):
    """Run a command on the project, on the first of March."""
    return lambda *words: run("-C", project, *NOW, *words)


def test_move_changes_day_and_hour_and_says_both_in_full(say, project):
    ran = say("move", "soudry", "15", "March", "16:00")
    assert ran.status == 0, ran.err
    assert "-date: 2021-03-08\n+date: 2021-03-15\n+time: 16:00\n" in ran.out
    assert "It was Monday 2021-03-08, 12:30-13:30 (America/New_York)." in ran.out
    assert "It is  Monday 2021-03-15, 16:00-17:00 (America/New_York)." in ran.out
    assert ran.out.endswith("Next: announcer plan\n")
    assert (project / TALK).read_text().endswith("date: 2021-03-15\ntime: 16:00\n")


@pytest.mark.parametrize(
    ("fields", "said", "expected"),
    [
        ("date: 2021-03-08\ntime: 12:30-14:00\n", "15:00", "time: 15:00-16:30\n"),
        ("date: 2021-03-08\ntime: 12:30-14:00\n", "2021-03-10 9:00", "time: 09:00-10:"),
        ("date: 2021-03-08\nend: 13:15\n", "15:00", "time: 15:00\nend: 15:45\n"),
        ("date: 2021-03-08\nend: 13:15\n", "15:00-16:00", "time: 15:00-16:00\n"),
        ("date: 2021-03-08 to 2021-03-10\n", "2021-03-15", "2021-03-15 to 2021-03-17"),
        ("date: 2021-03-08\nend: 2021-03-09 12:00\n", "a week later", "2021-03-16 12:"),
        ("date: 2021-03-08\n", "2021-03-15 12:30", "date: 2021-03-15\n"),
        ("date: 2021-03-08\nduration: 2 h\n", "15:00", "time: 15:00\nduration: 2 h\n"),
        ("date: 2021-03-08\nstatus: postponed\n", "2021-03-22", "date: 2021-03-22\n"),
        ("date: 2021-03-08\n", "2021-03-09 all day", "time: all day\n"),
    ],
)
def test_a_moved_talk_stays_as_long_as_it_was(say, project, fields, said, expected):
    (project / TALK).write_text(fields)
    ran = say("move", "soudry", said)
    assert ran.status == 0, ran.err
    written = (project / TALK).read_text()
    assert expected in written
    assert "status" not in written
    assert say("check").status == 0
    length = "all day" if "all day" in said or " to " in fields else "-"
    assert length in ran.out.split("It is")[1]


def test_what_may_be_two_days_is_asked(say, project):
    before = (project / TALK).read_bytes()
    ran = say("move", "soudry", "Thursday")
    assert ran.status == 1
    assert "2021-03-04 (Thursday) or 2021-03-11 (Thursday)" in ran.err
    for words in ("soon", "31 April", "25:00", "15 March 14:00 CET", ""):
        assert say("move", "soudry", words).status == 1, words
    assert say("move", "soudry").status == 2
    assert (project / TALK).read_bytes() == before


def test_a_move_that_is_none_changes_nothing(say, project):
    before = (project / TALK).stat().st_mtime_ns
    assert "nothing was changed" in say("move", "soudry", "2021-03-08 12:30").out
    assert (project / TALK).stat().st_mtime_ns == before


def test_a_day_that_is_past_is_written_and_doubted(say, project):
    ran = say("move", "soudry", "2020-03-16")
    assert ran.status == 0
    assert "That is past. Is the year right?" in ran.err
    assert "date: 2020-03-16" in (project / TALK).read_text()


def test_a_cancelled_talk_is_not_moved(say, project):
    say("cancel", "soudry")
    assert "set TALK status=" in say("move", "soudry", "16:00").err


def test_set_changes_any_field_and_keeps_the_remarks(say, project):
    (project / TALK).write_text(
        "# for Ada\ntitle: Ideals  # sure?\n"
        "speaker: Emmy Noether (Göttingen)  # asked\n"
        "date: 2021-03-08\nlocation: B2\nabstract: |\n  Text.\n",
        encoding="utf-8",
    )
    ran = say(
        "set", "soudry", "title=Rings: more", "speaker.email=emmy@example.edu",
        "topics=algebra, rings", "location=", "extra.sponsor=Example Ltd",
    )  # fmt: skip
    assert ran.status == 0, ran.err
    assert (project / TALK).read_text(encoding="utf-8") == (
        "# for Ada\ntitle: 'Rings: more'  # sure?\nspeaker:  # asked\n"
        "  name: Emmy Noether\n  affiliation: Göttingen\n  email: 'emmy@example.edu'\n"
        "date: 2021-03-08\ntopics: [algebra, rings]\nabstract: |\n  Text.\n"
        "extra:\n  sponsor: Example Ltd\n"
    )
    assert "-location: B2" in ran.out
    assert "Next: announcer plan" in ran.out


def test_speakers_are_named_by_their_numbers(say, project):
    assert say("set", "soudry", "speaker.1.name=Dan").status == 0
    assert say("set", "soudry", "speaker.1.pronouns=he").status == 0
    say("set", "soudry", "speaker=", "speakers=Ada (MIT), Ben Best (A, B)")
    assert (
        "speakers:\n  - Ada (MIT)\n  - 'Ben Best (A, B)'\n"
        in (project / TALK).read_text()
    )
    ran = say("set", "2021-03-08", "speakers.email=a@example.edu")
    assert ran.status == 1
    assert "there are 2 of them" in ran.err
    assert say("set", "2021-03-08", "speakers.3.url=https://x.example.edu").status == 1
    ran = say("set", "2021-03-08", "speaker.2.email=b@example.edu")
    assert ran.status == 0, ran.err
    assert (
        "{name: Ben Best, affiliation: 'A, B', email: 'b@example.edu'}"
        in (project / TALK).read_text()
    )
    assert say("set", "2021-03-08", "speakers.1=").status == 0
    assert "Ada" not in (project / TALK).read_text()


def test_a_wrong_value_is_told_with_all_others_and_nothing_is_written(say, project):
    before = (project / TALK).read_bytes()
    ran = say(
        "set", "soudry", "tittle=x", "date=15.3.2021", "link_access=open", "host.x=y"
    )
    assert ran.status == 1
    for words in ("Did you mean `title`?", "Write 2021-03-15.", "`open`", "`x`"):
        assert words in ran.err
    assert "5 errors" in ran.err  # a host without a name, too
    assert f"Nothing was changed: {TALK} would be wrong." in ran.err
    for deep in ("title.x=1", "title.x.y=1", "speaker.x.y=1", "speaker.9.name=A"):
        ran = say("set", "soudry", deep)
        assert ran.status == 1
        assert "only a person" not in ran.err
    for fields in (["title"], ["=x"], ["title=a", "title=b"], []):
        assert say("set", "soudry", *fields).status == 2
    assert say("set", "soudry", "date=").status == 1
    assert (project / TALK).read_bytes() == before


def test_a_field_that_only_the_whole_project_refuses_is_refused(say, project):
    """A uid of another talk, a series that is not there, a private link in a notice."""
    (project / "talks/wilks/other.yaml").write_text("date: 2021-03-15\nuid: mine\n")
    assert say("set", "soudry", "uid=mine").status == 1
    assert say("set", "soudry", "also=algebra").status == 1
    link = "https://meet.example.edu/x"
    say("set", "soudry", f"link={link}", "link_access=members")
    ran = say("set", "soudry", f"extra.note=see {link}")
    assert ran.status == 1
    assert "extra repeats a private link" in ran.err


def test_what_is_wrong_elsewhere_stops_no_change(say, project):
    (project / "talks/wilks/broken.yaml").write_text("date: soon\n")
    assert say("set", "soudry", "title=B").status == 0
    assert say("cancel", "soudry").status == 0
    assert say("move", "broken", "2021-03-15").status == 1


def test_a_record_that_is_gone_is_neither_moved_nor_set(say, project):
    say("build", "--public")
    (project / TALK).unlink()
    for command in (("move", "soudry", "16:00"), ("set", "soudry", "title=x")):
        ran = say(*command)
        assert ran.status == 1
        assert "is gone: bring it back first" in ran.err


def test_a_name_is_found_however_it_is_typed(say, project):
    (project / NOVAK).write_text("speaker: Bohumil Novák\ndate: 2021-03-22\n")
    assert "novak.yaml" in say("set", "NOVAK", "title=x").out
    assert say("show", "bohumil novak").status == 0
    ran = say("cancel", "wilks")
    assert ran.status == 1
    assert f"{NOVAK}  (Bohumil Novák: x)" in ran.err


def test_a_talk_without_a_date_is_for_the_organisers_alone(say, project):
    (project / NOVAK).write_text("speaker: Bohumil Novák\nstatus: planned\n")
    with (project / "talks/wilks/series.yaml").open("a") as file:
        file.write(
            "mailing_list: stat@example.edu\n"
            "tell:\n  - request: 21 days before at 09:00\n"
        )
    assert say("build").status == 0
    site = b"".join(p.read_bytes() for p in project.glob("build/**/*") if p.is_file())
    assert b"Soudry" in site
    assert "Novák".encode() not in site
    assert b"novak" not in site
    (line,) = (line for line in say("list").out.splitlines() if "Novák" in line)
    assert line.split() == [
        "planned",
        "date",
        "open",
        "wilks",
        "Bohumil",
        "Novák:",
        "(no",
        "title",
        "yet)",
    ]
    (_, planned) = json.loads(say("list", "--format", "json").out)
    assert planned["status"] == "planned"
    assert "Novák" not in say("list", "--past").err
    plan = say("plan").out
    assert f"{NOVAK}: Bohumil Novák: (no title yet)" in plan
    assert "asked for nothing until there is a date" in plan
    (planned,) = json.loads(say("plan", "--format", "json").out)["date_open"]
    assert planned["source"] == NOVAK
    for command in (("show", "novak"), ("send", "novak", "--kind", "announcement"),
                    ("told", "novak"), ("cancel", "novak")):  # fmt: skip
        ran = say(*command)
        assert ran.status == 1
        assert "has no date" in ran.err
    assert json.loads(say("show", "novak", "--as", "json").out) == planned
    assert f"({NOVAK}:2)" in say("show", "novak", "--origins").out


def test_a_planned_talk_gets_its_date_by_move(say, project):
    (project / NOVAK).write_text("speaker: Novák\nstatus: planned  # asked\n")
    assert "Write the day, too." in say("move", "novak", "16:00").err
    ran = say("move", "novak", "2021-03-22 14:00")
    assert ran.status == 0, ran.err
    assert (project / NOVAK).read_text() == (
        "speaker: Novák\ndate: 2021-03-22\ntime: 14:00\n"
    )
    assert "It was without a date." in ran.out
    assert "Novák" in say("list").out


def test_planned_and_a_date_contradict_each_other(say, project):
    (project / NOVAK).write_text("date: 2021-03-22\nstatus: planned\n")
    ran = say("check")
    assert ran.status == 1
    assert f"{NOVAK}:2:9: error: a planned talk has no date yet" in ran.err
    assert "status: tentative" in ran.err


def test_a_public_talk_that_loses_its_date_does_not_vanish(say, project):
    """It is held, loudly, as people know it, until it is postponed or called off."""
    say("build", "--public")
    ran = say("set", "soudry", "date=", "status=planned")
    assert ran.status == 0, ran.err
    ran = say("plan")
    assert "write date: 2021-03-08 and status: postponed" in ran.err
    assert "`announcer cancel 2021-03-08-soudry`" in ran.err
    say("build")
    assert "Soudry" in (project / "build/site/index.html").read_text()
    assert say("cancel", "soudry").status == 0
    written = (project / TALK).read_text()
    assert "status: cancelled\n" in written
    assert "date: 2021-03-08\n" in written
    assert "held" not in say("plan").err


def test_fields_of_ones_own_go_where_programs_read(say, project):
    with (project / TALK).open("a") as file:
        file.write("extra: {sponsor: 'A & B', seats: 40, chairs: [{name: No}]}\n")
    with (project / "talks/wilks/series.yaml").open("a") as file:
        file.write("extra: {sponsor: nobody, house: Fine}\n")
    own = {
        "sponsor": "A & B", "house": "Fine", "seats": "40", "chairs": [{"name": "No"}],
    }  # fmt: skip
    site = project / "build/site"
    assert say("build").status == 0
    assert "A &amp; B" not in (site / "wilks/2021-03-08-soudry/index.html").read_text()
    templates = project / "templates/web"
    templates.mkdir(parents=True)
    (templates / "row.html.j2").write_text(
        "<li>{{ talk.extra.sponsor }} in {{ talk.series.extra.house }}</li>\n"
    )
    assert say("build").status == 0
    assert "A &amp; B in Fine" in (site / "index.html").read_text()
    (talk,) = json.loads((site / "talks.json").read_text())["talks"]
    assert talk["extra"] == own
    for form in ("jekyll", "hugo"):
        out = project / form
        out.mkdir()
        assert say("build", "--as", form, "--out", out).status == 0
        pages = "".join(p.read_text() for p in out.rglob("*.md"))
        assert "sponsor: 'A & B'" in pages


def test_an_unknown_field_is_offered_a_place(say, project):
    with (project / TALK).open("a") as file:
        file.write("catering: tea\n")
    assert "A field of your own stands below `extra:`." in say("check").err


def test_the_footer_stands_on_every_page_and_in_no_frame(say, project):
    with (project / "talks/site.yaml").open("a") as file:
        file.write("footer: |\n  [Imprint](https://example.edu/imprint), *B. Best*\n")
    assert say("build").status == 0
    site = project / "build/site"
    for page in site.rglob("*.html"):
        framed = page.relative_to(site).parts[0] in {"embed", "screen"}
        has_it = 'href="https://example.edu/imprint"' in page.read_text()
        assert has_it is not framed, page
    assert "footer" not in say("check").err
    with (project / "talks/site.yaml").open("a") as file:
        file.write("  [Privacy](privacy.html)\n")
    assert "a link in `footer` is no whole address" in say("check").err


def test_new_starts_with_what_is_known(say, project):
    ran = say("new", "--speaker", "Jan Łoś (Toruń)", "--title", "Ultra: products",
              "--date", "15 March 16:00")  # fmt: skip
    assert ran.status == 0, ran.err
    path = project / "talks/wilks/2021-03-15-los.yaml"
    assert path.exists(), ran.out
    ran = say("list")
    assert "2021-03-15 Mon 16:00  wilks  Fine Hall 214  Jan Łoś: Ultra" in ran.out
    assert "Nothing was started." in say("new", "--speaker", "a@example.edu").err
    assert say("new", "--date", "16:00").status == 2
    assert say("new", "--date", "soon").status == 1
    assert say("new", "--fill", "x", "--title", "y").status == 2
    two = ("--speaker", "Ada", "--speaker", "Ben", "--date", "2021-03-16")
    assert say("new", *two).status == 0
    assert "Ada, Ben" in say("list").out


def test_new_fills_a_term_with_what_is_free(say, project):
    (project / "talks/wilks/off.yaml").write_text(
        "date: 2021-03-22\nstatus: cancelled\n"
    )
    with (project / "talks/site.yaml").open("a") as file:
        file.write(
            "terms:\n  - {name: Spring 2021, start: 2021-02-22, end: 2021-04-09}\n"
            "  - {name: Spring 2022, start: 2022-01-25, end: 2022-05-14}\n"
        )
    with (project / "talks/wilks/series.yaml").open("a") as file:
        file.write("skip: [2021-03-29]\n")
    before = (project / TALK).read_bytes()
    ran = say("new", "--fill", "spring 2021")
    assert ran.status == 0, ran.err
    made = sorted(p.stem for p in (project / "talks/wilks").glob("2021-*"))
    assert made == ["2021-03-01", "2021-03-08-soudry", "2021-03-15", "2021-04-05"]
    for line in (
        "Left out 2021-02-22 Mon: it is past",
        f"Left out 2021-03-08 Mon: {TALK} is on that day",
        "Left out 2021-03-22 Mon: talks/wilks/off.yaml (cancelled) is on that day",
        "Left out 2021-03-29 Mon: it stands in `skip:`",
        "3 records for Spring 2021",
    ):
        assert line in ran.out
    assert "0 records for Spring 2021" in say("new", "--fill", "Spring 2021").out
    assert (project / TALK).read_bytes() == before
    assert say("check").status == 0
    assert "may be Spring 2021 or Spring 2022" in say("new", "--fill", "spring").err
    assert "no term `WS`" in say("new", "--fill", "WS").err
    ran = say("new", "--fill", "2021-05-03 to 2021-05-10")
    assert "2 records for 2021-05-03 to 2021-05-10" in ran.out
    assert say("new", "--fill", "2021-05-03 to 2024-05-10").status == 1


def test_a_series_without_a_slot_cannot_be_filled(say, project):
    (project / "talks/wilks/series.yaml").write_text("name: W\n")
    assert "no regular weekday" in say("new", "--fill", "2021-05-03 to 2021-05-10").err


def test_every_second_week_is_filled_every_second_week(say, project):
    with (project / "talks/wilks/series.yaml").open("a") as file:
        file.write("every: 2 weeks\n")
    say("new", "--fill", "2021-03-01 to 2021-04-09")
    made = sorted(p.name for p in (project / "talks/wilks").glob("2021-*"))
    assert made == ["2021-03-08-soudry.yaml", "2021-03-22.yaml", "2021-04-05.yaml"]


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("list",), 1),
        (("show", "soudry"), 0),
        (("told", "soudry"), 0),
        (("told", "--series", "wilks"), 1),
        (("new", "wilks"), 0),
    ],
)
def test_what_is_wrong_elsewhere_is_said_and_keeps_back_no_answer(
    say, project, words, status
):
    """The exit status is 1 only where the answer is not whole."""
    (project / "talks/wilks/broken.yaml").write_text("date: soon\n")
    ran = say(*words)
    assert (ran.status, bool(ran.out)) == (status, True)
    assert "broken.yaml:1:7: error: 'soon' is not a date" in ran.err
    assert "left out: 1 record cannot be read (1 error); " in ran.err


def test_new_keeps_the_day_of_a_record_that_cannot_be_read(say, project):
    """Neither the next free slot nor a term is filled twice on that day."""
    taken = project / "talks/wilks/2021-03-01.yaml"
    taken.write_text("date: 2021-03-01\ntitel: A\n")
    assert "Started" in (out := say("new", "wilks").out)
    assert "2021-03-15.yaml" in out
    filled = say("new", "wilks", "--fill", "2021-03-01 to 2021-03-02")
    assert "a record that cannot be read is on that day" in filled.out
