"""Kinds of labels in announcements, by patterns of their words in many languages."""

from __future__ import annotations

import re

from announcer.importers.labelnames import named_kind

# Kinds of labels; what a label of no kind introduces is no part of a talk.
_KINDS = {
    "title": """title|talk title|title of (?:the )?talk|topic|what|subject of talk
        |titel|thema
        |vortragstitel|vortrag|talk|lecture|charla|conferencia|conferenza|titre|sujet|t[ií]tulo|tema|titolo|argomento|כותרת|נושא
        |נושא ההרצאה
        |שם ההרצאה|כותרת ההרצאה|paper title|presentation|exposé
        |titel des vortrags|vortragsthema|intitul[ée]|titre de l['’]expos[ée]
        |titolo del seminario
        |t[ií]tulo de la (?:charla|conferencia)|נושא המפגש|thesis title""",
    "speaker": """(?:(?:guest|invited|keynote|featured
        |our) )?speakers?(?: ?\\(s\\))?|who|presenters?
        |presented by|presentation by|(?:guest )?lecturers?|given by|talk by
        |lecture by|by|sprecher(?:in|innen)?
        |referent(?:in|en|innen|:in|\\*in)?|vortragende[rn]?|vortragende\\*r
        |vortrag von|redner(?:in)?|wer|es spricht
        |intervenante?s?|orateurs?|oratrice|conf[ée]renci(?:er|[èe]re)s?|oradore?s?
        |oradora
        |ponentes?|conferenciantes?|expositore?s?|expositora|qui[ée]n|relatore
        |relatori|relatrice
        |oratore|chi|speaker/i|מרצה|מרצים|המרצה|דובר|דוברת|דוברים|name|panelists?
        |speaker name|presenter ?\\d|speaker ?\\d
        |(?:ph\\.?d\\.? |doctoral )?candidate|kandidat(?:in)?|doktorand(?:in)?
        |candidate?o?
        |vortrag durch
        |מרצה אורחת?|מציגה?""",
    "affiliation": """affiliations?|institution|institute|university
        |speaker affiliation|zugeh[öo]rigkeit
        |institut(?:ion)?|affiliazione|afiliaci[óo]n|instituci[óo]n|istituzione|universit[àé]|universidad
        |[ée]tablissement|hochschule|einrichtung|organi[sz]ation|company|שיוך|מוסד|from""",
    "when": """dates?|when|day|date ?(?:and|&|/|\\+|,) ?time|time (?:and|&) date
        |date/heure
        |date et heure|datum|wann|termin|tag|datum (?:und|/) (?:uhr)?zeit
        |zeit (?:und|&|/) ort|quand|jour
        |fecha|cu[áa]ndo|d[íi]a|fecha y hora|data|quando|giorno|data e ora|תאריך|מתי
        |יום|מועד
        |talk date|when ?(?:&|and|/) ?where|time ?(?:&|and|/|,) ?(?:place|location
        |venue)|date ?(?:&|and|/|,) ?(?:place|location|venue)
        |date ?& ?time|new date|neuer termin|nouvelle date|nuova data|nueva fecha
        |date of talk""",
    "time": """time|times|hour|zeit|uhrzeit|beginn|heure|horaires?|hora|horario|ora
        |orario|שעה
        |start(?:ing)? time|starts?|new time""",
    "end": """end(?: time)?|ende|fin|fine""",
    "place": """(?:location|place|venue|where|room|lecture room|building|hall|ort
        |raum|wo|h[öo]rsaal
        |veranstaltungsort|lieu|salle|o[ùu]|lugar|d[óo]nde|sala|aula|luogo|dove|sede
        |מקום|היכן|איפה
        |חדר|אולם|מיקום)|new (?:room|location|venue|place)|neuer raum""",
    "link": """(?:zoom|teams|webex|meet(?:ing)?|virtual|online|video|google meet
        |ms teams|microsoft teams|bbb
        |join|remote|streaming|web)?[ -]?(?:link|url|access|meeting link
        |room link)(?: to join)?|zoom|teams|webex
        |join(?: zoom| online| the meeting| us)?(?: at| here| link)?|online|virtual
        |remote|meeting|livestream|live stream|live
        |zugang|einwahl|zoom-zugang|videokonferenz|lien(?: zoom| visio
        | de connexion)?|visio(?:conf[ée]rence)?
        |en ligne|enlace(?: zoom)?|en l[íi]nea|collegamento(?: zoom)?
        |קישור(?: לזום)?|זום|link zoom|meeting url|zoom meeting
        |join zoom meeting|webinar(?: link)?|link to join|zoom id|bbb|google meet
        |to join|stream""",
    "abstract": """(?:talk )?abstract(?: of (?:the )?talk)?|summary|description
        |about (?:the|this) (?:talk|lecture|seminar)|what is it about
        |worum geht es|zusammenfassung|(?:zum )?inhalt
        |kurzfassung|abstrakt|r[ée]sum[ée]|resumen|riassunto|abstract/riassunto
        |sommario|תקציר|outline|synopsis|overview
        |sunto|תקציר ההרצאה|kurzbeschreibung|descripci[óo]n|descrizione|beschreibung""",
    "bio": """(?:short |brief )?(?:speaker(?:['’]?s)? )?(?:bio|biography
        |biograph(?:ie|y)|bio-?sketch|biographical sketch
        |biosketch)(?: of (?P<of>.+))?|about the (?:speaker|presenter|lecturer)s?
        |speaker (?:bio|biography|information|info)
        |zur person(?:: (?P<zu>.+))?|[üu]ber (?:den|die) (?:vortragenden?
        |referent(?:in|en)|sprecher(?:in)?)|kurzbiographie
        |kurzbiografie|lebenslauf|vita|biographie(?: (?:de|von) (?P<de>.+))?
        |biografie|biograf[íi]a|nota biografica
        |bio breve|קורות חיים(?: של (?P<he>.+))?|ביוגרפיה|אודות (?:המרצה|הדובר
        |הדוברת)|notice biographique""",
    "host": """hosts?|hosted by|faculty host|gastgeber(?:in)?|eingeladen von
        |einladende[rn]?|invit[ée]e? par|h[ôo]te|anfitri[óo]n|invitado por
        |ospite di|invitato da|מארחת?|מארחים|אירוח|organi[sz]ed by|chair""",
    "duration": """duration|length|dauer|dur[ée]e|duraci[óo]n|durata|משך""",
    "series": """type|series|seminar|event|colloquium|seminar series|reihe
        |veranstaltung|s[ée]rie|kolloquium|סדרה|סמינר""",
    "posted": """posted ?by|posted(?: on)?|term|semester|ver[öo]ffentlicht
        |publi[ée] le""",
    "video": """youtube|video|recording|recorded video|aufzeichnung
        |enregistrement|registrazione|grabaci[óo]n|הקלטה""",
    "slides": """slides?|folien|diapositives|diapositivas|מצגת""",
    "paper": """paper|preprint|arxiv|artikel|article|מאמר|paper link""",
    "registration": """registration|register(?: here| at)?|rsvp|anmeldung
        |inscription|iscrizione|inscripci[óo]n|הרשמה|sign[- ]up|eventbrite
        |registration link""",
    "language": """language|sprache|langue|lingua|idioma|שפה""",
    "secret": """(?:meeting |zoom )?(?:passcode|password|pass code|pass
        |kenncode|kennwort|passwort|code secret|mot de passe|contrase[ñn]a
        |codice|סיסמה|קוד|pin|access code)""",
    "status": """status""",
    "notice": """note|notice|hinweis|remarque|nota|attention|הערה""",
    "references": """references|literatur|bibliography|bibliograf[íi]a
        |r[ée]f[ée]rences""",
    "other": """(?:zoom |meeting |webinar )?(?:meeting )?id|meeting number|contact
        |kontakt|contacto|contatti|e-?mail|phone|further ?details|web(?:site|page)?
        |homepage|home page|more info(?:rmation)?
        |info|further information|url|from|to|cc|reply-to|organi[sz]ers?
        |organisation|organizzatori|organisateurs?|veranstalter|refreshments
        |reception|coffee|tea|lunch|dinner
        |keywords|tags|stichworte|mots[- ]cl[ée]s|level|audience|attachments?|sent
        |message-id|dial[- ]in|one tap mobile|talk page|add to calendar
        |calendar(?: of .+)?|topics|unsubscribe|parking|website link|agenda
        |program(?:me)?
        |sponsor(?:ed by|s)?|host institution|format|aliases|categories|slug|layout
        |permalink|draft|image|author|אתר|ארגון|מארגנים|cost|eintritt|schedule
        |doors(?: open)?|einlass|kaffee|imbiss|accueil|co-?sponsors?|phone number
        |sip|h\\.323|find your local number
        |(?:thesis |dissertation |examination )?committee(?: members)?
        |(?:co-?)?advisors?
        |(?:co-?)?supervisors?|betreuer(?:in)?|pr[üu]fer|jury|opponents?|examiners?""",
}  # fmt: skip
_LABELS = {
    kind: re.compile("".join(part.strip() for part in names.split("\n")), re.IGNORECASE)
    for kind, names in _KINDS.items()
}


