"""What the questions of forms ask for, and what organisers note for themselves."""

from __future__ import annotations

import re

# The words of a question that says what it wants: the first that fits counts.
_QUESTIONS = (
    (r"time ?stamp", "timestamp"),
    (
        r"^(?!.*(?:nachname|\bnom\b|surname|last name|apellido|cognome|zuname)).*"
        r"\b(?:vorname|prenom|first name|given name|voornaam|fornavn|firstname)\b",
        "speakers.first_name",
    ),
    (
        r"^(?!.*(?:vorname|vor und|prenom|first|nombre|nome\b)).*"
        r"\b(?:nachname|surname|last name|lastname|family name|apellidos?|cognome"
        r"|achternaam|efternavn)\b",
        "speakers.last_name",
    ),
    (
        r"\bbio\w*|about (?:you|the speaker)|kurzvita|zu ihrer person|uber (?:sie"
        r"|dich)\b"
        r"|sobre (?:usted|ti|voce)\b|(?:vous|toi) (?:concernant|presenter)"
        r"|a propos de (?:vous|toi|l)|presentez vous|su di (?:lei|te)\b|\bprofil\w*",
        "speakers.bio",
    ),
    (
        r"what (?:are|is|will|do|would) \w+ .*(?:talk|speak)|woruber"
        r"|de quoi (?:parle|allez)|di che cosa parl|de que (?:va a )?habla|waarover",
        "title",
    ),
    (
        r"abstract|zusammenfassung|summary|\bresum(?:en?|o)?\b|riassunto|blurb|תקציר"
        r"|kurzbeschreibung|\bsommario\b|\bsintesi\b|\bsinossi\b|samenvatting|streszczeni"
        r"|(?:worum|de quoi|di cosa|de que|what) .*(?:geht|parle|parla|trata|about)\b",
        "abstract",
    ),
    (
        r"affiliat|institut|instituci|instituic|istituzion|universi|company"
        r"|organi[sz]ation|etablissement|hochschule"
        r"|einrichtung|appartenenza|afilia|\bente\b|\blaborato|arbeitgeber"
        r"|employ(?:er|eur)"
        r"|where (?:do|are) you (?:work|study|based|from)"
        r"|(?:היכן|איפה) (?:את|אתה|אתם)\b|עובד"
        r"|which (?:lab|department)|wo (?:arbeite|forsch|studier)|woher komm"
        r"|ou (?:travaille|etudie)|dove (?:lavor|studi)|donde (?:trabaj|estudi)"
        r"|onde (?:trabalh|estud)|waar (?:werk|studeer)|d ou venez"
        r"|da dove (?:viene|vieni)",
        "speakers.affiliation",
    ),
    (r"\be ?mail|courriel|correo electronico", "speakers.email"),
    (
        r"anmelde|\banmeldung|\bregist(?:er|ration)|\brsvp\b|inscription|inscripcion"
        r"|iscrizion|prenotazion|aanmeld|inscricao|\btickets?\b",
        "registration",
    ),
    (r"\bslides?\b|folien|diapo\w*|transparent|lucidi\b", "slides"),
    (
        r"recording|youtube|replay|rediffusion|enregistrement|registrazione|grabacion"
        r"|gravacao|mitschnitt|aufnahme|aufzeichnung",
        "video",
    ),
    (r"preprint|arxiv|paper link|link to (?:the |your )?paper", "paper"),
    (r"home ?page|web ?site|web ?page", "speakers.url"),
    (
        r"(?:in person|online|en ligne|en linea|presenti?el|presencial|prasenz"
        r"|presenza|vor ort|sur place) "
        r"(?:or|ou|o|oder) ",
        "mode",
    ),
    (
        r"zoom|meeting (?:link|url)|\bjoin\b|\bvisio|livestream|\bwebex\b|connexion"
        r"|einwahl|zugangslink|teilnahmelink|(?:link|lien|enlace|url)\b.*\b(?:online"
        r"|ligne|linea|streaming|direct|diretta|live|meeting|video\w*|collegamento"
        r"|conexion|distanc\w+)",
        "link",
    ),
    (r"time ?zone|zeitzone|fuseau|zona horaria|fuso orario", "timezone"),
    (
        r"\bend(?:ing)? time|ends? at|^(?:hora|heure|ora|orario"
        r"|horario) d[ei] (?:fin|t)"
        r"|\bend of\b|^ende\b|\bfin (?:de|du) ",
        "end",
    ),
    (
        r"how long|wie lange|combien de temps|quanto (?:dura|tempo)|cuanto dura"
        r"|\bduration|\bdauer\b|\bduree\b|\bdurata\b|\bduracion\b",
        "duration",
    ),
    (
        r"start(?:ing)? time|what time|^(?:time|uhrzeit|heure|horaire|hora|horario|ora"
        r"|orario|tijd|tid|godzina)\b"
        r"|(?:quelle heure|que hora|che ora|welche uhrzeit|hoe laat|um wie ?viel uhr)\b"
        r"|^(?:wann|when)\b.*(?:beginn|anfang|start|begin)",
        "time",
    ),
    (
        r"\bdates?\b|\bslot\b|\bdatum\b|which day|\bfecha\b|\btermin\b"
        r"|welche[mnrs]? (?:tag|termin)"
        r"|quel jour|que dia|(?:che|quale|in che) giorno|welke dag|^wann\b|^when\b"
        r"|^quand\b|^quando\b|^cuando\b|^wanneer\b|^jour\b|^giorno\b|^dia\b|^data\b"
        r"|תאריך|מועד",
        "date",
    ),
    (
        r"\broom\b|location|venue|\braum\b|\bsalle\b|\baula\b|\bsala\b|חדר|אולם",
        "location",
    ),
    (
        r"\btitle|\btitel|\btitre|\btitolo|\btitulo|\bintitule|\bthema\b|\btema\b"
        r"|heisst (?:ihr|dein|der) vortrag|כותרת|\btopic\b|\bsujet\b|\bargomento\b"
        r"|(?:se titula|s intitule|si intitola)|what will you (?:talk|speak)"
        r"|woruber|נושא|\btytul\b|\btemat\b|\bnazev\b|\bonderwerp\b|\brubrik\b",
        "title",
    ),
    (
        r"\bspeaker|\bpresenter|your (?:full |first and last )?name|^name\b|referent"
        r"|vortragende"
        r"|\bintervenant|\borat(?:eur|rice|ore)|\bponente|\brelat(?:ore|rice)"
        r"|(?:votre|ihr|dein) (?:vollstandiger )?(?:name|nom)\b|tu nombre|su nombre"
        r"|nombre y apellido|nom et prenom|nome e cognome|שם המרצה|nombre completo"
        r"|nom complet|nome completo|vollstandiger name|vor und (?:nachname|zuname)"
        r"|wie heissen sie|comment vous appelez|come si chiama|\bשם מלא\b"
        r"|\bwho\b.*\b(?:speak|present|talk)\w*|^wer\b|^qui\b|^chi\b|^quien\b|^wie\b",
        "speakers.name",
    ),
)
QUESTIONS = tuple((re.compile(words), field) for words, field in _QUESTIONS)
# What organisers note for themselves.
OWN = re.compile(
    r"accommodation|hotel|diet|arriv|depart(?:ure|ing)|travel|book(?:ed|ing)|require"
    r"|consent|\bagree\b(?! on)|paid|\bcosts?\b|updated|reminder|comment|phone"
    r"|\bnotes?\b(?! bio)|gender|need|contact|alternativ|backup|all day|permission"
    r"|\bmay we\b|\bcan we\b|allerg|vegetar|\bok to\b|reimburs|expenses|anything else"
    r"|received|\bsent\b|reserved|\bannounced\b|announcement (?:date|sent)|\binvited on"
    r"|(?:date|datum|data|fecha)\b.*(?:invit|demande|request|anfrage|einlad|mail)"
    r"|\breply|\bbirth|lunch|dinner|breakfast|coffee|check (?:in|out)|flight"
    r"|\btrain\b|\bjob\b|academic title|pronoun|photo|country|\bteam\b|deadline"
    r"|\bopens\b|allowed|social media|original|\bold\b|previous"
    r"|\bsecond (?:date|choice)"
    r"|replace"
    r"|einverstanden|zustimm|honorar|unterkunft|ubernacht|anreise|abreise|spesen"
    r"|technik|ausstattung|bemerkung|anmerkung|sonstiges|ganztag|erinnerung|telefon"
    r"|erhalten|gebucht|gesendet|versandt|zusage|eingeladen am|geburt|essen\b"
    r"|kaffee|ankunft|abfahrt|\bakad|alter termin|ursprunglich|ausweich"
    r"|ersatz|zweitwunsch"
    r"|bestatigt|\bfoto|\bda$|abgabe"
    r"|hebergement|voyage|regime|accept|autoris|besoin|remarque|frais|journee entiere"
    r"|\brecue?s?\b|naissance|dejeuner|\bdiner|repas|reservee?|ancien"
    r"|consenso|acconsent|alloggio|viaggio|esigenz|autorizz|bisogn|rimbors"
    r"|ricevut|invio|nascita|pranzo|\bcena|prenotat|accademic|vecchi|originari"
    r"|acepta|autoriza|alojamiento|viaje|necesit|observacion|dieta|todo el dia"
    r"|recibid|\benvio|llegada|salida|nacimiento|almuerzo|reservad|anterior"
    r"|הסכמה|לינה|הערות|טלפון|תאריך הזמנה|הגעה|ארוחת|חניה"
)
