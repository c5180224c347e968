"""What is kept of records: never believed when it could be wrong."""

import marshal
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from announcer.errors import RecordError
from announcer.facts import digest
from announcer.record import read_site, store
from announcer.talk import Talk
from tests.examples import examples

TICK = 0.012  # seconds; the clock of a file system goes in steps of up to ten
OPENED: list[str] | None = None


def _note_opened(event, arguments):
    if event == "open" and OPENED is not None and isinstance(arguments[0], str):
        OPENED.append(arguments[0])


sys.addaudithook(_note_opened)


@contextmanager
def opened(folder):
    """Collect the talk records below a folder that are opened meanwhile."""
    global OPENED  # noqa: PLW0603 - a hook can never be taken off
    names: list[str] = []
    OPENED = names
    records: list[str] = []
    try:
        yield records
    finally:
        OPENED = None
        inside = str(folder / "talks")
        records += [
            name.removeprefix(inside + "/")
            for name in names
            if name.startswith(inside)
            and not name.endswith(("series.yaml", "site.yaml"))
            and Path(name).is_file()
        ]


@pytest.fixture
def kept(desk, monkeypatch):
    """Return a desk whose project keeps what was read, and asks for little quiet."""
    monkeypatch.setattr(store, "QUIET", 0)
    (desk.folder / ".announcer").mkdir(mode=0o700)
    return desk


def said(folder, *, cache, lasting=None):
    """Return all that reading says, whether it is good or not."""
    try:
        records = read_site(
            folder, partial=True, cache=cache, keep=cache, store=lasting
        )
    except RecordError as error:
        return error.problems
    assert records.notice == ""
    prints = {t.uid: digest(t) for t in records.talks if t.uid in records.prints}
    assert prints == {uid: records.prints[uid] for uid in prints}
    zones = [(t.uid, t.start.tzinfo, t.end.tzinfo) for t in records.talks]
    return records, zones


def read(folder):
    """Read with the store, after a tick of the file system's clock."""
    time.sleep(TICK)
    return said(folder, cache=True)


FULL = """\
title: '$p$-adic trees'
speakers:
- name: Ada Lovelace
  affiliation: Technion
  url: https://ada.example.edu
  bio: |
    Knows trees.
  photo: ada.png
  email: ada@example.edu
  orcid: 0000-0002-1825-0097
  pronouns: she/her
  role: chair
- To be announced (Haifa)
date: 2021-03-28
time: 10:30-12:00
timezone: Europe/Berlin
location: Fine Hall 214
address: Princeton
link: https://video.example.edu/j/1?pwd=secret123
link_access: registration
registration: https://example.edu/register
abstract: Trees & graphs.
status: tentative
notice: Mind the room.
host: Emmy Noether <emmy@example.edu>
topics: [trees, graphs]
language: de
slides: https://example.edu/s.pdf
video: https://example.edu/v
paper: https://example.edu/p
recording: asked
type: keynote
extra: {sponsor: Example, more: [one, {two: three}]}
source:
  system: ics
  id: 1@example.edu
  url: https://example.edu/1
  updated: 2021-03-01
  taken: title=0a1b2c3d start=4e5f6a7b
"""


def test_a_talk_that_says_everything_comes_back_as_it_was(kept):
    kept.put("wilks/ada.png", b"")
    kept.put("wilks/full.yaml", FULL)
    kept.put("wilks/days.yaml", "date: 2021-03-08 to 2021-03-10\n")
    kept.put("wilks/daily.yaml", "date: 2021-03-08 to 2021-03-10\ntime: 09:00-12:00\n")
    kept.put("wilks/short.yaml", "date: 2021-03-08\ntime: 09:00\n")
    cold = said(kept.folder, cache=False)
    (talk,) = (one for one in cold[0].talks if one.slug == "full")
    unsaid = {f.name for f in fields(Talk) if getattr(talk, f.name) in (None, (), {})}
    assert unsaid == {"also", "owner"}, "say every field, so that every one is kept"
    read(kept.folder)
    with opened(kept.folder) as records:
        assert read(kept.folder) == cold
    assert records == []


