"""A run of ``send`` through a real Postfix, where one is installed."""

from __future__ import annotations

import shutil
from email import message_from_bytes

import pytest

from announcer.ledger import State
from announcer.post import Fate
from tests.delivery.test_postfix import postfix
from tests.sending.office import LIST

__all__ = ["postfix"]

pytestmark = pytest.mark.slow


def test_postfix_delivers_the_announcement_once(postfix, certificates, office_at):
    folder = postfix.top / "mail" / "list"
    shutil.rmtree(folder, ignore_errors=True)
    ca = certificates("server")[0]
    office = office_at(f"smtp://127.0.0.1:{postfix.port}?ca={ca}")
    first, second = office.send(), office.send()
    assert [one.fate for one in first.outcomes] == [Fate.SENT]
    assert second.outcomes == ()
    (stored,) = postfix.received("list")
    assert message_from_bytes(stored)["To"] == LIST
    sent = first.outcomes[0].message.content
    assert stored.endswith(sent.replace(b"\r\n", b"\n"))
    assert office.states() == [State.SENT]


def test_postfix_refuses_a_list_that_it_does_not_know(postfix, office_at):
    office = office_at(f"smtp://127.0.0.1:{postfix.port}")
    series = office.folder / "talks/wilks/series.yaml"
    series.write_text(series.read_text().replace(LIST, "nobody@example.edu"))
    report = office.send()
    assert [one.fate for one in report.outcomes] == [Fate.REFUSED]
    assert "User unknown" in report.outcomes[0].reason
    assert office.states() == [State.FAILED]


def test_postfix_says_later_and_the_next_run_tries_again(postfix, office_at):
    office = office_at(f"smtp://127.0.0.1:{postfix.port}")
    site = office.folder / "talks/site.yaml"
    text = site.read_text()
    site.write_text(text.replace("talks@example.edu", "later@example.edu"))
    report = office.send()
    assert [one.fate for one in report.outcomes] == [Fate.DEFERRED]
    assert office.slept == [15, 60, 300]
    site.write_text(text)
    assert [one.fate for one in office.send().outcomes] == [Fate.SENT]
