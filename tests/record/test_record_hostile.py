"""Files that nobody should write: one clear message each, and never a traceback."""

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from announcer.errors import RecordError, Severity
from announcer.record import read_site
from tests.examples import examples

GOOD = "date: 2021-03-08\n"
LETTERS = st.characters(codec="utf-8")
PIECES = st.sampled_from(
    ["title: ", "date: 2021-03-08\n", "speaker:\n", "  ", "- ", "[", "]", "{", "}",
     ": ",
     "\n", "\t", '"', "'", "|\n", ">", "&a ", "*a ", "!t ", "? ", "---\n", "...\n", "#",
     "\\", "%", "@", "`", "time: 12:30\n", "abstract: |\n  ", "tell:\n", "\0", "\ufeff",
     "\u2028", "\x85", "é", "<<: ", "name: x\n", "mail: ", "~", ",", "\r", "\ud7ff"]
)  # fmt: skip


def told(desk):
    """Return all problems of a project, in one run."""
    with pytest.raises(RecordError) as caught:
        read_site(desk.folder)
    return caught.value.problems


def the_problem(desk):
    (problem,) = told(desk)
    assert problem.message
    assert problem.hint
    return problem


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (b"[" * 10_000_000, "file-too-large", 0),
        (b"[" * 1_000_000, "too-deep", 1),
        (b"{a: " * 200_000, "too-deep", 1),
        (b"- " * 400_000, "too-deep", 1),
        (b"date: 2021-03-08\ntitle: " + b"x" * 1_000_000, "too-long", 2),
        (b"title: '" + b"x" * 1_000_000, "open-quote", 1),
        (b"topics: [" + b"a," * 400_000 + b"]", "too-many-values", 1),
        (b"\x7fELF\x02\x01\x01\0\0\0", "not-text", 0),
        ("title: Zürich\n".encode("latin-1"), "encoding", 1),
        ("title: Zürich\n".encode("utf-16"), "encoding", 0),
        (b"title: \xed\xa0\x80\n", "encoding", 1),
        (b"date: 2021-03-08\ntitle: \x1b[31m\n", "control-character", 2),
        (b"date: 2021-03-08\r\ntitle: a\x00b\r\n", "not-text", 0),
        (b'date: 2021-03-08\ntitle: "\\ud800"\n', "escape", 2),
        (b"date: 2021-03-08\ntitle: &a [x, &b [*a, *a], *b]\n", "reference", 2),
        (b"? " + b"x" * 5000 + b"\n: y\ndate: 2021-03-08\n", "unknown-key", 1),
        (b"%YAML 9.9\n---\ndate: 2021-03-08\n", "bad-yaml", 1),
        (b"", "empty-file", 1),
    ],
)
def test_hostile_file_is_one_clear_message(desk, content, code, line):
    desk.put("wilks/a.yaml", content)
    problem = the_problem(desk)
    assert (problem.code, problem.line) == (code, line)
    assert len(problem.message) < 200
    assert len(problem.excerpt) < 200


def test_references_to_references_are_told_line_by_line_and_never_followed(desk):
    desk.put("wilks/a.yaml", b"a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n")
    found = [(problem.code, problem.line) for problem in told(desk)]
    assert found == [("reference", 1), ("reference", 2), ("reference", 3)]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_position_of_a_wrong_byte_is_that_of_its_letter(desk, mark):
    text = "date: 2021-03-08\ntitle: é".encode()
    desk.put("wilks/a.yaml", mark + text + b"\xfc\n")
    problem = the_problem(desk)
    assert (problem.line, problem.column) == (2, 9)


def test_a_thousand_unknown_keys_do_not_bury_the_rest(desk):
    desk.put("wilks/a.yaml", "".join(f"key{number}: x\n" for number in range(5000)))
    desk.put("wilks/b.yaml", "date: soon\n")
    problems = told(desk)
    assert len(problems) < 100
    assert problems[-1].path == "talks/wilks/b.yaml"


def test_many_doubts_do_not_hide_an_error(desk):
    inner = "".join(f"  - one #{number}\n" for number in range(200))
    doubts = "".join(f"key{number}: a #b\n" for number in range(200))
    desk.put("wilks/a.yaml", f"topics:\n{inner}{doubts}date: soon\n")
    problems = told(desk)
    assert {problem.severity for problem in problems} == set(Severity)
    assert len(problems) <= 100


