"""What is worked out once and used everywhere, counted and not timed."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from announcer import ical, markup
from announcer.access import Channel
from announcer.formats import FORMATS, mail
from announcer.ical import entries
from announcer.markup import rendering
from announcer.output import finished
from announcer.plan import of_coming_talks
from announcer.talk import LinkAccess, Programme, Speaker
from announcer.templating import Templates
from tests.builders import WILKS, programme, talk

TALKS = 4


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Counter[object]:
    """Return how often each text was parsed, event written and template filled."""
    counted: Counter[object] = Counter()

    def count(where: object, name: str, what: Any) -> None:
        real = getattr(where, name)

        def counting(*args: Any, **named: Any) -> Any:
            counted[what(*args)] += 1
            return real(*args, **named)

        monkeypatch.setattr(where, name, counting)

    count(rendering, "parsed_blocks", lambda text: text)
    count(entries, "write", lambda one, *_: ("event", one.uid))
    count(Templates, "_filled", lambda _, name, *__: name)
    return counted


def _programme(**changes: Any) -> Programme:
    markup.forget()  # what an earlier test rendered
    return programme(
        *(
            talk(
                slug=f"t{number}",
                abstract=f"An *abstract*, number {number}",
                speakers=(Speaker(name=f"Ada {number}", bio="The *same* life."),),
                **changes,
            )
            for number in range(TALKS)
        )
    )


def _all(programme: Programme, templates: Templates) -> None:
    """Make every file of a build and a mail about each talk."""
    for form in FORMATS.values():
        for _ in finished(form.drafts(programme, templates)):
            pass
    for letter in of_coming_talks(programme, {}):
        mail.message(letter, programme, templates)


def test_a_text_is_parsed_once_for_pages_mails_calendars_and_feeds(
    calls: Counter[object],
) -> None:
    """Also a life that stands in several records."""
    _all(_programme(), Templates())
    parsed = {text: n for text, n in calls.items() if "*" in str(text)}
    assert len(parsed) == TALKS + 1
    assert set(parsed.values()) == {1}


@pytest.mark.parametrize("organized", [True, False], ids=["organized", "nobody"])
def test_an_event_is_written_once_for_its_file_all_feeds_and_the_mail(
    calls: Counter[object],
    organized: bool,  # noqa: FBT001 - a parameter
) -> None:
    """Though a mail names its sender where nobody organises the talk."""
    mails = replace(WILKS.mail, sender=None)
    series = WILKS if organized else replace(WILKS, organizers=(), mail=mails)
    _all(_programme(series=series), Templates())
    written = [n for what, n in calls.items() if isinstance(what, tuple)]
    assert written == [1] * TALKS
    assert calls["ics/event.txt.j2"] == TALKS


def test_only_a_link_for_members_is_a_second_event(calls: Counter[object]) -> None:
    """One for everybody and one for the mailing list."""
    programme, templates = _programme(link_access=LinkAccess.MEMBERS), Templates()
    _all(programme, templates)
    for channel in Channel.PUBLIC, Channel.MEMBERS:
        ical.calendar(programme.talks, programme, templates, channel=channel)
    assert calls["ics/event.txt.j2"] == 2 * TALKS


def test_a_mail_fills_four_templates(calls: Counter[object]) -> None:
    """Its heading, its subject, its text and its HTML."""
    programme, templates = _programme(), Templates()
    _all(programme, templates)
    filled = {str(name): n for name, n in calls.items() if "mail/" in str(name)}
    assert filled == dict.fromkeys(
        (
            "mail/heading.txt.j2",
            "mail/announcement.subject.txt.j2",
            "mail/announcement.txt.j2",
            "mail/announcement.html.j2",
        ),
        TALKS,
    )
