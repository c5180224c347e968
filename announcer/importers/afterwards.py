"""What stands below an abstract in a mail and is none of it, in many languages."""

from __future__ import annotations

import re

from announcer.importers.clockwords import OTHER

_LINE = 70  # letters of a line about refreshments
_SHORT = 230  # letters; a longer paragraph is of the abstract, whatever it mentions
# How a short paragraph begins that is none of it.
_BEGINS = re.compile(
    r"\W*(?:p\.\s?s\.|ps\s?:|(?-i:PS\s+(?=[A-ZÀ-Þ]))|ping me|let (?:me|us) know"
    r"|sorry|(?:we |i )?apolog|wir bitten|wir entschuldigen|nous nous excusons|veuillez"
    r"|toutes nos excuses|ci scusiamo|disculp|rogamos|chi (?:vol|desider|fosse)"
    r"|wer (?:\w+ ){0,6}möchte"
    r"|ceux qui|celles et ceux|quien(?:es)? (?:quiera|dese)|מי ש|מתנצל|אנו מתנצל"
    r"|apportez|venez|portate|porta (?:con|il)|tra(?:ed|igan)|bringt|breng"
    r"|do come|bring (?:your|a|lunch)|as (?:always"
    r"|usual|ever)\b"
    r"|we (?:shall|will|plan to) (?:go|have|meet|serve)|i (?:will|'ll) (?:post|send"
    r"|book)"
    r"|note:|n\.?b\.?\b|disclosure|(?:an? )?(?:light |small |wine |drinks )?reception"
    r"|wine\b|lunch\b|pizza\b|coffee\b|tea\b"
    r"|cake\b"
    r"|doors\b|tickets?\b|free\b.{0,20}(?:entry|admission)|booking|no (?:registration"
    r"|booking)"
    r"|(?:slides|recordings?|auto-?captions|captions|sign language|bsl)\b"
    r"|persons? with disabilit"
    r"|accessib|wheelchair|all (?:are|is|staff|students|members)\b.{0,30}(?:welcome"
    r"|invited)"
    r"|posted\b|every(?:one|body) (?:is )?(?:welcome|invited)|open to (?:all"
    r"|the public|members|everyone)"
    r"|next (?:one|time|talk|week|session|in the series|meeting|speaker)|upcoming"
    r"|save the date"
    r"|members? (?:may|receive|are)|students? (?:must|may|are)|visitors\b|see you|enjoy"
    r"|this (?:event|session|seminar|lecture) (?:is|will)|the (?:event|session|talk"
    r"|seminar)"
    r" (?:is|will be) (?:free|open|recorded|streamed|held|given|in)|for (?:questions"
    r"|queries)"
    r"|questions\?|enquiries|contact\b|parking\b|directions\b|cme\b|supported by"
    r"|sponsored by"
    r"|anschlie(?:ß|ss)end|danach\b|im anschluss|eintritt|der eintritt|keine anmeldung"
    r"|bitte\b"
    r"|um anmeldung|anmeldung|alle (?:sind|interess)|jede\w* ist|alle willkommen"
    r"|herzliche"
    r"|wir (?:laden|bitten|gehen|freuen)|kaffee\b|kuchen\b|apéro|nächste[rs]?\b|kontakt"
    r"|für (?:rückfragen|getränke|verpflegung|das leibliche)|der vortrag wird"
    r"|rückfragen"
    r"|nadien\b|na afloop|iedereen\b|aanmelden|toegang|graag\b|tot dan|volgende\b"
    r"|bagefter|efter (?:foredraget|föredraget)|alle er velkomne|gratis\b|tilmelding"
    r"|kaffe\b"
    r"|fika\b|varmt välkomn|välkomn|alla (?:är )?(?:intresserade|hälsas)|anmälan"
    r"|velkommen"
    r"|vel mødt|un (?:café|pot|verre|buffet)|le séminaire (?:sera|est)"
    r"|l['’]exposé (?:sera|est)"
    r"|vous êtes (?:tous|toutes)|venez|entrée\b|inscription|prochain|nous irons"
    r"|à la suite"
    r"|la séance|la s\.?v\.?|tutt[ie]\b|seguirà|al termine|ingresso|prossim"
    r"|il seminario (?:si|sarà)"
    r"|(?:[èe]['’]?|sarà) (?:anche |inoltre )?possibile|il (?:est|sera) possible d[e'’]"
    r"|(?:también )?(?:es|será) posible (?:seguir|participar|asistir)"
    r"|(?:também )?(?:é|será) possível|per (?:seguire|collegarsi)|chi non pot"
    r"|la conf[ée]rence (?:sera|est)|il (?:link|collegamento)|el enlace|der (?:zugang"
    r"|link)"
    r"|the (?:zoom|link|meeting)|le lien"
    r"|pour (?:celles|ceux)|für (?:alle|diejenigen), die nicht|for those (?:who|unable)"
    r"|per chi (?:non|volesse)|para quienes no|voor wie niet|dla osób"
    r"|you (?:can|may) (?:also )?(?:join|follow|attend|watch)"
    r"|it is (?:also )?possible to"
    r" (?:join|follow|attend)|(?:sie können|man kann) (?:auch )?(?:online|per|via)"
    r"|l['’]evento|è gradita|siete|vi aspett|cordial|la entrada|entrada\b|se (?:ruega"
    r"|servirá"
    r"|entregará|dará)|os (?:esper|invit)|les esper|próxim|al finalizar|habrá\b"
    r"|la sesión|¡"
    r"|a entrada|será (?:servid|oferecid)|não é necess|inscrições|contamos|todos\b"
    r"|haverá\b"
    r"|após\b|no final|serdecznie|zapraszamy|wszyscy|po (?:wykładzie|referacie"
    r"|seminarium)"
    r"|wstęp|następn|kawa\b|uprzejmie|srdečně|všichni|po přednášce|vstup|záznam|káva"
    r"|občerstvení|těšíme|zveme|příští|tervetuloa|kahvi|vapaa pääsy|szeretettel"
    r"|כיבוד|לפרטים|הכניסה|הקהל|נשמח|כולם|להרשמה|ההרצאה (?:תינתן|תוקלט))",
    re.IGNORECASE,
)
# What such a paragraph holds wherever.
_HOLDS = re.compile(
    r"^\W*(?:(?:this )?(?:web)?(?:page|site) (?:was )?)?last"
    r" (?:updated|modified|changed|edited)\b"
    r"|^\W*(?:zuletzt|letzte) (?:geändert|aktualisiert|bearbeitet|änderung)\b"
    r"|^\W*derni[èe]re (?:mise à jour|modification)"
    r"|^\W*(?:(?:ultim[oa]|pagina) (?:aggiornament[oa]|modifica|aggiornat[oa]))"
    r"|^\W*(?:[úu]ltima (?:actualizaci|modificaci|atualiza)\w+|laatst (?:bij)?gewerkt)"
    r"|\br\.?\s?s\.?\s?v\.?\s?p\b|\b(?:suivra|seguirà|follows|will follow|to follow"
    r"|folgt"
    r"|afterwards)[.!]?$"
    r"|refreshments|reception (?:to follow|afterwards)|unsubscribe|mailing list"
    r"|registration (?:is )?(?:required|needed|not)|"
    r"(?:all|one|body|you|guests|visitors|members|students|public|staff)"
    r" (?:is|are|be) (?:very |most |all |always |warmly )?welcome"
    r"|cordially invited|all are invited|light lunch|will be (?:served|provided"
    r"|recorded)"
    r"|one-on-one|1:1|sign up|(?:to|want to|like to"
    r"|wish to) meet (?:with )?(?:the speaker|him"
    r"|her|them|[A-Z]\w+)|join (?:us|me) for|lunch with|dinner with|high tea"
    r"|um anmeldung wird gebeten|herzlich eingeladen|herzlich willkommen"
    r"|wird (?:aufgezeichnet"
    r"|gestreamt)|bien(?:venue|venus)|sera suivi|sur inscription|cordialmente invitat"
    r"|entrada libre|entrée libre|ingresso libero|eintritt frei|wstęp wolny|vstup volný"
    r"|will be closed|bleibt\b.{0,40}\bgeschlossen|sera fermée?|sarà chius[oa]"
    r"|resterà chius"
    r"|(?:estará|permanecerá) (?:cerrad|fechad)[oa]|is gesloten|będzie nieczynn"
    r"|bude zavřen"
    r"|registered charity|opening hours|geöffnet|is open until|^\W*(?:©|copyright\b)"
    r"|plaats reserveren|fri entré|fri adgang|すべて|参加無料",
    re.IGNORECASE,
)
# What services write around an address to join at, in other languages than English.
OF_MEETINGS = (
    r"microsoft teams-(?:besprechung|sitzung)|nehmen sie auf dem computer"
    r"|(?:hier klicken|klicken sie hier), um an|jetzt an der besprechung"
    r"|besprechungs-id"
    r"|besprechungsoptionen|weitere infos\b|telefonisch einwählen|telefonkonferenz"
    r"|(?:oder )?(?:rufen sie an|anrufen) \(nur audio|lokale nummer|pin zurücksetzen"
    r"|benötigen sie hilfe|zoom-meeting beitreten|dem zoom-meeting beitreten"
    r"|réunion microsoft teams|rejoign\w+(?:-nous)? (?:sur|à partir|la réunion)"
    r"|cliquez ici pour (?:rejoindre|participer)"
    r"|(?:participer|rejoindre) (?:à )?la réunion"
    r"|id de (?:la )?réunion|options de (?:la )?réunion|besoin d['’]aide|en savoir plus"
    r"|reuni[óo]n de microsoft teams|unirse a la reuni[óo]n|id\.? de (?:la )?reuni[óo]n"
    r"|riunione di microsoft teams|partecipa alla riunione|id riunione"
)
# How a line begins that is none of an abstract, however long it is.
_STOP = re.compile(
    rf"^[*_¡\s]*(?:{OF_MEETINGS}|join (?:zoom|the zoom|us|the meeting|from"
    r"|on)\b|zoom (?:link|meeting|info|details)|(?:please )?"
    r"(?:click|use) (?:here|this|the (?:link|following))"
    r"|if you (?:would like|want|wish|are interested|have any"
    r"|need)|for (?:more|further) (?:information|details)|more "
    r"(?:information|details)|further (?:information|details)"
    r"|(?:everyone|everybody|all|you) (?:is|are) (?:very |most "
    r"|cordially |warmly )*(?:welcome|invited)|all welcome"
    r"|(?:the )?(?:seminar|talk|lecture|event|meeting) (?:is"
    r"|are|will be) (?:free|open to|recorded|streamed|followed)"
    r"|(?:after|before|following) the (?:talk|seminar|lecture|colloquium),? "
    r"(?:we|there|you|please|join)|ab \d[\d.:]* uhr"
    r"|nach dem (?:vortrag|seminar) (?:gehen|gibt|laden|sind)"
    r"|all (?:talks|seminars|lectures) (?:are|take|will|start)|alle vorträge"
    r"|les (?:exposés|séances) (?:ont|auront) lieu|i seminari si"
    r"|las charlas (?:son|ser)"
    r"|à l['’]issue|al termine|os esperamos|les esperamos"
    r"|(?:light )?refreshments|coffee|tea (?:and|will)|(?:pizza"
    r"|lunch|cookies|snacks|drinks) (?:will|is|are|provided)|(?:best"
    r"|kind|warm) (?:wishes|regards)|regards|sincerely|cheers"
    r"|thanks|see you|please (?:do|don['’]t|bring|be|keep|arrive|silence|switch)\b"
    r"|(?:we )?(?:hope|look(?:ing)? forward) to see|please "
    r"(?:note|contact|register|join|rsvp|email|let|forward"
    r"|feel)|to (?:register|join|attend|unsubscribe|subscribe"
    r"|meet)|register (?:here|at)|rsvp|dial by|one tap|meeting id"
    r"|passcode|the (?:organi[sz]ers?|organizing)\b"
    r"|(?:upcoming|next|future|past|previous) (?:talks|seminars|events|speakers"
    r"|week)|organi[sz]ed by|this (?:talk|seminar|event|series) is "
    r"(?:part|sponsored|supported|organi[sz]ed|hosted)|attendance is"
    r"|there will be (?:coffee|tea|refreshments|lunch|pizza|a reception|snacks|drinks)"
    r"|bring your|le s[ée]minaire (?:aura|sera)|das seminar findet"
    r"|il seminario (?:si|sar)"
    r"|el seminario (?:ser|tend)|suivi d|un café|après l|es gibt kaffee"
    r"|admission|host(?:ed by)?:|contact:|you received"
    r"|alle interessierten|interessierte|gäste sind|mit freundlichen"
    r"|viele grüße|beste grüße|herzliche grüße|wir freuen uns"
    r"|im anschluss|der vortrag (?:findet|ist)|anmeldung|kaffee"
    r"|zu diesem vortrag"
    r"|toutes? les|tous les intéressés|entrée libre|cordialement"
    r"|bien cordialement|l'exposé (?:aura|sera)|pour (?:plus"
    r"|rejoindre|toute)|inscription"
    r"|tutti (?:gli|sono)|cordiali saluti|un saluto|l'ingresso"
    r"|ingresso libero|per (?:partecipare|informazioni|ulteriori)"
    r"|la partecipazione|todos|saludos|entrada libre|para "
    r"(?:más|unirse)"
    r"|הכניסה|הנוכחות|בברכה|להתראות|הציבור|כולם מוזמנים|פרטים נוספים)",
    re.IGNORECASE,
)
_HOUR = re.compile(r"\d[:.h]\d\d|\d\s?(?:uhr|h\b|[ap]\.?m)|\bat \d", re.IGNORECASE)
_ROLE = re.compile(
    r"\W*(?:il direttore|il coordinatore|la segreteria|the organi[sz]ers?|der vorstand"
    r"|sd/-"
    r"|die (?:dozent|veranstalter|organisator)\w*|le comité|les organisateurs"
    r"|la dirección"
    r"|a coordenação|organizatorzy|pořadatelé|[^\W\d_]+ (?:committee|team))\b",
    re.IGNORECASE,
)
_FIRST_NAME = re.compile(
    r"\W{0,4}[A-ZÀ-ÞŁŚŻČŠŽ][^\W\d_A-ZÀ-Þ]{1,13}(?:-[A-ZÀ-Þ][^\W\d_]+)?"
    r"(?:(?:\s*[&,]\s*|\s+(?:and|und|et|e|y|og|och|i)\s+)[A-ZÀ-ÞŁŚŻČŠŽ][^\W\d_A-ZÀ-Þ]{1,13})?\W{0,2}"
)
_INITIALS = re.compile(r"\W{0,3}(?:[A-Z]\.? ?){1,3}\W{0,2}")


def is_stop(text: str) -> bool:
    """Say whether a text begins what stands below announcements."""
    return bool(_STOP.match(text)) or is_afterwards(text)


def is_afterwards(text: str) -> bool:
    """Say whether a short text is of what stands below a talk: food, names."""
    flat = " ".join(text.split())
    if len(flat) > _SHORT:
        return False
    if len(flat) < _LINE and OTHER.search(flat) and _HOUR.search(flat):
        return True  # Biscuits at 4.45
    if re.search(r"[\w.-]@[\w-]+\.\w", flat):
        return True  # whom to ask
    return bool(_BEGINS.match(flat) or _HOLDS.search(flat) or is_signature(flat))


def is_signature(text: str) -> bool:
    """Say whether a line is the name or the office with which a mail is signed."""
    flat = " ".join(text.split())
    whole = _FIRST_NAME.fullmatch(flat) or _INITIALS.fullmatch(flat)
    return bool(whole or (len(flat) < 60 and _ROLE.match(flat)))