def test_an_unchanged_record_is_not_opened(kept):
    for number in range(5):
        kept.put(f"wilks/{number}.yaml", f"date: 2021-03-0{number + 1}\n")
    with opened(kept.folder) as records:
        read(kept.folder)
    assert len(records) == 5
    time.sleep(TICK)
    kept.put("wilks/3.yaml", "date: 2021-03-14\n")
    with opened(kept.folder) as records:
        read(kept.folder)
    assert records == ["wilks/3.yaml"]
    with opened(kept.folder) as records:
        read(kept.folder)
    assert records == []


def test_many_records_are_kept_in_several_blocks(kept, monkeypatch):
    monkeypatch.setattr(store, "_BLOCK", 2)
    for day in range(1, 6):
        kept.put(f"wilks/{day}.yaml", f"date: 2021-03-0{day}\ntime: 12:00\n")
    cold = read(kept.folder)
    with opened(kept.folder) as records:
        assert read(kept.folder) == cold
    assert records == []


def test_what_the_site_is_called_concerns_no_record(kept):
    """Another title opens none; whatever else stands in the file opens them all."""
    kept.put("wilks/one.yaml", "title: One\ndate: 2021-03-08\n")
    kept.put("site.yaml", "url: https://t.example.edu\ntitle: Talks  # ours\n")
    read(kept.folder)
    read(kept.folder)
    for site, is_opened in (
        ("url: https://t.example.edu\ntitle: 'Other: talks'\n", False),
        ("url: https://t.example.edu\ntitle: 'Other: talks'\ntimezone: UTC\n", True),
        ("url: https://u.example.edu\ntitle: 'Other: talks'\ntimezone: UTC\n", True),
        ("title: 'Other: talks'\nurl: https://u.example.edu\ntimezone: UTC\n", True),
        ("title: 'More'\nurl: https://u.example.edu\ntimezone: UTC\n", False),
        ('{"title": "More", "url": "https://u.example.edu"}', True),
        ('{"title": "Less", "url": "https://u.example.edu"}', True),
    ):
        kept.put("site.yaml", site)
        time.sleep(TICK)
        with opened(kept.folder) as records:
            read(kept.folder)
        assert bool(records) is is_opened, site


def test_a_record_is_opened_until_it_was_quiet(kept, monkeypatch):
    monkeypatch.setattr(store, "QUIET", 3600 * 10**9)
    kept.put("wilks/one.yaml", "date: 2021-03-01\n")
    for _ in range(3):
        with opened(kept.folder) as records:
            read(kept.folder)
        assert records == ["wilks/one.yaml"]


@pytest.mark.skipif(os.name == "nt", reason="Windows notes no change of a file itself")
def test_other_words_of_one_length_are_seen_though_the_time_was_set_back(kept):
    path = kept.put("wilks/one.yaml", "date: 2021-03-01\n")
    read(kept.folder)
    before = path.stat()
    time.sleep(TICK)
    path.write_text("date: 2021-03-02\n")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert read(kept.folder) == said(kept.folder, cache=False)


def test_a_record_with_another_time_and_the_same_words_is_not_kept_again(kept):
    path = kept.put("wilks/one.yaml", "date: 2021-03-01\n")
    read(kept.folder)
    time.sleep(TICK)
    path.touch()
    with opened(kept.folder) as records:
        read(kept.folder)
    assert records == ["wilks/one.yaml"]
    with opened(kept.folder) as records:
        read(kept.folder)
    assert records == []


def test_a_look_at_wrong_records_keeps_nothing(desk):
    desk.put("wilks/one.yaml", "date: 2021-03-01\n")
    desk.put("wilks/two.yaml", "date: 2021-03-32\n")
    read_site(desk.folder, partial=True, cache=True)
    with pytest.raises(RecordError):
        read_site(desk.folder, cache=True, keep=True)
    assert [path.name for path in desk.folder.iterdir()] == ["talks"]


