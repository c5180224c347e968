"""From what a server answers to talks, or one line that says why there are none.

What is found is read as records would be, in a project of its own: what no record may
say, no talk of others says here.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from urllib.parse import urlsplit

from announcer import ical, importing, urls
from announcer.classes import dataclass
from announcer.errors import AnnouncerError, Severity
from announcer.importers import IMPORTERS, Found, Given
from announcer.importing import Settled
from announcer.lazy import pattern
from announcer.record import Value, read_site, to_yaml
from announcer.talk import Follow, Site, Talk

LARGEST = 16 * 1024 * 1024
MOST = 5000  # talks of one entry
_MOST_RULES = 500  # repeated events, each of which may be many
# What programs write for programs; prose and tables are for `import`, which asks.
_KINDS = (
    "ics", "researchseminars", "indico", "schedule", "sessionize", "inspire",
    "talks.ox", "talks.json", "schema.org",
)  # fmt: skip
_UIDS = frozenset({"ics", "announcer"})  # systems whose names of talks are uids
_PAGE = pattern(
    rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|!--)", re.IGNORECASE
)
_UID = pattern(r"[!-~]{1,200}")
_SERIES = "feed"
_LONGEST = 300  # letters of a reason


@dataclass(frozen=True, slots=True, kw_only=True)
class There:
    """One talk as it stands there.

    ``has_uid`` says that its uid is theirs; else it was made of what tells it apart.
    ``sequence`` and ``modified`` are theirs, where they say them.
    """

    talk: Talk
    has_uid: bool
    page: str | None = None
    sequence: int = 0
    modified: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one answer comes to: talks, and what was left out and why, each a line.

    ``unread`` are the uids of these, which are there all the same. ``ours`` is how many
    bear a uid of this site, and ``theirs`` how many they only follow.
    """

    talks: tuple[There, ...] = ()
    left_out: tuple[str, ...] = ()
    unread: frozenset[str] = frozenset()
    ours: int = 0
    theirs: int = 0


def read(content: bytes, follow: Follow, site: Site, today: date) -> Reading:
    """Return the talks in an answer; raises AnnouncerError, in one line, for none."""
    kind = _kind_of(content)
    _refuse_floods(content, kind)
    if _is_empty(content, kind):
        return Reading()
    given = Given(timezone=follow.timezone, most=MOST)
    source = importing.Source(follow.url, content)
    delivery = importing.read(source, given, kind)
    assert delivery is not None  # noqa: S101 - it is of a kind
    shipment = delivery.shipment
    _refuse_many(len(shipment.talks))
    found: list[Settled] = []
    left_out: list[tuple[str, str]] = []
    ours = theirs = 0
    for one in shipment.talks:
        uid = one.origin.id or ""
        if one.owner:
            theirs += 1
        elif uid.rpartition("@")[2] in {site.id, urls.host(site)}:
            ours += 1
        else:
            found.append(_settled(one, follow, site, given, today))
    sequences = _sequences(content, kind)
    talks: list[There] = []
    for settled, talk in _as_talks(found, site, left_out):
        talks.append(_there(settled.found, talk, follow, sequences))
    return Reading(
        talks=tuple(_once(talks)),
        left_out=tuple(in_a_line(why) for _, why in left_out),
        unread=frozenset(uid for uid, _ in left_out if uid),
        ours=ours,
        theirs=theirs,
    )


def in_a_line(text: str) -> str:
    """Return a text on one line that is not too long, and moves no cursor."""
    plain = "".join(one for one in " ".join(text.split()) if one.isprintable())
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1]}…"


def _kind_of(content: bytes) -> str:
    for kind in _KINDS:
        with suppress(ValueError, TypeError, LookupError, RecursionError):  # no data
            if IMPORTERS[kind].recognises(content, ""):
                return kind
    if not content.strip():
        raise AnnouncerError("the answer is empty")
    if _PAGE.match(content[:2000]):
        raise AnnouncerError(
            "the answer is a page without events, and no calendar: is it the right "
            "address?"
        )
    raise AnnouncerError(
        "the answer is nothing that can be followed: no calendar, talks.json or page "
        "with schema.org events"
    )


def _refuse_floods(content: bytes, kind: str) -> None:
    """Refuse by what it looks like what would take for ever to read."""
    if kind != "ics":
        return
    head = content.upper()
    _refuse_many(head.count(b"BEGIN:VEVENT"))
    rules = head.count(b"\nRRULE") + head.count(b"\nRDATE")
    if rules > _MOST_RULES:
        raise AnnouncerError(
            f"{rules} events are repeated; at most {_MOST_RULES} are followed"
        )


def _refuse_many(number: int) -> None:
    if number > MOST:
        raise AnnouncerError(f"there are {number} events; at most {MOST} are followed")


