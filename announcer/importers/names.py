"""What a person's name looks like, and what stands before and behind it.

Titles, degrees and ranks of many languages are kept here, and the words by which an
institution, a room or an event is told from a person.
"""

from __future__ import annotations

import re


def _capitals() -> str:
    """Return every capital letter of Latin and Cyrillic as a class of letters."""
    ranges = (*range(0xC0, 0x250), *range(0x400, 0x530), *range(0x1E00, 0x1F00))
    return "A-Z" + "".join(chr(one) for one in ranges if chr(one).isupper())


CAPITAL = f"[{_capitals()}]"

# English, German, French, Spanish, Portuguese, Italian, Dutch, Polish, Czech,
# Scandinavian, Hebrew; some stand alone, some follow upon others.
_TITLE = (
    r"Prof(?:essor|esseur|esora?|essora|\.ssa|\.in|\.?ª|a)?|prof(?:\.ssa|essor|esor)?"
    r"|[Dd]r(?:\.in|\.?ª|a|s)?|A/Prof|Assoc|Asst|Associate|Assistant|Distinguished"
    r"|Emeritus|Doctor|Mr|Mrs|Ms|Miss|Sir|Dame|Lord|Lady|Rev|Hon"
    r"|Herrn?|Frau|Hr|Fr|Dipl\.-\w+|Dipl|PD|Priv|Doz|[Ii]ng|Math|Inform|Phys|Jun|a\.o|ao|o\.|em"
    r"|Univ|apl|h\.c|habil|med|rer|nat|phil|jur|oec|M?Mag(?:\.a)?|Bakk|DI"
    r"|Arch|Avv|Geom|Rag|Mg|Mgtr|Mtra?|Dipl\.-Phys|Dipl\.-Math"
    r"|Mme|Madame|Mlle|Mademoiselle|Monsieur|MM?"
    r"|Dott(?:\.ssa|oressa|ore)?|dott(?:\.ssa|oressa|ore)?|Sig(?:\.ra|nora|nor)?"
    r"|Sra?|Sr\.?ª|Señora?|Senhora?|Lic|Don|Doña|D\.?ª|Mtr[oa]|Doutora?"
    r"|doctora?|doutora?|dottor(?:e|essa)?|profes(?:or|ora)|professor(?:a|e|essa|in)?"
    r"|drs|ir|mw|mevr|dhr|mevrouw|meneer|de heer"
    r"|[Mm]gr|inż|hab|[Pp]ani?|[Pp]an[ií]|[Dd]oc|(?:RN|Ph|MU|JU|MV|Th|Pharm|Paed)Dr"
    r"|[Dd]ocent|[Ll]ektor|[Uu]niversitetslektor|[Ff]ru|fil|tekn"
    r"|PROF|DR|MR|MRS|MS|ד[\"״]ר|פרופ['׳]?|פרופסור|גב['׳]|מר"
)
HONORIFIC = (
    rf"(?:(?:(?:the|il|la|el|le|o|a|os|as) )?(?:{_TITLE})"
    r"(?:[.:]|\b(?!['’])|(?=\s))[-. ]{0,9}){1,12}"
)
_TITLES = re.compile(rf"^{HONORIFIC}(?=\S)")
_ABBREVIATED = re.compile(
    r",?\s+(?:Ph\.?\s?D\.?|M\.?D\.?|M\.?Sc\.?|CSc\.?|DrSc\.?"
    r"|FRS|FRSE|FBA|OBE|CBE|MBE|OSB|SJ|OP|MP|KC|QC|DSc|DPhil|MBA|MPH)$"
)
DEGREE = re.compile(
    r"^(?:ph\.?\s?d\.?|m\.?d\.?|m\.?sc\.?|b\.?sc\.?|jr\.?|sr\.?"
    r"|i{2,3}|esq\.?|d\.?phil\.?|m\.?a\.?|b\.?a\.?|mba|mph|frs|obe|cbe|dds|rn|c\.?sc\.?|dr\.?sc\.?"
    r"|ll\.?[mbd]\.?|fr(?:c|ac)[ps](?:c|path|ch)?|fac[ps]|faan|prof\. \w{2,4})$",
    re.IGNORECASE,
)
# What somebody is; it goes where a home follows it.
RANK = (
    r"(?:(?:associate|assistant|full|adjunct|visiting|distinguished|teaching|research"
    r"|emeritus|senior|junior|clinical|chartered|principal|lead|chief|staff|deputy"
    r"|regents['’]?|former|wissenschaftliche[rn]?)\s+)*"
    r"(?:professor(?:in)?(?: emerit(?:us|a))?|graduate student"
    r"|(?:m\.?d\.?/)?ph\.?d\.? (?:student|candidate)|postdoc(?:toral)?"
    r"(?: (?:researcher|fellow|scholar|associate))?|lecturer|reader|research(?:er"
    r"| scientist| fellow| engineer| assistant| associate)|scientist(?:-\w)?|student"
    r"|instructor|engineer|director|head|founder|ceo|cto|fellow|curator|keeper"
    r"|historian|journalist|author|architect|biologist|physicist|mathematician"
    r"|economist|teacher|nurse|surgeon|physician"
    r"|lehrer(?:in)?|(?:ober|chef|fach)?[aä]rzt(?:in)?|oberarzt|kurator(?:in)?"
    r"|leiter(?:in)?|mitarbeiter(?:in)?|masterand|doktorand(?:in)?|dozent(?:in)?"
    r"|historiker(?:in)?|ingenieur(?:in)?|journalist(?:in)?"
    r"|doctorant(?:e)?|ma[îi]tre(?:sse)? de conf[ée]rences|professeure?|chercheu[rs]e?"
    r"|directeur|directrice|ing[ée]nieure?|enseignante?|historien(?:ne)?"
    r"|ricercat(?:ore|rice)|professoressa|curat(?:ore|rice)|dottorand[oa]"
    r"|investigadora?|profesora?|catedr[áa]tic[oa]|directora?|bi[óo]log[oa]"
    r"|ingenier[oa]|doctorand[oa]|historiadora?|professora|pesquisadora?"
    r"|onderzoeker|hoogleraar|(?:universitair )?docent|promovendus|promovenda"
    r"|adiunkt|badaczk?a?|odborn[ýá] asistent(?:ka)?|v[ěe]deck[ýá] pracovn[ií][kc]e?"
    r"|forskare|lektor|doktorand|forsker|universitetslektor|f[øo]rsteamanuensis)"
)
RANKS = re.compile(
    rf"^{RANK}(?:\s+(?:of|in|für|de|en|di|em|i|för)\s+[^,()]+?)?$", re.IGNORECASE
)
_AT = (
    r"(?:at|an der|am|à l['’]|à la|au|du|de l['’]|de la|da|do|della|dell['’]|del|dello"
    r"|alla|all['’]|presso (?:la |il |l['’])?|en la|en el|vid|på|ved|hos|aan de|van de"
    r"|bij(?: de)?|na|with)"
)
RANK_AT = re.compile(
    rf"^{RANK}(?:\s+(?:of|in|für|der|des|de|en|di|em|i"
    rf"|för)\s+[^,()]+?)?\s+{_AT}\s*(?:the )?"
    rf"(?-i:(?={CAPITAL}))",
    re.IGNORECASE,
)
# What ends a sentence, and neither `Prof.` nor `A.` nor `3.`
FULL_STOP = r"(?<!\bProf)(?<!\bDr)(?<!\bM[rs])(?<!\bMme)(?<!\b[A-Z])(?<!\d)[.!?]"
# What joins two people in a list, in all these languages.
AND = r"and|und|et|e|y|i|a|en|og|och"
# What stands before a home, and may also stand inside a name: Maria del Rio, but Maria
# Rio del Politecnico.
OF = (
    r"vom|des|de la|de l['’]|de|du|della|dell['’]|dal|dalla|del|da|do|uit|van de"
    r"|van het|van|från|fra|z|ze"
)
_PARTICLE = (
    r"(?:van|von|de|der|den|del|della|dello|di|da|do|dos|das|du|la|le|el|al"
    r"|bin|ben|ibn|ter|ten|zu|zur|zum|y|e|i|af|av|vom|vande|vander|d['’])"
)
WORD = rf"(?:(?:[dl]['’])?{CAPITAL}[\w'’.-]{{0,60}}|[א-ת][\w'’״\"׳-]{{0,60}}|[A-Z]\.)"
NICKNAME = rf"[\"“(][A-Z]\w+[\"”)](?=[ ]{CAPITAL})"
NAME = rf"{WORD}(?:[ ](?:{_PARTICLE}[ ])*(?:{NICKNAME}|{WORD})){{1,4}}"
_NAME = re.compile(NAME)
_NO_NAME = re.compile(
    r"\b(?:university|institut\w*|department|dept|school|college"
    r"|hall|room|building|center|centre|\w*seminar\w*|[ck]olloqui\w*|\w*kollokvi\w*"
    r"|talk|lectures?|laborator\w+|research|group"
    r"|uni[vw]er[sz][iy]t\w+|fakultät|faculty|auditorium|abstract|news"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|lunes|martes|miércoles|jueves|viernes"
    r"|lunedì|martedì|mercoledì|giovedì|venerdì|montag|dienstag|mittwoch|donnerstag"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    r"|inc|corp|company|zoom|workshop|series|welcome"
    r"|dear|hello|regards|systems|learning|theory|analysis"
    r"|thesis|proposal|defen[cs]e|dissertation|committee|webinar|symposium|notice"
    r"|announcement|einladung|cancell?ed|postponed|correction|distinguished|brown bag"
    r"|hörsaal|raum|sala(?=\s)|aula|salle|dipartimento|departamento"
    r"|vortrag|conference|library|club|society|today|tomorrow"
    r"|coffee|lunch|tea|forum|reminder|association|circle|network|street|officer|secretary|manager"
    r"|coordinator|administrator|organi[sz]er|treasurer|avenue|campus"
    r"|consult\w+|technologies|solutions|partners|museum|muse[eo]|muzeum|bibliothek"
    r"|bibliot[eè]\w+|gallery|hochschule|kulturzentrum|klinikum|akademie|zentrum"
    r"|\w*saal|\w*zaal|termin|moderation|ringvorlesung|vorlesung|antrittsvorlesung"
    r"|straße|platz"
    r"|wykład\w*|przednášk\w*|přednášk\w*|föredrag|foredrag|lezing|palestra"
    r"|conf[ée]renc\w+"
    r"|conferenza|charla|s[ée]minaires?|semin[áa]ri[oa]s?|dipartimento|coordina\w+"
    r"|bull?etin|newsletter|programme?|committee|organis\w+|organiz\w+|next|upcoming"
    r"|road|square|theat(?:re|er)|floor|lounge|stations?|estaci[óo]n|stazione|sternwarte"
    r"|\w*stiftung|fondation|fundaci[óo]n|fondazione|observator\w+|planetari\w+)\b"
    r"|אוניברסיט|חדר|בניין|סמינר|מועדון|הרצא|הודע|ביטול|מוזמ|הזמנ|תכנית|תוכנית"
    r"|סמסטר|מפגש|קולוקוויום|סדרת|כנס\b|נדח|בוטל|אולם|קומה|כניסה|רחוב|שעה\b|ספרי[יה]"
    r"|ארכיון|מוזיאון|פקולט|מחלק|החוג\b|מכון|מכלל|יום\b|ימי\b|שלום ל|תקציר|נושא\b",
    re.IGNORECASE,
)
HOME = re.compile(
    r"\b(?:uni|univ\w*|uniwersytet\w*|institut\w*|inst|department|dept|school"
    r"|college|cent(?:er|re|ro)|laborator\w+|labs?|research"
    r"|group|corp\w*|inc|ltd|gmbh|google|microsoft|ibm|mit"
    r"|cmu|eth|epfl|inria|cnrs|technion|"
    r"universit\w+|\w*hochschule|tu|academy|company|polyte[ck]hni\w+|polite[ck]hni\w+"
    r"|politec\w+|polit[ée]cni\w+|école|ecole|max planck\w*|fraunhofer\w*|hospital"
    r"|foundation|state|a&m|ucla|uc|caltech|nyu|harvard|stanford|berkeley|princeton"
    r"|oxford|cambridge|hogeschool|h[öøo]g?skol\w+|høyskolen?|yliopisto|egyetem"
    r"|instytut\w*|instituto|istituto|ústav\w*|katedr\w+|wydział\w*|zakład\w*|fakult\w+"
    r"|facult[éa]\w*|facolt[àa]|\w*klinik(?:um)?|\w*krankenhaus|\w*sjukhus\w*|sykehus"
    r"|ziekenhuis|szpital|nemocnice|ospedale|h[ôo]pital|\w*muse[eou]m?|muzeum"
    r"|observator\w+|osservatorio|observatoire|landesamt|akademi[ea]|\w*schule"
    r"|professur|lehrstuhl|chaire|c[áa]tedra|cattedra|dipartimento|departamento"
    r"|bibliot[eh]\w+|library|archive?s?|arkiv\w*|station|estaci[óo]n|stazione"
    r"|sternwarte|\w*stiftung|fondation|fundaci[óo]n|fondazione|planetari\w+)\b"
    r"|(?-i:\b[A-Z]{2,6}$|^[A-ZÀ-Þ]{3,6}(?=,\s)|\b[A-ZÀ-Þ]{3,6}(?= (?:de|di|du|da|of"
    r"|der|des|in)\s))"
    r"|אוניברסיט|מכון|טכניון|מכללה|מכללת|ארכיון|מוזיאון|בית חולים"
    r"|מרכז|פקולט|מחלק|החוג\b|חברת\b|רשות|בית[- ]ספר|אקדמי|המכללה",
    re.IGNORECASE,
)  # fmt: skip

