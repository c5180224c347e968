"""Whether a text announces talks at all, or is of a kind that only looks so."""

from __future__ import annotations

import re

from announcer.importers.letters import Letter

# A text about talks says one of these somewhere, in whatever language.
_EVENT = re.compile(
    r"\b(?:talks?|speakers?|speaks?|speaking|seminars?|webinars?|lectures?(?! notes)"
    r"|colloqui\w+|presentations?|journal club|reading group|thesis|abstract"
    r"|vortr[aä]g\w*|spricht|referent\w*|kolloqui\w*|\w*seminars?|expos[ée]s?"
    r"|s[ée]minaires?|conf[ée]renc(?:e|ier|i[èe]re)s?|orat(?:eur|rice)s?|soutenance"
    r"|seminari[oa]?|conferenz[ae]|relat(?:ore|rice)|charlas?|ponen(?:te|cia)s?"
    r"|conferencias?|palestras?|palestrantes?|seminários?|mesa[ -]redonda|colóquios?"
    r"|lezing(?:en)?|gastcolleges?|spreker|foredrag\w*|föredrag\w*|seminarium\w*"
    r"|seminarie\w*|wykład\w*|referat\w*|seminariów|odczyt\w*|prelekcj\w*|wygłosi"
    r"|přednáš\w*|prednáš\w*|seminář\w*|kolokvi\w*|beszélgetés|előadás\w*"
    r"|\w*forelæsning\w*|\w*forelesning\w*|\w*föreläsning\w*|luen(?:to|noi)\w*"
    r"|esitelm\w*|väitös\w*|seminaari\w*|disputation\w*|podiumsdiskussion|podium"
    r"|tables? rondes?|panel discussion|panel|défense de thèse|antrittsvorlesung"
    r"|ringvorlesung\w*|vorlesung\w*|fortbildung|oratie|inaugural"
    r"|brown ?bags?|presents|presenting|present (?=[\"“„«])|fireside chat"
    r"|tertulias?|science caf[ée]|caf[ée] scientifique|caff[èe] scientifico|hablará\w*"
    r"|parlerà|parlera|disertará|erzähl(?:t|en) (?:uns|euch)|berichtet (?:uns|euch)"
    r"|visite guidée|rencontres?"
    r"|conversatorio|coloquios?|mesa redonda|incontr[io]|convegno)\b"
    r"|セミナー|講演|研究会|談話会|הרצא|סמינר|קולוקוויום|מרצ|מפגש",
    re.IGNORECASE,
)
# Each kind with what tells it; two of these are enough.
_KINDS = {
    "minutes of a meeting": (
        r"\bminutes of\b", r"^[^\w\n]*(?:present|attending|apologies|absent)\W*:",
        r"\bagenda item|any other business|\bAOB\b",
        r"^[^\w\n]*protokoll (?:der|des|zur)\b",
        r"\banwesend\w*\W*:|\bentschuldigt\w*\W*:", r"\btagesordnung\b|^[^\w\n]*TOP \d",
        r"^[^\w\n]*(?:compte[ -]rendu|proc[èe]s-verbal)\b", r"\bordre du jour\b",
        r"^[^\w\n]*(?:présents|excusés)\s*:", r"^[^\w\n]*verbale (?:della?|del)\b",
        r"\bordine del giorno\b", r"^[^\w\n]*(?:presenti|assenti)\s*:",
        r"^[^\w\n]*acta de\b", r"\borden del d[ií]a\b", r"^[^\w\n]*asistentes\s*:",
        r"^[^\w\n]*פרוטוקול", r"^[^\w\n]*(?:נוכחים|סדר היום)",
    ),
    "an offer of a position": (
        r"\b(?:invites?|welcomes?|accepts?) applications?\b", r"\bvacanc(?:y|ies)\b",
        r"\b(?:ph\.?d|postdoc\w*|faculty|research|open) positions?\b",
        r"\bposition (?:starts|is (?:funded|available|open))",
        r"\bletters? of (?:recommendation|motivation)\b",
        r"\bapplications? (?:with|must)\b",
        r"\bstellenausschreibung\b|\bzu besetzen\b", r"\bbewerbung(?:en|sschluss)\b",
        r"\bW[123]-professur\b", r"\bcandidatures?\b", r"\bpostes? (?:à|de) pourvoir\b",
        r"\bbecas?\b", r"\bsolicitudes\b", r"\bborse? di (?:studio|dottorato)\b",
        r"\bdomand[ae] di (?:ammissione|partecipazione)\b", r"מלגת|משרת|הגשת מועמדות",
    ),
    "a call for papers": (
        r"\bcalls? for (?:papers|abstracts|participation|contributions)\b",
        r"\b(?:paper |abstract )?submissions?(?: deadline)?\s*:",
        r"\bimportant dates\b",
        r"\bnotification(?: of acceptance)?\s*:", r"\bcamera[ -]ready\b",
        r"\b(?:program|programme|general) (?:committee|chairs?)\b",
    ),
    "a plan of a journey": (
        r"\bitinerary\b|\breiseplan\b", r"\b(?:depart(?:ure|s)?|abflug|abfahrt)\b",
        r"\b(?:arriv(?:e|al|es)|ankunft)\b", r"\bbooking (?:reference|code|number)\b",
        r"\b(?:flight|flug|train|zug)(?: no\.?| nr\.?)? ?[A-Z]{1,3} ?\d{2,4}\b",
        r"\bcheck-?in\b|\bterminal \d\b|\bseat \d", r"\bhotel\s*:",
    ),
    "a list of things to do": (r"^[^\w\n]*to-?do\b", r"^[ \t]*[-*] \[[ x]\]"),
    "a page about a program": (
        r"^#*[ \t]*(?:change ?log|release notes)\b", r"^#+ \[?v?\d+\.\d+(?:\.\d+)?\b",
        r"^#+ (?:added|changed|fixed|removed|deprecated)\b",
        r"^#+ (?:installation|install|usage|licen[cs]e|contributing|configuration)\b",
        r"\b(?:pip|npm|cargo|apt(?:-get)?|brew) install\b", r"\bpull requests?\b",
        r"\b(?:the )?repositor(?:y|ies)\b", r"`[\w./-]+\.(?:toml|yaml|json|md|py|js)`",
        r"(?:`[^`\n]{2,40}`[^`]*){6}", r"^\|\s*`|^ {4}\w+ --?\w",
        r"^#+ how to contribute\b", r"\bgit (?:clone|checkout|push)\b",
    ),
    "a course": (
        r"\boffice hours\b|\bsprechstunde\b", r"\bmid-?term\b", r"\bfinal exam\b",
        r"\b(?:homework|problem sets?|grading|prerequisites|syllabus)\b",
        r"^[^\w\n]*(?:instructor|teaching assistants?|TA)\s*:", r"\b(?:MWF|TTh|TuTh)\b",
        r"^#* ?(?:teaching|publications)\b", r"\bklausur\b|\bübungsblatt\b",
    ),
    "a curriculum vitae": (
        r"^(?:[^\n]{0,60}[^\w\n])?(?:curriculum vitae|CV|lebenslauf)[^\w\n]*$",
        r"^[^\w\n]*(?:(?:selected|invited|other) )*(?:talks|presentations|publications"
        r"|education|employment|appointments|awards|grants)[^\w\n]*$",
        r"^[^\w\n]*(?:(?:ausgewählte|eingeladene) )?(?:vorträge|publikationen"
        r"|ausbildung|werdegang|exposés|formation|publications|parcours)[^\w\n]*$",
    ),
    "an order or a bill": (
        r"\border (?:confirmation|no|number)\b", r"\binvoice\b|\brechnung\b",
        r"^[^\w\n]*(?:customer|kundennummer|delivery|lieferung)\b.*:",
        r"\bVAT\b|\bMwSt\b",
        r"\bprices?\b|\btotal\s*:|\bsubtotal\b",
    ),
}  # fmt: skip
_SIGNS = {
    kind: [re.compile(one, re.IGNORECASE | re.MULTILINE) for one in signs]
    for kind, signs in _KINDS.items()
}
_ENOUGH = 2


def says_event(text: str) -> bool:
    """Say whether a text has a word for a talk, a speaker or what they do."""
    return bool(_EVENT.search(text))


def names_event(letter: Letter) -> bool:
    """Say whether a message says anywhere that it is about a talk."""
    heads = " ".join((letter.subject, *letter.entries.values()))
    return bool(_EVENT.search(heads) or _EVENT.search(letter.text))


def other_kind(text: str) -> str:
    """Return what a text is instead of an announcement, by the words of its kind."""
    for kind, signs in _SIGNS.items():
        if sum(bool(one.search(text)) for one in signs) >= _ENOUGH:
            return kind
    return ""
