"""What announcements say of talks announced before: cancelled, postponed, moved."""

from __future__ import annotations

import re

_WHO = (
    r"(?:talk|seminar|lecture|colloquium|meeting|event|session|presentation|workshop)"
)
# What a slot of a list says in one word; sentences have more of them.
CALLED_OFF = r"cancell?ed|entf[äa]llt|annul[ée]e?|annullat[oa]|cancelad[oa]"
_CANCELLED = re.compile(
    r"\bcancell?ed\b|\bcancellation\b|\bcalled off\b|(?:will not|cannot) take place"
    r"|\bausfallen\b|f(?:ä|a|ae)llt (?:[^.;!?()]{1,50} )?aus\b"
    r"|findet (?:leider )?nicht statt|nicht stattfinden"
    # at the head of a notice, where no title says `Absage an die Moderne`
    r"|\b(?:terminabsage|absage|annullamento|cancelaci[óo]n|cancelamento|afgelasting"
    r"|zrušení|anulaci[óo]n)\b(?=\s*[:!]|\s+(?:des |der |vom? )?(?:vortrag|seminar"
    r"|termin|[ck]ollo[qk]|sitzung|veranstaltung))"
    r"|n['’]aura pas lieu|non (?:si terrà|avrà luogo)|no tendrá lugar|no se celebrará"
    r"|abgesagt|entf[äa]llt|entfallen|f[äa]llt (?:leider )?aus|ausgefallen"
    r"|\bannul(?:[ée]|ée|ation)\b|annullat[oa]|\bcancelad[oa]"
    r"|suspendid[oa]|geannuleerd|gaat niet door|vervalt|inställ[td]\w*|aflyst|avlyst"
    r"|odwołan\w*|nie odbędzie się|zrušen\w*|nekoná se|peruttu|elmarad|não se realiza"
    r"|anulad[oa]|בוטלה?\b|מבוטלת?\b|לא תתקיים",
    re.IGNORECASE,
)
_POSTPONED = re.compile(
    r"\bpostponed\b|\bpostponement\b|\bdeferred\b|verschoben"
    r"|verlegt auf einen|\breport[ée]e?\b|\bremise? à\b|rinviat[oa]"
    r"|uitgesteld|udsat|\butsatt|uppskjut\w*|przełożon\w*|odložen\w*|adiad[oa]|lykätty"
    r"|posticipat[oa]|\baplazad[oa]|pospuest[oa]|נדחתה?\b|נדחה\b",
    re.IGNORECASE,
)
_MOVED = re.compile(
    r"\brescheduled\b|\bmoved to\b|\bhas (?:been )?(?:moved"
    r"|changed)\b|\bnew (?:date|time|day)\b|\b(?:date|time"
    r"|day) (?:change|correction|changed)\b|\bchange of (?:date"
    r"|time|day)\b|\bdifferent (?:day|date|time)\b|\bverlegt\b"
    r"|\bneuer termin\b|termin(?:ä|ae)nderung"
    r"|verplaatst|verzet naar|\bflytt(?:ad|at|et|es)\b|\brykket\b|przeniesion\w*"
    r"|přesunut\w*"
    r"|zmiana (?:godziny|terminu|daty)|změna (?:času|termínu)|alteração de|mudança de"
    r"|siirretty"
    r"|\bd[ée]plac[ée]e?\b|nouvelle date|changement (?:de date"
    r"|d'horaire|d'heure)|\bspostat[oa]\b|nuova data|cambio di "
    r"(?:data|orario)|\btrasladad[oa]|nueva fecha|cambio de "
    r"(?:fecha|hora)|הועברה|מועד חדש|שינוי (?:מועד|שעה)",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:not|unless|if|nicht|ne|in case)\b[^.]{0,25}$", re.IGNORECASE)