def test_no_folder_of_talks(tmp_path):
    with pytest.raises(RecordError) as caught:
        read_site(tmp_path / "nowhere")
    (problem,) = caught.value.problems
    assert problem.code == "no-talks-folder"
    assert "init" in problem.hint


def test_an_empty_folder_of_talks(tmp_path):
    (tmp_path / "talks").mkdir()
    with pytest.raises(RecordError) as caught:
        read_site(tmp_path)
    (problem,) = caught.value.problems
    assert (problem.path, problem.code) == ("talks/site.yaml", "no-site")


def test_a_site_yaml_beside_the_talks_is_found(tmp_path):
    """It is to be moved, not written a second time."""
    (tmp_path / "talks").mkdir()
    (tmp_path / "site.yaml").write_text("title: Talks\n")
    with pytest.raises(RecordError) as caught:
        read_site(tmp_path)
    (problem,) = caught.value.problems
    assert problem.hint == "Move the one beside talks/ into it."


def test_a_time_whose_zone_cannot_be_read_waits_for_the_zone(desk):
    """To write it in another way would not help."""
    desk.put("site.yaml", "title: A\nurl: https://a.example\ntimezone: Nowhere/All\n")
    desk.put("wilks/a.yaml", "date: 2021-03-01\ntime: 12:30 CET\n")
    cures = {one.path: one.hint for one in told(desk) if one.line}
    assert cures["talks/wilks/a.yaml"].startswith("Mend first what is wrong")
    assert "talks/site.yaml" in cures


def test_a_date_that_only_the_name_of_the_file_says_is_offered(desk):
    desk.put("wilks/2021-03-08-soudry.yaml", "title: A\n")
    cure = the_problem(desk).hint
    assert cure.startswith("Add the line date: 2021-03-08, as the name of the file")
    desk.put("wilks/2021-03-08-soudry.yaml", "title: A\ndate: 2021-03-08\n")
    desk.put("wilks/2021-02-31-never.yaml", "title: A\n")
    assert the_problem(desk).hint.startswith("Add the line `date:` with")


def test_who_is_told_stands_in_no_rule(desk):
    desk.put("wilks/series.yaml", "tell:\n- announcement: 7 days before\n  to: me\n")
    assert the_problem(desk).hint.endswith("stands in the series' `mailing_list`.")


def test_a_folder_with_the_name_of_a_record(desk):
    (desk.folder / "talks" / "wilks" / "a.yaml").mkdir(parents=True)
    assert the_problem(desk).code == "not-a-file"


def test_a_pipe_with_the_name_of_a_record(desk):
    desk.put("wilks/b.yaml", GOOD)
    os.mkfifo(desk.folder / "talks" / "wilks" / "a.yaml")
    assert the_problem(desk).code == "not-a-file"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(desk):
    desk.put("wilks/a.yaml", GOOD).chmod(0)
    assert the_problem(desk).code == "unreadable"


def test_a_file_that_cannot_be_read(desk):
    desk.put("wilks/b.yaml", GOOD)
    loop = desk.folder / "talks" / "wilks" / "a.yaml"
    loop.symlink_to(loop)
    assert the_problem(desk).path == "talks/wilks/a.yaml"


@pytest.mark.parametrize("target", ["outside.yaml", "missing.yaml"])
def test_a_link_out_of_the_folder_or_to_nothing(desk, target):
    (desk.folder / "outside.yaml").write_text(GOOD)
    desk.put("wilks/b.yaml", GOOD)
    (desk.folder / "talks" / "wilks" / "a.yaml").symlink_to(desk.folder / target)
    assert the_problem(desk).code == "symlink"


def test_a_linked_folder_is_not_followed(desk):
    desk.put("wilks/b.yaml", GOOD)
    (desk.folder / "talks" / "loop").symlink_to(desk.folder / "talks")
    assert the_problem(desk).code == "symlink"


def test_names_that_cannot_be_shown(desk):
    desk.put(os.fsdecode(b"a\xff.yaml"), GOOD)
    desk.put("a\nb.yaml", GOOD)
    for problem in told(desk):
        assert problem.code == "file-name"
        assert problem.path.isprintable()


def test_two_talks_with_one_uid(desk):
    desk.put("wilks/a.yaml", GOOD + "uid: x@example.edu\n")
    desk.put("wilks/b.yaml", GOOD + "uid: x@example.edu\n")
    problem = the_problem(desk)
    assert (problem.path, problem.line, problem.code) == (
        "talks/wilks/b.yaml",
        2,
        "same-uid",
    )
    assert "talks/wilks/a.yaml" in problem.message