def test_who_only_looks_keeps_nothing_and_opens_what_changed(kept):
    path = kept.put("wilks/one.yaml", "date: 2021-03-01\n")
    kept.put("wilks/two.yaml", "date: 2021-03-02\n")
    read(kept.folder)
    file = kept.folder / ".announcer/records"
    before = file.stat().st_mtime_ns, file.read_bytes()
    path.write_text("date: 2021-03-03\n")
    for _ in range(2):
        with opened(kept.folder) as records:
            looked = read_site(kept.folder, cache=True)
        assert looked == read_site(kept.folder)
        assert records == ["wilks/one.yaml"]
    assert before == (file.stat().st_mtime_ns, file.read_bytes())


def test_what_is_kept_is_for_its_owner_alone(kept):
    kept.put("wilks/one.yaml", "date: 2021-03-01\n")
    read(kept.folder)
    file = kept.folder / ".announcer/records"
    assert os.name == "nt" or file.stat().st_mode & 0o077 == 0


def _flip(data):
    at = data.rindex(b"wilks")
    return data[:at] + b"v" + data[at + 1 :]


@pytest.mark.parametrize(
    ("harm", "why"),
    [
        (_flip, "damaged"),
        (lambda data: data[:-20], "damaged"),
        (lambda data: data + b"00000000 x", "damaged"),
        (lambda data: data + b"00000000 00000001\n", "damaged"),
        (lambda data: b"\0" * len(data), "damaged"),
        (lambda data: b"announcer records 1\n" + data, "of another release"),
        (lambda _: b"", None),
    ],
)
def test_a_foreign_or_damaged_store_is_dropped_and_made_again(kept, harm, why):
    kept.put("wilks/one.yaml", "date: 2021-03-01\n")
    kept.put("wilks/two.yaml", "date: 2021-03-02\n")
    cold = read(kept.folder)
    file = kept.folder / ".announcer/records"
    file.write_bytes(harm(file.read_bytes()))
    records = read_site(kept.folder, cache=True, keep=True)
    assert records == cold[0]
    assert (why in records.notice) if why else not records.notice
    with opened(kept.folder) as names:
        assert read(kept.folder) == cold
    assert names == []


def test_what_earlier_releases_kept_goes(kept):
    kept.put("wilks/one.yaml", "date: 2021-03-01\n")
    before = kept.folder / ".announcer/records.jsonl"
    before.write_text("announcer records 0\n")
    read(kept.folder)
    assert not before.exists()


def test_a_store_that_cannot_be_written_stops_nobody(kept):
    kept.put("wilks/one.yaml", "date: 2021-03-01\n")
    file = kept.folder / ".announcer/records"
    file.mkdir()
    assert read(kept.folder) == said(kept.folder, cache=False)
    assert [p.name for p in (kept.folder / ".announcer").iterdir()] == [file.name]


def test_records_that_are_gone_are_not_kept_for_ever(kept):
    file = kept.folder / ".announcer/records"
    path = kept.put("wilks/one.yaml", "date: 2021-03-01\n")
    read(kept.folder)
    size = file.stat().st_size
    for number in range(250):
        path.write_text(f"date: 2021-03-01\ntitle: {number}\n")
        assert said(kept.folder, cache=True)
    assert file.stat().st_size < 150 * size


WORK = """
import sys
from pathlib import Path
from announcer.record import read_site, store
store.QUIET = 0
folder, name = Path(sys.argv[1]), sys.argv[2]
for number in range(12):
    (folder / f"talks/wilks/{name}{number}.yaml").write_text("date: 2021-03-01\\n")
    day = f"2021-03-{number + 1:02}"
    (folder / f"talks/wilks/{name}.yaml").write_text(f"date: {day}\\n")
    records = read_site(folder, partial=True, cache=True, keep=True)
    assert not records.notice, records.notice
"""