_NEW = re.compile(  # new room, neuer Ort, nouvel horaire: of the same kind
    r"^(?:(?:please )?(?:note|mind|beachten|achtung|attention|nota|attenzione"
    r"|atención)\W+"
    r"(?:the |den |die |das |le |la |el |il |l['’])?)?(?:new|unusual|special|different"
    r"|changed|exceptional|abweichende[rs]?|andere[rs]?|ungewohnte[rs]?|updated|corrected|changed|neue[rsn]?|geänderte[rs]?|nouve(?:au|lle?|l)"
    r"|nuov[oa]|nuev[oa]|nov[oa]|nieuwe?|nowy|nowa|nový|nová)\s+(?=[^\W\d_]{2})",
    re.IGNORECASE,
)


def without_new(name: str) -> str:
    """Return a label without words that only say that its value is another one now."""
    return _NEW.sub("", name.strip(" *_"))


def kind_of(name: str) -> str:
    """Return the kind of a label, or nothing if it is none that we know."""
    return kind_and_rest(name)[0]


def kind_and_rest(name: str) -> tuple[str, str]:
    """Return the kind of a label, and whom it says it is of: `Bio of Ann Lee`."""
    plain = " ".join(re.sub(r"[*_#]+", " ", name).split()).strip(" .-–—?¿")
    plain = _NEW.sub("", plain)
    plain = re.sub(r"(?i)^(talk|lecture|vortrag|seminar) \d+$", r"\1", plain)
    for kind, pattern in _LABELS.items():
        if found := pattern.fullmatch(plain):
            return kind, next(filter(None, found.groups()), "")
    if kind := named_kind(plain):
        return kind, ""
    return (
        (kind_and_rest(plain[1:])[0], "")
        if plain[:1] == "ה" and len(plain) > 3
        else ("", "")
    )