# Titles that are given names, too, where only one word follows and no stop.
_GIVEN_TOO = re.compile(r"(?:Jun|Don|Nat|Em|Pan|Math|Fil|Hon|Dame|Ing)\s+\S+$|Jun\s")

# The end of a sentence in what has the form of a name; letters of an institute: ENS de
_TORN = re.compile(
    r"[^\W\d_]{4,}\.\s|^(?-i:[A-Z]{2,6}) (?:de|di|du|da|del|della|des|der|of)\s"
    r"|(?<!['׳])[א-ת]{3,}\s.*\b(?:של|על|את|עם)\b"
)
# Titles that have the form of a name: Vom Zählen der Bäume, La Mesure du Monde.
_PHRASE = re.compile(
    r"(?:Vom|Zum|Zur|Der|Die|Aus|Über|Auf|Mit|Für|Eine[nmr]?|Warum|Nach|Unter|Am) "
    r"|(?:Das|Im|Zu|Von|La|Le|El|Il|Lo|Un[ae]?|De|Di|Del|Du)"
    r"(?: (?:de[rlsn]?|di|las?|los))? \S+(?: \S+)*?"
    r" (?:de[rsmln]?|d[iu]|della|dei|degli|delle|de las?|vom|zum|zur) \S+$"
)
# What a theory or a method is called after somebody ends with: Fuchsian Groups.
_NOTION = re.compile(
    r"\s(?:algebras?|groups|spaces|surfaces|manifolds|sequences|functions|operators"
    r"|equations?|theorems?|conjectures?|inequalit(?:y|ies)|polynomials|measures|chains"
    r"|processes|networks|graphs|matri(?:x|ces)|integrals|varieties|categories|curves"
    r"|bundles|numbers|forces|models|methods|algorithms?|dynamics|geometry|topology"
    r"|theory|analysis|statistics|mechanics|gravity|materials|fluids|flows"
    r"|learning|computing|algebren|gruppen|räume|flächen|funktionen|gleichung(?:en)?"
    r"|operatoren|modelle|verfahren|methoden|theorie|netze)$",
    re.IGNORECASE,
)