def test_several_runs_at_once_do_each_other_no_harm(kept):
    kept.put("wilks/one.yaml", "date: 2021-03-01\n")
    start = [sys.executable, "-c", WORK, str(kept.folder)]
    running = [subprocess.Popen([*start, name]) for name in ("a", "b", "c")]
    assert [one.wait() for one in running] == [0, 0, 0]
    assert read(kept.folder) == said(kept.folder, cache=False)


TEXTS = (
    "date: 2021-03-08\n",
    "date: 2021-03-09\n",
    "date: 2021-03-28\ntime: 02:30\n",
    "date: 2021-03-09\nuid: same@example.edu\n",
    "date: 2021-03-10\nuid: same@example.edu\ntitle: Trees\n",
    "date: 2021-10-31\ntime: 02:30\ntimezone: Europe/Berlin\n",
    "date: 2021-03-09\nalso: [algebra]\n",
    "date: 2021-03-09\nspeaker: {name: Ada, photo: ada.png}\n",
    "date: 2021-03-09\nspeaker: Ada Lovelace and Emmy Noether\n",
    "date: 2021-03-09\ntitle: 'On \\RR'\ntime: 12:30\n",
    "date: 2021-03-09\nlink: https://z.example.edu/?pwd=abcdef\nlink_access: members\n",
    "date: 2021-03-09\nabstract: see abcdef\n",
    "status: planned\nspeaker: Ada\n",
    "date: [\n",
    "",
)
SERIES = (
    "name: Wilks\n",
    "name: Wilks\ntime: 12:30\n",
    "name: Wilks\ntime: 02:30\ntimezone: Europe/Berlin\nlocation: B2\n",
    "name: Wilks\nchanges: [{since: 2021-03-09, location: C3}]\n",
    "name: Wilks\ndescription: the code is abcdef\n",
    "name: [\n",
)
SITES = (
    "title: Talks\nurl: https://talks.example.edu\n",
    "title: Other\nurl: https://other.example.edu\ntimezone: Europe/Berlin\n",
    "title: Talks\nurl: https://talks.example.edu\nmacros: {RR: '\\mathbb{R}'}\n",
    "title: Other talks\nurl: https://talks.example.edu\n",
    "title: >\n  Folded talks\nurl: https://talks.example.edu\n",
    '{title: "Talks", url: "https://talks.example.edu", timezone: Europe/Berlin}\n',
    "title: Talks\n",
)
NAMES = ("one", "two", "Two", "three")
FOLDERS = ("wilks", "wilks/summer", "algebra")
EDITS = st.one_of(
    st.tuples(
        st.just("put"),
        st.builds(
            "{}/{}.yaml".format, st.sampled_from(FOLDERS), st.sampled_from(NAMES)
        ),
        st.sampled_from(TEXTS),
    ),
    st.tuples(
        st.just("put"),
        st.builds("{}/series.yaml".format, st.sampled_from(FOLDERS)),
        st.sampled_from(SERIES),
    ),
    st.tuples(st.just("put"), st.just("site.yaml"), st.sampled_from(SITES)),
    st.tuples(
        st.just("put"), st.sampled_from(["ada.png", "wilks/ada.png"]), st.just("")
    ),
    st.tuples(st.just("take"), st.integers(0, 20), st.just("")),
    st.tuples(st.just("rename"), st.integers(0, 20), st.sampled_from(NAMES)),
    st.tuples(st.just("restore"), st.integers(0, 20), st.sampled_from("123")),
)


def edit(desk, what, which, text):
    """Do to the files what people and programs do."""
    if what == "put":
        desk.put(which, text)
        return
    files = sorted(p for p in (desk.folder / "talks").rglob("*") if p.is_file())
    path = files[which % len(files)]
    if what == "take" and path.name != "site.yaml":
        path.unlink()
    elif what == "rename" and path.parent.name != "talks":
        path.rename(path.with_name(f"{text}.yaml"))
    elif what == "restore":
        before = path.stat()
        path.write_bytes(path.read_bytes().replace(b"-03-0", f"-0{text}-0".encode()))
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


