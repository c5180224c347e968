"""The words of a letter: what its templates are given, and what they make of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from announcer import access, ical, urls, when
from announcer.classes import dataclass
from announcer.formats.mail import changed, listing
from announcer.formats.mail.style import inlined, shades
from announcer.kinds import PERSONAL, SEVERAL, Kind
from announcer.lazy import pattern
from announcer.letter import Letter, language, settings, timezone
from announcer.mailbox import address, one_line
from announcer.talk import Attendance, Person, Programme, Site, Talk
from announcer.templating import Templates
from announcer.words import Words, words_for

# Mail filters distrust the isolates around formulas: marks do the same in short runs.
# Overrides, which could turn a whole line round, have no place in a mail.
_MARKS = {0x2066: 0x200E, 0x2069: 0x200E, 0x2067: 0x200F, 0x2068: None}
_MARKS |= dict.fromkeys(range(0x202A, 0x202F))
_ISOLATES = tuple(map(chr, _MARKS))
_SHORT = 78  # characters of a subject, where it can be
_LONGEST_SUBJECT = 180  # where it cannot
_TEST = "[TEST] "
_BLANKS = pattern(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Body:
    """The subject and both forms of one message."""

    subject: str
    text: str
    html: str


def body(letter: Letter, programme: Programme, templates: Templates) -> Body:
    """Fill the templates of the letter's kind, in the language of its readers."""
    fill = _begun(letter, programme, templates)
    text = fill(f"{letter.kind}.txt.j2")
    html = fill(f"{letter.kind}.html.j2")
    return Body(fill.context["subject"], _tidy(text), _marked(inlined(html)))


def subject(letter: Letter, programme: Programme, templates: Templates) -> str:
    """Return the subject alone, as lists of messages show it."""
    return str(_begun(letter, programme, templates).context["subject"])


@dataclass(frozen=True, slots=True)
class _Fill:
    """Fills templates of one letter with what they all are given."""

    templates: Templates
    language: str
    context: dict[str, Any]

    def __call__(self, name: str, **more: object) -> str:
        return self.templates.render(
            f"mail/{name}", self.language, **self.context, **more
        )


def _begun(letter: Letter, programme: Programme, templates: Templates) -> _Fill:
    """Fill the lines that the other templates of a letter repeat."""
    words = words_for(language(letter, programme.site))
    context = _context(letter, programme, words)
    fill = _Fill(templates, words.language, context)
    context["changes"] = tuple(
        replace(one, sentence=one_line(fill("change.txt.j2", change=one)))
        for one in context.get("changes", ())
    )
    context["heading"] = one_line(fill("heading.txt.j2"))
    context["heading_says_all"] = _says_all(context)
    if letter.kind in PERSONAL:
        context["dear"] = one_line(fill("dear.txt.j2"))
        context["lead"] = one_line(fill("lead.txt.j2"))
        notes = (
            fill("notes.txt.j2").splitlines() if letter.kind is Kind.BRIEFING else ()
        )
        context["notes"] = tuple(filter(None, map(one_line, notes)))
    mark = _TEST if letter.test else ""
    lines = fill(f"{letter.kind}.subject.txt.j2")
    context["subject"] = mark + _shortened(_chosen(lines, _SHORT - len(mark)))
    return fill


def _says_all(context: Mapping[str, Any]) -> bool:
    """Say whether the heading is all that changed: then no list repeats it."""
    changes, heading = context.get("changes", ()), context["heading"]
    return len(changes) == 1 and (
        changes[0].sentence == heading and changes[0].old in heading
    )


def _context(letter: Letter, programme: Programme, words: Words) -> dict[str, Any]:
    site = programme.site
    context = {
        "letter": letter,
        "site": site,
        "series": letter.series,
        "now": programme.now,
        "language": words.language,
        "accent": shades(site.theme.accent),
        "unsubscribe": next(iter(unsubscribe_ways(letter, site)), ""),
        "organizer": organizer(letter, programme),
        "absolute": _absolute(programme),
        "is_room": changed.is_room,
        "zoned": is_zoned(letter, site),
    }
    if letter.kind in SEVERAL:
        today = when.in_zone(programme.now, when.zone(timezone(letter, site))).date()
        about = {
            "entries": listing.entries(letter, programme),
            "week": listing.week(letter, today, words),
            "usual": listing.usual(letter),
        }
        return context | about
    return context | _about_one(letter, letter.talks[0], programme, words)


def organizer(letter: Letter, programme: Programme) -> Person | None:
    """Return who speaks for the letter and stands in its calendar."""
    if letter.series and letter.talks:
        return ical.organizer(letter.talks[0], programme)
    series = (letter.series,) if letter.series else letter.sharing
    shared = {one.organizers for one in series}
    own = shared.pop() if len(shared) == 1 else ()
    people = (*own, *programme.site.organizers)
    return next((person for person in people if person.email), None)


