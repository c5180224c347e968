"""Workers beside a run write the same messages as the run alone, and as surely."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from announcer import ical, sending
from announcer.copies import can_copy
from announcer.executing import Forked, Here
from announcer.formats import mail
from announcer.ledger import open_ledger
from announcer.sending import writing
from announcer.survey import Survey, survey
from announcer.templating import Templates
from tests.sending.office import MONDAY, RECORD, TALK, Office, write_project

pytestmark = pytest.mark.skipif(not can_copy(), reason="no copies of a process here")

BROKEN = "Surprises in Knots"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a seminar with five talks that are due, of which one speaks twice."""
    home = write_project(tmp_path / "project", "smtp://localhost:1")
    site = home / "talks/site.yaml"
    site.write_text(site.read_text().replace("smtp: 'smtp://localhost:1'", "mbox: box"))
    for number, title in enumerate(("Ladders", "Chains", "Knots", "Proofs")):
        text = RECORD.replace("Deep Learning Training", title)
        text = text.replace("Daniel Soudry", "Emmy Noether" if number > 1 else "A B")
        (home / TALK).with_name(f"{number}.yaml").write_text(text)
    return home


@pytest.fixture(autouse=True)
def one_by_one(monkeypatch):
    """Let workers write however few there are, and one letter at a time."""
    monkeypatch.setattr(writing, "_FEW", 0)
    monkeypatch.setattr(writing, "_SLICE", 1)


def seen_in(home: Path) -> Survey:
    office = Office(home)
    with office.ledger() as ledger:
        return survey(office.records(), ledger, MONDAY)


def written(seen, executor, templates=None):
    return sending.write(seen.plan.due, seen, templates or Templates(), executor)


def test_workers_write_the_same_messages_in_the_same_order(home):
    seen = seen_in(home)
    alone = written(seen, Here())
    assert len(alone[0]) == 5
    assert written(seen, Forked(2)) == alone


def test_what_workers_wrote_of_events_is_known_afterwards(home, monkeypatch):
    seen, templates = seen_in(home), Templates()
    messages, _ = written(seen, Forked(2), templates)
    monkeypatch.setattr("announcer.ical.entries.write", None)
    for one in messages:
        (talk,) = one.letter.talks
        moment = ical.stamp(talk, seen.programme, templates).moment
        assert moment == MONDAY


def test_what_workers_cannot_write_is_said_as_it_is_alone(home, tmp_path):
    own = tmp_path / "own/mail"
    own.mkdir(parents=True)
    (own / "announcement.txt.j2").write_text(
        "{% if 'Knots' in talk.title %}{{ nothing }}{% endif %}{{ heading }}"
    )
    seen = seen_in(home)
    alone = written(seen, Here(), Templates(own.parent))
    assert [one.letter.talks[0].title for one in alone[1]] == [BROKEN]
    assert written(seen, Forked(2), Templates(own.parent)) == alone


def test_where_workers_are_killed_the_run_writes_what_is_left(home, monkeypatch):
    seen, parent = seen_in(home), os.getpid()
    alone = written(seen, Here())
    message = mail.message

    def deadly(letter, *rest):
        if os.getpid() != parent and "Chains" in letter.talks[0].title:
            os.kill(os.getpid(), signal.SIGKILL)
        return message(letter, *rest)

    monkeypatch.setattr(mail, "message", deadly)
    assert written(seen, Forked(2)) == alone


def test_a_run_with_workers_sends_each_message_once(home):
    office = Office(home)
    means = office.means(executor=Forked(2))
    for expected in (5, 0):
        with open_ledger("sqlite:///.announcer/ledger.db", home) as ledger:
            report = sending.run(
                office.records(), ledger, Templates(), means, first=True
            )
        assert len(report.outcomes) == expected
    assert (home / "box").read_bytes().count(b"\nMessage-ID: ") == 5
