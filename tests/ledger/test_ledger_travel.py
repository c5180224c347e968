"""The ledger as JSON Lines: through git, to another database, back from a rescue."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from announcer.errors import LedgerError
from announcer.facts import changes, facts_of
from announcer.kinds import Kind
from announcer.ledger import Imported, Ledger, State, open_ledger, travel
from announcer.letter import Mention
from announcer.talk import LinkAccess, Stamp
from tests.builders import letter, talk

NOW = datetime(2021, 3, 1, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
TALK = talk(title="Über\u2028Élie")
NEWS = letter(uid=TALK.uid, revision="1")
DIGEST = letter(
    uid="digest:wilks",
    kind=Kind.DIGEST,
    address="l@x",
    revision="2021-W10",
    mentions=(Mention(uid=TALK.uid, facts=""),),
)
HEADER = '{"announcer-ledger":1}'


def filled(url: str, folder: Path) -> Ledger:
    """Return a ledger with a talk that moved and two messages."""
    ledger = open_ledger(url, folder)
    ledger.remember([TALK], NOW)
    ledger.remember([replace(TALK, location="B2")], NOW + HOUR)
    news, digest = ledger.claim(NEWS, NOW, subject="Moved"), ledger.claim(DIGEST, NOW)
    assert news
    assert digest
    ledger.confirm(news, NOW)
    ledger.release(digest)
    ledger.stamp({TALK.uid: Stamp(imprint="a1", moment=NOW)})
    return ledger


@pytest.fixture
def lines(tmp_path: Path) -> list[str]:
    with filled("sqlite:///origin.db", tmp_path) as ledger:
        return list(ledger.export())


def test_an_export_is_a_header_and_a_sorted_line_for_each_row(lines):
    assert lines[0] == HEADER
    assert [next(iter(json.loads(line))) for line in lines[1:]] == [
        "revision",
        "revision",
        "telling",
        "telling",
        "mention",
        "stamp",
    ]
    assert all(line.isascii() and len(line.splitlines()) == 1 for line in lines)


def test_an_empty_ledger_exports_its_header(url, tmp_path):
    with open_ledger(url, tmp_path) as ledger:
        assert list(ledger.export()) == [HEADER]


def test_a_ledger_moves_to_another_database_whole(lines, url, tmp_path):
    with open_ledger(url, tmp_path) as ledger:
        assert ledger.import_(lines) == Imported(revisions=2, tellings=2)
        assert list(ledger.export()) == lines
        history = ledger.remember([replace(TALK, location="B2")], NOW + 2 * HOUR)
        assert history.revisions[TALK.uid].sequence == 1
        assert history.changed == {}
        assert ledger.claim(NEWS, NOW) is None


def test_importing_again_changes_nothing(lines, url, tmp_path):
    with open_ledger(url, tmp_path) as ledger:
        ledger.import_(lines)
        assert ledger.import_(lines) == Imported(revisions=0, tellings=0)
        assert list(ledger.export()) == lines


def test_lines_in_any_order_twice_and_between_empty_ones_are_the_same(lines, tmp_path):
    """As git leaves them when two branches were joined."""
    mixed = ["\n", lines[0] + "\r\n", *reversed(lines[1:]), "", *lines[1:]]
    with open_ledger("sqlite:///ledger.db", tmp_path) as ledger:
        ledger.import_(mixed)
        assert list(ledger.export()) == lines


def test_the_higher_sequence_wins(lines, tmp_path):
    with open_ledger("sqlite:///ledger.db", tmp_path) as ledger:
        ledger.remember([replace(TALK, location="C3")], NOW + 9 * HOUR)
        ledger.import_(lines)
        history = ledger.foresee([replace(TALK, location="B2")], NOW + 10 * HOUR)
        assert history.revisions[TALK.uid].sequence == 1
        history = ledger.remember([replace(TALK, location="C3")], NOW + 10 * HOUR)
        assert history.revisions[TALK.uid].sequence == 2


def test_two_ledgers_that_parted_become_equal(lines, tmp_path):
    with (
        open_ledger("sqlite:///one.db", tmp_path) as one,
        open_ledger("sqlite:///two.db", tmp_path) as two,
    ):
        for ledger, room in ((one, "C3"), (two, "D4")):
            ledger.import_(lines)
            ledger.remember([replace(TALK, location=room)], NOW + 2 * HOUR)
        one.import_(two.export())
        two.import_(one.export())
        assert list(one.export()) == list(two.export())
        ours, theirs = (x.foresee([TALK], NOW + 3 * HOUR).revisions for x in (one, two))
        assert ours == theirs


@pytest.mark.parametrize("stronger", ["sent", "unknown"])
def test_a_message_that_may_have_gone_out_stays_told(lines, tmp_path, stronger):
    with open_ledger("sqlite:///ledger.db", tmp_path) as ledger:
        held = ledger.claim(NEWS, NOW)
        assert held
        ledger.release(held)
        changed = [
            line.replace('"state":"sent"', f'"state":"{stronger}"') for line in lines
        ]
        assert ledger.import_(changed).tellings == 2
        assert ledger.claim(NEWS, NOW) is None
        weaker = [
            line.replace('"attempts":1', '"attempts":2').replace(
                f'"state":"{stronger}"', '"state":"failed"'
            )
            for line in changed
            if '"kind":"digest"' not in line
        ]
        assert ledger.import_(weaker).tellings == 0
        told = {one.id: one.state for one in ledger.told([NEWS.uid], NOW)[NEWS.uid]}
        assert told[held.id] is State(stronger)


def test_an_interrupted_message_travels_as_unknown(tmp_path):
    with open_ledger("sqlite:///one.db", tmp_path) as one:
        one.claim(NEWS, NOW)
        lines = list(one.export())
    with open_ledger("sqlite:///two.db", tmp_path) as two:
        two.import_(lines)
        assert two.unresolved(NOW + HOUR)


def variants(lines: list[str]) -> tuple[str, dict[str, str]]:
    """Return the line of the news, and how else it may stand in another export."""
    (sent,) = (line for line in lines if '"kind":"update"' in line)

    def other(**said: object) -> str:
        row = json.loads(sent)
        row["telling"].update(said)
        return json.dumps(row, sort_keys=True, separators=(",", ":"))

    again = {"attempts": 2, "owner": "other", "sent_at": None}
    return sent, {
        "sent": sent,
        "unknown": other(state="unknown", sent_at=None),
        "claimed": other(state="claimed", **{**again, "owner": "third"}),
        "failed": other(state="failed", **again),
        "failed before": other(state="failed", **{**again, "attempts": 1}),
    }


ORDER = ("failed before", "failed", "claimed", "unknown", "sent")


@pytest.mark.parametrize("weak", ORDER[:-1])
@pytest.mark.parametrize("where", ["one file", "two files", "a file onto another"])
@pytest.mark.parametrize("turned", [False, True])
def test_of_two_lines_for_one_message_the_one_that_rules_out_a_repeat_counts(
    lines, tmp_path, weak, where, turned
):
    """As ``merge=union`` leaves them, in whatever order, in a new ledger too."""
    sent, other = variants(lines)
    rest = [line for line in lines if line != sent]
    for strong in ORDER[ORDER.index(weak) + 1 :]:
        two = [other[weak], other[strong]][:: -1 if turned else 1]
        first, second = ([*rest, line] for line in two)
        with open_ledger(f"sqlite:///{strong}.db", tmp_path) as ledger:
            if where == "one file":
                ledger.import_([*first, two[1]])
            elif where == "two files":
                ledger.import_(first)
                ledger.import_(second)
            else:
                ledger.import_(first)
                ledger.import_(ledger.export_onto(second)[0])
            assert other[strong] in list(ledger.export())


@pytest.mark.parametrize("turned", [False, True])
def test_what_a_person_found_out_stands_against_the_doubt_it_ended(
    lines, tmp_path, turned
):
    """Of one attempt the line that goes on is right: claimed, unknown, then unsent."""
    _, other = variants(lines)
    unsent = other["unknown"].replace('"state":"unknown"', '"state":"failed"')
    two = [other["unknown"], unsent][:: -1 if turned else 1]
    with open_ledger("sqlite:///ledger.db", tmp_path) as ledger:
        ledger.import_([lines[0], *two])
        assert ledger.claim(NEWS, NOW)


def test_what_was_said_of_several_talks_goes_with_the_line_that_counts(lines, tmp_path):
    """Another try at a digest told other facts; people believe those that arrived."""
    facts = '"mention":{"facts":""'
    sent = [
        line.replace('"state":"failed"', '"state":"sent"').replace(
            facts, facts[:-1] + 'those that arrived"'
        )
        for line in lines
    ]
    for name, order in (("a", (lines, sent)), ("b", (sent, lines))):
        with open_ledger(f"sqlite:///{name}.db", tmp_path) as ledger:
            for one in order:
                ledger.import_(one)
            assert list(ledger.export()) == sent


def test_every_state_has_its_place_when_two_memories_meet():
    assert set(travel._STRENGTH) == set(travel._COURSE) == set(State)


def test_a_first_line_may_stand_in_a_file_twice(lines, tmp_path):
    with open_ledger("sqlite:///ledger.db", tmp_path) as ledger:
        ledger.import_([*lines, *lines])
        assert list(ledger.export()) == lines


def test_an_export_onto_another_holds_what_both_know_and_changes_no_ledger(
    lines, tmp_path
):
    with open_ledger("sqlite:///ledger.db", tmp_path) as ledger:
        before = list(ledger.export())
        both, lacked = ledger.export_onto(lines)
        assert both == lines
        assert lacked == Imported(revisions=2, tellings=2)
        assert list(ledger.export()) == before
        ledger.import_(lines)
        assert ledger.export_onto(lines) == (lines, Imported())


LINK = "https://meet.example.edu/wilks?pwd=abcdefgh"
HIDDEN = replace(TALK, link=LINK, link_access=LinkAccess.MEMBERS)
TOLD = letter(uid=TALK.uid, revision="2", facts=facts_of(HIDDEN).to_json())


def telling(folder: Path) -> Ledger:
    """Return a ledger that told members of a link which is theirs alone."""
    ledger = open_ledger("sqlite:///told.db", folder)
    ledger.remember([HIDDEN], NOW)
    held = ledger.claim(TOLD, NOW)
    assert held
    ledger.confirm(held, NOW)
    return ledger


def test_a_private_link_leaves_the_ledger_as_a_digest(tmp_path):
    """An older release, which would take it for another link, reads no such export."""
    with telling(tmp_path) as ledger:
        lines = list(ledger.export())
    assert lines[0] == '{"announcer-ledger":2}'
    assert "meet.example.edu" not in "".join(lines)
    assert "abcdefgh" not in "".join(lines)


@pytest.mark.parametrize("link", [LINK, None])
def test_a_public_link_stays_what_it_is(tmp_path, link):
    """Nor does anything change for a talk without one."""
    with open_ledger("sqlite:///told.db", tmp_path) as ledger:
        ledger.remember(
            [replace(HIDDEN, link=link, link_access=LinkAccess.PUBLIC)], NOW
        )
        lines = list(ledger.export())
    assert lines[0] == HEADER
    assert (LINK in "".join(lines)) == bool(link)


def test_by_its_digest_a_link_is_known_again_and_another_is_not(tmp_path):
    with telling(tmp_path) as ledger:
        lines = list(ledger.export())
    with open_ledger("sqlite:///new.db", tmp_path) as ledger:
        ledger.import_(lines)
        assert ledger.foresee([HIDDEN], NOW).changed == {}
        other = replace(HIDDEN, link="https://meet.example.edu/elsewhere")
        assert [c.field for c in ledger.foresee([other], NOW).changed[TALK.uid]] == [
            "link"
        ]
        ((told,),) = ledger.told([TALK.uid], NOW).values()
        assert told.facts
        assert changes(told.facts, facts_of(HIDDEN)) == ()
        assert [c.field for c in changes(told.facts, facts_of(other))] == ["link"]


def test_a_ledger_that_has_the_link_learns_nothing_from_its_digest(tmp_path):
    with telling(tmp_path) as ledger:
        lines = list(ledger.export())
        assert ledger.import_(lines) == Imported()
        assert ledger.export_onto(lines) == (lines, Imported())
        ((told,),) = ledger.told([TALK.uid], NOW).values()
        assert told.facts
        assert told.facts.link == LINK


def test_an_export_of_an_earlier_release_is_read_and_written_without_its_links(
    tmp_path,
):
    with telling(tmp_path) as ledger:
        lines = list(ledger.export())
        (veil,) = set(re.findall("sha256:[0-9a-f]{16}", "".join(lines)))
        old = [line.replace(veil, LINK) for line in lines]
        old[0] = HEADER
    with open_ledger("sqlite:///new.db", tmp_path) as ledger:
        assert ledger.import_(old) == Imported(revisions=1, tellings=1)
        assert list(ledger.export()) == lines
        assert ledger.export_onto(old) == (lines, Imported())


REFUSED = {
    "nothing": ([], "empty"),
    "no header": (["{}"], "Line 1 is not the first line"),
    "no JSON": (["hello"], "Line 1 is not the first line"),
    "newer": (
        ['{"announcer-ledger":3}'],
        "has format 3, this announcer reads format 2",
    ),
    "merge": ([HEADER, "<<<<<<< HEAD"], "Line 2 .* left by a git merge"),
    "word": ([HEADER, '{"lock":{}}'], "Line 2"),
    "list": ([HEADER, "[]"], "Line 2"),
    "short": ([HEADER, '{"revision":{"uid":"a"}}'], "Line 2"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_export_is_refused(tmp_path, name):
    lines, words = REFUSED[name]
    with (
        open_ledger("sqlite:///ledger.db", tmp_path) as ledger,
        pytest.raises(LedgerError, match=words),
    ):
        ledger.import_(lines)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"sequence":1', '"sequence":"1"'),
        ('"sequence":1', '"sequence":true'),
        ('"modified":"2021-03-01T10:00:00Z"', '"modified":"2021-03-01"'),
        ('"modified":"2021-03-01T10:00:00Z"', '"modified":null'),
        ('"source":', '"uid":7,"sauce":'),
        ('"speakers":', '"bespeakers":'),
        ('"state":"sent"', '"state":"perhaps"'),
        ('"kind":"update"', '"kind":"gossip"'),
        ('"revision":"1"', '"revision":"2"'),
        ('"digest":', '"extra":1,"digest":'),
        ('"previous_start":null', '"previous_start":"soon"'),
    ],
)
def test_one_wrong_line_and_nothing_is_imported(lines, tmp_path, old, new):
    damaged = [line.replace(old, new) for line in lines]
    assert damaged != lines
    with open_ledger("sqlite:///ledger.db", tmp_path) as ledger:
        with pytest.raises(LedgerError, match=r"Line \d .*Nothing was imported"):
            ledger.import_(damaged)
        assert list(ledger.export()) == [HEADER]


def test_an_export_of_before_that_names_a_domain_as_it_was_written_is_read(tmp_path):
    """Today's name of that message has the domain in ASCII; an old one stays good."""
    key = "\x1f".join((TALK.uid, "update", "1", "list@bücher.example"))
    name = sha256(key.encode()).hexdigest()[:16]
    with open_ledger("sqlite:///old.db", tmp_path) as ledger:
        ledger.claim(NEWS, NOW)
        (line,) = (one for one in ledger.export() if '"telling"' in one)
    row = json.loads(line)
    row["telling"] |= {"id": name, "address": "list@bücher.example"}
    with open_ledger("sqlite:///new.db", tmp_path) as ledger:
        added = ledger.import_([HEADER, json.dumps(row)])
    assert added == Imported(revisions=0, tellings=1)


def test_of_two_stamps_the_later_one_counts_and_none_goes_back(lines, tmp_path):
    """However the exports meet; one of an earlier release has none."""
    with open_ledger("sqlite:///later.db", tmp_path) as ledger:
        later = Stamp(imprint="b2", moment=NOW + HOUR)
        ledger.stamp({TALK.uid: later})
        ledger.import_(lines)
        assert ledger.stamps() == {TALK.uid: later}
        ledger.import_(line for line in lines if '"stamp"' not in line)
        ledger.stamp({TALK.uid: Stamp(imprint="c3", moment=NOW)})
        assert ledger.stamps() == {TALK.uid: later}
    with filled("sqlite:///first.db", tmp_path) as ledger:
        with open_ledger("sqlite:///later.db", tmp_path) as other:
            ledger.import_(list(other.export()))
        assert ledger.stamps() == {TALK.uid: later}
