"""What only some may see is refused in every text that everybody reads."""

from __future__ import annotations

import pytest

from announcer.errors import Problem, RecordError
from announcer.record import read_site
from tests.record.conftest import SITE, Desk

LINK = "https://meet.example.edu/j/77"
TALK = (
    "title: Surprises\nspeaker: {name: Ada, email: ada@example.org}\ndate: 2021-03-08\n"
)
CLOSED = f"link: {LINK}\nlink_access: members\n"


def problems(desk: Desk) -> list[Problem]:
    with pytest.raises(RecordError) as caught:
        read_site(desk.folder)
    assert all(one.code == "private-in-public" for one in caught.value.problems)
    return list(caught.value.problems)


def test_the_text_and_its_line_are_named_and_the_secret_is_not_shown(desk):
    desk.put("wilks/a.yaml", f"{TALK}notice: Write to Ada@example.org\n{CLOSED}")
    (problem,) = problems(desk)
    assert (problem.path, problem.line) == ("talks/wilks/a.yaml", 4)
    assert problem.message.startswith("notice repeats a private email")
    assert "example.org" not in f"{problem.message}{problem.excerpt}{problem.hint}"


@pytest.mark.parametrize(
    "text",
    [
        f"host: {{name: Olga, url: '{LINK}'}}\n",
        f"topics: [knots, '{LINK}']\n",
        f"slides: {LINK}\n",
        f"abstract: Join at [the room]({LINK}).\n",
    ],
)
def test_every_field_that_is_shown_is_looked_at(desk, text):
    desk.put("wilks/a.yaml", TALK + CLOSED + text)
    (problem,) = problems(desk)
    assert problem.line == 6


def test_a_series_may_not_tell_what_its_talks_keep(desk):
    """Also where the talk lies in a folder inside it."""
    desk.put("wilks/series.yaml", f"name: Wilks\ndescription: We meet at {LINK}\n")
    desk.put("wilks/juniors/a.yaml", TALK + CLOSED)
    (problem,) = problems(desk)
    assert (problem.path, problem.line) == ("talks/wilks/series.yaml", 2)


def test_the_site_may_not_either(desk):
    desk.put("site.yaml", f"{SITE}description: Write to ada@example.org.\n")
    desk.put("wilks/a.yaml", TALK)
    (problem,) = problems(desk)
    assert (problem.path, problem.line) == ("talks/site.yaml", 4)


def test_another_series_is_no_secret_of_these_talks(desk):
    desk.put("other/series.yaml", f"description: We meet at {LINK}\n")
    desk.put("wilks/a.yaml", TALK + CLOSED)
    assert read_site(desk.folder).talks


def test_what_one_talk_tells_everybody_its_series_may_tell(desk):
    desk.put("wilks/series.yaml", f"description: We meet at {LINK}\n")
    desk.put("wilks/a.yaml", TALK + CLOSED)
    desk.put("wilks/b.yaml", f"title: Open\ndate: 2021-03-15\nlink: {LINK}\n")
    assert len(read_site(desk.folder).talks) == 2


def test_an_organiser_who_gives_a_talk_keeps_the_public_address(desk):
    desk.put("wilks/series.yaml", "organizers: [Ada <ada@example.org>]\n")
    desk.put("wilks/a.yaml", TALK)
    assert read_site(desk.folder).talks


PASSED = "link: https://meet.example.edu/j/77?pwd=k3yw0rd\nlink_access: members\n"


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("notice: The passcode is k3yw0rd.\n", 4, 25),
        ("abstract: |\n  Come.\n\n  Passcode: k3yw0rd\n", 7, 13),
        ("location: Room 1 (k3yw0rd)\n", 4, 19),
        ("host: Olga k3yw0rd\n", 4, 12),
    ],
)
def test_the_passcode_of_a_private_link_is_one_of_its_secrets(desk, text, line, column):
    desk.put("wilks/a.yaml", f"{TALK}{text}{PASSED}")
    (problem,) = problems(desk)
    assert (problem.line, problem.column) == (line, column)
    assert "private passcode" in problem.message
    assert "`link`" in problem.hint
    assert "k3yw0rd" not in f"{problem.message}{problem.excerpt}{problem.hint}"


def test_a_passcode_in_the_text_of_a_markdown_record_has_its_line(desk):
    desk.put("wilks/a.md", f"---\n{TALK}{PASSED}---\nCome.\nThe key: k3yw0rd\n")
    (problem,) = problems(desk)
    assert (problem.line, problem.column) == (9, 10)


def test_a_series_may_not_tell_the_passcode_of_its_talks(desk):
    desk.put("wilks/series.yaml", "name: Wilks\ndescription: With k3yw0rd\n")
    desk.put("wilks/a.yaml", TALK + PASSED)
    (problem,) = problems(desk)
    assert (problem.path, problem.line) == ("talks/wilks/series.yaml", 2)


@pytest.mark.parametrize("code", ["1234", "K3YW0RD"])
def test_short_codes_and_other_words_are_no_passcode(desk, code):
    link = PASSED.replace("k3yw0rd", "1234") if code == "1234" else PASSED
    desk.put("wilks/a.yaml", f"{TALK}notice: Room {code}\n{link}")
    assert read_site(desk.folder).talks


def test_a_whole_link_is_told_once_and_not_for_its_passcode_again(desk):
    link = PASSED.partition("\n")[0].removeprefix("link: ")
    desk.put("wilks/a.yaml", f"{TALK}notice: Come to {link}\n{PASSED}")
    (problem,) = problems(desk)
    assert "private link" in problem.message


def test_what_everybody_may_see_is_no_secret(desk):
    public = PASSED.partition("\n")[0]
    desk.put("wilks/a.yaml", f"{TALK}notice: The passcode is k3yw0rd\n{public}\n")
    assert read_site(desk.folder).talks
