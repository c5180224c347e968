"""Short texts of events: whom they are for, and which lines no record takes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from announcer.importers.afterwards import OF_MEETINGS, is_stop
from announcer.importers.clocks import Trust, clocks_in
from announcer.importers.days import days_in
from announcer.importers.found import Given
from announcer.importers.joining import addresses_in, is_meeting
from announcer.importers.labels import label_of
from announcer.importers.names import HONORIFIC, RANK
from announcer.importers.notices import calls_off
from announcer.importers.prose import is_about_links, line
from announcer.importers.spans import blanked
from announcer.importers.summaries import is_person
from announcer.record.placeholders import is_placeholder

_FEW = 3  # words, below which a text is a note for somebody
_LEAST = 4  # letters of words that say something
# What one joins with, who comes, and how one is reached: an address, a number.
_PRIVATE = re.compile(
    r"@|(?!(?:19|20)\d\d\b)\d(?:[ ./-]?\d){3}|\b(?:pin|pwd?|pass\w*|code|kennwort"
    r"|kenncode|zugangscode|mot de passe|contrase[ñn]a|senha|has[łl]o|wachtwoord"
    r"|l[öo]senord|salasana|dial(?:[ -]in)?|einwahl\w*|attend[ea]+s?|guests?|invitees?"
    r"|participants?|teilnehm\w+|gäste|participante?s|partecipanti|asistentes"
    r"|deelnemers|phone|tel(?:efon\w*)?|handy|mobile|private?|vertraulich|confidential"
    r"|intern(?:al)?)\b|סיסמ[הא]|קוד\b",
    re.IGNORECASE,
)
# What is of the event and not of its matter: where, how, and what is otherwise.
_OF_EVENT = re.compile(
    r"\b(?:note|please|room|venue|location|changed?|unusual|special (?:time|day|date)"
    r"|postponed|moved|joint(?:ly)?|bring|hybrid|online|in person|raum|hörsaal"
    r"|achtung|bitte|geändert|gemeinsam|verschoben|salle|attention|veuillez"
    r"|exceptionnel\w*|reporté|commun|aula|sala|attenzione|cambio|insolit\w+"
    r"|atención|zaal|let op)\b",
    re.IGNORECASE,
)
# What services write around an address to join at.
_OF_SERVICE = re.compile(
    rf"\W*(?:{OF_MEETINGS}|join\b|(?:to )?join |zoom\b"
    r"|meeting (?:id|number|link|url|pass|options)"
    r"|pass(?:code|word)\b|dial\b|one tap|click\b|microsoft teams|google meet"
    r"|learn more|interactive livestream|.{0,60}\binvit\w+ you to\b|you are invited"
    r" to a scheduled|phone\b|(?:phone )?conference id|find your local|sip\b|h\.323"
    r"|or call in|need help|\+?\d[\d ()#,-]{6,}|for organi[sz]ers|reset pin|-::~"
    r"|please do not edit)",
    re.IGNORECASE,
)
_TIMES = frozenset({"when", "time", "end", "duration", "secret", "link", "posted"})
_JOB = re.compile(
    r"^\W*(?:position|rank|job title|stelle|funktion|poste|fonction)\s*:"
    rf"|(?:\b(?:is|ist|est)\s+)?(?:\b(?:an?|eine?|une?)\s+)?\b(?:{RANK})\b(?:\s+(?:of|for|in|für|der|des|de|di|en)\s[^,;.()\n]{{2,60}}?)?"
    r"(?=\s*(?:[,;.()\n]|$)|\s+(?:at|an der|am|à|au|presso|en la)\s)",
    re.IGNORECASE,
)
_TITLE = re.compile(rf"(?<!\w)(?:{HONORIFIC})")  # no `ing` of `mapping`


def is_private(text: str) -> bool:
    """Say whether a short text may hold what is not for everybody, as names of guests."""  # noqa: E501
    return bool(_PRIVATE.search(text)) or is_person(text)


def is_note(text: str) -> bool:
    """Say whether a short text is too short to be told from a note to oneself."""
    return len(text.split()) < _FEW


def is_of_event(text: str) -> bool:
    """Say whether a short text is of the event, and not of the matter of the talk."""
    timed = clocks_in(text, Trust.DATE) or days_in(text, Given())
    return bool(timed or is_stop(text) or calls_off(text) or _OF_EVENT.search(text))


def without_jobs(text: str) -> str:
    """Return a text without what people are: lecturers, heads of departments."""
    return _JOB.sub(" ", text)


def is_job(text: str) -> bool:
    """Say whether a text only says what somebody is: `Position: Senior Lecturer`."""
    return not re.search(r"\w", without_jobs(text))


def unsaid(text: str, told: Iterable[Any]) -> list[str]:
    """Return the lines of a description with words that stand nowhere else.

    ``told`` is all that is said in other places. What a service writes of how to join
    is not looked for: that is not for everybody.
    """
    said = " ".join(_texts(told))
    known = {*_words(said), *_words(line(said))}
    addresses = set(addresses_in(said))
    return [
        flat
        for one in text.split("\n")
        if (flat := one.strip())
        and not _OF_SERVICE.match(flat)
        and _is_new(flat, known, addresses)
    ]


def _is_new(text: str, known: set[str], addresses: set[str]) -> bool:
    """Say whether a line has words, or an address, that stand nowhere else."""
    label = label_of(text)
    if label and label.kind in _TIMES:
        return False
    text = label.value if label else text
    found = addresses_in(text)
    if any(is_meeting(one) for one in found) and is_about_links(text):
        return False
    if set(found) - addresses:
        return True
    for one in found:
        text = text.replace(one, " ")
    text = _TITLE.sub(" ", line(text))
    more = [one for one in _words(text) if one not in known]
    if len("".join(more)) < _LEAST or is_placeholder(text):
        return False
    spans = [one.place for one in days_in(text, Given())]
    spans += [one.place for one in clocks_in(text, Trust.DATE)]
    left = set(_words(blanked(text, spans)))
    return len("".join(one for one in more if one in left)) >= _LEAST


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


def _texts(told: Iterable[Any]) -> Iterator[str]:
    """Yield every text in what is told, however deep it stands."""
    for one in told:
        if isinstance(one, Mapping):
            yield from _texts(one.values())
        elif isinstance(one, list | tuple):
            yield from _texts(one)
        elif one:
            yield str(one)
