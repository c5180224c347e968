"""Whatever a feed says from day to day: what holds of the talks that are known."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from announcer.following.merging import merged
from announcer.following.reading import There
from announcer.record.feeds import Feed, Followed, path_of
from announcer.record.followed import dump, load
from announcer.talk import Follow, Person, Speaker
from tests.builders import SITE, talk
from tests.examples import examples

BEGIN = datetime(2021, 3, 1, 9, tzinfo=UTC)
DAYS = range(10)


def there(name, day, room):
    start = f"2021-03-{day + 1:02} 12:30"
    one = talk(
        uid=f"{name}@x", slug="talk", start=start, title=name, location=room,
        speakers=(Speaker(name=f"Ada {name}"),),
    )  # fmt: skip
    return There(talk=one, has_uid=True, page=f"https://x.example.edu/{name}")


answers = st.lists(
    st.dictionaries(
        st.sampled_from("abcd"),
        st.tuples(st.sampled_from(DAYS), st.sampled_from(["R1", "R2"])),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=examples(15))
@given(answers)
def test_no_talk_to_come_is_lost_and_no_sequence_falls(days):
    """Pages stay where they are, each talk has one, and a second look is no news."""
    known: tuple[Followed, ...] = ()
    for number, answer in enumerate(days):
        now = BEGIN + timedelta(days=number)
        found = [there(name, *facts) for name, facts in answer.items()]
        after = merged(known, found, now).talks
        by_uid = {one.talk.uid: one for one in after}
        assert len(by_uid) == len(after)
        assert len({one.talk.slug for one in after}) == len(after)
        for one in known:
            new = by_uid.get(one.talk.uid)
            assert new or one.talk.end <= now
            if new:
                assert new.revision.sequence >= one.revision.sequence
                assert new.talk.slug == one.talk.slug
        for one in found:
            assert by_uid[one.talk.uid].gone is None
            assert by_uid[one.talk.uid].talk.start == one.talk.start
        again = merged(after, found, now)
        assert again.talks == after
        assert not (*again.new, *again.changed, *again.gone, *again.dropped)
        known = after


@settings(max_examples=examples(15))
@given(answers)
def test_what_is_written_down_is_read_again(tmp_path_factory, days):
    folder = tmp_path_factory.mktemp("store")
    follow = Follow(url="https://x.example.edu/a.ics", name="X", series="guests")
    known: tuple[Followed, ...] = ()
    for number, answer in enumerate(days):
        found = [there(name, *facts) for name, facts in answer.items()]
        known = merged(known, found, BEGIN + timedelta(days=number)).talks
    feed = Feed(etag='"1"', basis="b", good=BEGIN, talks=known)
    path = folder / ".announcer/follow"
    path.mkdir(parents=True, exist_ok=True)
    for old in path.iterdir():
        old.unlink()
    (folder / path_of(follow)).write_bytes(dump(feed))
    read = load(folder, follow, SITE)
    assert dump(read) == dump(feed)
    assert [one.talk.start for one in read.talks] == [one.talk.start for one in known]
    assert all(one.talk.owner == Person(name="X", url=one.page) for one in read.talks)


def test_a_source_without_lasting_names_is_known_by_page_or_by_who_and_what():
    first = replace(there("a", 5, "R1"), has_uid=False)
    (known,) = merged((), [first], BEGIN).talks
    elsewhere = there("a", 6, "R1")
    elsewhere = replace(
        elsewhere, has_uid=False, page=None, talk=replace(elsewhere.talk, uid="other@x")
    )
    found = merged((known,), [elsewhere], BEGIN + timedelta(hours=1))
    (moved,) = found.talks
    assert moved.talk.uid == "a@x"
    assert moved.revision.previous_start == known.talk.start
    assert [change.field for change in found.changed[0][1]] == ["start", "end"]
