"""Each message is claimed, sent and confirmed once for each address."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from announcer.errors import LedgerError
from announcer.facts import facts_of
from announcer.kinds import Kind
from announcer.ledger import End, Ledger, State, Wanted, glance, open_ledger
from announcer.letter import Mention
from announcer.mailbox import Mailbox
from announcer.talk import Status
from tests.builders import letter, talk

NOW = datetime(2021, 3, 1, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
FACTS = facts_of(talk())
NEWS = letter(
    uid="a@x",
    kind=Kind.ANNOUNCEMENT,
    address="list@example.edu",
    revision="0",
    facts=FACTS.to_json(),
    reason="never announced",
)
DIGEST = letter(
    uid="digest:wilks",
    kind=Kind.DIGEST,
    address="list@example.edu",
    revision="2021-W10",
    mentions=(Mention(uid="a@x", facts=FACTS.to_json()), Mention(uid="b@x", facts="")),
)


@pytest.fixture
def ledger(url: str, tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(url, tmp_path) as opened:
        yield opened


def only(ledger, now=NOW):
    """Return the one message about the talk."""
    (one,) = ledger.told(["a@x"], now)["a@x"]
    return one


def test_several_messages_are_claimed_and_settled_in_one_go(ledger):
    """Each for itself: what somebody has or had is not in the hand of another."""
    ledger.confirm(ledger.claim(NEWS, NOW), NOW)
    failed = replace(NEWS, revision="1")
    ledger.release(ledger.claim(failed, NOW), "450 later")
    wanted = [Wanted(one) for one in (NEWS, failed, DIGEST, DIGEST)]
    told, again, first, twice = ledger.claim_all(wanted, NOW)
    assert told is twice is None
    ledger.settle([End(again, State.SENT), End(first, State.FAILED, "550 no")], NOW)
    found = {one.id: one for one in ledger.told(["a@x"], NOW)["a@x"]}
    assert (found[again.id].state, found[again.id].attempts) == (State.SENT, 2)
    assert (found[first.id].state, found[first.id].error) == (State.FAILED, "550 no")
    assert found[first.id].sent_at is None
    assert found[again.id].number < found[first.id].number


def test_a_talk_is_announced_that_stands_as_the_last_word_told(ledger, url, tmp_path):
    """A list asks the same of the file of a ledger without opening it."""
    one, other = talk(uid="a@x"), talk(uid="b@x")
    off = replace(other, status=Status.CANCELLED)
    called_off = Mention(uid="b@x", facts=facts_of(off).to_json())

    def announced(*talks):
        found = ledger.announced(talks)
        seen = glance(url, tmp_path, talks)
        assert seen == (found if url.startswith("sqlite") else None)
        return found

    assert announced(one, other) == set()
    ledger.release(ledger.claim(replace(NEWS, revision="1"), NOW), "450 later")
    assert announced(one, other) == set()  # what failed told nothing
    ledger.confirm(ledger.claim(DIGEST, NOW), NOW)
    assert announced(one, other) == {"a@x"}  # the digest named it, and its facts
    both = replace(DIGEST, revision="2021-W11", mentions=(called_off,))
    ledger.confirm(ledger.claim(both, NOW - HOUR), NOW)
    assert announced(one, other) == {"a@x"}
    assert announced(one, off) == {"a@x", "b@x"}
    ledger.claim(replace(NEWS, uid="b@x"), NOW)
    assert announced(one, off) == {"a@x"}  # the last of them counts, whatever the clock
    assert announced(other) == {"b@x"}


def test_a_glance_at_no_whole_ledger_of_this_release_says_nothing(tmp_path):
    url, file = "sqlite:///ledger.db", tmp_path / "ledger.db"
    assert glance(url, tmp_path, [talk()]) is None
    assert not file.exists()
    file.write_text("no ledger")
    assert glance(url, tmp_path, [talk()]) is None
    file.unlink()
    open_ledger(url, tmp_path).close()
    assert glance(url, tmp_path, [talk()]) == frozenset()
    with closing(sqlite3.connect(file)) as link, link:
        link.execute("UPDATE announcer_schema SET version = version - 1")
    assert glance(url, tmp_path, [talk()]) is None


def test_a_claim_that_is_held_no_more_keeps_no_other_from_being_settled(ledger):
    lost, held = ledger.claim_all([Wanted(NEWS), Wanted(DIGEST)], NOW)
    ledger.doubt(lost, "no answer")
    ledger.resolve(lost.id, NOW, sent=False)
    with pytest.raises(LedgerError, match=f"{lost.id} is no longer held"):
        ledger.settle([End(lost, State.SENT), End(held, State.SENT)], NOW)
    states = {one.id: one.state for one in ledger.told(["a@x"], NOW)["a@x"]}
    assert states == {lost.id: State.FAILED, held.id: State.SENT}


def test_a_message_is_claimed_and_confirmed(ledger):
    held = ledger.claim(NEWS, NOW, subject="Talk", message_id="<1@x>")
    assert only(ledger).state is State.CLAIMED
    ledger.confirm(held, NOW + HOUR)
    one = only(ledger)
    assert (one.state, one.claimed_at, one.sent_at) == (State.SENT, NOW, NOW + HOUR)
    assert (one.subject, one.message_id, one.reason) == (
        "Talk",
        "<1@x>",
        "never announced",
    )
    assert one.facts == FACTS


def test_a_claimed_message_cannot_be_claimed_again(ledger, url, tmp_path):
    assert ledger.claim(NEWS, NOW)
    assert ledger.claim(NEWS, NOW) is None
    with open_ledger(url, tmp_path) as other:
        assert other.claim(NEWS, NOW) is None


def test_a_sent_message_is_never_claimed_again(ledger):
    ledger.confirm(ledger.claim(NEWS, NOW), NOW)
    assert ledger.claim(NEWS, NOW + 10_000 * HOUR) is None


def test_a_released_message_can_be_claimed_again(ledger):
    ledger.release(ledger.claim(NEWS, NOW), "450 greylisted")
    one = only(ledger)
    assert (one.state, one.error, one.attempts) == (State.FAILED, "450 greylisted", 1)
    newer = replace(NEWS, facts="", reason="again")
    held = ledger.claim(newer, NOW + HOUR)
    ledger.confirm(held, NOW + HOUR)
    one = only(ledger)
    assert (one.state, one.error, one.attempts) == (State.SENT, "", 2)
    assert (one.facts, one.reason) == (None, "again")


@pytest.mark.parametrize(
    "other",
    [
        {"uid": "b@x"},
        {"kind": Kind.REMINDER},
        {"revision": "1"},
        {"to": Mailbox("other@example.edu")},
    ],
    ids=lambda other: next(iter(other)),
)
def test_another_talk_kind_revision_or_address_is_another_message(ledger, other):
    assert ledger.claim(NEWS, NOW)
    assert ledger.claim(replace(NEWS, **other), NOW)


def test_an_address_in_capitals_is_the_same_address(ledger):
    assert ledger.claim(NEWS, NOW)
    assert ledger.claim(replace(NEWS, to=Mailbox(" List@Example.EDU ")), NOW) is None


def test_the_reason_and_the_facts_do_not_make_another_message(ledger):
    assert ledger.claim(NEWS, NOW)
    assert ledger.claim(replace(NEWS, reason="", facts="", sequence=7), NOW) is None


def test_a_message_in_doubt_is_neither_sent_nor_free(ledger):
    ledger.doubt(ledger.claim(NEWS, NOW), "the connection broke after DATA")
    assert ledger.claim(NEWS, NOW + 10 * HOUR) is None
    (one,) = ledger.unresolved(NOW)
    assert (one.state, one.error) == (State.UNKNOWN, "the connection broke after DATA")


def test_a_person_may_say_that_it_was_sent(ledger):
    held = ledger.claim(NEWS, NOW)
    ledger.doubt(held)
    assert ledger.resolve(held.id, NOW + HOUR, sent=True).state is State.SENT
    assert ledger.unresolved(NOW) == ()
    assert ledger.claim(NEWS, NOW) is None


def test_a_person_may_say_that_it_was_not_sent(ledger):
    held = ledger.claim(NEWS, NOW)
    ledger.doubt(held)
    assert ledger.resolve(held.id, NOW + HOUR, sent=False).state is State.FAILED
    assert ledger.claim(NEWS, NOW)


def test_only_what_is_unknown_can_be_resolved(ledger):
    held = ledger.claim(NEWS, NOW)
    with pytest.raises(LedgerError, match="being sent just now"):
        ledger.resolve(held.id, NOW, sent=True)
    ledger.confirm(held, NOW)
    with pytest.raises(LedgerError, match="needs no answer: it is sent"):
        ledger.resolve(held.id, NOW, sent=False)
    with pytest.raises(LedgerError, match="knows no message `nonsense`"):
        ledger.resolve("nonsense", NOW, sent=False)


def test_a_claim_that_was_resolved_is_no_longer_held(ledger):
    held = ledger.claim(NEWS, NOW)
    ledger.doubt(held)
    ledger.resolve(held.id, NOW, sent=False)
    with pytest.raises(LedgerError, match="no longer held"):
        ledger.confirm(held, NOW)


def test_a_slow_sender_may_still_confirm_what_others_took_for_unknown(ledger):
    held = ledger.claim(NEWS, NOW)
    assert ledger.unresolved(NOW + HOUR)
    ledger.confirm(held, NOW + HOUR)
    assert ledger.unresolved(NOW + HOUR) == ()


def test_a_claim_of_an_hour_ago_is_unknown(ledger):
    ledger.claim(NEWS, NOW)
    assert only(ledger, NOW + HOUR - timedelta(seconds=1)).state is State.CLAIMED
    assert only(ledger, NOW + HOUR).state is State.UNKNOWN


_DIES_WITH_A_CLAIM_AND_A_LOCK = """
import os, signal, sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from announcer.ledger import open_ledger
from tests.builders import letter
now = datetime(2021, 3, 1, 9, 0, tzinfo=UTC)
ledger = open_ledger(sys.argv[1], Path("/"))
ledger.lock("send", now, timedelta(hours=1))
ledger.claim(letter(revision="1"), now)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_killed_process_claimed_is_unknown_at_once(ledger, url):
    code = [sys.executable, "-c", _DIES_WITH_A_CLAIM_AND_A_LOCK, url]
    assert subprocess.run(code, check=False).returncode == -9
    (one,) = ledger.unresolved(NOW)
    assert (one.uid, one.error) == ("a@x", "the program ended while it was sending")
    assert ledger.resolve(one.id, NOW, sent=False).state is State.FAILED
    assert ledger.lock("send", NOW, HOUR)


