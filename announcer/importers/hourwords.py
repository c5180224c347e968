"""Hours in words, such as `half past four`, `halb fünf`, `om half vier`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from announcer.classes import dataclass
from announcer.importers.clockwords import LATER
from announcer.importers.spans import apart

_HOUR = 60  # minutes

# By language: the numbers one to twelve, what stands before an hour, and what that adds
# to it or takes away (in minutes); and the same for what stands behind it. `half vier`
# is 3:30 and `half past three`, too: the numbers say which language it is.
_LANGUAGES: tuple[tuple[str, dict[str, int], dict[str, int]], ...] = (
    (
        "one two three four five six seven eight nine ten eleven twelve",
        {"half past": 30, "a quarter past": 15, "quarter past": 15,
         "a quarter to": -15, "quarter to": -15, "ten past": 10, "five past": 5,
         "half": 30},
        {"thirty": 30, "fifteen": 15, "forty-five": 45, "o'clock": 0, "o’clock": 0},
    ),
    (
        "eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
        {"halb": -30, "viertel nach": 15, "viertel vor": -15, "dreiviertel": -15,
         "viertel": -45},
        {"uhr dreißig": 30, "uhr fünfzehn": 15, "uhr": 0},
    ),
    (
        "een twee drie vier vijf zes zeven acht negen tien elf twaalf",
        {"half": -30, "kwart over": 15, "kwart voor": -15},
        {"uur": 0},
    ),
    (
        "et to tre fire fem seks syv otte ni ti elleve tolv",
        {"halv": -30, "kvart over": 15, "kvart i": -15}, {},
    ),
    (
        "ett to tre fire fem seks sju åtte ni ti elleve tolv",
        {"halv": -30, "kvart over": 15, "kvart på": -15}, {},
    ),
    (
        "ett två tre fyra fem sex sju åtta nio tio elva tolv",
        {"halv": -30, "kvart över": 15, "kvart i": -15}, {},
    ),
    (
        "une deux trois quatre cinq six sept huit neuf dix onze douze", {},
        {"heures et demie": 30, "heure et demie": 30, "heures et quart": 15,
         "heures moins le quart": -15, "heures trente": 30, "heures": 0},
    ),
    (
        "l'una due tre quattro cinque sei sette otto nove dieci undici dodici", {},
        {"e mezza": 30, "e mezzo": 30, "e un quarto": 15, "meno un quarto": -15,
         "e trenta": 30},
    ),
    (
        "una dos tres cuatro cinco seis siete ocho nueve diez once doce", {},
        {"y media": 30, "y cuarto": 15, "menos cuarto": -15, "y treinta": 30,
         "en punto": 0, "de la tarde": 0, "de la mañana": 0},
    ),
    (
        "uma duas três quatro cinco seis sete oito nove dez onze doze", {},
        {"e meia": 30, "e um quarto": 15, "e quinze": 15, "e trinta": 30,
         "horas": 0, "da tarde": 0, "da manhã": 0},
    ),
    (
        "pierwszej drugiej trzeciej czwartej piątej szóstej siódmej ósmej dziewiątej"
        " dziesiątej jedenastej dwunastej",
        {"wpół do": -30, "kwadrans po": 15, "za kwadrans": -15, "o godzinie": 0}, {},
    ),
    (
        "jedné druhé třetí čtvrté páté šesté sedmé osmé deváté desáté jedenácté"
        " dvanácté",
        {"v půl": -30, "ve čtvrt na": -45, "ve tři čtvrtě na": -15}, {},
    ),
)  # fmt: skip
_DIGITS = r"\d{1,2}"
# Numbers may stand as digits where what stands beside them is sure.
_LOOSE = frozenset({"half", "viertel", "uhr", "uur", "heures", "horas", "o godzinie"})


@dataclass(frozen=True, slots=True)
class Spoken:
    """An hour in words: minutes after midnight, in whichever half of the day."""

    minutes: int
    place: tuple[int, int]
    later: bool  # said to be after noon


@dataclass(frozen=True, slots=True)
class _Language:
    pattern: re.Pattern[str]
    numbers: dict[str, int]
    ahead: dict[str, int]
    behind: dict[str, int]


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def _language(words: str, ahead: dict[str, int], behind: dict[str, int]) -> _Language:
    numbers = {word: at for at, word in enumerate(words.split(), 1)}
    in_words = _alternatives(numbers)
    forms: list[str] = []
    for signs, form in ((ahead, r"{sign}\s+{hour}"), (behind, r"{hour}\s+{sign}")):
        for loose in (False, True):
            alike = [one for one in signs if (one in _LOOSE) is loose]
            if not alike:
                continue
            hour = in_words if loose else f"{in_words}|{_DIGITS}"
            sign = f"(?P<a{len(forms)}>{_alternatives(alike)})"
            forms.append(form.format(sign=sign, hour=f"(?P<n{len(forms)}>{hour})"))
    text = r"(?<![\w:.]){}(?![\w:]|\.\d)"
    pattern = re.compile(text.format(f"(?:{'|'.join(forms)})"), re.IGNORECASE)
    return _Language(pattern, numbers, ahead, behind)


_READ = tuple(_language(*one) for one in _LANGUAGES)
_ANY = re.compile(
    r"\b(?:half|halb|halv|viertel|kwart|kvart|quarter|o['’]clock|uhr|uur|heures?|mezz[ao]"
    r"|media|cuarto|meia|quarto|tarde|manhã|mañana|horas|wpół|kwadrans|půl|čtvrt\w*"
    r"|godzinie|past|punto|trenta|treinta|trinta|thirty|fifteen)\b",
    re.IGNORECASE,
)
_LATER = re.compile(
    rf"\s*(?:p\.?m\b|{LATER}|da tarde|de l['’]après-midi|'s middags|po południu"
    r"|odpoledne)",
    re.IGNORECASE,
)


def spoken_in(text: str) -> list[Spoken]:
    """Return the hours that a text names in words, one after the other."""
    if not _ANY.search(text):
        return []
    return apart(_all(text))


def _all(text: str) -> Iterator[Spoken]:
    for language in _READ:
        for found in language.pattern.finditer(text):
            said = {key: value for key, value in found.groupdict().items() if value}
            word = next(value for key, value in said.items() if key[0] == "n")
            sign = next(value for key, value in said.items() if key[0] == "a")
            number = language.numbers.get(word.casefold()) or int(word)
            if not 1 <= number <= 24:
                continue
            sign = " ".join(sign.casefold().split())
            more = language.ahead.get(sign, language.behind.get(sign, 0))
            behind = _LATER.match(text, found.end())
            later = behind or _LATER.fullmatch(sign)
            place = (found.start(), (behind or found).end())
            yield Spoken(number * _HOUR + more, place, bool(later))
