"""How long a talk takes, as fields and sentences say it: `90 min`, `une heure`."""

from __future__ import annotations

import re
from datetime import timedelta

_WORDS = {
    "half": 0.5, "an": 1, "one": 1, "eine": 1, "einer": 1, "une": 1, "un'": 1, "una": 1,
    "een": 1, "en": 1, "ett": 1, "uma": 1, "two": 2, "zwei": 2, "deux": 2, "due": 2,
    "dos": 2, "twee": 2, "two and": 2, "duas": 2, "three": 3, "drei": 3,
    "anderthalb": 1.5, "eineinhalb": 1.5, "półtorej": 1.5,
}  # fmt: skip
_NUMBER = "|".join(sorted(_WORDS, key=len, reverse=True))
_ABOUT = (
    r"(?:(?:about|approximately|approx\.?|around|roughly|ca\.?|circa|cirka|environ"
    r"|etwa|rund"
    r"|ungefähr|ongeveer|unos|unas|cerca de|aproximadamente|około|asi|omkring"
    r"|noin)\s+)?"
)
_LENGTH = re.compile(
    rf"{_ABOUT}(?:(?P<hours>\d{{1,6}}(?:[.,]\d{{1,6}})?(?:\s*(?:1/2|½))?|½|1/2"
    rf"|half an|{_NUMBER})"
    r"(?: and a half| ?1/2|½)?"
    r"\s*-?(?:(?:h(?:ou)?rs?|stunden?|heures?|or[ae]|horas?|uren|uur|time(?:r)?|timmar?"
    r"|timme|godzin[aęy]?|hodin[auy]?|tunti(?:a)?"
    r"|שעות|שעה)\b|h(?![^\W\d]))\.?"
    r"(?P<half> et demie| y media| e mezza| e meia)?"
    r"(?:[\s,]*(?:and |und |et )?(?P<more>\d{1,2}|(?:a )?half)\s*"
    r"(?:m(?:in(?:ute[ns]?|uti|utos)?)?)?\.?)?"
    r"|(?P<minutes>\d{1,3})\s*-?(?:m(?:in(?:ut(?:e[nrs]?|i|os|en|ů|y|er|a)?)?)?\b\.?"
    r"|['′]|דקות)"
    r"|(?P<clock>\d):(?P<rest>\d\d)(?::00)?)",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(\d\d?):(\d\d)(?::\d\d)?")
_TAKES = re.compile(
    r"\b(?:lasts?|last(?:ing)?|takes?|duration(?: is| of)?|long|dauert|dauer(?: ist)?"
    r"|dure"
    r"|durer[aà]|durata(?: di)?|dura|durará|duración(?: de)?|duurt|varer|varar|trwa"
    r"|potrwa"
    r"|potrvá|trvá|kestää)[ :]+$",
    re.IGNORECASE,
)
_BRACKET = re.compile(
    r"[(,;]\s*(?P<word>(?:lasts?|duration|length|dauer|durée|durata|duración|duração"
    r"|duur|משך)\s*:?\s*)?(?P<length>(?:\d|half|an |one |eine |une |un['’]|una )"
    r"[^(),;]{1,24}?)\s*(?:\)|$)",
    re.IGNORECASE,
)
_NEAR = 40  # letters before a length in which a word says that it is one
_SHORTEST, _LONGEST = timedelta(minutes=10), timedelta(hours=4)  # of a talk


def duration_of(text: str) -> timedelta | None:
    """Return the length that a field for it says: `1 1/2 hours`, `90 min`, `1h30`."""
    found = _LENGTH.match(" ".join(text.split()))
    return _read(found) if found else None


def duration_in_field(text: str) -> timedelta | None:
    """Return the length in a field for nothing else, where a number is of minutes."""
    if clock := _CLOCK.fullmatch(text):
        return timedelta(hours=int(clock[1]), minutes=int(clock[2]))
    number = re.fullmatch(r"(\d+)(?:[.,]0+)?", text)
    return duration_of(f"{number[1]} min" if number else text)


def length_beside(text: str) -> timedelta | None:
    """Return the length in brackets beside a time: `12.45 (45 minuti)`, `(durée : 1h)`.

    A bare number of hours may be a time; it needs a word of lengths.
    """
    for found in _BRACKET.finditer(text):
        length = duration_of(found["length"])
        bare = re.match(r"\d{1,2}\s?h\.?$|\d{1,2}:\d\d", found["length"].strip())
        sure = length and (found["word"] or not bare)
        if length and sure and _SHORTEST <= length <= _LONGEST:
            return length
    return None


def length_told(text: str) -> timedelta | None:
    """Return the length that a sentence says, such as `it lasts about an hour`."""
    flat = " ".join(text.split())
    for found in _LENGTH.finditer(flat):
        if _TAKES.search(flat[max(0, found.start() - _NEAR) : found.start()]):
            length = _read(found)
            return length if _SHORTEST <= length <= _LONGEST else None
    return None


def _read(found: re.Match[str]) -> timedelta:
    if found["minutes"]:
        return timedelta(minutes=int(found["minutes"]))
    if found["clock"]:
        return timedelta(hours=int(found["clock"]), minutes=int(found["rest"]))
    hours, whole = found["hours"].casefold(), found[0].casefold()
    number = re.match(r"\d+(?:[.,]\d+)?", hours)
    if hours in {"half an", "½", "1/2"}:
        count = 0.5
    elif number:
        count = float(number[0].replace(",", "."))
    else:
        count = _WORDS[hours]
    if count >= 1 and (found["half"] or re.search(r"1/2|½|and a half", whole)):
        count += 0.5
    more = (found["more"] or "0").casefold()
    return timedelta(hours=count, minutes=30 if "half" in more else int(more))