def test_a_lock_keeps_a_second_run_out_until_it_is_given_back(ledger, url, tmp_path):
    with open_ledger(url, tmp_path) as other:
        assert ledger.lock("send", NOW, HOUR)
        assert not other.lock("send", NOW, HOUR)
        assert other.lock("build", NOW, HOUR)
        other.unlock("send")
        assert not other.lock("send", NOW, HOUR)
        ledger.unlock("send")
        assert other.lock("send", NOW, HOUR)


def test_a_lock_ends_with_its_time_unless_it_is_prolonged(ledger, url, tmp_path):
    with open_ledger(url, tmp_path) as other:
        assert ledger.lock("send", NOW, HOUR)
        assert ledger.lock("send", NOW + HOUR / 2, HOUR)
        assert not other.lock("send", NOW + HOUR, HOUR)
        assert other.lock("send", NOW + 2 * HOUR, HOUR)
        assert not ledger.lock("send", NOW + 2 * HOUR, HOUR)


def test_a_digest_is_found_by_each_talk_it_told_about(ledger):
    ledger.confirm(ledger.claim(DIGEST, NOW), NOW)
    ledger.claim(NEWS, NOW + HOUR)
    found = ledger.told(["a@x", "b@x", "c@x"], NOW)
    assert [one.kind for one in found["a@x"]] == [Kind.DIGEST, Kind.ANNOUNCEMENT]
    assert found["a@x"][0].facts == FACTS
    assert found["b@x"][0].facts is None
    assert set(found) == {"a@x", "b@x"}


