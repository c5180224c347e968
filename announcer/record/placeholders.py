"""Words that stand where something is not known yet: they are no title and no name.

This is the one list of them, in the four languages that the fixed words are in. What
the program itself prints for what is missing is in it, too.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

# What they may speak of: "Title TBA", "Titel folgt", "Abstract: à venir".
from announcer.lazy import pattern

_NOUNS = (
    "(?:the |a |an )?(?:talk )?(?:title|abstract|speaker|location|room"
    "|venue|place|topic|bio)",
    "(?:talk|guest speaker|details)",
    "(?:der |die |das )?(?:titel|thema|vortragstitel|zusammenfassung|vortragender?"
    "|sprecher(?:in)?|redner(?:in)?|referent(?:in)?|raum|ort|vortrag)",
    "(?:le |la |l )?(?:titre|résumé|sujet|orateur|oratrice|intervenante?|conférencier"
    "|conférencière|salle|lieu|exposé)",
    "(?:prof(?:essor)?|dr|mr|mrs|ms|herr|frau|mme)(?: dr)?",
    "ה?(?:כותרת|נושא|תקציר|מרצה|דובר|דוברת|חדר|מקום|הרצאה)",
)
_WORDS = (
    "tb[acd]", "nn", "x{3,5}", "nomen nominandum", "nomen nescio", "none",
    "(?:as )?(?:yet )?unknown(?: yet)?", "untitled", "no title(?: yet)?",
    "(?:ohne|kein) titel", "sans titre", "unbekannt", "keine angaben?",
    "(?:(?:is|are|yet|still) )*to be (?:announced|determined|confirmed|decided|defined"
    "|specified|fixed|added|provided)",
    "(?:will|shall) be (?:announced|confirmed|determined|added|provided)",
    "not (?:yet )?(?:announced|known|decided|available)", "not available yet",
    "announced (?:later|soon|shortly)", "coming soon",
    "(?:wird |werden )?(?:noch |später |rechtzeitig |in kürze )*(?:bekannt ?gegeben"
    "|angekündigt|mitgeteilt|nachgereicht|festgelegt|ergänzt)",
    "(?:wird |werden )?noch (?:bekannt|angekündigt)", "(?:noch )?nicht bekannt",
    "noch unbekannt", "(?:ist )?noch offen", "(?:steht )?noch nicht fest",
    "folg(?:t|en)(?: noch| später| in kürze)?",
    "(?:encore )?[àa] (?:préciser|venir|confirmer|déterminer|annoncer|définir"
    "|communiquer|compléter|fixer)",
    "sera (?:annoncée?|précisée?|communiquée?|confirmée?)", "non communiquée?",
    "prochainement",
    "(?:עוד |טרם )?[ית](?:פורסם|יקבע|קבע|וכרז|ימסר|מסר|עודכן|תעדכן)",
    "(?:טרם|עוד לא|עדיין לא) (?:נקבעה?|פורסמה?|ידועה?)", "בקרוב", "לא ידועה? עדיין",
)  # fmt: skip
_LATER = (
    "(?:(?:see )?(?:later|soon|shortly)|ultérieurement|plus tard|prochainement|später"
    "|בהמשך|בקרוב)"
)
_LONGEST = 100  # a longer text says more
_SIGNS = pattern(r"[\s?.…*()\[\]\-–—/]+")
_NO_WORD = pattern(r"[^\w\s]|_")
_TAG = pattern(r"</?[a-zA-Z][^<>]*>")
# T.B.A., N. N.: letters that stand alone between points, strokes and spaces
_SPACED = pattern(r"\b(?:\w[./ ]{1,2}){1,3}\w\b\.?")
_SPELT = frozenset({"tba", "tbc", "tbd", "nn"})


def is_placeholder(text: str) -> bool:
    """Tell whether a text says only that something is not known yet."""
    if len(text) > _LONGEST:
        return False
    bare = unicodedata.normalize("NFC", text)
    if "<" in bare:
        bare = _TAG.sub(" ", bare)
    bare = bare.casefold()
    if _SIGNS.fullmatch(bare):
        return True
    key = " ".join(_NO_WORD.sub(" ", _SPACED.sub(_joined, bare)).split())
    return _any().fullmatch(key) is not None


@cache  # made when the first record is read: it takes longer than to list a talk
def _any() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?:{'|'.join(_NOUNS)}) )?(?:{'|'.join(_WORDS)}|בהמשך)"
        rf"(?: (?:tb[acd]|nn))*(?: {_LATER})*"
        rf"(?: (?:{'|'.join(_NOUNS)}))?"
    )


def _joined(found: re.Match[str]) -> str:
    letters = re.sub(r"\W", "", found[0])
    if letters == "na":  # N/A; but Na is a name
        return "tba"
    return letters if letters in _SPELT else found[0]