_OLD = re.compile(
    r"(?:originally|previously|formerly|initially)\s+(?:scheduled"
    r"|planned|announced|set)?\s*(?:for|on|to be held(?: on)?)?"
    r"|instead of|rather than|\bnot(?: on)?\b|\(?was:?|ursprünglich"
    r"(?: (?:geplant|für|am|vorgesehen))*|\b(?:an)?statt(?: "
    r"(?:wie geplant )?(?:am|vom))?|bisher:?|initialement "
    r"(?:prévue?)?(?: le)?|au lieu du?|\bavant ?:|invece (?:che"
    r"|di|del)|in precedenza|en lugar del?|במקום|~~"
    r"|(?:scheduled|announced|planned|geplant|prévu|previsto"
    r"|previst[oa]|gepland|planlagt|planerad|planowany|plánovan\w+|marcad[oa]"
    r"|agendad[oa])"
    r" (?:for|on|am|für|le|il|per il|per|para el|para|pour le|op|voor|til|på|na|em) "
    r"|\bnicht (?:mehr |wie geplant )?(?:am|den)|\bpas (?:le|comme prévu)"
    r"|\bnon (?:più )?il"
    r"|\bno el|\bniet op|\bnão (?:no dia|em)|ולא ב"
    r"|zamiast|místo|in plaats van|i stedet for|i stället för|em vez de|a nie",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"\b(?:from|vom|von|du|dal|del|de|van|fra|från|od|ze?"
    r"|do dia)\s*(?:the\s*)?(?:[^\W\d_]{2,10}\.?,?"
    r"\s*)?(?:(?:den|dem)\s*)?$",
    re.IGNORECASE,
)
# der für Montag, 4. Mai, vorgesehene Vortrag
_PLANNED = re.compile(
    r"\W{0,3}(?:(?:um |à |alle |ore |h |at )?\d{1,2}(?:[:.h]\d\d)?\s?(?:uhr|h"
    r"|[ap]m)?\W{1,3})?"
    r"(?:vorgesehen|geplant|angek(?:ü|ue)ndigt|angesetzt|anberaumt)e[nrs]?\b",
    re.IGNORECASE,
)
_ONTO = re.compile(
    r"^[^.\n]{0,30}?\b(?:to|until|auf|au|al|a|naar|til|till|na|para)\b", re.IGNORECASE
)
# wird auf Freitag, den 7. März, verschoben
_ONTO_BEFORE = re.compile(
    r"\b(?:auf|naar|til|till|na)\s(?:[^.;:]|(?<=\d)[.:]){0,40}\d(?:[^;]){0,45}$",
    re.IGNORECASE,
)
_OF_TALK = re.compile(
    rf"{_WHO}|vortrag|seminar|kolloquium|termin"
    rf"|expos[ée]|s[ée]minaire|conf[ée]rence|seminario|verschoben|verplaatst"
    rf"|conferenza|charla|conferencia|הרצאה|סמינר"
    rf"|מפגש|unfortunately|leider|cancel|postpone"
    rf"|note|^\W*(?:abgesagt|annul|reporté)",
    re.IGNORECASE,
)
NO_TALK = re.compile(
    r"^\W*(?:(?:there (?:is|will be) )?no (?:\w+ ){0,3}(?:seminar"
    r"|colloqui|talk|lecture|meeting|class|session|speaker"
    r"|event)\w*|(?:spring|fall|autumn|winter|easter|thanksgiving"
    r"|reading|semester|mid-?term|summer|christmas|exam|university)[ -]"
    r"(?:break|week|recess|holidays?|closed)|break\b|free slot"
    r"|holiday|no talk\b"
    r"|kein(?:e)? (?:\w+ )?(?:vortrag|seminar|kolloquium|sitzung)"
    r"|pas de (?:s[ée]minaire|expos[ée])|rel[âa]che|vacances"
    r"|nessun seminario|pausa|no hay seminario|sin seminario"
    r"|feiertag|ferien|pause\b|vorlesungsfrei|אין סמינר|חופשה\b"
    r"|חופש\b|reserved\b|open slot|available\b|business meeting"
    r"|faculty meeting)",
    re.IGNORECASE,
)

# In a list, what is no talk for all to come to.
CLOSED = re.compile(
    r"\((?:no talk|closed|internal|members only|intern|interne|riservato|interno)\b"
    r"|\bno events?\b|\bkeine veranstaltung",
    re.IGNORECASE,
)

# In a list, a day and nothing else.
SLOT_OFF = re.compile(
    rf"^\W*(?:{CALLED_OFF}|abgesagt|entfallen|f[äa]llt (?:leider )?aus|suspendid[oa]"
    r"|מבוטלת?|בוטלה?)\W*$",
    re.IGNORECASE,
)
# Where a sentence ends: not in `7. März`.
_STOP = re.compile(
    r"(?<=[.!?])(?<!\b[DdSM]r\.)(?<!\b[DS]ra\.)(?<!\bProf\.)(?<!\bprof\.)(?<!\bdott\.)"
    r"(?<!\bssa\.)(?<!\bMme\.)\s+(?!(?<=\d\.\s)"
    r"(?i:jan|feb|m(?:ä|ae|a)r|apr|mai|maj|jun|jul|aug|sep|okt|nov|de[zc]))"
)


_LONGEST = 240  # letters of a sentence about the talk, without what it says aside