def test_many_talks_are_asked_about_at_once(ledger):
    ledger.claim(DIGEST, NOW)
    uids = [f"{n}@x" for n in range(3_000)]
    assert set(ledger.told([*uids, "b@x"], NOW)) == {"b@x"}
    assert set(ledger.told(None, NOW)) == {"a@x", "b@x", "digest:wilks"}


def test_the_log_has_the_messages_of_a_talk(ledger):
    ledger.confirm(ledger.claim(NEWS, NOW), NOW + HOUR)
    (entry,) = ledger.log("a@x", now=NOW)
    assert (entry.at, entry.what) == (NOW + HOUR, "sent")
    assert entry.telling.address == "list@example.edu"


def test_who_slept_past_his_lock_cannot_claim_though_it_is_free_again(
    ledger, url, tmp_path
):
    """Another run may have told newer news meanwhile, so the old ones are not sent."""
    assert ledger.lock("send", NOW, HOUR)
    with open_ledger(url, tmp_path) as other:
        assert other.lock("send", NOW + 2 * HOUR, HOUR)
        other.unlock("send")
    with pytest.raises(LedgerError, match="taken over"):
        ledger.claim(NEWS, NOW + 2 * HOUR, lock="send")
    assert ledger.told(["a@x"], NOW) == {}
    assert not ledger.lock("send", NOW + 2 * HOUR, HOUR)
    assert ledger.lock("send", NOW + 2 * HOUR, HOUR)