@settings(
    max_examples=examples(10),
)
@given(st.lists(st.lists(EDITS, min_size=1, max_size=6), min_size=2, max_size=5))
def test_reading_with_and_without_what_is_kept_says_the_same(kept, rounds):
    kept.clear()
    lasting = store.Store(kept.folder, lasting=True)
    for edits in rounds:
        for one in edits:
            edit(kept, *one)
        cold = said(kept.folder, cache=False)
        assert said(kept.folder, cache=True, lasting=lasting) == cold
        assert read(kept.folder) == cold
        assert read(kept.folder) == cold
        assert said(kept.folder, cache=True, lasting=lasting) == cold


@pytest.mark.parametrize("keep", [True, False])
def test_a_lasting_store_hands_out_the_same_noun_for_the_same_record(kept, keep):
    for number in range(5):
        kept.put(f"wilks/{number}.yaml", f"date: 2021-03-0{number + 1}\n")
    lasting = store.Store(kept.folder, lasting=True)

    def talks():
        found = read_site(kept.folder, keep=keep, store=lasting).talks
        return {talk.source: talk for talk in found}

    before = talks()
    kept.put("wilks/3.yaml", "date: 2021-03-04\ntitle: Trees\n")
    after = talks()
    new = {path for path, talk in after.items() if talk is not before[path]}
    assert new == {"talks/wilks/3.yaml"}
    kept.put("wilks/series.yaml", "name: Another\n")
    assert {talk.series.name for talk in talks().values()} == {"Another"}


def test_half_of_what_a_killed_run_kept_goes_with_the_next(kept):
    kept.put("wilks/one.yaml", "date: 2021-03-01\ntime: 12:00\n")
    ended = subprocess.Popen(["true"])
    ended.wait()
    left = kept.folder / f".announcer/.{store.NAME}.{ended.pid}"
    left.write_bytes(b"half")
    read(kept.folder)
    assert not left.exists()


def test_a_zone_with_other_rules_is_noticed(kept):
    kept.put("wilks/one.yaml", "date: 2021-03-01\ntime: 12:00\n")
    cold = read(kept.folder)
    other = store.Store(kept.folder, keeping=True)
    (one,) = other._known.values()
    changed = tuple(store.Entry._make(one)._replace(zone="00000000"))
    other.take([marshal.dumps([changed])])
    other.save()
    with opened(kept.folder) as records:
        assert read(kept.folder) == cold
    assert records == ["wilks/one.yaml"]


LEAK = """\
date: 2021-03-09
link: https://z.example.edu/?pwd=abcdef
link_access: members
abstract: the code is abcdef
"""


@pytest.mark.parametrize(
    ("kept_first", "come_later", "code"),
    [
        ({"two": TEXTS[0]}, {"Two": TEXTS[1]}, "same-name"),
        ({"two": TEXTS[4]}, {"one": TEXTS[3]}, "same-uid"),
        ({"one": "date: 2021-03-09\ntime: 12:30\n"}, {}, "no-timezone"),
        ({"one": LEAK}, {}, "private-in-public"),
        ({"one": TEXTS[8]}, {}, "several-people"),
    ],
)
def test_what_is_wrong_with_a_kept_record_is_said_again(
    kept, kept_first, come_later, code
):
    kept.put("site.yaml", SITES[0])
    for name, text in kept_first.items():
        kept.put(f"wilks/{name}.yaml", text)
    read(kept.folder)
    for name, text in come_later.items():
        kept.put(f"wilks/{name}.yaml", text)
    records, _ = read(kept.folder)
    assert code in {problem.code for problem in records.problems}
    assert (records, _) == said(kept.folder, cache=False)
