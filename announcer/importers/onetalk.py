"""One talk of a message, from all that is said of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from announcer.importers.announcing import names_event
from announcer.importers.clocks import Trust, clocks_in
from announcer.importers.days import days_in, same_day, shown
from announcer.importers.evidence import Evidence
from announcer.importers.found import Doubt, Found, Given, Moment, Origin
from announcer.importers.gaps import is_gap
from announcer.importers.joining import addresses_in, is_registration, joining
from announcer.importers.names import is_name
from announcer.importers.notices import cancelled_in, status_of
from announcer.importers.occasion import occasion_of
from announcer.importers.passcodes import WAY_ON, has_passcode
from announcer.importers.people import people_of
from announcer.importers.phrases import is_room
from announcer.importers.placefields import cleaned_place
from announcer.importers.placenews import doubts_of_place
from announcer.importers.titles import cleaned_title
from announcer.importers.unlabelled import guess, life_below

SYSTEM = "announcement"
_FILE = re.compile(r"\S+\.(?:pdf|html?|docx?)")
_OF_EVENTS = re.compile(
    r"\b(?:talks?|seminar|lecture|vortrag|[ck]olloquium|seminario|s[ée]minaire"
    r"|conferenza"
    r"|charla|announcement|news)\b",
    re.IGNORECASE,
)
_BEHIND_COLON = re.compile(
    rf"(?:{_OF_EVENTS.pattern})[^:]*[:–-]\s*(.+)$", re.IGNORECASE
)
# Who defends a thesis stands behind that word.
_DEFENDED = re.compile(
    r"(?:soutenance(?: de th[èe]se| de doctorat| d['’]hdr)?(?: de)?|defen[cs]e(?: of"
    r"| by)?"
    r"|disputation|rigorosum|promotie|obrona \w+|defensa de (?:la )?tesis(?: doctoral)?"
    r"(?: de)?|defesa de (?:tese|dissertação|doutorado)(?: de)?"
    r"|discussione (?:della )?tesi"
    r"(?: di)?|disputas)\s*[:–-]?\s+(?:von |van )?(.+)$",
    re.IGNORECASE,
)
_OFF = re.compile(
    r"cancel|postpon|abgesagt|verschoben|annul|report|rinvia|aplaza|בוטל|נדח",
    re.IGNORECASE,
)
_BY = re.compile(r"[\"”“»]\s+(?:by|von|par|di|de|por|da)\s+(?:la |el |il )?(.+)$")
_HEADING = 6  # a title that is only a heading
_SURE, _LEAST = 9, 3  # of a title: from a label, and less than a guess


def found_of(evidence: Evidence) -> tuple[Found | None, str]:
    """Return the talk, or None without title and speaker, and the text with its day."""
    title, speakers = _title(evidence), _speakers(evidence)
    moment, before, day_text = occasion_of(evidence)
    if not title and not (speakers and moment.day):
        return None, day_text
    if not _is_announced(evidence, title, speakers, moment):
        return None, day_text
    record: dict[str, Any] = {}
    if title:
        record["title"] = title
    if speakers:
        record["speakers"] = speakers
    _add_place(record, evidence)
    evidence.doubts += doubts_of_place(evidence.lines, record.get("location"))
    _add_links(record, evidence)
    _add_texts(record, evidence)
    status, moved = _status_on(moment, evidence)
    if status and not (status == "postponed" and before and moment.day):
        record["status"] = status  # and no new date
    hosts = people_of(evidence.said.first("host"))
    if len(hosts) == 1:
        record["host"] = hosts[0]["name"]
    _doubt_of_gaps(title, moment, evidence)
    _doubt_of_move(moment, before, evidence)
    found = Found(
        record=record,
        moment=moment,
        origin=Origin(system=SYSTEM),
        line=evidence.line,
        moved=bool(moved or before or status),
        before=before,
        doubts=tuple(dict.fromkeys(evidence.doubts)),
    )
    return found, day_text


def _status_on(moment: Moment, evidence: Evidence) -> tuple[str | None, bool]:
    """Return the status of a talk, unless it is that of another day."""
    status, moved = _status(evidence)
    if evidence.is_off:
        return "cancelled", moved
    if status == "cancelled" and _is_of_another(moment, evidence):
        evidence.doubt("cancelled", "the talk of another day is cancelled here")
        return None, moved
    return status, moved


def _is_announced(
    evidence: Evidence, title: str, speakers: list[dict[str, Any]], moment: Moment
) -> bool:
    """Say whether it is a talk: many a page has a heading, a day and a name."""
    said = evidence.said
    labels = said.kinds
    named = any(not one["name"][:1].islower() for one in speakers)
    if "speaker" in labels and named and (title or len(labels) > 1):
        return True
    timed = bool(moment.time or moment.instant)
    if not names_event(evidence.letter):
        told = {"title", "abstract"} & labels and {"when", "time"} & labels
        torn = any(one.code == "dates" for one in evidence.doubts)  # a list of works
        return bool((named or told) and title and timed and not torn)
    placed = bool(evidence.guess.places or "place" in labels)
    said_so = labels & {"title", "abstract"} or any(
        rank > _HEADING for rank, _ in evidence.guess.titles
    )
    return bool(named or said_so or (timed and placed))


def _is_of_another(moment: Moment, evidence: Evidence) -> bool:
    """Say whether the day that is cancelled is not that of the talk."""
    texts = cancelled_in(evidence.said.rest)
    said = [day for one in texts for day in days_in(one, evidence.given)]
    return bool(said) and not any(same_day(one.day, moment.day) for one in said)


def _doubt_of_gaps(title: str, moment: Moment, evidence: Evidence) -> None:
    if not title:
        evidence.doubt("title", "no title is given")
    if moment.day is None:
        if all(one.code != "ambiguous" for one in evidence.doubts):
            evidence.doubt("date", "no date is given", "Write the date by hand.")
    elif isinstance(moment.day, tuple):
        evidence.doubt("year", f"{shown(moment.day)}: no year is given", "Say --year.")


def _doubt_of_move(moment: Moment, before: Moment | None, evidence: Evidence) -> None:
    if before and before.day and moment.day:
        text = f"two dates stand here: the talk moves from {shown(before.day)}"
        evidence.doubt("moved", f"{text} to {shown(moment.day)}, which is taken")


def _title(evidence: Evidence) -> str:
    """Return the surest title; nothing if it is said to be open."""
    names = evidence.named()
    for rank, value in sorted(_titles(evidence), key=lambda one: -one[0]):
        text = cleaned_title(value, names)
        if not is_gap(text):
            return text
        if rank >= _SURE:
            return ""
    return ""


def _titles(evidence: Evidence) -> list[tuple[int, str]]:
    said, entries = evidence.said, evidence.letter.entries
    labelled = [one for one in said.values.get("title", []) if one[0]]
    found = [(10, value) for value, line in labelled if not evidence.is_weak(line)]
    found += [(9, value) for value in evidence.quoted.all("title")]
    found += [(rank, text) for rank, text in evidence.guess.titles if rank >= _LEAST]
    found += [
        (10, entries[key]) for key in ("talk-title", "talk_title") if entries.get(key)
    ]
    quoted = re.search(
        r"[\"“„«]\s*([^\"”“»]{5,200}?)\s*[\"”“»]", evidence.letter.subject
    )
    if quoted:
        found.append((5, quoted[1]))
    if not evidence.several and (heading := _of_post(evidence)):
        found.append((4, heading))
    return found


def _of_post(evidence: Evidence) -> str:
    """Return the title in that of a post: `Talk by Name: Title`, or the whole."""
    whole = evidence.letter.entries.get("title", "")
    head, colon, tail = whole.partition(": ")
    behind = colon and (_OF_EVENTS.search(head) or re.search(r"#?\d", head))
    text = tail if behind else whole
    names = any(name in text for name in evidence.named())
    if not text or names or _OF_EVENTS.search(text) or days_in(text, evidence.given):
        return ""
    people = people_of(text)
    return "" if people and is_name(people[0]["name"]) else text


def _speakers(evidence: Evidence) -> list[dict[str, Any]]:
    said = evidence.said
    found = _people_in(said.all("speaker"))
    if not found:
        behind = [_BY.search(value) for value in said.all("title")]
        found = _people_in(by[1] for by in behind if by)
    _add_homes(found, said.all("affiliation"))
    if not found:
        found = _merged(one for value in said.all("title") for one in _in_title(value))
    if not found:
        found = _people_in(evidence.quoted.all("speaker"))
    if not found:
        cited_guess = guess(evidence.quoted.loose, set(), [], evidence.given)
        found = _merged(evidence.guess.people or cited_guess.people)
    return found if evidence.several else _of_headings(found, evidence)


def _add_homes(people: list[dict[str, Any]], homes: list[str]) -> None:
    """Give people the homes of a field of their own: one for all, or one each."""
    open_ones = [one for one in people if "affiliation" not in one]
    if not homes or not people or len(open_ones) < len(people):
        return
    each = homes if len(homes) > 1 else re.split(r"\s*[;\n|]\s*", homes[0])
    if len(each) != len(people):
        each = [homes[0]] * len(people) if len(each) == 1 else []
    for one, home in zip(people, each, strict=False):
        one["affiliation"] = home


def _in_title(value: str) -> list[dict[str, str]]:
    """Return who stands between a series and a title: `Seminar - Ann Lee - Ants`."""
    parts = re.split(r"\s+[-–—|]+\s+|\s*[–—|]\s*", value)
    named = [one for one in parts if is_name(re.sub(r"\s*\(.*\)$", "", one))]
    return people_of(named[0]) if len(named) == 1 and len(parts) > 2 else []


def _of_headings(
    found: list[dict[str, Any]], evidence: Evidence
) -> list[dict[str, Any]]:
    """Add who stands in the front matter, or in the title of a post or mail."""
    entries = evidence.letter.entries
    for key, value in entries.items():
        if re.fullmatch(r"(?:presenter|speaker)s?[ _-]?\d?", key) and value:
            found = _merged([*found, *people_of(value)])
    for heading in evidence.guess.headings[:3]:
        if (behind := _DEFENDED.search(heading)) and not found:
            people = people_of(re.split(r"\s+[-–—]\s+|,\s*\d|\s\d", behind[1])[0])
            found = _merged(one for one in people if is_name(one["name"]))
    for heading in (entries.get("title", ""), evidence.letter.subject):
        behind = _BEHIND_COLON.search(heading)
        if behind and not found:  # Seminar in Trieste: Stefano Marmi
            people = people_of(re.split(r"[\"“„«]|,\s*\d", behind[1])[0])
            found = _merged(one for one in people if is_name(one["name"]))
    return found


def _people_in(values: Iterable[str]) -> list[dict[str, Any]]:
    """Return the people that some fields name, once each."""
    return _merged(one for value in values for one in people_of(value))


def _merged(people: Iterable[dict[str, str]]) -> list[dict[str, Any]]:
    """Return people once each, with all that is said of them."""
    found: dict[str, dict[str, Any]] = {}
    for person in people:
        known = found.setdefault(person["name"].casefold(), dict(person))
        for key, value in person.items():
            known.setdefault(key, value)
    return list(found.values())


def _add_place(record: dict[str, Any], evidence: Evidence) -> None:
    places = evidence.said.all("place") + evidence.quoted.all("place")
    if not places:
        places = [_behind(value, evidence.given) for value in evidence.said.all("when")]
    for value in (*places, *evidence.guess.places, evidence.common.place):
        text = cleaned_place(value)
        if text and not is_gap(text):
            record["location"] = text
            return


def _behind(value: str, given: Given) -> str:
    """Return the place that stands behind a day and a time in their field."""
    days, times = days_in(value, given), clocks_in(value, Trust.DATE)
    ends = [one.place[1] for one in days] + [one.place[1] for one in times]
    rest = value[max(ends, default=len(value)) :]
    found = re.match(
        r"\s*(?:uhr\b)?\s*(?:[,;@|–-]|\bin\b|\bat\b)\s*"
        r"(?:in |at |im |en |room: )?(.{3,100})$",
        rest,
        re.IGNORECASE,
    )
    return found[1].strip(" ()") if found and is_room(found[1]) else ""


def _add_links(record: dict[str, Any], evidence: Evidence) -> None:
    said = evidence.said
    text = "\n".join(line for _, line in evidence.lines)
    labels = said.all("link")
    link = joining([*labels, *said.all("place")], text, "\n".join(labels))
    if link := link or evidence.common.link:
        record["link"] = link
    for kind in ("video", "slides", "paper"):
        urls = [url for value in said.all(kind) for url in addresses_in(value)]
        if urls and urls[0] != link:
            record[kind] = urls[0]
    asked = "\n".join(said.all("registration"))
    urls = [url for url in addresses_in(asked or text) if asked or is_registration(url)]
    if urls and urls[0] != link:
        record["registration"] = urls[0]
    at = [line for value, line in said.values.get("secret", []) if value]
    at += [line for line, text in evidence.lines if has_passcode(text)]
    if at:
        text = "a passcode stands here, which is not kept: it is not for all"
        evidence.doubts.append(Doubt("passcode", text, WAY_ON, min(at)))
        if link:
            record["link_access"] = "members"


def _add_texts(record: dict[str, Any], evidence: Evidence) -> None:
    said = evidence.said
    texts = said.all("abstract")
    written = [text for text in texts if not (is_gap(text) or _FILE.fullmatch(text))]
    abstract = max(written, key=len, default="") if texts else _untitled(evidence)
    speakers = record.get("speakers", [])
    below = ""
    if abstract and not (said.all("bio") or evidence.guess.bio):
        abstract, below = life_below(abstract, [one["name"] for one in speakers])
    if abstract:
        record["abstract"] = abstract
    for name, text in said.bios.items():
        for one in speakers:
            if name.casefold() in one["name"].casefold():
                one["bio"] = text
    bios = [text for text in said.all("bio") if not is_gap(text)]
    bio = next(iter(bios), evidence.guess.bio) or below
    if not bio or any("bio" in one for one in speakers):
        return
    meant = [
        one
        for one in speakers
        if {one["name"].split()[0], one["name"].split()[-1]} & set(bio[:80].split())
    ]
    if len(speakers) == 1 or meant:
        (meant or speakers)[0]["bio"] = bio


def _untitled(evidence: Evidence) -> str:
    """Return the text without a label: of what is cited, if only that has the talk."""
    quoted = evidence.quoted
    own = evidence.said.all("title") or evidence.said.all("abstract")
    if own or not quoted.all("title"):
        return evidence.guess.abstract
    people = [one["name"] for v in quoted.all("speaker") for one in people_of(v)]
    cited = guess(quoted.loose, quoted.kinds, people, evidence.given).abstract
    return quoted.first("abstract") or cited or evidence.guess.abstract


def _status(evidence: Evidence) -> tuple[str | None, bool]:
    """Return whether a talk is cancelled or postponed, and whether it moved."""
    said = evidence.said
    heads = [*said.all("title"), *evidence.guess.headings[:3], *said.all("status")]
    if not evidence.several:
        heads.insert(0, evidence.letter.subject)
    fields = [text for kind in ("when", "time", "place") for text in said.all(kind)]
    heads += [text for text in fields if _OFF.search(text)]  # 8 March (cancelled)
    body = said.rest
    if evidence.guess.abstract:
        body = body.replace(evidence.guess.abstract, "")
    return status_of(" ".join(heads), "\n\n".join([body, *said.all("notice")]))