def test_a_lock_that_nobody_took_meanwhile_is_still_ours(ledger):
    """Whoever slept alone goes on: nothing can have become untrue."""
    assert ledger.lock("send", NOW, HOUR)
    assert ledger.claim(NEWS, NOW + 5 * HOUR, lock="send")


def test_a_claim_prolongs_the_lock_it_is_made_under(ledger, url, tmp_path):
    assert ledger.lock("send", NOW, HOUR)
    assert ledger.claim(NEWS, NOW + HOUR / 2, lock="send")
    with open_ledger(url, tmp_path) as other:
        assert not other.lock("send", NOW + HOUR, HOUR)


def test_a_lock_from_a_clock_far_ahead_is_in_nobody_s_way(ledger, url, tmp_path):
    """A machine whose clock stood in another year stops the others for no year."""
    far = NOW + 9_000 * HOUR
    assert ledger.lock("send", far, HOUR)
    with open_ledger(url, tmp_path) as other:
        assert other.lock("send", NOW, HOUR)


def test_a_claim_from_a_clock_far_ahead_is_asked_about_like_any_other(ledger):
    """Else nobody hears before that year of a message that a machine left open."""
    assert ledger.claim(NEWS, NOW + 9_000 * HOUR)
    assert only(ledger).state is State.UNKNOWN
    assert [one.uid for one in ledger.unresolved(NOW)] == ["a@x"]
    assert ledger.unresolved(NOW + 9_000 * HOUR) == ()


def test_what_a_clock_far_ahead_noted_as_said_is_said_again(ledger):
    """A machine whose clock stood in another year silences no complaint for a year."""
    assert ledger.unsaid({"no title"}, NOW + 9_000 * HOUR, HOUR) == {"no title"}
    assert ledger.unsaid({"no title"}, NOW, HOUR) == {"no title"}
    assert ledger.unsaid({"no title"}, NOW, HOUR) == frozenset()


def test_a_ledger_holds_its_last_message_and_not_one_that_comes_later(ledger):
    """By its number: what a person notes in an older copy is an earlier one there."""
    assert ledger.last_told() is None
    ledger.claim(NEWS, NOW)
    name, number = last = ledger.last_told()
    assert ledger.holds(*last)
    assert not ledger.holds(name, number + 1)
    assert not ledger.holds("no message", number)
    ledger.claim(DIGEST, NOW - HOUR)
    assert ledger.last_told() != last
    assert ledger.holds(*last)


def test_a_message_that_was_sent_is_held_whichever_machine_began_it(ledger):
    """Of two that tried, the one that got it out may have the earlier number."""
    ledger.confirm(ledger.claim(NEWS, NOW), NOW)
    name, number = ledger.last_told()
    assert ledger.holds(name, number + 1)


def test_messages_stand_in_the_order_of_their_claims_whatever_the_clock_said(ledger):
    """A clock that was set back turns nothing around."""
    late = replace(NEWS, kind=Kind.CANCELLATION, revision="1")
    ledger.confirm(ledger.claim(NEWS, NOW + 100 * HOUR), NOW + 100 * HOUR)
    ledger.confirm(ledger.claim(late, NOW), NOW)
    kinds = [one.kind for one in ledger.told(["a@x"], NOW)["a@x"]]
    assert kinds == [Kind.ANNOUNCEMENT, Kind.CANCELLATION]
