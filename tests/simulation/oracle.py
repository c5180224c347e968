"""The oracle: what subscribers believe, from what reached them alone, and is it so?

It shares no code with the product. What is true it takes from the institute, what was
said from the messages and calendars, and what is owed from ``beliefs``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from tests.simulation import beliefs, reading, verdicts
from tests.simulation.beliefs import Heard, Week
from tests.simulation.institute import DAY, Facts, Institute, Series, Talk, zone
from tests.simulation.reading import Event, Letter, Said
from tests.simulation.verdicts import NEWS, Case, Wrong

_OFF = {status: kind for kind, status in NEWS.items()}
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@dataclass
class Run:
    """What a run of ``send --yes`` said, and whether it came to its end."""

    said: list[str]
    status: int
    is_whole: bool = True

    def names(self, *words: str) -> bool:
        """Say whether some line holds all these words."""
        return any(all(word in line for word in words) for line in self.said)


@dataclass
class Seen:
    """The facts of a talk as a run has last seen them, since when, and the last two."""

    facts: Facts
    since: datetime


class Oracle:
    """Keeps what everybody believes, and judges every step."""

    def __init__(self, institute: Institute) -> None:
        self.institute = institute
        self.heard: dict[tuple[str, str], Heard] = {}
        self.doubted: set[str] = set()  # lists that may have had a digest, or not
        self.seen: dict[str, Seen] = {}
        self.public: dict[str, Facts] = {}
        self.message_ids: set[str] = set()
        self.rounds: set[tuple[str, object, str]] = set()
        self.uids: dict[str, str] = {}
        self.versions: dict[tuple[str, int], tuple[object, ...]] = {}
        self.highest: dict[tuple[str, str], int] = {}
        self.known: dict[str, datetime] = {}  # since when a talk is
        self.ran_at: datetime | None = None
        self.troubled: set[str] = set()  # records of talks that a server refused
        self.messages = 0
        self._facts: dict[str, Facts] = {}
        self._changes = -1

    # What is true

    def facts(self, talk: Talk) -> Facts:
        """Return what is true of a talk: of one without a record, as people know it."""
        if self._changes != self.institute.changes:
            self._facts.clear()
            self._changes = self.institute.changes
        if talk.uid not in self._facts:
            self._facts[talk.uid] = talk.facts
        facts = self._facts[talk.uid]
        if talk.is_absent:
            seen = self.seen.get(talk.uid)
            if seen and seen.facts.status == "cancelled":
                return seen.facts  # its record said so before it went
            facts = self.public.get(talk.uid, facts)
            if talk.called_off:
                facts = replace(facts, status="cancelled")
        return facts

    def is_called_off(self, talk: Talk) -> bool:
        """Say whether a person has cancelled a talk that has no record."""
        seen = self.seen.get(talk.uid)
        is_off = seen is not None and seen.facts.status == "cancelled"
        return talk.is_absent and (is_off or talk.called_off)

    def hearer(self, to: str, talk: Talk) -> Heard:
        """Return what a list has heard of a talk."""
        known = self.heard.get((to, talk.uid))
        if known is None:
            known = self.heard[to, talk.uid] = Heard(is_doubtful=to in self.doubted)
        return known

    def looked(self, now: datetime) -> None:
        """Take note of what a run or a build has just seen of every record."""
        for talk in self.institute.talks.values():
            if talk.is_readable:
                facts = self.facts(talk)
                self.known.setdefault(talk.uid, now)
                seen = self.seen.get(talk.uid)
                if seen is None or seen.facts != facts:
                    self.seen[talk.uid] = Seen(facts, now)

    def noted(self, talk: Talk, now: datetime) -> None:
        """Take note that people know all of a talk, told by other means."""
        facts = self.facts(talk)
        for to in talk.lists:
            heard = self.hearer(to, talk)
            if not facts.is_off or heard.beliefs:
                known = "update" if "announcement" in heard.told else "announcement"
                heard.hear(_OFF.get(facts.status, known), facts, now)
                heard.reminded.update(beliefs.reminders(talk, facts, now))
        self.public[talk.uid] = facts

    # What arrives

    def arrived(self, content: bytes, to: str, now: datetime) -> None:
        """Judge a message at the moment at which its server has taken it."""
        letter = reading.read(content)
        self.messages += 1
        if letter.message_id in self.message_ids:
            raise Wrong(f"{letter.message_id} arrived twice")
        self.message_ids.add(letter.message_id)
        if letter.kind == "request":
            return  # a note to the organiser
        if letter.kind in {"digest", "programme"}:
            self._hear_round(letter, to, now)
        else:
            (said,) = letter.talks
            self._hear_alone(letter, said, to, now)
        for event in letter.events:
            self._see(event, f"mail to {to}")

    def _talk(self, page: str) -> Talk:
        key, _, slug = page.partition("/")
        for talk in self.institute.talks.values():
            if talk.series.key == key and slug in talk.stems:
                return talk
        raise Wrong(f"somebody is told of {page}, which is no talk")

    def _hear_alone(self, letter: Letter, said: Said, to: str, now: datetime) -> None:
        talk = self._talk(said.page)
        facts, heard = self.facts(talk), self.hearer(to, talk)
        what = f"{letter.kind} of {talk.uid} to {to}"
        if not talk.is_readable and not self.is_called_off(talk):
            raise Wrong(f"{what}, but its record is {talk.state}")
        verdicts.check_facts(what, letter, said, talk, facts, now)
        if to not in talk.lists and not heard.told:
            raise Wrong(f"{what}, who has nothing to do with it")
        case = Case(what, letter.kind, talk, facts, heard, self._since(talk), now)
        verdicts.judge(case, letter, talk.language_of(to))
        heard.hear(letter.kind, facts, now)
        self.public[talk.uid] = facts

    def _hear_round(self, letter: Letter, to: str, now: datetime) -> None:
        what = f"{letter.kind} to {to}"
        own = [one for one in self.institute.series if to in one.lists]
        for said in letter.talks:
            talk = self._talk(said.page)
            facts = self.facts(talk)
            if not talk.is_readable:
                raise Wrong(f"{what} lists {talk.uid}, whose record is {talk.state}")
            if facts.start <= now or facts.is_off:
                raise Wrong(f"{what} lists {talk.uid}, which is off or has begun")
            verdicts.check_facts(
                what, letter, replace_status(said, facts), talk, facts, now
            )
        for day, words in letter.gaps:
            named = [one for one in own if one.name in words and day in one.skip]
            if not named:
                raise Wrong(f"{what} says on {day}: {words}")
        days = [*(one.day for one in letter.talks), *(day for day, _ in letter.gaps)]
        self._judge_round(what, letter, to, own, days, now)
        for said in letter.talks:
            talk = self._talk(said.page)
            self.hearer(to, talk).hear(letter.kind, self.facts(talk), now)
            self.public[talk.uid] = self.facts(talk)

    def _judge_round(  # noqa: PLR0917
        self,
        what: str,
        letter: Letter,
        to: str,
        own: list[Series],
        days: Iterable[date],
        now: datetime,
    ) -> None:
        once: list[tuple[str, object, str]] = [
            (to, self._talk(one.page).uid, f"{letter.kind} {one.day} {one.clock}")
            for one in letter.talks
        ]
        once += [(to, day, words) for day, words in letter.gaps]
        if letter.kind == "digest":
            self._judge_week(what, letter, own, list(days), now)
        twice = self.rounds.intersection(once)
        if twice and not self._any_doubt(to):
            raise Wrong(f"{what} names for the second time: {sorted(map(str, twice))}")
        self.rounds.update(once)

    def _judge_week(
        self,
        what: str,
        letter: Letter,
        own: list[Series],
        days: list[date],
        now: datetime,
    ) -> None:
        """See that a digest names the days of one week, and calls it what it is."""
        series = next(one for one in own if one.digest)
        weeks = beliefs.weeks_of(series, now)
        starts = [self.facts(self._talk(one.page)).start for one in letter.talks]
        gaps = [day for day, _ in letter.gaps]
        if not any(
            all(one.since < start <= one.until for start in starts)
            and all(_within(one, day, series) for day in gaps)
            for one in weeks
        ):
            raise Wrong(f"{what} names days of no week that is due: {days}")
        today = now.astimezone(zone(series.zone)).date()
        near = letter.nearness
        if near and not all(
            verdicts.is_near(near, day, today, series.language, list_=True)
            for day in days
        ):
            raise Wrong(f"{what} on {today} says {letter.heading}: {days}")

    def _any_doubt(self, to: str) -> bool:
        return any(one.is_doubtful for (own, _), one in self.heard.items() if own == to)

    # What calendars say

    def _see(self, event: Event, channel: str) -> None:
        """See that a UID stays, and that SEQUENCE rises with what it stands for."""
        own = event.name
        if self.uids.setdefault(own, event.uid) != event.uid:
            raise Wrong(f"{channel}: {self.uids[own]} is now called {event.uid}")
        state = (event.start, event.end, event.room, event.status, event.summary)
        known = self.versions.setdefault((own, event.sequence), state)
        if known != state:
            raise Wrong(f"{channel}: {own} SEQUENCE {event.sequence}: {known}, {state}")
        highest = self.highest.get((channel, own), 0)
        if event.sequence < highest:
            raise Wrong(f"{channel}: SEQUENCE of {own} fell from {highest}")
        self.highest[channel, own] = event.sequence

    def published(self, place: Mapping[str, bytes], now: datetime) -> None:
        """Judge what stands at the published place."""
        calendar = place["site/calendar/all.ics"].decode()
        events = {e.name: e for e in reading.read_calendar(calendar)}
        for event in events.values():
            self._see(event, "feed")
        for talk in self.institute.talks.values():
            self._judge_shown(talk, events.pop(talk.uid, None), place, now)
        secrets = {s.link for s in self.institute.series if s.access != "public"}
        for path, content in place.items():
            for secret in filter(None, secrets):
                if secret.encode() in content:
                    raise Wrong(f"{path} holds the private link {secret}")

    def _judge_shown(
        self, talk: Talk, event: Event | None, place: Mapping[str, bytes], now: datetime
    ) -> None:
        facts = self.facts(talk)
        if talk.is_absent and talk.uid not in self.public:
            if event is not None:
                raise Wrong(f"the feed holds {talk.uid}, which was never public")
            return
        self.public[talk.uid] = facts
        if facts.end <= now:
            return
        if event is None:
            raise Wrong(f"the feed lacks {talk.uid}")
        verdicts.check_event(f"the feed of {talk.uid}", event, facts)
        page = place.get(f"site/{talk.series.key}/{talk.stem}/index.html")
        if page is not None and facts.room.encode() not in page:
            raise Wrong(f"the page of {talk.uid} does not name {facts.room}")

    # What is owed

    def ran(self, run: Run, now: datetime) -> None:
        """Judge what a run that came to its end has left unsaid."""
        # that it is too late is no word of what is still owed
        in_time = replace(run, said=[o for o in run.said if "missed:" not in o])
        for talk in list(self.institute.talks.values()):
            for to in self._audience(talk):
                why = self._owed(talk, to, now, run)
                if why and not self._is_said(in_time, talk, to):
                    raise Wrong(
                        f"{to} is owed {why} of {talk.uid}, in silence: {run.said}"
                    )
                late = self._missed(talk, to, now)
                is_lost = run.names("lost", f" to {to}: {talk.uid}@")
                if late and not (
                    is_lost or run.names("missed", f" to {to}: ", talk.path)
                ):
                    raise Wrong(
                        f"{to} missed {late} of {talk.uid}, in silence: {run.said}"
                    )
                wrong = why or late
                if wrong and not run.status and not self.institute.site.report_to:
                    raise Wrong(f"{to} is owed {wrong} of {talk.uid}, with status 0")
        self.stopped(run, now)

    def stopped(self, run: Run, now: datetime) -> None:
        """Take note that a run has ended, also one that was killed."""
        self.ran_at = now
        failed = ("refused", "not sent", "waiting", "unknown", "deferred")
        for talk in self.institute.talks.values():
            if any(run.names(word, talk.path) for word in failed):
                self.troubled.add(talk.uid)

    def _missed(self, talk: Talk, to: str, now: datetime) -> str:
        """Return what nobody can be told any more since the last run, and was not."""
        facts, heard = self.facts(talk), self.hearer(to, talk)
        if self.ran_at is None or not talk.is_readable or talk.uid in self.troubled:
            return ""
        if heard.is_doubtful or to in self.doubted:
            return ""
        if not heard.beliefs:
            is_new = self.known[talk.uid] >= facts.start
            if is_new or not self.ran_at < facts.start <= now:
                return ""
            return self._missed_first(talk, to, facts)
        until = beliefs.owed_until(facts, heard)
        if until is None or not self.ran_at < until <= now:
            return ""
        is_seen = self._since(talk) < min(facts.start, until)
        is_news = beliefs.news(talk, facts, heard) & beliefs.URGENT
        return "what has changed" if is_seen and is_news else ""

    def _missed_first(self, talk: Talk, to: str, facts: Facts) -> str:
        is_ready = beliefs.is_ready(facts) and not facts.is_off
        is_ruled = talk.series.digest or beliefs.is_scheduled(talk, facts)
        if not is_ready or not is_ruled or to not in talk.lists:
            return ""
        expects = any(
            one.first_at is not None and one.first_at < facts.start
            for (own, uid), one in self.heard.items()
            if own == to and uid in self.institute.talks
        )
        # a talk whose record is gone may be this one
        is_odd = any(
            one.is_absent and one.series is talk.series
            for one in self.institute.talks.values()
        )
        return "that it takes place" if expects and not is_odd else ""

    def _audience(self, talk: Talk) -> list[str]:
        told = [
            to for to, uid in self.heard if uid == talk.uid and to not in talk.lists
        ]
        return [*talk.lists, *told] if told else list(talk.lists)

    def _owed(self, talk: Talk, to: str, now: datetime, run: Run) -> str:
        facts, heard = self.facts(talk), self.hearer(to, talk)
        if not talk.is_readable and not self.is_called_off(talk):
            is_known = bool(heard.beliefs) and facts.end > now
            return "word that its record is held" if is_known else ""
        if beliefs.is_slip(facts, heard, now):
            return "word of a day that is past"
        seen = self._since(talk)
        is_news = bool(beliefs.news(talk, facts, heard))
        if is_news and beliefs.is_owed(facts, heard, seen, now):
            is_late = now >= beliefs.settles_until(talk, facts, heard, seen)
            return "news of it" if is_late else ""
        if talk.is_absent:
            return ""
        if kind := beliefs.ruled(talk, facts, heard, now):
            # A run plans before it sends: what was settling when its digest told of it
            # is told alone by the next one.
            is_told = heard.round_at is not None and heard.round_at >= seen
            settles = beliefs.settles_until(talk, facts, heard, seen)
            return "" if is_told and now < settles else f"the {kind}"
        return self._owed_digest(talk, to, facts, heard, now)

    def _since(self, talk: Talk) -> datetime:
        seen = self.seen.get(talk.uid)
        return seen.since if seen else datetime.max.replace(tzinfo=UTC) - 400 * DAY

    def _owed_digest(
        self, talk: Talk, to: str, facts: Facts, heard: Heard, now: datetime
    ) -> str:
        if heard.told or facts.is_off or facts.start <= now:
            return ""
        if beliefs.is_scheduled(talk, facts):
            return ""
        for series in filter(None, (talk.series, talk.also)):
            settles = self._since(talk) + (talk.series.settle or 0 * DAY)
            if to not in series.lists or now < settles:
                continue
            for week in beliefs.weeks_of(series, now):
                if week.since < facts.start <= week.until:
                    return f"a word in or after the digest of {week.first}"
        return ""

    def _is_said(self, run: Run, talk: Talk, to: str) -> bool:
        heard = self.hearer(to, talk)
        if heard.is_doubtful and run.names("unknown", to):
            return True
        folder = f"talks/{talk.series.key}"
        names = (talk.path, talk.uid, f"{folder} held", f"{folder}: ", f"of {folder}")
        if any(run.names(name) for name in (*names, f"{folder}/series.yaml")):
            return True
        if talk.also and not talk.is_readable:
            return run.names(talk.also.key)
        if run.names("blocked", f"digest to {to}"):
            return True
        return any(run.names(word, to) for word in ("refused", "not sent", "waiting"))


def replace_status(said: Said, facts: Facts) -> Said:
    """Return what a line of a list says; it names a status only where it is off."""
    if said.status == "confirmed" and facts.status == "tentative":
        return replace(said, status="tentative")
    return said


def _within(week: Week, day: date, series: Series) -> bool:
    """Say whether a day is one of a digest's."""
    here = zone(series.zone)
    return week.first <= day <= week.until.astimezone(here).date()
