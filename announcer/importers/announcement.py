"""Announcements: mails, pages and posts that tell people of a talk."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from announcer.errors import AnnouncerError
from announcer.importers.clocks import Trust, clocks_in, duration_of
from announcer.importers.dates import Day, days_in, of_clocks, same_day, shown, with_year
from announcer.importers.found import Doubt, Found, Given, Moment, Origin, Shipment
from announcer.importers.joining import addresses_in, is_registration, joining
from announcer.importers.labelled import Labelled, Line, labelled
from announcer.importers.letters import Letter, letter_of
from announcer.importers.notices import NO_TALK, is_old, status_of
from announcer.importers.people import is_name, people_of
from announcer.importers.sections import sections_of
from announcer.importers.unlabelled import bare, guess, is_room, place_in, unlink

SYSTEM = "announcement"
_OPEN = re.compile(
    r"^\W*(?:tb[adc]|to be (?:announced|determined|confirmed|decided)|n\.?\s?n\.?|n/?a|none|title (?:tb[adc]|to be announced|to follow)|(?:titel )?wird noch bekannt ?gegeben|titel folgt|(?:titre )?à (?:venir|préciser|confirmer|annoncer)|da (?:definire|annunciare)|por (?:confirmar|anunciar|definir)|(?:הכותרת )?(?:תפורסם|יפורסם) בהמשך|\?+)?\W*$",
    re.IGNORECASE,
)
_NEWSGROUP = re.compile(r"[a-z][\w-]*(?:\.[\w-]+)+$")
_TERM = re.compile(r"\b(?:spring|fall|autumn|winter|summer|term|semester|frühjahr|herbst|sommersemester|wintersemester|ws|ss|primavera|otoño|autunno|automne|printemps)[\w ]{0,12}?\s(20\d\d|19\d\d)(?!\s*[/–-]\s*\d)", re.IGNORECASE)
_REGULAR = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)days\b|\b(?:typically|usually|each|every|normally|always|all (?:talks|seminars)|unless otherwise|jeden|immer|jeweils|tous les|chaque|ogni|cada|todos los)\b|meets?\b", re.IGNORECASE)
_NEAR = timedelta(days=240)
_BEFORE = timedelta(days=3)


def recognises(content: bytes, name: str) -> bool:
    """Say whether it is text that may be an announcement: prose is tried last."""
    if b"\0" in content[:4096] or content[:5] in {b"%PDF-", b"PK\3\4\x14"}:
        return False
    ending = name.casefold().rpartition(".")[2]
    return ending in {"txt", "md", "markdown", "html", "htm", "eml", "text", "mbox"} or bool(content.strip())


def read(content: bytes, name: str, given: Given) -> Shipment:
    """Read the talks of a mail, a page or a post; raises AnnouncerError for no text."""
    if b"\0" in content[:4096] or content.startswith(b"%PDF-"):
        raise AnnouncerError(f"{name} is not text: save the announcement as text or HTML")
    letter = letter_of(content)
    return _Reader(letter, given).shipment()


@dataclass(slots=True)
class _Common:
    """What holds for all talks of a message unless one says otherwise."""

    time: str = ""
    place: str = ""
    links: str = ""
    day: str = ""


class _Reader:
    """One message, read from its top to its end."""

    def __init__(self, letter: Letter, given: Given) -> None:
        self.letter = letter
        self.lines = [(number, line) for number, line in enumerate(letter.text.split("\n"), 1)]
        self.given = replace(given, day_first=self._order(given))
        self.years = self._years(given)

    def shipment(self) -> Shipment:
        """Return every talk, and what is none."""
        top, parts = sections_of(self.lines, self.given)
        several = len(parts) > 1
        common = self._common(top) if several else _Common()
        talks: list[Found] = []
        skipped: list[Doubt] = []
        day = ""
        for part in parts:
            read = _Talk(self, part, several=several, common=replace(common, day=day or common.day))
            if read.nothing:
                skipped.append(read.nothing)
                continue
            found = read.found()
            if found:
                talks.append(found)
                day = read.day_text or day
        if not talks and not skipped:
            text = "no talk is told of here: neither a title nor a speaker with a day"
            return Shipment(doubts=(Doubt("nothing", text),))
        return Shipment(talks=tuple(talks), skipped=tuple(skipped))

    def _common(self, top: list[Line]) -> _Common:
        said = labelled(top)
        text = "\n".join(line for _, line in top)
        spoken = guess(said.loose, set(said.values), [], self.given)
        times = said.first("time") or said.first("when")
        if not clocks_in(times, Trust.DATE):
            regular = [line for line in re.split(r"\n|(?<=[.!?])\s", unlink(text)) if clocks_in(line) and (_REGULAR.search(line) or len(line) < 120)]
            times = regular[0] if regular else ""
        place = said.first("place") or next(iter(spoken.places), "")
        if not place and times:
            place = place_in(times)
        links = joining(said.all("link"), text) or ""
        days = days_in(said.first("when") or "\n".join(line for _, line in top if len(line) < 120), self.given)
        return _Common(time=times, place=place, links=links, day=said.first("when") if said.first("when") and days else (text if len({str(d.day) for d in days}) == 1 else ""))

    def _order(self, given: Given) -> bool | None:
        """Return the order of 3/4/2021 where another date of the message proves it."""
        if given.day_first is not None:
            return given.day_first
        text = "\n".join((self.letter.subject, self.letter.text))
        for one, two in re.findall(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(?:\d{4}|\d\d)(?![\d/])", text):
            if int(one) > 12 >= int(two):
                return True
            if int(two) > 12 >= int(one):
                return False
        return None

    def _years(self, given: Given) -> list[date | int]:
        """Return what fixes the year of 14 October, the surest first."""
        if given.year:
            return [given.year]
        found: list[date | int] = []
        head = self.letter.text[:3000]
        for line in head.split("\n")[:40]:
            if re.match(r"\s*(?:posted|term|semester)", line, re.IGNORECASE):
                days = days_in(re.sub(r"[<(].*", "", line), self.given)
                found += [one.day for one in days if isinstance(one.day, date)]
                if years := re.findall(r"\b((?:19|20)\d\d)\b", line):
                    found += [int(years[0])] if not days else []
        if self.letter.posted:
            found.append(self.letter.posted)
        stamp = self.letter.entries.get("date", "")
        if stamped := re.match(r"\d{4}-\d\d-\d\d", stamp):
            found.append(date.fromisoformat(stamped[0]))
        for text in (self.letter.subject, self.letter.entries.get("title", ""), head):
            if term := _TERM.search(text):
                found.append(int(term[1]))
        return found

    def dated(self, day: Day) -> Day:
        """Return a day with its year, if a header of the message fixes it."""
        if not isinstance(day.day, tuple):
            return day
        for fixed in self.years:
            if isinstance(fixed, int):
                full = with_year(day, fixed)
                if not full.doubts or self.given.year:
                    return full
                continue
            for year in (fixed.year, fixed.year + 1, fixed.year - 1):
                full = with_year(day, year)
                if isinstance(full.day, date) and not full.doubts and -_BEFORE * 10 <= full.day - fixed <= _NEAR:
                    return full
        if day.weekdays and (near := [y for y in self.years if isinstance(y, date)]):
            full = with_year(day, near[0].year)
            if isinstance(full.day, date) and abs(full.day - near[0]) < timedelta(days=60):
                return full
        return day


class _Talk:
    """One talk of a message."""

    def __init__(self, reader: _Reader, lines: list[Line], *, several: bool, common: _Common) -> None:
        self.reader, self.lines, self.several, self.common = reader, lines, several, common
        self.given = reader.given
        self.letter = reader.letter
        self.said = labelled(lines)
        self.doubts: list[Doubt] = []
        self.quoted: Labelled | None = None
        if not several and self.letter.quoted and not (self.said.all("title") and self.said.all("when") and len(self.letter.quoted) < 200) :
            quoted = labelled([(0, line) for line in self.letter.quoted.split("\n")])
            weak = not (self.said.all("title") and self.said.all("speaker"))
            self.quoted = quoted if weak else None
        people = [one for value in self.said.all("speaker") for one in people_of(value)]
        self.known = {kind for kind, values in self.said.values.items() if any(v for v, _ in values)}
        if _board(self.said):
            self.known -= {"title"}
        self.guess = guess(self.said.loose, self.known, [p["name"] for p in people], self.given)
        self.line = next((number for number, text in lines if text.strip()), 0)
        self.day_text = ""
        self.nothing = self._nothing()

    def _nothing(self) -> Doubt | None:
        """Return why this is no talk, if it says so."""
        heads = [*self.said.all("title")[:1], *self.guess.headings[:2], *(bare(text) for _, text in self.lines[:4] if text.strip())][:5]
        for head in heads:
            text = re.sub(r"^[\s\d./:,–-]*(?:\w+day|\w{3,9})?[\s\d./:,–-]*(?:th|st|nd|rd)?[\s:,–-]*", "", head)
            for one in (head, text):
                if NO_TALK.match(one) and not self.said.all("speaker"):
                    return Doubt("no-talk", f"{head.strip()!r} is no talk", line=self.line)
        return None

    def found(self) -> Found | None:
        """Return the talk, or None if there is neither title nor speaker."""
        title = self._title()
        speakers = self._speakers(title)
        moment, before, moved = self._moment()
        if not title and not speakers:
            return None
        if not moment.day and not title:
            return None
        record: dict[str, Any] = {}
        if title:
            record["title"] = title
        else:
            self._doubt("title", "no title is given")
        if speakers:
            record["speakers"] = speakers
        self._place(record)
        self._links(record)
        self._texts(record, speakers)
        status, moving = self._status()
        moved = moved or moving
        if status:
            record["status"] = status
        if host := self.said.first("host"):
            host_people = people_of(host)
            if len(host_people) == 1:
                record["host"] = host_people[0]["name"]
        if moment.day is None:
            self._doubt("date", "no date is given", "Write the date by hand.")
        elif isinstance(moment.day, tuple):
            self._doubt("year", f"{shown(moment.day)}: no year is given", "Say --year.")
        return Found(
            record=record,
            moment=moment,
            origin=Origin(system=SYSTEM),
            series=None,
            line=self.line,
            moved=bool(moved or before or status),
            before=before,
            doubts=tuple(dict.fromkeys(self.doubts)),
        )

    def _doubt(self, code: str, text: str, way_on: str = "", line: int = 0) -> None:
        self.doubts.append(Doubt(code, text, way_on, line or self.line))

    # -- what the talk is called, and who gives it

    def _title(self) -> str:
        sources: list[tuple[int, str]] = []
        weak = 2 if _board(self.said) else 10
        for value in self.said.all("title"):
            sources.append((weak, value))
        if self.quoted:
            sources += [(9, value) for value in self.quoted.all("title")]
            if weak == 2:
                sources = [(rank, value) for rank, value in sources if rank != 2 or not re.match(r"re:", value, re.IGNORECASE)]
        sources += self.guess.titles
        title = self.letter.entries.get("talk-title", "") or self.letter.entries.get("talk_title", "")
        if title:
            sources.append((10, title))
        quoted = re.search(r"[\"“„«]\s*([^\"”“»]{5,200}?)\s*[\"”“»]", self.letter.subject)
        if quoted:
            sources.append((5, quoted[1]))
        best = sorted(sources, key=lambda one: -one[0])
        for rank, value in best:
            text = cleaned_title(value, [p["name"] for p in self.guess.people] + [n for v in self.said.all("speaker") for n in (p["name"] for p in people_of(v))])
            if rank <= 2 and (_board(self.said) and re.search(r"seminar|colloqui|talk|lecture|^re:", text, re.IGNORECASE)):
                continue
            if rank < 3:
                continue
            if _OPEN.match(text):
                if rank >= 9:
                    return ""
                continue
            return text
        return ""

    def _speakers(self, title: str) -> list[dict[str, Any]]:
        speakers: list[dict[str, Any]] = []
        for value in self.said.all("speaker"):
            speakers = _merged(speakers, people_of(value))
        homes = self.said.all("affiliation")
        if homes and len(speakers) == 1:
            speakers[0].setdefault("affiliation", homes[0])
        if self.quoted and not speakers:
            for value in self.quoted.all("speaker"):
                speakers = _merged(speakers, people_of(value))
        if not speakers:
            speakers = list(self.guess.people)
        if not speakers and self.quoted:
            speakers = guess(self.quoted.loose, set(), [], self.given).people
        entries = self.letter.entries
        for key, value in entries.items():
            if re.fullmatch(r"(?:presenter|speaker)s?[ _-]?\d?", key) and value and not self.several:
                speakers = _merged(speakers, people_of(value))
        if not speakers and not self.several:
            speakers = self._from_heading(entries.get("title", "")) or self._from_heading(self.letter.subject)
        return speakers

    def _from_heading(self, heading: str) -> list[dict[str, Any]]:
        """Return who stands behind the colon: `Seminar in Trieste: Stefano Marmi`."""
        found = re.search(r"(?:seminar|colloquium|kolloquium|talk|lecture|vortrag|s[ée]minaire|seminario|conferenza|charla)[^:]*[:–-]\s*(.+)$", heading, re.IGNORECASE)
        people = people_of(re.split(r"[\"“„«]|,\s*\d", found[1])[0]) if found else []
        return [one for one in people if is_name(one["name"])]

    # -- when

    def _moment(self) -> tuple[Moment, Moment | None, bool]:
        texts = self._when_texts()
        days: list[tuple[Day, str]] = []
        old: list[Day] = []
        for text in texts:
            for one in days_in(text, self.given):
                day = self.reader.dated(one)
                if is_old(text, *one.place):
                    old.append(day)
                else:
                    days.append((day, text))
        chosen = self._chosen(days)
        if chosen is None and old:
            chosen, old = (old[0], ""), []
        moment = Moment()
        if chosen:
            day, self.day_text = chosen
            moment = Moment(day=day.day, last_day=day.last)
            for doubt in day.doubts:
                self.doubts.append(replace(doubt, line=self.line))
        moment = self._timed(moment, texts, chosen[1] if chosen else "")
        before = [one for one in old if not same_day(one.day, moment.day)]
        return moment, (Moment(day=before[0].day) if before else None), bool(before)

    def _when_texts(self) -> list[str]:
        texts = self.said.all("when")
        texts += [text for text, rank in sorted(self.guess.moments, key=lambda one: -one[1])]
        if not texts or not any(days_in(text, self.given) for text in texts):
            texts += [text for text in self.said.all("time") if days_in(text, self.given)]
        if not any(days_in(text, self.given) for text in texts):
            # days stand in a sentence that was taken for text
            texts += [line for line in (self.letter.subject,) if not self.several]
        if self.quoted:
            texts += self.quoted.all("when")
            loose = " ".join(line for _, line in self.quoted.loose)
            texts.append(loose)
        entry = self.letter.entries.get("date", "")
        if entry and not self.several and not re.match(r"\d{4}-\d\d-\d\d", entry):
            texts.append(entry)
        heads = [bare(text) for _, text in self.lines if text.lstrip().startswith("#")]
        texts += [head for head in heads if days_in(head, self.given)]
        if not any(days_in(text, self.given) for text in texts):
            texts += [text for kind in ("series", "notice", "place", "title", "other") for text in self.said.all(kind) if days_in(text, self.given)]
        if self.common.day and not any(days_in(text, self.given) for text in texts):
            texts.append(self.common.day)
        return texts

    def _chosen(self, days: list[tuple[Day, str]]) -> tuple[Day, str] | None:
        if not days:
            return None
        first, text = days[0]
        if first.day is None:
            better = [one for one in days if isinstance(one[0].day, date)]
            return better[0] if better else days[0]
        others = {str(one.day): one.day for one, _ in days if one.day and not same_day(one.day, first.day)}
        labelled_days = len(self.said.all("when"))
        if others and not (labelled_days == 0 and self.several):
            named = ", ".join(shown(one) for one in others.values())
            self._doubt("dates", f"another date stands here: {named}; {shown(first.day)} is taken")
        fuller = next((one for one in days if isinstance(one[0].day, date) and same_day(one[0].day, first.day)), None)
        if fuller and not isinstance(first.day, date):
            weekdays = first.weekdays or fuller[0].weekdays
            return replace(fuller[0], weekdays=weekdays), text
        return first, text

    def _timed(self, moment: Moment, texts: list[str], own: str) -> Moment:
        """Return the moment with its time: of its label, beside its day, of all talks."""
        sources: list[tuple[str, Trust]] = [(value, Trust.TIME) for value in self.said.all("time")]
        sources += [(text, Trust.DATE if len(text) < 120 else Trust.PROSE) for text in dict.fromkeys([own, *texts])]
        sources += [(value, Trust.DATE) for value in (self.quoted.all("time") if self.quoted else [])]
        sources += [(text, Trust.PROSE) for text in self.said.all("series")]
        sources.append((self.common.time, Trust.DATE))
        read: list[Moment] = []
        for text, trust in sources:
            blank = text
            for one in days_in(text, self.given):
                begin, end = one.place
                blank = blank[:begin] + " " * (end - begin) + blank[end:]
            blank = re.sub(r"~~.*?~~", lambda m: " " * len(m[0]), blank)
            times = clocks_in(blank, trust)
            times = [one for one in times if not is_old(blank, *one.place)] or times
            if times:
                timed, doubts = of_clocks(times, moment)
                if not read:
                    first, first_doubts = timed, doubts
                read.append(timed)
                if sum(1 for _ in read) >= 4:
                    break
        if not read:
            return self._lasting(moment)
        told = self._fuller(first, first_doubts, read)
        return self._lasting(told)

    def _fuller(self, first: Moment, doubts: list[Doubt], read: list[Moment]) -> Moment:
        """Return the first time, with what others that agree add to it."""
        half = any(doubt.code == "half" for doubt in doubts)
        for other in read[1:]:
            if half and other.time and first.time and other.time.minute == first.time.minute and other.time.hour % 12 == first.time.hour % 12 and other.time != first.time and other.time.hour < 12:
                first = replace(first, time=other.time)
            if other.time == first.time:
                first = replace(first, end=first.end or other.end, abbreviation=first.abbreviation or other.abbreviation, zone=first.zone or other.zone, instant=first.instant or other.instant)
            elif self.said.all("time") and not self.several and other.time:
                self._doubt("times", f"another time stands here: {other.time:%H:%M}; {first.time:%H:%M} is taken")
        for doubt in doubts:
            self.doubts.append(replace(doubt, line=self.line))
        return first

    def _lasting(self, moment: Moment) -> Moment:
        if moment.end is None and (ends := self.said.all("end")):
            times = clocks_in(ends[0], Trust.TIME)
            if times:
                return replace(moment, end=times[0].start)
        if moment.end is None and moment.time:
            for value in self.said.all("duration"):
                if length := duration_of(value):
                    return replace(moment, duration=length)
        return moment

    # -- where, and the rest

    def _place(self, record: dict[str, Any]) -> None:
        places = self.said.all("place") + (self.quoted.all("place") if self.quoted else [])
        if not places:
            for value in self.said.all("when"):
                rest = _place_behind(value, self.given)
                if rest:
                    places.append(rest)
        places += self.guess.places
        if self.common.place:
            places.append(self.common.place)
        for value in places:
            text = cleaned_place(value)
            if text and not _OPEN.match(text):
                record["location"] = text
                return

    def _links(self, record: dict[str, Any]) -> None:
        text = "\n".join(line for _, line in self.lines)
        links = [*self.said.all("link"), *self.said.all("place")]
        streams = "\n".join(value for value, number in self.said.values.get("link", []) if value)
        link = joining(links, text, streams) or self.common.links
        if link:
            record["link"] = link
        for kind in ("video", "slides", "paper"):
            for value in self.said.all(kind):
                urls = addresses_in(value)
                if urls and urls[0] != link:
                    record.setdefault(kind, urls[0])
        for url in addresses_in("\n".join(self.said.all("registration")) or text):
            if url != link and (self.said.all("registration") or is_registration(url)):
                record["registration"] = url
                break
        if link and (secret := self.said.first("secret")):
            record["extra"] = {"passcode": secret}

    def _texts(self, record: dict[str, Any], speakers: list[dict[str, Any]]) -> None:
        abstracts = [text for text in self.said.all("abstract") if not _OPEN.match(text) and not re.fullmatch(r"\S+\.(?:pdf|html?|docx?)", text)]
        abstract = max(abstracts, key=len) if abstracts else ""
        if not abstract and not self.said.all("abstract"):
            abstract = self.guess.abstract
        if abstract:
            record["abstract"] = abstract
        bios = [text for text in self.said.all("bio") if not _OPEN.match(text)]
        for name, text in self.said.bios.items():
            for one in speakers:
                if name.casefold() in one["name"].casefold() or one["name"].casefold() in name.casefold():
                    one["bio"] = text
        bio = bios[0] if bios else self.guess.bio
        if bio and speakers and not any("bio" in one for one in speakers):
            if len(speakers) == 1:
                speakers[0]["bio"] = bio
            else:
                for one in speakers:
                    if one["name"].split()[-1] in bio[:80]:
                        one["bio"] = bio
                        break

    def _status(self) -> tuple[str | None, bool]:
        body = [line for _, line in self.said.loose]
        heading = self.letter.subject if not self.several else ""
        titles = " ".join([*self.said.all("title"), *self.guess.headings[:3], *self.said.all("status")])
        text = "\n".join([*body, "", *(f"\n{v}\n" for kind in ("when", "time", "notice", "place") for v in self.said.all(kind) if re.search(r"cancel|postpon|abgesagt|verschoben|annul|report", v, re.IGNORECASE)), *self.said.all("notice")])
        if self.guess.abstract:
            text = text.replace(self.guess.abstract, "")
        return status_of(f"{heading} {titles}", text)


def _board(said: Labelled) -> bool:
    """Say whether the labels are those of a bulletin board, above a mail's own text."""
    return any(_NEWSGROUP.match(value) for value in said.all("series"))