# First words of sentences, which no name begins with in running text.
NO_BEGINNING = re.compile(
    r"(?:On|At|The|This|That|Our|An?|Am|Im|In|Der|Die|Das|Den|Dem|Eine?|Les?|La|El|Los"
    r"|Las|Il|Lo|Gli|No|Na|Em|O|Op|De|Het|Een|På|Det|I|V|W|We|Ve|Join|Dear|Note|Mit)\b"
)


def is_name(text: str) -> bool:
    """Say whether a text has the form of a person's name and of nothing else."""
    bare = plain_name(text)
    return (
        bool(_NAME.fullmatch(bare))
        and not _TORN.search(bare)
        and not _NO_NAME.search(bare)
        and not bare.isupper() | bool(re.search(r"\d", bare))
        and not is_phrase(bare)
    )


def is_phrase_with(text: str) -> bool:
    """Say whether words behind `mit` go on as no name does: `Mathe zum Mond`."""
    return bool(
        re.search(r"(?<!von)(?<!van)(?<!in)(?<!auf) (?:zum|des|dem|der) ", text)
    )


def is_phrase(text: str) -> bool:
    """Say whether words that have the form of a name are a title: `Von Mäusen ...`."""
    return bool(_PHRASE.match(text) or _NOTION.search(text))


def plain_name(text: str) -> str:
    """Return a name without titles in front of it and degrees behind."""
    bare = " ".join(re.sub(r"[*_]+", "", text).split()).strip(" ,;:–-")
    bare = _ABBREVIATED.sub("", bare)
    shorter = _TITLES.sub("", bare)
    return bare if not shorter or _GIVEN_TOO.match(bare) else shorter
