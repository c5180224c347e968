"""Titles of talks: which lines are only headings, and how sentences name a title."""

from __future__ import annotations

import re

from announcer.importers.paragraphs import bare, unlink

# Behind a title: (talk in English), (Vortrag in englischer Sprache).
_IN_LANGUAGE = re.compile(
    r"\s*[(\[](?:[^()\[\]]{0,30}\s)?(?:in|auf|en|em|på|po|v|w|het)\s(?:\w+\s)?"
    r"(?:english|german|french|italian|spanish|\w+er sprache|englisch|deutsch|anglais"
    r"|français|inglese|italiano|ingl[ée]s|español|português|engels|nederlands|engelska?"
    r"|svenska|norsk|dansk|angielsku|polsku|angličtině|češtině)[^()\[\]]{0,15}[)\]]\s*$",
    re.IGNORECASE,
)
_LONGEST = 1000  # letters; nothing is cleaned of so long a text
# Words for what is held, whole or at the end of a compound.
_EVENT = (
    r"seminar[ei]?|seminars|seminarium|seminari|seminários?|seminarios?|séminaires?"
    r"|sem[ií]n[aá]ř|\w*vortr[aä]ge?|\w*vorlesung\w*|\w*kolloquium|colloqui(?:um|a)"
    r"|coloquio"
    r"|colóquio|kolokvium|kollokvium|konwersatorium|fortbildung|ringvorlesung|podium\w*"
    r"|\w*diskussion|panel(?: discussion)?|table ronde|tavola rotonda|mesa[ -]redonda"
    r"|debate"
    r"|lectures?|talks?|tech ?talks?|webinar\w*|workshop|symposium|sympozjum"
    r"|reading group"
    r"|journal club|brown ?bag|conférences?|conferenz[ae]|conferencias?|palestras?"
    r"|lezing(?:en)?"
    r"|\w*forelæsning\w*|\w*forelesning\w*|\w*föreläsning\w*|luento\w*"
    r"|gastcolleges?|gasthoorcollege|foredrag\w*|föredrag\w*|wykłady?|přednášk[ay]"
    r"|esitelmä"
    r"|disputation\w*|soutenances?|habilitation\w*|antrittsvorlesung"
    r"|vortrags\w+|\w+abend|grand rounds|rencontres?|incontr[io]|jornadas?"
    r"|veranstaltung\w*"
    r"|setkání|spotkani[ea]|møde|möte|conversatorio"
    r"|avviso|aviso|announcement|invitation|einladung|invito|convite|invitación"
    r"|zaproszenie"
    r"|pozvánka|inbjudan|invitasjon|invitation|uitnodiging|erinnerung|rappel|newsletter"
    r"|rundbrief|details?"
    r"|informationen?|ankündigung|hinweis"
)
# Words of titles, too: they count in a line of capitals, with a number, or by itself.
_WEAK = re.compile(
    r"\b(?:cycle|ciclo|forum|events?|evento|événement|programme?|programm|programa"
    r"|program"
    r"|semest\w+|term|update\w*|details?|agenda|kalender|calendar|series|sessions?"
    r"|debate"
    r"|meeting|reminder|newsletter|notice|defen[cs]e|dissertation|hinweise?"
    r"|informationen?"
    r"|group|club|info|season|saison|stagione|temporada|spring|autumn|winter|summer)\b",
    re.IGNORECASE,
)
_NAMES_EVENT = re.compile(
    rf"(?:\b|(?<=[a-zäöü]))(?:{_EVENT})\b|ה?רצא[הת]\b|סמינר|קולוקוויום|מוזמנ|הזמנה"
    r"|הודעה על|מפגש|セミナー|研究会|談話会",
    re.IGNORECASE,
)
# Somebody who invites: a society, an institute, a museum, in a heading of its own.
_BODY = re.compile(
    r"\b(?:society|department|faculty|universit\w+|institut\w*|museum|museo|musée"
    r"|college"
    r"|school|academy|laborator\w+|centre|center|zentrum|fakultät|fachbereich"
    r"|dipartimento"
    r"|departamento|facult\w+|wydział|zakład|ústav|katedra|institutionen|vakgroep"
    r"|library"
    r"|bibliothek|biblioteca|club|verein|gesellschaft|société|società|association"
    r"|hospital"
    r"|klinikum|klinik|\w*hochschule|[ée]cole|escuela|scuola|poli?te[ck]hni\w+"
    r"|politecnico|polyt?echni\w+|observator\w+|stiftung|foundation|fondation|fondazione"
    r"|committee|group|team|agenda|homepage|website)\b",
    re.IGNORECASE,
)
_FOUNDED = re.compile(
    r"(?:founded|est\.?|gegründet|fondée?|fundad[ao]|since|seit)\W+(?:in )?\d{4}",
    re.IGNORECASE,
)
_NO_TITLE = re.compile(
    r"^(?:(?:updated|new|old|current|further|important|changed?|moved|correct(?:ed|ion)"
    r"|neue[rs]?|aktuelle|aktualisierte|geänderte|weitere|wichtige|nouvelles?|nuov[aoi]"
    r"|nuev[ao]s?|nov[ao]s?|ny[tae]?|nowy|nový|nieuwe)"
    r"(?: of)?(?: (?:the|der|de|and|und|y|et|e))?"
    r" (?:date|time|room|place|venue|details?|info\w*|day|termin\w*|zeit|raum|ort"
    r"|uhrzeit"
    r"|daten|hinweise?|angaben|horaires?|salle|lieu|data|ora|aula|fecha|hora|lugar"
    r"|local"
    r"|dato|tid|plats|sted|datum|tijd|zaal)\b.*"
    r"|please note\b.*|achtung\b.*|attention\b.*|atención\b.*|atenção\b.*"
    r"|attenzione\b.*"
    r"|(?:es )?bleibt bei\b.*|alles weitere\b.*|view this\b.*|read online"
    r"|voir la version\b.*"
    r"|(?:this|next) week(?: at\b.*)?|(?:diese|nächste) woche\b.*|cette semaine\b.*"
    r"|questa settimana\b.*|esta sem\w+\b.*|deze week\b.*|w tym tygodniu\b.*"
    r"|tento týden\b.*"
    r"|\(?english (?:version )?(?:below|follows)\)?|deutsche? (?:version )?(?:unten"
    r"|folgt)"
    r"|version française|upcoming events?|"
    r"(?:gruß|grüße|lg|vg|best|cheers|yours|regards|thanks|merci|grazie|gracias"
    r"|obrigad[oa]"
    r"|groet\w*|hilsen|pozdrawiam|ciao|saluti|saludos)(?:,? \S+){0,2})$",
    re.IGNORECASE,
)
_OF_SERIES = re.compile(  # Seminar "Mathematics at school": its name
    r"(?:\w*seminar\w*|s[ée]minaire|kolloquium|coll?oqui\w+|\w*reihe|cycle|ciclo|serie"
    r"|series"
    r"|cykl|cyklus)\s*[«\"„“]",
    re.IGNORECASE,
)
_LONGEST_HEADING = 9  # words; a longer line with such a word is a title
_NO_HEADING = 400  # letters; a longer line is of running text


