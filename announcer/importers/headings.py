"""What the headings of tables mean, in the languages in which people write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from announcer.errors import BadValue

# Each heading by itself; what is not here is looked for among the words of questions.
_NAMES: dict[str, str] = {
    "title": "title;talk title;paper title;papertitle;presentation title;"
    "lecture title;"
    "title of talk;title of the talk;talk;titel;vortragstitel;thema;vortrag;titre;"
    "titre de l expose;titulo;titulo de la charla;titolo;titolo del seminario;topic;"
    "subject;sujet;intitule;intitule de l expose;what;was;quoi;que;cosa;o que;wat;co;"
    "titulo de la ponencia;conferencia;ponencia;charla;"
    "tema;argomento;onderwerp;tytul;temat;nazev;tema prednasky;"
    "tittel;rubrik;כותרת;נושא;נושא ההרצאה;שם ההרצאה;מה",
    "speakers.name": "speaker;speakers;speaker name;name of speaker;speaker s name;"
    "name;"
    "names;full name;your name;presenter;presenters;presenter name;lecturer;lecturers;"
    "who;guest;guest speaker;invited speaker;author;authors;panelists;referent;"
    "referentin;referenten;referent in;vortragende;vortragender;vortragende r;"
    "redner;rednerin;sprecher;sprecherin;wer;teilnehmer;teilnehmende;orateur;oratrice;"
    "orateurs;intervenant;intervenante;intervenants;conferencier;conferenciere;"
    "exposant;ponente;ponentes;orador;conferenciante;quien;relatore;relatori;"
    "relatrice;oratore;chi;nombre y apellidos;nombre y apellido;nombre completo;"
    "nom et prenom;nom prenom;prenom et nom;prenom nom;nom complet;"
    "vor und nachname;vorname und nachname;vorname nachname;nachname vorname;"
    "name vorname;nome e cognome;nome cognome;cognome e nome;nome completo;"
    "palestrante;quem;spreker;naam;wie;prelegent;imie i nazwisko;prednasejici;jmeno;"
    "jmeno a prijmeni;foredragsholder;forelasare;talare;namn;navn;"
    "מרצה;מרצים;דובר;דוברת;שם המרצה;שם;שם מלא;מי",
    "speakers.first_name": "first name;firstname;given name;forename;vorname;prenom;"
    "nombre;nome;שם פרטי",
    "speakers.last_name": "last name;lastname;surname;family name;nachname;"
    "familienname;"
    "nom;nom de famille;apellido;apellidos;cognome;שם משפחה",
    "speakers.affiliation": "affiliation;uni;affiliations;institution;institute;"
    "university;"
    "speaker inst;speaker institution;speaker affiliation;presenter affiliation;"
    "organisation;organization;company;lab;laboratory;employer;home institution;"
    "zugehorigkeit;universitat;hochschule;institut;einrichtung;institutionen;"
    "organisationseinheit;universite;etablissement;laboratoire;afiliacion;"
    "institucion;universidad;affiliazione;istituzione;universita;ente;"
    "ente di appartenenza;istituto;instituicao;universidade;organismo;instelling;"
    "universiteit;afiliacja;uczelnia;afiliace;pracoviste;larosate;שיוך;מוסד;"
    "אוניברסיטה",
    "speakers.bio": "bio;biography;short bio;speaker bio;biosketch;about the speaker;"
    "about speaker;biographie;biografie;kurzbiografie;kurzbiographie;vita;lebenslauf;"
    "kurzvita;biographie courte;biografia;semblanza;nota biografica;ביוגרפיה;"
    "קורות חיים;על המרצה",
    "speakers.url": "homepage;home page;speaker url;speaker homepage;speaker website;"
    "speaker webpage;speakers webpages;speaker page;personal site;personal website;"
    "webseite des referenten;page personnelle;pagina personal;pagina personale",
    "speakers.email": "email;e mail;mail;email address;speaker email;speaker e mail;"
    "contact email;e mail adresse;mailadresse;courriel;adresse e mail;correo;"
    "correo electronico;posta elettronica;indirizzo email;דוא ל;אימייל;דואל",
    "date": "date;dates;talk date;seminar date;start date;date of talk;date and time;"
    "date time;datetime;date heure;when;datum;termin;datum und uhrzeit;wann;jour;"
    "date et heure;quand;fecha;fecha y hora;cuando;dia;data;data e ora;quando;giorno;"
    "giorno e ora;day and time;tag und uhrzeit;tag und zeit;jour et heure;dia y hora;"
    "data e hora;datum en tijd;wanneer;kiedy;kdy;dato;datum a cas;data i godzina;"
    "תאריך;מתי;תאריך ושעה",
    "weekday": "weekday;day of week;day of the week;week day;wochentag;tag;"
    "jour de la semaine;dia de la semana;giorno della settimana;day;יום",
    "time": "time;times;hour;start time;time start;start;starts;begin;begins;"
    "starting time;"
    "from;slot;time slot;uhrzeit;zeit;beginn;von;startzeit;heure;heure de debut;debut;"
    "horaire;tijd;tid;godzina;hodina;cas;klokkeslett;hora;"
    "hora de inicio;inicio;horario;ora;orario;ora di inizio;inizio;שעה;"
    "שעת התחלה;התחלה",
    "end": "end;ends;end time;time end;finish;ende;endzeit;bis;fin;heure de fin;"
    "hora de fin;fine;ora di fine;סיום;שעת סיום",
    "duration": "duration;length;dauer;duree;duracion;durata;משך",
    "timezone": "timezone;time zone;tz;zeitzone;fuseau;fuseau horaire;zona horaria;"
    "fuso orario;אזור זמן",
    "location": "location;room;venue;place;where;building;hall;ort;raum;saal;horsaal;"
    "wo;"
    "zaal;lokaal;plaats;waar;lokal;sted;mistnost;miejsce;gdzie;kde;"
    "lieu;salle;ou;lugar;sala;aula;donde;luogo;dove;sede;מקום;חדר;מיקום;היכן;אולם",
    "mode": "virtual;online;mode;format;modality;virtuell;en ligne;modalite;modalidad",
    "link": "link;zoom;zoom link;zoom url;meeting link;meeting url;join link;join url;"
    "online link;webinar link;teams link;stream;livestream;live stream;einwahl;lien;"
    "lien zoom;enlace;enlace zoom;collegamento;קישור;קישור לזום;זום",
    "source.url": "url;website;web page;webpage;page;talk url;event url;event page;"
    "talk page;webseite;site web;pagina web;sito",
    "source.id": "id;guid;uid;slug;url slug;code;talk id;event id;submission id;nr;no",
    "series": "series;seminar series;seminar;reihe;seminarreihe;serie;seminaire",
    "abstract": "abstract;blurb;teaser;synopsis;sinopsis;sinossi;outline;summary;"
    "description;resumo;samenvatting;streszczenie;abstrakt;sammendrag;anotace;"
    "talk abstract;zusammenfassung;kurzfassung;"
    "inhalt;beschreibung;resume;resume de l expose;descriptif;resumen;descripcion;"
    "riassunto;sommario;descrizione;תקציר;תיאור",
    "host": "host;hosts;hosted by;invited by;gastgeber;gastgeberin;eingeladen von;hote;"
    "invite par;anfitrion;ospite di;מארח;מארחת",
    "status": "status;state;statut;etat;estado;stato;סטטוס;מצב",
    "type": "type;event type;kind;art;typ;veranstaltungsart;genre",
    "topics": "topics;keywords;key words;tags;subjects;area;areas;field;schlagworter;"
    "stichworter;mots cles;palabras clave;parole chiave;מילות מפתח",
    "language": "language;lang;talk language;sprache;vortragssprache;langue;idioma;"
    "lingua;שפה",
    "slides": "slides;slides link;link to slides;folien;diapositives;transparents;"
    "diapositivas;presentacion;presentation;lucidi;diapositive;שקפים;מצגת",
    "video": "video;video link;video url;recording;recording link;youtube;youtube link;"
    "aufzeichnung;enregistrement;grabacion;registrazione;הקלטה;וידאו",
    "paper": "paper;paper link;paperlink;link to paper;preprint;arxiv;article;artikel;"
    "papier;articulo;articolo;מאמר",
    "registration": "registration;registration link;registration url;register;rsvp;"
    "sign up;signup;tickets;anmeldung;inscription;inscripcion;registro;iscrizione;"
    "הרשמה",
    "notice": "notice;special message;announcement;hinweis",
    "timestamp": "timestamp;time stamp;submitted;submitted at;submission date;"
    "zeitstempel;horodateur;marca temporal;informazioni cronologiche;חותמת זמן",
}  # fmt: skip
FIELDS = tuple(_NAMES)
_MEANING = {name: field for field, names in _NAMES.items() for name in names.split(";")}
# The words of a question that says what it wants: the first that fits counts.
_QUESTIONS = (
    (r"time ?stamp", "timestamp"),
    (r"\bbio\w*|about (?:you|the speaker)|kurzvita", "speakers.bio"),
    (
        r"abstract|zusammenfassung|summary|\bresum(?:en?|o)?\b|riassunto|blurb|תקציר",
        "abstract",
    ),
    (
        r"affiliat|institut|universi|company|organi[sz]ation|etablissement|hochschule"
        r"|appartenenza|afilia|where (?:do|are) you (?:work|study|based|from)"
        r"|which (?:lab|department)|wo (?:arbeite|forsch|studier)"
        r"|ou (?:travaille|etudie)|dove (?:lavor|studi)|donde (?:trabaj|estudi)"
        r"|onde (?:trabalh|estud)|waar (?:werk|studeer)",
        "speakers.affiliation",
    ),
    (r"\be ?mail", "speakers.email"),
    (r"slides|folien", "slides"),
    (r"recording|youtube", "video"),
    (r"preprint|arxiv|paper link|link to (?:the |your )?paper", "paper"),
    (r"home ?page|web ?site|web ?page", "speakers.url"),
    (
        r"(?:in person|online|en ligne|en linea|presenti?el|presencial|prasenz"
        r"|presenza|vor ort|sur place) "
        r"(?:or|ou|o|oder) ",
        "mode",
    ),
    (r"zoom|meeting (?:link|url)|join", "link"),
    (r"time ?zone|zeitzone", "timezone"),
    (r"\bend(?:ing)? time|ends? at|^(?:hora|heure|ora) d[ei] fin", "end"),
    (
        r"start(?:ing)? time|what time|^(?:time|uhrzeit|heure|horaire|hora|horario|ora"
        r"|orario)\b|(?:quelle heure|que hora|che ora|welche uhrzeit)\b",
        "time",
    ),
    (
        r"\bdate\b|\bdatum\b|which day|\bfecha\b|welche[mnr]? tag|quel jour|que dia"
        r"|(?:che|quale) giorno",
        "date",
    ),
    (r"\broom\b|location|venue", "location"),
    (
        r"\btitle|\btitel|\btitre|\btitolo|\btitulo|\bintitule|\bthema\b|\btema\b"
        r"|heisst (?:ihr|dein|der) vortrag|כותרת",
        "title",
    ),
    (
        r"\bspeaker|\bpresenter|your (?:full )?name|^name\b|referent|vortragende"
        r"|\bintervenant|\borat(?:eur|rice|ore)|\bponente|\brelat(?:ore|rice)"
        r"|(?:votre|ihr|dein) (?:vollstandiger )?(?:name|nom)\b|tu nombre"
        r"|nombre y apellido|nom et prenom|nome e cognome|שם המרצה",
        "speakers.name",
    ),
)
# What organisers note for themselves.
_OWN = re.compile(
    r"accommodation|hotel|diet|arriv|depart|travel|book|require|consent|agree|paid|cost"
    r"|updated|reminder|comment|note|phone|gender|need|contact|prefer|alternativ|backup"
)
_LONGEST = 12  # words of a question
_SAME = {"speaker": "speakers.name", "speakers": "speakers.name", "url": "source.url"}
_NOT_TAKEN = frozenset({"", "none", "ignore", "no", "-", "~"})


_BRACKETED = re.compile(r"\([^()]*\)")
_MAY_HOLD_MORE = frozenset({"speakers.name", "title", "location"})


def plain(heading: str) -> str:
    """Return a heading without case, accents and signs."""
    text = unicodedata.normalize("NFKD", heading.replace("ß", "ss")).casefold()
    bare = "".join(one for one in text if not unicodedata.combining(one))
    bare = re.sub(r"(?<=[a-z])'s\b", " s", bare)
    return " ".join(re.sub(r"[\W_]+", " ", bare).split())


def known(cells: Sequence[str]) -> int:
    """Return how many cells of a row are headings that say a field by themselves."""
    return len(set(filter(None, map(_known, cells))))


def _known(heading: str) -> str:
    """Return the field that a heading says by itself, or without what is in brackets.

    In brackets stands what else is in the cell: ``Speaker (affiliation)``.
    """
    whole = _MEANING.get(plain(heading), "")
    bare = _MEANING.get(plain(_BRACKETED.sub("", heading)), "")
    return whole or (bare if bare in _MAY_HOLD_MORE else "")


def meanings(headings: Sequence[str]) -> list[str]:
    """Return the field of each column, empty for one that is of none."""
    found = [*map(_known, headings)]
    if "date" not in found and "weekday" in found:  # `Day` alone may hold the date
        found[found.index("weekday")] = "date"
    for at, heading in enumerate(headings):
        if not found[at]:
            guess = _asked(plain(heading))
            found[at] = guess if guess not in found else ""
    return [one if one not in found[:at] else "" for at, one in enumerate(found)]


def mapped(headings: Sequence[str], columns: Mapping[str, str]) -> list[str]:
    """Return the field of each column as an organiser says it.

    Raises BadValue for a heading or a field that there is not.
    """
    places = {plain(one): at for at, one in enumerate(headings)}
    found = [""] * len(headings)
    for heading, said in columns.items():
        field = _SAME.get(said.strip().casefold(), said.strip().casefold())
        field = _MEANING.get(plain(field), field) if field not in FIELDS else field
        if plain(heading) not in places:
            raise BadValue(
                f"the map names a column `{heading}`, which is not there",
                f"The columns are: {', '.join(filter(None, headings))}.",
            )
        if field in _NOT_TAKEN:
            continue
        if field not in FIELDS:
            close = get_close_matches(field, FIELDS, 1)
            hint = f"Did you mean {close[0]}?" if close else ""
            raise BadValue(
                f"the map gives `{heading}` to `{said}`, which is no field",
                hint or f"Fields are: {', '.join(FIELDS)}.",
            )
        found[places[plain(heading)]] = field
    return found


def _asked(question: str) -> str:
    if not question or len(question.split()) > _LONGEST or _OWN.search(question):
        return ""
    for pattern, field in _QUESTIONS:
        if re.search(pattern, question):
            return field
    return ""