@pytest.mark.parametrize("other", ["talk.md", "Talk.yaml", "tálk.yaml"])
def test_two_talks_with_one_page(desk, other):
    desk.put("wilks/talk.yaml", GOOD)
    desk.put(f"wilks/{other}", f"---\n{GOOD}---\n" if other.endswith("md") else GOOD)
    assert the_problem(desk).code == "same-name"


@pytest.mark.parametrize("name", ["calendar", "speakers", "Static"])
def test_a_series_with_a_name_that_the_site_needs(desk, name):
    desk.put(f"{name}/a.yaml", GOOD)
    assert the_problem(desk).code == "reserved-name"


def test_two_series_with_one_page(desk):
    desk.put("wilks/a.yaml", GOOD)
    desk.put("Wilks/a.yaml", GOOD)
    assert the_problem(desk).code == "same-name"


def test_a_talk_and_a_series_in_it_with_one_page(desk):
    desk.put("wilks/fall.yaml", GOOD)
    desk.put("wilks/fall/a.yaml", GOOD)
    assert the_problem(desk).code == "same-name"


def test_settings_in_the_wrong_place_or_twice(desk):
    desk.put("wilks/site.yaml", "title: x\n")
    desk.put("wilks/series.yaml", "name: x\n")
    desk.put("wilks/series.yml", "name: x\n")
    desk.put("wilks/a.yaml", GOOD)
    assert [problem.code for problem in told(desk)] == ["misplaced", "misplaced"]


def test_problems_of_all_files_come_in_one_run(desk):
    desk.put("site.yaml", "titel: x\nurl: https://talks.example.edu\n")
    desk.put("wilks/series.yaml", "weekday: Someday\n")
    desk.put("wilks/a.yaml", "date: 2021-02-30\ntime: 25:00\n")
    desk.put("wilks/b.md", "no front matter\n")
    places = [(problem.path, problem.line) for problem in told(desk)]
    assert places == [
        ("talks/site.yaml", 1),
        ("talks/wilks/a.yaml", 1),
        ("talks/wilks/a.yaml", 2),
        ("talks/wilks/b.md", 1),
        ("talks/wilks/series.yaml", 1),
    ]


def test_no_password_is_repeated(desk):
    desk.put(
        "site.yaml",
        "title: T\nurl: https://t.example.edu\n"
        "mail: {smtp: 'smtp://me:hunter2@h', x: y}\n"
        "calendar: {caldav: 'https://me:hunter2@c.example.edu/'}\n"
        "ledger: postgresql://me:hunter2@db/x\npassword: hunter2\n",
    )
    problems = told(desk)
    assert len([p for p in problems if p.code == "password-in-file"]) == 4
    assert "hunter2" not in repr(problems)


def check(desk, name, content):
    """Read any content; whatever is wrong has a place that exists."""
    desk.clear()
    desk.put(name, content)
    try:
        problems = read_site(desk.folder).problems
    except RecordError as error:
        problems = error.problems
        assert any(problem.severity is Severity.ERROR for problem in problems)
    lines = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
    for problem in problems:
        assert problem.message
        assert problem.code
        assert problem.line <= lines
        if problem.code not in WHOLE_FILE:
            assert problem.line > 0
            assert problem.column > 0


WHOLE_FILE = {"encoding", "not-text", "file-too-large", "no-talks"}
NAMES = st.sampled_from(
    ["wilks/a.yaml", "wilks/a.md", "wilks/series.yaml", "site.yaml"]
)
quick = settings(
    max_examples=examples(50),
)


@quick
@given(name=NAMES, content=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(desk, name, content):
    check(desk, name, content)


@quick
@given(name=NAMES, content=st.lists(PIECES, max_size=12).map("".join))
def test_any_pieces_of_yaml_are_read_or_refused(desk, name, content):
    check(desk, name, content.encode())


@quick
@given(
    name=NAMES,
    key=st.sampled_from(
        ["title", "speaker", "date", "time", "duration", "end", "timezone", "link",
         "uid", "abstract", "url", "mail", "terms", "tell", "changes", "host", "topics"]
    ),
    value=st.text(LETTERS),
    front=st.booleans(),
)  # fmt: skip
def test_any_value_is_read_or_refused(desk, name, key, value, front):
    text = f"{key}: {value}\n"
    check(desk, name, (f"---\n{text}---\nBody\n" if front else text).encode())
