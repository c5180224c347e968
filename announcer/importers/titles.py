"""Titles of talks: which lines are only headings, and how sentences name a title."""

from __future__ import annotations

import re

# Words for what is held, whole or at the end of a compound.
_EVENT = (
    r"seminar[ei]?|seminars|seminarium|seminari|seminários?|seminarios?|séminaires?"
    r"|sem[ií]n[aá]ř|\w*vortr[aä]ge?|\w*vorlesung\w*|\w*kolloquium|colloqui(?:um|a)|coloquio"
    r"|colóquio|kolokvium|kollokvium|konwersatorium|fortbildung|ringvorlesung|podium\w*"
    r"|\w*diskussion|panel(?: discussion)?|table ronde|tavola rotonda|mesa[ -]redonda|debate"
    r"|lectures?|talks?|tech ?talks?|webinar\w*|workshop|symposium|sympozjum|meeting|reading group"
    r"|journal club|brown ?bag|conférences?|conferenz[ae]|conferencias?|palestras?|lezing(?:en)?"
    r"|gastcolleges?|gasthoorcollege|foredrag\w*|föredrag\w*|wykłady?|přednášk[ay]|esitelmä"
    r"|disputation\w*|soutenances?|defen[cs]e|dissertation|habilitation\w*|antrittsvorlesung"
    r"|grand rounds|forum|ciclo|cycle|rencontres?|incontr[io]|jornadas?|veranstaltung\w*"
    r"|event|evento|événement|setkání|spotkani[ea]|møde|möte|sessions?|series|conversatorio"
    r"|avviso|aviso|notice|announcement|invitation|einladung|invito|convite|invitación|zaproszenie"
    r"|pozvánka|inbjudan|invitasjon|invitation|uitnodiging|reminder|erinnerung|rappel|newsletter"
    r"|rundbrief|programme?|programm[a]?|programa|semest\w+|term|update\w*|details?"
    r"|informationen?|agenda|kalender|calendar|ankündigung|hinweis"
)
_NAMES_EVENT = re.compile(rf"(?:\b|(?<=[a-zäöü]))(?:{_EVENT})\b|セミナー|研究会|談話会", re.IGNORECASE)
# Somebody who invites: a society, an institute, a museum, in a heading of its own.
_BODY = re.compile(
    r"\b(?:society|department|faculty|universit\w+|institut\w*|museum|museo|musée|college"
    r"|school|academy|laborator\w+|centre|center|zentrum|fakultät|fachbereich|dipartimento"
    r"|departamento|facult\w+|wydział|zakład|ústav|katedra|institutionen|vakgroep|library"
    r"|bibliothek|biblioteca|club|verein|gesellschaft|société|società|association|hospital"
    r"|klinikum|klinik|committee|group|team|agenda|homepage|website)\b",
    re.IGNORECASE,
)
_FOUNDED = re.compile(r"(?:founded|est\.?|gegründet|fondée?|fundad[ao]|since|seit)\W+(?:in )?\d{4}", re.IGNORECASE)
_NO_TITLE = re.compile(
    r"^(?:updated|new|old|current|further|important|please note|change of|changed?|moved"
    r"|correction|neue[rs]?|aktualisiert\w*|achtung|attention|atención|atenção|attenzione"
    r"|es bleibt bei|alles weitere|view this|read online|voir la version|ver (?:en|no)"
    r"|im browser|this week|next week|diese woche|nächste woche|cette semaine|questa settimana"
    r"|esta semana|deze week|w tym tygodniu|tento týden|english (?:version )?(?:below|follows)"
    r"|\(?english follows|deutsch(?:e version)? (?:unten|folgt)|version française"
    r"|gruß|grüße|lg|vg|best|cheers|yours|regards|thanks|merci|grazie|gracias|obrigad)\b",
    re.IGNORECASE,
)
_LONGEST_HEADING = 9  # words; a longer line with such a word is a title