def _merged(speakers: list[dict[str, Any]], more: Iterable[dict[str, str]]) -> list[dict[str, Any]]:
    """Return people once each, with the fuller of what is said of them."""
    for person in more:
        known = next((one for one in speakers if one["name"].casefold() == person["name"].casefold()), None)
        if known is None:
            speakers = [*speakers, dict(person)]
        else:
            for key, value in person.items():
                known.setdefault(key, value)
    return speakers


def cleaned_title(value: str, names: list[str]) -> str:
    """Return a title without marks, quotes, `Cancelled:` and `by Name`."""
    text = " ".join(unlink(value).split())
    text = bare(text)
    text = re.sub(r"^\W*(?:re|fwd?|aw|wg):\s*", "", text, flags=re.IGNORECASE)
    text = re.sub(r"^\W*(?:cancel?led|postponed|abgesagt|verschoben|annul[ée]e?|report[ée]e?|annullat[oa]|rinviat[oa]|cancelad[oa]|aplazad[oa]|rescheduled|moved|entfällt|בוטלה?|נדחתה?)\b\W+(?=\w)", "", text, flags=re.IGNORECASE)
    quoted = re.fullmatch(r"(?:(?:seminar|talk|lecture|vortrag|seminario|title)\W*\s)?[\"“„«‘']+\s*(.+?)\s*[\"”“»’']+\.?(?:\s+(?:by|von|par|di|de)\s+.*)?", text, re.IGNORECASE)
    if quoted and quoted[1].count('"') % 2 == 0:
        text = quoted[1]
    for name in names:
        text = re.sub(rf"\s*[,–-]?\s*\b(?:by|von|par|di|de)\s+(?:\S+\s)?{re.escape(name)}.*$", "", text, flags=re.IGNORECASE)
    text = re.sub(r"^[*_]{1,3}(.+?)[*_]{1,3}$", r"\1", text)
    return text.strip().rstrip(".").strip() if not text.endswith("...") else text


def cleaned_place(value: str) -> str:
    """Return a place without addresses to join, and marks."""
    text = unlink(" ".join(value.split()))
    text = re.sub(r"[(<\[]?\bhttps?://\S+", "", text)
    text = bare(text)
    text = re.split(r"\s+(?:Meeting ID|Passcode|Password|ID:)", text)[0]
    text = re.sub(r"\(\s*\)|\s+(?:at|via|link|:)\s*$", "", text)
    return text.strip(" ,.;:-–(")


def _place_behind(value: str, given: Given) -> str:
    """Return the place that stands behind a day and a time in their field."""
    ends = [one.place[1] for one in days_in(value, given)] + [one.place[1] for one in clocks_in(value, Trust.DATE)]
    if not ends:
        return ""
    rest = value[max(ends) :]
    found = re.match(r"\s*(?:uhr\b)?\s*(?:[,;@|–-]|\bin\b|\bat\b)\s*(.{3,100})$", rest, re.IGNORECASE)
    text = re.sub(r"^(?:in|at|im|en|room:)\s+", "", found[1].strip(" ()"), flags=re.IGNORECASE) if found else ""
    return text if is_room(text) else ""