def status_of(heading: str, text: str) -> tuple[str | None, bool]:
    """Return the status that a notice gives to a talk, and whether it moves it.

    ``heading`` (subject, banner, title) is believed; in ``text`` only short sentences
    about the talk itself are.
    """
    places = (heading, *_sentences(text))
    if any(map(calls_off, places)):
        return "cancelled", False
    postponed = moved = False
    for place in places:
        if found := _said(_POSTPONED, place):
            onto = re.match(
                r".{0,40}?\b(?:to|auf|au|al|a|until|ל)\b.{0,40}?\d",
                place[found.end() :],
            )
            onto = onto or _ONTO_BEFORE.search(place[: found.start()])
            moved = moved or bool(onto)
            postponed = postponed or not onto
        moved = moved or bool(_MOVED.search(place))
    return ("postponed" if postponed else None), moved


def cancelled_in(text: str) -> list[str]:
    """Return the sentences that say of something that it is cancelled."""
    return [one for one in _sentences(text) if _CANCELLED.search(one)]


def calls_off(sentence: str) -> bool:
    """Say whether a sentence says of something that it is cancelled."""
    return _said(_CANCELLED, sentence) is not None


def _said(words: re.Pattern[str], sentence: str) -> re.Match[str] | None:
    """Return where a sentence says such words, unless it says that it is not so."""
    found = words.search(sentence)
    return None if found and _NOT.search(sentence[: found.start()]) else found


def _sentences(text: str) -> list[str]:
    """Return the sentences that speak of a talk as such, not of its matter."""
    flat = [
        " ".join(paragraph.split())
        for paragraph in re.split(r"\n\s*\n|\n(?=\s*[*#-])", text)
    ]
    every = [one for each in flat for one in _STOP.split(each)]
    return [
        one
        for one in every
        if len(_ASIDE.sub("", one)) < _LONGEST and _OF_TALK.search(one)
    ]


# ... est reportée au lundi 9 février: what stands before it holds no more.
_MOVES_ONTO = re.compile(
    r"^[^.;\n]{0,110}?(?:\b(?:postponed|moved|moves|rescheduled|deferred|shifted"
    r"|put back"
    r"|verschoben|verlegt|reportée?|déplacée?|décalée?|avancée?|rinviat[oa]|spostat[oa]"
    r"|posticipat[oa]|anticipat[oa]|aplaza(?:d[oa])?|traslada(?:d[oa])?|pospone|pospuest[oa]"
    r"|adiad[oa]|verplaatst|verzet|przeniesion\w+|přesunut\w+|flytta[dt]\w*|flyttet)\b"
    r"|נדח\w*|הוע?בר\w*)[^.;]{0,25}?(?:\b(?:to|until|till|auf|au|al|a|para|hasta|naar|na"
    r"|till?)\b|ל)[^.;]{0,25}\d",
    re.IGNORECASE,
)
# La nueva fecha es el jueves 5 de noviembre: and no other day.
_NEW = re.compile(
    r"(?:\bnew (?:date|day)|\bneue[rn]? termin|\b(?:ersatz|nachhol)termin"
    r"|\bnouvelle date"
    r"|\bnuova data|\bnueva fecha|\bnova data|\bnieuwe datum|\bnow(?:y|ym) termin"
    r"|\bnový termín|(?:ה?מועד|ה?תאריך) ה?חדש)"
    r"(?:[^\w.;]+[^\W\d_]+){0,4}?[^\w.;]*$",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"\([^()]{0,600}\)|«[^»]{0,600}»|\"[^\"]{0,600}\"|“[^”]{0,600}”|„[^“”]{0,600}[“”]|[*_]+"
)


def is_old(text: str, begin: int, end: int) -> bool:
    """Say whether the date at a place of a text is the one that holds no more."""
    before = text[max(0, begin - 60) : begin]
    last = re.split(r"[.;\n]\s", before)[-1]
    marks = list(_OLD.finditer(last))
    if (
        marks
        and len(last[marks[-1].end() :].strip(" ,:(*")) <= 25
        and not re.search(r"\d", last[marks[-1].end() :])
    ):
        return True
    if _PLANNED.match(text[end : end + 60]):
        return True
    if _MOVES_ONTO.match(_ASIDE.sub(" ", text[end : end + 400])):
        return True
    return bool(
        _FROM.search(last)
        and _ONTO.match(text[end : end + 60])
        and re.search(r"\d", text[end : end + 90])
    )


def is_new(text: str, begin: int) -> bool:
    """Say whether the date at a place of a text is called the new one there."""
    return bool(_NEW.search(text[max(0, begin - 60) : begin]))
