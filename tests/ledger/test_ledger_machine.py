"""Whatever happens to talks, sequences never fall and times move with the content."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
)

from announcer.facts import digest, facts_of
from announcer.ledger import History, open_ledger
from announcer.talk import Revision, Status, Talk
from tests.builders import talk
from tests.examples import examples

START = datetime(2021, 3, 1, 9, 0, tzinfo=UTC)
UIDS = ("a@x", "b@x", "c@x")
HOURS = st.one_of(st.just(0), st.integers(-3, 3), st.integers(0, 200))

CHANGES = st.one_of(
    st.builds(dict, location=st.sampled_from(["A1", "B2", None])),
    st.builds(dict, title=st.sampled_from(["One", "Two", None])),
    st.builds(dict, status=st.sampled_from(Status)),
    st.builds(dict, abstract=st.sampled_from(["Words.", "Others.", None])),
    st.builds(dict, source=st.sampled_from(["here.yaml", "there.yaml"])),
    st.builds(
        lambda days: {
            "start": talk().start + timedelta(days=days),
            "end": talk().end + timedelta(days=days),
        },
        st.integers(-10, 10),
    ),
)


class Builds(RuleBasedStateMachine):
    """Records change, vanish and come back; clocks jump; builds come now and then.

    The model is what was noted of each talk: its last revision and content; and what of
    that was public.
    """

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory(dir=_memory())
        self.ledger = open_ledger("sqlite:///ledger.db", Path(self.folder.name))
        self.records: dict[str, Talk] = {}
        self.now = START
        self.known: dict[str, tuple[Revision, Talk]] = {}
        self.public: dict[str, tuple[Revision, Talk]] = {}

    def teardown(self) -> None:
        self.ledger.close()
        self.folder.cleanup()

    @rule(uid=st.sampled_from(UIDS), said=CHANGES, hours=HOURS)
    def write(self, uid: str, said: dict[str, object], hours: int) -> None:
        record = self.records.get(uid, talk(uid=uid))
        self.records[uid] = replace(record, **said)  # type: ignore[arg-type]
        self.build(hours)

    @rule(uid=st.sampled_from(UIDS), hours=HOURS)
    def remove(self, uid: str, hours: int) -> None:
        self.records.pop(uid, None)
        self.build(hours)

    @rule(uid=st.sampled_from(UIDS))
    def publish(self, uid: str) -> None:
        self.ledger.publish({uid: None})
        if uid in self.known:
            self.public[uid] = self.known[uid]

    @rule()
    def reopen(self) -> None:
        self.ledger.close()
        self.ledger = open_ledger("sqlite:///ledger.db", Path(self.folder.name))

    @rule()
    def travel(self) -> None:
        lines = list(self.ledger.export())
        with open_ledger("sqlite:///copy.db", Path(self.folder.name)) as copy:
            copy.import_(lines)
            assert set(lines) <= set(copy.export())

    def build(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        talks = list(self.records.values())
        foreseen = self.ledger.foresee(talks, self.now)
        history = self.ledger.remember(talks, self.now)
        assert replace(history, stored=False) == foreseen
        self.compare(history)

    def compare(self, history: History) -> None:
        gone = {one.uid: one for one in (*history.vanished, *history.held)}
        assert gone.keys().isdisjoint(self.records)
        assert history.revisions.keys() == self.records.keys() | gone.keys()
        assert gone.keys() == self.still_known().keys()
        for uid, (was, last) in self.still_known().items():
            assert history.revisions[uid] == was
            assert facts_of(gone[uid]) == facts_of(last)
        off = {uid for uid in gone if self.known[uid][1].status is Status.CANCELLED}
        assert {one.uid for one in history.vanished} == off
        for uid, one in self.records.items():
            found = history.revisions[uid]
            if uid in self.known:
                was, last = self.known[uid]
                moved = facts_of(one) != facts_of(last)
                edited = digest(one) != digest(last)
                assert found.sequence == was.sequence + moved
                assert (found.modified > was.modified) == edited
                assert (found.modified == was.modified) == (not edited)
                assert found.created == was.created
                assert moved == (uid in history.changed)
            else:
                assert found.sequence == (one.status is Status.CANCELLED)
                assert found.created == found.modified == self.now
            self.known[uid] = (found, one)

    def still_known(self) -> dict[str, tuple[Revision, Talk]]:
        """Return what people know of talks without a record that are not over."""
        found = {
            uid: last if last[1].status is Status.CANCELLED else self.public[uid]
            for uid, last in self.known.items()
            if uid in self.public and uid not in self.records
        }
        return {uid: one for uid, one in found.items() if one[1].end > self.now}

    @invariant()
    def looking_agrees_with_what_was_built(self) -> None:
        if not hasattr(self, "records"):
            return
        same = [last for uid, (_, last) in self.known.items() if uid in self.records]
        found = self.ledger.foresee(same, self.now)
        for one in same:
            assert found.revisions[one.uid] == self.known[one.uid][0]


def _memory() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


TestBuilds = Builds.TestCase
TestBuilds.settings = settings(
    max_examples=examples(10),
    stateful_step_count=20,
)
