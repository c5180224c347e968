"""Months and weekdays as people write them in mails, in many languages at once.

A mail says in no field what language it is in, so each word is looked up in all.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict

_MONTHS = """
january januar janner janvier enero gennaio janeiro januari styczen ינואר
february februar feber fevrier febrero febbraio fevereiro februari פברואר
march marz maerz mars marzo marco maart מרץ מרס
april avril abril aprile אפריל
may mai mayo maggio maio mei מאי
june juni juno juin junio giugno junho יוני
july juli juillet julio luglio julho יולי
august aout agosto augustus אוגוסט
september septembre septiembre setiembre settembre setembro ספטמבר
october oktober octobre octubre ottobre outubro אוקטובר
november novembre noviembre novembro נובמבר
december dezember decembre diciembre dicembre dezembro דצמבר
"""
_WEEKDAYS = """
monday montag lundi lunes lunedi maandag שני ב'
tuesday dienstag mardi martes martedi dinsdag שלישי ג'
wednesday mittwoch mercredi miercoles mercoledi woensdag רביעי ד'
thursday donnerstag jeudi jueves giovedi donderdag חמישי ה'
friday freitag vendredi viernes venerdi vrijdag שישי ו'
saturday samstag sonnabend samedi sabado sabato zaterdag שבת ש'
sunday sonntag dimanche domingo domenica zondag ראשון א'
"""
_OF_TWO_LETTERS = ("mo", "di", "mi", "do", "fr", "sa", "so")  # as Germans write them
_SHORTEST = 3


def folded(word: str) -> str:
    """Return a word in small letters without accents."""
    parts = unicodedata.normalize("NFKD", word.casefold().replace("\u05f3", "'"))
    return "".join(char for char in parts if not unicodedata.combining(char))


def _index(table: str) -> dict[str, frozenset[int]]:
    """Return the places of every name and of what its beginning may stand for."""
    whole, begun = defaultdict(set), defaultdict(set)
    for place, line in enumerate(table.split("\n")[1:-1]):
        for name in line.split():
            whole[name].add(place)
            for length in range(_SHORTEST, len(name)):
                begun[name[:length]].add(place)
    return {word: frozenset(places) for word, places in (begun | whole).items()}


_MONTH, _WEEKDAY = _index(_MONTHS), _index(_WEEKDAYS)
_WEEKDAY |= {two: frozenset({place}) for place, two in enumerate(_OF_TWO_LETTERS)}


def month_of(word: str) -> int | None:
    """Return the month (1 to 12) that a word or its beginning names, if one alone."""
    places = _MONTH.get(folded(word).removeprefix("ב"), frozenset())
    return next(iter(places)) + 1 if len(places) == 1 else None


def weekdays_of(word: str) -> frozenset[int]:
    """Return the weekdays (Monday is 0) that a word may stand for: `mar` is several."""
    plain = folded(word)
    for known in (plain, plain.removesuffix("s"), plain.removeprefix("ב")):
        if known in _WEEKDAY:
            return _WEEKDAY[known]
    return frozenset()