def _is_empty(content: bytes, kind: str) -> bool:
    """Say whether a calendar is whole and holds nothing, as between two terms."""
    head = content.upper()
    return kind == "ics" and b"BEGIN:VEVENT" not in head and b"END:VCALENDAR" in head


def _sequences(content: bytes, kind: str) -> Mapping[str, int]:
    return ical.sequences(content.decode("utf-8", "replace")) if kind == "ics" else {}


def _settled(
    one: Found, follow: Follow, site: Site, given: Given, today: date
) -> Settled:
    """Return a talk with its times: a moment of UTC is shown in a zone of the readers.

    A time by the clocks of nowhere stays open.
    """
    settled = importing.settle(one, follow.name, given, follow.timezone, today)
    if settled.timing.instant is not None and settled.timing.zone is None:
        settled = settled.retimed(site.timezone, None)
    return settled


def _as_talks(
    found: Sequence[Settled], site: Site, left_out: list[tuple[str, str]]
) -> Iterator[tuple[Settled, Talk]]:
    """Yield what would be the talks of records that say what was found."""
    top = {"title": "talks", "url": "https://example.invalid"}
    head: dict[str, Value] = {**top, "language": site.language}
    files = {"talks/site.yaml": to_yaml(head).encode()}
    paths: dict[str, Settled] = {}
    for number, settled in enumerate(found):
        if settled.open:
            said = settled.open[0]
            way = _way_on(said.code, said.way_on)
            uid = settled.found.origin.id or ""
            left_out.append((uid, f"{_called(settled)}: {said.text}{way}"))
            continue
        path = f"talks/{_SERIES}/talk-{number}.yaml"
        paths[path] = settled
        files[path] = to_yaml(importing.record_of(settled, {})).encode()
    with tempfile.TemporaryDirectory(prefix="announcer-") as folder:
        (Path(folder) / "talks").mkdir()
        records = read_site(Path(folder), partial=True, instead=files)
    made = {talk.source: talk for talk in records.talks}
    wrong = {
        problem.path: problem.message
        for problem in records.problems
        if problem.severity is Severity.ERROR
    }
    for path, settled in paths.items():
        if path in made:
            yield settled, made[path]
        else:
            why = wrong.get(path, "it can be no record")
            uid = settled.found.origin.id or ""
            left_out.append((uid, f"{_called(settled)}: {why}"))


def _way_on(code: str, way_on: str) -> str:
    if code in {"no-timezone", "abbreviation", "timezone"}:
        return "; write timezone: and a city into its entry"
    return f" ({way_on})" if way_on and "--" not in way_on else ""


def _called(settled: Settled) -> str:
    people = settled.record.get("speakers") or [{}]
    name = settled.record.get("title") or people[0].get("name") or "a talk"
    day = settled.timing.day
    when = day if isinstance(day, date) else "no day"
    return f"{when} {' '.join(str(name).split())[:60]}"


def _there(
    found: Found, talk: Talk, follow: Follow, sequences: Mapping[str, int]
) -> There:
    origin = found.origin
    name = origin.id or ""
    has_uid = origin.system in _UIDS and bool(_UID.fullmatch(name))
    uid = name if has_uid else _made_uid(found, talk, follow)
    page = origin.url if origin.url and origin.url != follow.url else None
    speakers = tuple(replace(one, email=None, photo=None) for one in talk.speakers)
    return There(
        talk=replace(
            talk,
            uid=uid,
            slug=_slug(talk),
            speakers=speakers,
            imported=None,
        ),
        has_uid=has_uid,
        page=page,
        sequence=sequences.get(name, 0),
        modified=_moment(origin.updated),
    )


def _made_uid(found: Found, talk: Talk, follow: Follow) -> str:
    """Return a uid of what is theirs and lasts: a name, a page, or when and what."""
    origin = found.origin
    what = talk.title or ",".join(speaker.name for speaker in talk.speakers)
    name = origin.id or origin.url or f"{talk.start.isoformat()} {what}"
    digest = hashlib.sha256(f"{origin.system} {name}".encode()).hexdigest()[:24]
    return f"{digest}@{urlsplit(follow.url).hostname or 'example.invalid'}"


def _slug(talk: Talk) -> str:
    """Return the name of its page, as that of a record would be."""
    words = [one.name.split()[-1] for one in talk.speakers[:1]] or [talk.title or ""]
    parts = (f"{talk.start:%Y-%m-%d}", urls.slugify(words[0])[:60].strip("-"))
    return "-".join(filter(None, parts)) if words[0] else parts[0]


def _moment(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _once(talks: Sequence[There]) -> Iterator[There]:
    """Yield talks each once: of two with one uid the one that was changed last."""
    latest: dict[str, There] = {}
    for one in talks:
        known = latest.get(one.talk.uid)
        if known is None or one.sequence >= known.sequence:
            latest[one.talk.uid] = one
    yield from latest.values()