def is_heading(text: str) -> bool:
    """Say whether a line heads a message and is no title: a kind of event, a house."""
    flat = " ".join(text.split()).strip(" *_#=~-–—|:.!")
    words = [word for word in flat.split() if any(map(str.isalnum, word))]
    if (
        not words
        or _OF_SERIES.match(flat)
        or _NO_TITLE.match(flat)
        or _FOUNDED.fullmatch(flat)
    ):
        return True
    long = len(flat) > _NO_HEADING
    if long or len(words) >= _LONGEST_HEADING:
        capitals = flat.isupper() and not long
        return capitals and bool(_NAMES_EVENT.search(flat) or _BODY.search(flat))
    if (
        ":" in flat
        and not flat.isupper()
        and not re.search(r"::|#\d|\bno\.? ?\d", flat)
    ):
        _, _, tail = flat.partition(":")
        if len(tail.split()) > 2 and not _NAMES_EVENT.search(tail):
            return False
    if _NAMES_EVENT.search(flat) or re.search(r"#\s?\d{1,3}$", flat):
        return True
    named = all(
        word[:1].isupper() or len(word) < 4 or word[:1].isdigit() for word in words
    )
    if _WEAK.search(flat):
        return (
            flat.isupper() or len(words) < 4 or bool(re.search(r"\d", flat) and named)
        )
    return (
        bool(_BODY.search(flat))
        and len(words) < _LONGEST_HEADING
        and named
        and flat[-1] != "?"
    )