def unsubscribe_ways(letter: Letter, site: Site) -> tuple[str, ...]:
    """Return the addresses to unsubscribe at: https first, then mailto.

    A letter to one person has none: nobody subscribed to it.
    """
    mail = settings(letter, site)
    if not letter.to_list or is_further_list(letter):
        return ()
    written = mail.unsubscribe_mailto
    by_mail = mailto(written) if written else None
    return tuple(way for way in (mail.unsubscribe, by_mail) if way)


def is_further_list(letter: Letter) -> bool:
    """Say whether a letter goes to another than the first of its series' lists.

    The settings of the list (its List-Id, the way out of it) are those of the first.
    """
    lists = letter.series.mailing_lists if letter.series else ()
    return letter.to in lists[1:]


def mailto(written: str) -> str:
    """Return an address as a URI; what follows a question mark stays (RFC 6068)."""
    to, mark, query = written.removeprefix("mailto:").partition("?")
    return f"mailto:{address(to)}{mark}{query}"


def _about_one(
    letter: Letter, talk: Talk, programme: Programme, words: Words
) -> dict[str, Any]:
    return {
        "talk": talk,
        "join": access.joining(talk, letter.channel, programme.now),
        "nearness": when.nearness(
            talk.start, programme.now, first_weekday=words.first_weekday
        ).value,
        "virtual": is_virtual(talk),
        "minutes": _minutes(talk),
        "calendar": _belongs_in_calendars(talk, letter, programme),
        "changes": changed.shown(letter.changes, talk, words, programme.now.year),
        "believed": changed.believed_start(letter.changes, talk),
        "begun": _begun_already(letter, talk, programme, words),
    }


def _minutes(talk: Talk) -> int:
    """Return how long a talk takes; 0 where nobody said so, or it takes days."""
    if talk.all_day or talk.daily or not talk.end_stated:
        return 0
    return int((talk.end - talk.start).total_seconds()) // 60


def _begun_already(
    letter: Letter, talk: Talk, programme: Programme, words: Words
) -> str:
    """Say that a talk which was brought forward has begun, or is over."""
    moved = any(change.field in {"start", "all_day"} for change in letter.changes)
    if not moved or talk.start > programme.now:
        return ""
    if access.is_over(talk, programme.now):
        return words.gettext("The talk is over.")
    return words.gettext("The talk has begun.")


def _belongs_in_calendars(talk: Talk, letter: Letter, programme: Programme) -> bool:
    if access.is_off(talk):
        return False
    return letter.kind is not Kind.REQUEST and not access.is_over(talk, programme.now)


def _absolute(programme: Programme) -> Callable[[str], str]:
    return partial(urls.absolute, programme.site)


def is_virtual(talk: Talk) -> bool:
    """Say whether the talk is announced as virtual: online, as its location says."""
    online = access.attendance(talk) is Attendance.ONLINE
    return online and talk.location is not None


def is_zoned(letter: Letter, site: Site) -> bool:
    """Say whether somebody may need the zone beside an hour.

    Whoever comes to a room of his own town does not, unless the zone is news.
    """
    here = timezone(letter, site)
    if any(change.field == "timezone" for change in letter.changes):
        return True
    return any(
        talk.timezone != here
        or access.may_be_elsewhere(talk)
        or access.attendance(talk) is Attendance.ONLINE
        for talk in letter.talks
    )


def _chosen(lines: str, most: int) -> str:
    """Return the first line that is short enough, or else the last one."""
    said = [one_line(line) for line in lines.splitlines() if line.strip()]
    return next((one for one in said if len(one) <= most), said[-1] if said else "")


def _shortened(subject: str) -> str:
    """Return the subject, cut at a word where no mail program would show it whole."""
    if len(subject) <= _LONGEST_SUBJECT:
        return subject
    start = subject[: _LONGEST_SUBJECT - 1]
    return (start.rpartition(" ")[0] or start) + "…"


def _marked(text: str) -> str:
    """Return a text with marks for isolates; few have any."""
    if text.isascii() or not any(mark in text for mark in _ISOLATES):
        return text
    return text.translate(_MARKS)


def _tidy(text: str) -> str:
    text = _marked(text)
    lines = [line if line == "-- " else line.rstrip() for line in text.split("\n")]
    tidy = "\n".join(lines)
    if "\n\n\n" in tidy:
        tidy = _BLANKS.sub("\n\n", tidy)
    return tidy.strip("\n") + "\n"