def is_heading(text: str) -> bool:
    """Say whether a line heads a message and is no title: a kind of event, a house."""
    flat = " ".join(text.split()).strip(" *_#=~-–—|:.!")
    words = [word for word in flat.split() if any(map(str.isalnum, word))]
    if not words or _NO_TITLE.match(flat) or _FOUNDED.fullmatch(flat):
        return True
    if len(words) >= _LONGEST_HEADING:
        return flat.isupper() and bool(_NAMES_EVENT.search(flat) or _BODY.search(flat))
    if ":" in flat and not flat.isupper() and not re.search(r"::|#\d|\bno\.? ?\d", flat):
        head, _, tail = flat.partition(":")
        if len(tail.split()) > 2 and not _NAMES_EVENT.search(tail):
            return False
    if _NAMES_EVENT.search(flat):
        return True
    return bool(_BODY.search(flat)) and len(words) < 8 and not flat.endswith("?")


_STOP = r"(?=[.!?](?:\s|$)|,?\s+(?:on|am|le|el|il|den|dia|w dniu)\s+\w+\W+\d|\s*[(\[]|$)"
# The title behind a colon or a verb, unquoted, up to the end of its sentence.
_IS = re.compile(
    r"\b(?:title|titel|titre|titolo|título|tytuł\w*|název|tittel|otsikko|topic|thema|tema)"
    r"(?:\s+(?:of|des|der|du|de|del|della|da|do|van|av|til|på)[^.:,\n]{2,40}?)?"
    r"\s+(?:is|will be|lautet|ist|wird sein|est|sera|è|sarà|es|será|é|to|brzmi|je|zní|är|er|on)"
    rf"\s*[:„“\"'‘«–-]*\s*(?P<title>[^\W\d_][^\n]{{8,180}}?)[\"”“'’»]*{_STOP}",
    re.IGNORECASE,
)
_ENTITLED = re.compile(
    r"\b(?:entitled|titled|called|mit dem (?:titel|thema)|zum thema|unter dem titel|intitulée?"
    r"|ayant pour titre|dal titolo|intitolat[oa]|titulad[oa]|intitulad[oa]|con el título|com o título"
    r"|getiteld|met als titel|zatytułowan\w+|pod tytułem|pt\.|na temat|s názvem|na téma|med titlen"
    r"|med titeln|med tittelen|otsikolla)\s*:?\s+"
    rf"(?P<title>[A-ZÀ-ÞŁŚŻČŠŽ0-9][^\n\"“„«]{{8,180}}?){_STOP}",
)
_ABOUT = re.compile(
    r"\b(?:(?:talk|speak|lecture)(?:ing|s)?|present(?:s|ing)?)\s+(?:to us )?(?:about|on)\s+"
    rf"(?P<title>[A-Z][^\n\"“„«]{{10,150}}?){_STOP}"
)
_BETWEEN = re.compile(  # Her talk, Owls at Night, begins at 7
    r"\b(?:talk|lecture|seminar|presentation|paper|vortrag|exposé|conférence|charla|palestra"
    r"|lezing|foredrag|föredrag),\s+(?P<title>[A-ZÀ-Þ][^,\n]{8,120}),\s+(?=[a-z])"
)
# What the title follows upon, in a paragraph of its own.
LEADS = re.compile(
    r"(?:\b(?:spricht\b.*über|zum thema|mit dem (?:titel|thema)|(?:vortrag|thema|titel)"
    r"(?: lautet| ist)?|entitled|titled|with the title|(?:title|topic) (?:is|will be)|on"
    r"|speak(?:ing)? (?:about|on)|talk(?:ing)? about|dal titolo|sul tema|intitulée?|ayant pour titre"
    r"|sur|titulad[oa]|sobre|con el título|intitulad[oa]|com o título|sobre o tema|getiteld"
    r"|met als titel|over|zatytułowan\w+|pod tytułem|pt\.|na temat|s názvem|na téma|med titlen"
    r"|med titeln|om|otsikolla|presents?|präsentier(?:t|en)|gemeinsam vor|tragen vor)"
    r"|^über)\W{0,3}$",
    re.IGNORECASE,
)


def title_in(flat: str) -> str:
    """Return the title that a sentence names without quotes, or nothing."""
    for pattern in (_IS, _ENTITLED, _BETWEEN, _ABOUT):
        if found := pattern.search(flat):
            text = found["title"].strip(" ,;:\"'“”„«»")
            if len(text.split()) > 1:
                return text
    return ""