_STOP = (  # the end of a sentence, a day, a bracket
    r"(?=[.!?](?:\s|$)|\s*[(\[]|$"
    r"|,?\s+(?:on|am|le|el|il|den|dia|w dniu)\s+(?:\w+\W+)?\d)"
)
# The title behind a colon or a verb, unquoted, up to the end of its sentence.
_IS = re.compile(
    r"\b(?:title|titel|titre|titolo|título|tytuł\w*|název|tittel|otsikko|topic|thema"
    r"|tema)"
    r"(?:\s+(?:of|des|der|du|de|del|della|da|do|van|av|til|på)[^.:,\n]{2,40}?)?"
    r"\s+(?:is|will be|lautet|ist|wird sein|est|sera|è|sarà|es|será|é|to|brzmi|je|zní"
    r"|är|er|on)"
    rf"\s*[:„“\"'‘«–-]*\s*(?P<title>[^\W\d_][^\n]{{8,180}}?)[\"”“'’»]*{_STOP}",
    re.IGNORECASE,
)
_WITH_TITLE = (
    r"entitled|titled|mit dem (?:titel|thema)|zum thema|intitulée?|ayant pour titre"
    r"|dal titolo|titulad[oa]|con el título|intitulad[oa]|com o título|getiteld"
    r"|met als titel|zatytułowan\w+|pod tytułem|pt\.|na temat|s názvem|na téma"
    r"|med titlen|med titeln|otsikolla"
)
_ENTITLED = re.compile(
    rf"\b(?:{_WITH_TITLE}|called|unter dem titel|intitolat[oa]|med tittelen)\s*:?\s+"
    rf"(?P<title>[A-ZÀ-ÞŁŚŻČŠŽ0-9][^\n\"“„«]{{8,180}}?){_STOP}",
)
_ABOUT = re.compile(
    r"\b(?:(?:talk|speak|lecture)(?:ing|s)?|present(?:s|ing)?)\s+(?:to us )?(?:about"
    r"|on)\s+"
    rf"(?P<title>[A-Z][^\n\"“„«]{{10,150}}?){_STOP}"
)
_BETWEEN = re.compile(  # Her talk, Owls at Night, begins at 7
    r"\b(?:talk|lecture|seminar|presentation|paper|vortrag|exposé|conférence|charla"
    r"|palestra"
    r"|lezing|foredrag|föredrag),\s+(?P<title>[A-ZÀ-Þ][^,\n]{8,120}),\s+(?=[a-z])"
)
# What the title follows upon, in a paragraph of its own.
LEADS = re.compile(
    rf"(?:\b(?:{_WITH_TITLE}|spricht\b.*über|(?:vortrag|thema|titel)(?: lautet| ist)?"
    r"|with the title|(?:title|topic) (?:is|will be)|on|speak(?:ing)? (?:about|on)"
    r"|talk(?:ing)? about|parler[àa] (?:di|de)|hablará (?:de|sobre)|בנושא|(?:ידבר|תדבר)"
    r" על|soutien\w+ sa thèse|sul tema|sur|sobre|sobre o tema|over|om|presents?"
    r"|präsentier(?:t|en)|gemeinsam vor|tragen vor)|^über)\W{0,3}$",
    re.IGNORECASE,
)


_TITLE = re.compile(
    r"\b(?:title|titel|titre|titolo|título|tytuł|název|tittel|otsikko|topic|thema|tema"
    r"|talk|titled"
    r"|heißt|heet|heter|hedder|s['’]intitule|se titula|si intitola|zatytułowan\w+)",
    re.IGNORECASE,
)


_QUOTED_EVENT = re.compile(
    r"\W*(?:[\w-]+ ){0,2}?(?:\w*talks?|\w*lecture|\w*vortrag|charla|conferencia"
    r"|mesa[ -]redonda|table ronde|tavola rotonda|podiumsdiskussion"
    r"|panel(?: discussion)?"
    r"|debate|débat|dibattito|conférence|exposé|conferenza|palestra|lezing|foredrag"
    r"|föredrag|wykład|přednáška|הרצאת אורח|ה?הרצאה)\s*[:–-]?\s*",
    re.IGNORECASE,
)


def heads_quotation(text: str) -> bool:
    """Say whether a text before a quotation is a kind of talk: it is the title then."""
    return bool(_QUOTED_EVENT.fullmatch(text))


def names_title(sentence: str) -> bool:
    """Say whether a sentence speaks of a title."""
    return bool(_TITLE.search(sentence))


def title_in(flat: str) -> str:
    """Return the title that a sentence names without quotes, or nothing."""
    for pattern in (_IS, _ENTITLED, _BETWEEN, _ABOUT):
        if found := pattern.search(flat):
            text = found["title"].strip(" ,;:\"'“”„«»")
            if len(text.split()) > 1:
                return text
    return ""


def cleaned_title(value: str, names: list[str]) -> str:
    """Return a title without marks, quotes, `Cancelled:` and `by Name`."""
    text = " ".join(unlink(value).split())
    text = bare(text)
    if len(text) > _LONGEST:
        return text
    text = re.sub(r"^\W*(?:re|fwd?|aw|wg):\s*", "", text, flags=re.IGNORECASE)
    text = re.sub(
        r"^\W*(?:cancel?led|postponed|abgesagt|verschoben|annul[ée]e?"
        r"|report[ée]e?|annullat[oa]|rinviat[oa]|cancelad[oa]"
        r"|aplazad[oa]|rescheduled|moved|entfällt|בוטלה?|נדחתה?)\b\W+"
        r"(?=\w)",
        "",
        text,
        flags=re.IGNORECASE,
    )
    text = _IN_LANGUAGE.sub("", text)
    text = re.sub(r"\s*[\[(](?:[^\[\]():]{0,20}:)?\s*$", "", text)  # Trees (note:
    quoted = re.fullmatch(
        r"(?:(?:seminar|talk|lecture|vortrag|seminario|title)\W*\s)?[\"“„«‘']+"
        r"\s*(.+?)\s*[\"”“»’']+\.?(?:\s+(?:by|von|par|di|de|por|da)\s+.*)?",
        text,
        re.IGNORECASE,
    )
    if quoted and not re.search(r"[\"“”„«»]", quoted[1]):
        text = quoted[1]
    for name in names:
        text = re.sub(
            rf"\s*[,–-]?\s*\b(?:by|von|par|di|de)\s+(?:\S+\s)?{re.escape(name)}.*$",
            "",
            text,
            flags=re.IGNORECASE,
        )
    text = re.sub(r"^[*_]{1,3}(.+?)[*_]{1,3}$", r"\1", text)
    return text.strip().rstrip(".").strip() if not text.endswith("...") else text
