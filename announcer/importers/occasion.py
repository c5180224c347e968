"""When a talk is, from all that a message says of it: labels, lines and sentences."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from announcer.importers.beginnings import beginning_in
from announcer.importers.clocks import Clock, Trust, clocks_in
from announcer.importers.dates import of_clocks, zoned
from announcer.importers.days import NEAR, Day, days_in, same_day, shown
from announcer.importers.evidence import Evidence
from announcer.importers.found import Doubt, Moment
from announcer.importers.lengths import duration_of, length_beside, length_told
from announcer.importers.monthnames import weekdays_of
from announcer.importers.notices import is_new, is_old
from announcer.importers.paragraphs import bare
from announcer.importers.spans import blanked
from announcer.importers.zonewords import shared, zone_of_all

_STAMP = re.compile(r"\d{4}-\d\d-\d\d")
_WEEKDAY = re.compile(
    r"\b(?:on|this|coming|am|diesen|kommenden|ce|questo|este|esta|deze|komende|w|we|v"
    r"|ve"
    r"|på|nu på|naar|time|when|wann"
    r"|date)?[ :]\s*(?P<word>[^\W\d_]{5,13})\b(?!,? (?:the )?\d{1,2}\b(?!:|\s?[ap]m"
    r"|h))",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"[\s,()|–—-]*(?:at|from|um|ab|o|od|à|às|de|a las|alle|dalle|ore|om|van|kl\.?|v|ve"
    r"|w|r\.?)?"
    r"[\s,]*(?:godz\.?|godzinie|hora)?\s*",
    re.IGNORECASE,
)
_NEAR = 14  # letters behind a day
_LINE = 120  # a longer text is a sentence, in which 9.30 need not be a time
_OTHER_KINDS = ("series", "notice", "place", "title", "other")

Read = tuple[Moment, list[Doubt]]


def occasion_of(evidence: Evidence) -> tuple[Moment, Moment | None, str]:
    """Return when it is, when it was to be before, and the text with the day."""
    texts = _texts(evidence)
    days: list[tuple[Day, str]] = []
    old: list[Day] = []
    new: list[tuple[Day, str]] = []
    for text in texts:
        for one in days_in(text, evidence.given):
            day = evidence.years.dated(one)
            if is_old(text, *one.place):
                old.append(day)
            else:
                (new if is_new(text, one.place[0]) else days).append((day, text))
    said = [
        day
        for text in evidence.said.all("before")
        for day in days_in(text, evidence.given)
    ]
    old += map(evidence.years.dated, said)
    if new:
        old += (day for day, _ in days if not same_day(day.day, new[0][0].day))
        days = [*new, *days]
    left = [one for one in days if not any(same_day(one[0].day, o.day) for o in old)]
    days = left or days
    if not days and old:
        days, old = [(old[0], "")], []
    moment, own = Moment(), ""
    if not days and (near := _near(texts, evidence)):
        moment = Moment(day=near)
    if days:
        day, own = _chosen(days, evidence)
        moment = Moment(day=day.day, last_day=day.last)
        evidence.doubts += [replace(one, line=evidence.line) for one in day.doubts]
    of_all = own == evidence.common.day  # an hour of its own comes before that of all
    moment = _timed(moment, texts if of_all else [own, *texts], evidence)
    before = [one for one in old if not same_day(one.day, moment.day)]
    return moment, Moment(day=before[0].day) if before else None, own


def _near(texts: list[str], evidence: Evidence) -> date | None:
    """Return the day of a mail that says `today at 3 pm`, or the next one."""
    posted = evidence.letter.posted
    for text in (*texts, evidence.letter.subject) if posted else ():
        found = NEAR.search(text)
        if found and posted:
            day = posted + timedelta(days=1 if found["next"] or found["too"] else 0)
            said = f"the day is that of the mail: it says {found[0]!r}, and so {day}"
            evidence.doubt("near", said)
            return day
    return _on_weekday(texts, evidence, posted) if posted else None


def _on_weekday(texts: list[str], evidence: Evidence, posted: date) -> date | None:
    """Return the day of `on Thursday at 10 am` after the day of the mail."""
    said = evidence.said
    loose = " ".join(line for _, line in said.loose)
    for text in (*texts, *said.all("time"), loose):
        for found in _WEEKDAY.finditer(text):
            weekdays = weekdays_of(found["word"])
            if len(weekdays) != 1 or not clocks_in(
                text[found.end() : found.end() + 60]
            ):
                continue
            (weekday,) = weekdays
            day = posted + timedelta(days=(weekday - posted.weekday()) % 7)
            told = f"{found[0].strip()!r} is the one after the mail of {posted}: {day}"
            evidence.doubt("near", told)
            return day
    return None


def _texts(evidence: Evidence) -> list[str]:
    """Return the texts that may say the day, the surest first."""
    said, letter = evidence.said, evidence.letter
    texts = said.all("when")
    texts += [
        text for text, _ in sorted(evidence.guess.moments, key=lambda one: -one[1])
    ]
    _unless_dated(texts, said.all("time"), evidence)
    _unless_dated(texts, [] if evidence.several else [letter.subject], evidence)
    texts += evidence.quoted.all("when")
    texts.append(" ".join(line for _, line in evidence.quoted.loose))
    entry = letter.entries.get("date", "")
    if entry and not evidence.several and not _STAMP.match(entry):
        texts.append(entry)
    heads = [bare(text) for _, text in evidence.lines if text.lstrip().startswith("#")]
    texts += [head for head in heads if days_in(head, evidence.given)]
    others = [text for kind in _OTHER_KINDS for text in said.all(kind)]
    _unless_dated(texts, others, evidence)
    _unless_dated(texts, [evidence.common.day], evidence)
    return texts


def _unless_dated(texts: list[str], more: list[str], evidence: Evidence) -> None:
    """Add texts with a day where none has one yet."""
    if not any(days_in(text, evidence.given) for text in texts):
        texts += [text for text in more if days_in(text, evidence.given)]


def _chosen(days: list[tuple[Day, str]], evidence: Evidence) -> tuple[Day, str]:
    """Return the day of the surest text, with the year that another one adds."""
    first, text = days[0]
    full = [one for one in days if isinstance(one[0].day, date)]
    if first.day is None:
        return full[0] if full else days[0]
    others = [
        one.day for one, _ in days if one.day and not same_day(one.day, first.day)
    ]
    if others and (evidence.said.all("when") or not evidence.several):
        named = ", ".join(dict.fromkeys(map(shown, others)))
        evidence.doubt(
            "dates",
            f"two dates contradict each other: {shown(first.day)} and {named};"
            " the first is taken",
        )
    fuller = [one for one, _ in full if same_day(one.day, first.day)]
    if fuller and not isinstance(first.day, date):
        return replace(fuller[0], weekdays=first.weekdays or fuller[0].weekdays), text
    return first, text


def _timed(moment: Moment, texts: list[str], evidence: Evidence) -> Moment:
    """Return the moment with its time: of its label, beside its day, of all talks."""
    said = evidence.said
    sources = [(text, Trust.TIME) for text in said.all("time")]
    sources += [
        (text, Trust.DATE if len(text) < _LINE else Trust.PROSE)
        for text in dict.fromkeys(texts)
    ]
    sources += [(text, Trust.DATE) for text in evidence.quoted.all("time")]
    sources += [(text, Trust.PROSE) for text in said.all("series")]
    sources.append((evidence.common.time, Trust.DATE))
    if moment.day is not None:
        sources.append((beginning_in(said.rest), Trust.PROSE))
    read = [
        one for text, trust in sources if (one := _read(text, trust, moment, evidence))
    ]
    if read:
        moment = _agreed(read, evidence)
        evidence.doubts += [replace(one, line=evidence.line) for one in read[0][1]]
    moment = _of_all(moment, evidence)
    letters = moment.abbreviation
    if letters and not moment.zone and (zone := shared(letters, _whole(evidence))):
        moment = replace(moment, zone=zone, abbreviation=None)
    return _lasting(moment, evidence)


def _of_all(moment: Moment, evidence: Evidence) -> Moment:
    """Return a moment with the zone that a message says all its times are of."""
    told = moment.zone or moment.abbreviation or moment.instant
    if told or moment.time is None:
        return moment
    words = zone_of_all(_whole(evidence))
    return zoned(moment, words) if words else moment


def _whole(evidence: Evidence) -> str:
    return f"{evidence.letter.subject}\n{evidence.letter.text}"


def _read(text: str, trust: Trust, moment: Moment, evidence: Evidence) -> Read | None:
    """Read the time that a text says beside its days."""
    if trust is Trust.PROSE and (times := _just_behind(text, evidence)):
        return of_clocks(times, moment)
    text = blanked(text, (one.place for one in days_in(text, evidence.given)))
    text = blanked(text, (one.span() for one in re.finditer(r"~~.*?~~", text)))
    times = clocks_in(text, trust)
    times = [one for one in times if not is_old(text, *one.place)] or times
    return of_clocks(times, moment) if times else None


def _just_behind(text: str, evidence: Evidence) -> list[Clock]:
    """Return the time directly behind a day: in `1 May 2026, 16.15` it is sure."""
    for one in days_in(text, evidence.given):
        begin = one.place[1]
        times = clocks_in(text[begin : begin + _NEAR], Trust.DATE)
        whole = clocks_in(text[begin : begin + _LINE], Trust.DATE)
        between = text[begin : begin + times[0].place[0]] if times else "x"
        close = whole and _BETWEEN.fullmatch(between)
        if close and not is_old(text, *one.place):
            return whole[:1]
    return []


def _agreed(read: list[Read], evidence: Evidence) -> Moment:
    """Return the first time, with what others that agree add to it."""
    first = read[0][0]
    half = any(doubt.code == "half" for doubt in read[0][1])
    for other, _ in read[1:]:
        if half and _is_morning_of(other, first):
            first = replace(first, time=other.time, end=other.end)
        if other.time == first.time:
            first = replace(
                first,
                end=first.end or other.end,
                abbreviation=first.abbreviation or other.abbreviation,
                zone=first.zone or other.zone,
                instant=first.instant or other.instant,
            )
        elif evidence.said.all("time") and not _elsewhere(first, other):
            text = f"{first.time:%H:%M} and {other.time:%H:%M}; the first is taken"
            if not evidence.several:
                evidence.doubt("times", f"two times contradict each other: {text}")
    return first


def _is_morning_of(other: Moment, first: Moment) -> bool:
    """Say whether another place says am of a time that was read as pm."""
    if other.time is None or first.time is None:
        return False
    return (
        first.time.hour == other.time.hour + 12
        and first.time.minute == other.time.minute
    )


def _elsewhere(one: Moment, other: Moment) -> bool:
    """Say whether two times are of different clocks, as `6:30pm Berlin time` is."""
    clocks = (other.zone, other.abbreviation)
    return any(clocks) and clocks != (one.zone, one.abbreviation)


def _lasting(moment: Moment, evidence: Evidence) -> Moment:
    """Return a moment with the end or the length that a label of its own says."""
    if moment.end or moment.time is None:
        return moment
    for value in evidence.said.all("end"):
        if times := clocks_in(value, Trust.TIME):
            return replace(moment, end=times[0].start)
    length = _length(evidence)
    return replace(moment, duration=length) if length else moment


def _length(evidence: Evidence) -> timedelta | None:
    """Return how long it takes: by a label, beside its time, in a sentence."""
    said = evidence.said
    beside = (*said.all("time"), *said.all("when"))
    lengths = [
        *map(duration_of, said.all("duration")),
        *map(length_beside, beside),
        None if evidence.several else length_told(said.rest),
    ]
    return next(filter(None, lengths), None)
