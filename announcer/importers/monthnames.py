"""Months and weekdays as people write them in mails, in many languages at once.

A mail says in no field what language it is in, so each word is looked up in all.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from difflib import get_close_matches
from functools import cache

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
# Names that stand as they are written in a date, and are not shortened: their
# beginnings are words of other languages: Polish, Czech, Slovak, Scandinavian, Catalan,
# Romanian, Finnish, Hungarian. A line that ends in + goes on.
_MORE_MONTHS = """
stycznia styczen ledna leden januara tammikuuta tammikuu gener ianuarie januarja
lutego luty unora unor februara helmikuuta helmikuu febrer februarie februarja
marca marzec brezna brezen marts maaliskuuta maaliskuu març martie marcius március
kwietnia kwiecien dubna duben huhtikuuta huhtikuu aprilie aprilis április
maja maj kvetna kveten toukokuuta toukokuu maig mai mája majus május
czerwca czerwiec cervna cerven kesakuuta kesakuu juny iunie juna junius június
lipca lipiec cervence cervenec heinakuuta heinakuu juliol iulie jula julius július
sierpnia sierpien srpna srpen elokuuta elokuu agost augusti augusta augusztus
wrzesnia wrzesien zari syyskuuta syyskuu setembre septembrie septembra szeptember
pazdziernika pazdziernik rijna rijen lokakuuta lokakuu octombrie oktobra oktobr
listopada listopad listopadu marraskuuta marraskuu noiembrie novembra
grudnia grudzien prosince prosinec joulukuuta joulukuu desembre desember decembrie +
decembra
"""
_MORE_WEEKDAYS = """
poniedziałek poniedziałku pondělí pondelok mandag måndag segunda maanantai +
maanantaina hétfő dilluns luni
wtorek wtorku úterý utorok tirsdag tisdag terça tiistai tiistaina kedd dimarts marți
środa środę środy středa středu streda stredu onsdag quarta keskiviikko +
keskiviikkona szerda dimecres miercuri
czwartek czwartku čtvrtek štvrtok torsdag quinta torstai torstaina csütörtök dijous +
joi
piątek piątku pátek piatok fredag sexta perjantai perjantaina péntek divendres vineri
sobota sobotę sobotu lørdag lördag sábado lauantai lauantaina szombat dissabte sâmbătă
niedziela niedzielę neděle neděli nedeľa nedeľu søndag söndag sunnuntai sunnuntaina +
vasárnap diumenge duminică
"""
_OF_JAPANESE = "月火水木金土日"
_OF_TWO_LETTERS = ("mo", "di", "mi", "do", "fr", "sa", "so")  # as Germans write them
_SHORTEST = 3
_STROKES = str.maketrans({"\u05f3": "'", "ł": "l", "ø": "o"})
_ALIKE = 0.88  # of a name with a slip: Febuary, Setpember
_LONG = 6  # letters of a name in which a slip is certain


def folded(word: str) -> str:
    """Return a word in small letters without accents."""
    plain = word.casefold().translate(_STROKES)
    parts = unicodedata.normalize("NFKD", plain)
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


def _whole(table: str) -> dict[str, frozenset[int]]:
    """Return the places of every name, for names that are not shortened."""
    return {
        folded(name): frozenset({place})
        for place, line in enumerate(table.replace(" +\n", " ").split("\n")[1:-1])
        for name in line.split()
    }


_MONTH = _whole(_MORE_MONTHS) | _index(_MONTHS)
_WEEKDAY = _whole(_MORE_WEEKDAYS) | _index(_WEEKDAYS)
_WEEKDAY |= {two: frozenset({place}) for place, two in enumerate(_OF_TWO_LETTERS)}
_WEEKDAY |= {sign: frozenset({place}) for place, sign in enumerate(_OF_JAPANESE)}
_FULL = [name for name in _MONTHS.split() if len(name) >= _LONG]
_FEIRA = re.compile(r"([2-6])(?:[.ªa]|\.ª)?$")


def month_of(word: str) -> int | None:
    """Return the month (1 to 12) that a word or its beginning names, if one alone."""
    plain = folded(word).removeprefix("ב")
    places = _MONTH.get(plain) or _slipped(plain)
    return next(iter(places)) + 1 if len(places) == 1 else None


@cache
def _slipped(plain: str) -> frozenset[int]:
    """Return the month that a long word is, but for a slip of one letter."""
    if len(plain) < _LONG:
        return frozenset()
    close = get_close_matches(plain, _FULL, n=1, cutoff=_ALIKE)
    return _MONTH[close[0]] if close else frozenset()


def weekdays_of(word: str) -> frozenset[int]:
    """Return the weekdays (Monday is 0) that a word may stand for: `mar` is several."""
    plain = folded(word)
    if number := _FEIRA.match(plain):  # 2ª feira
        return frozenset({int(number[1]) - 2})
    for known in (plain, plain.removesuffix("s"), plain.removeprefix("ב")):
        if known in _WEEKDAY:
            return _WEEKDAY[known]
    return frozenset()
