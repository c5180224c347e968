"""From the cells of a row to a talk, and which rows are none."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from announcer.importers.cells import cleaned, parted, title_of, told
from announcer.importers.entrylines import place_beside
from announcer.importers.found import Found, Given, Origin
from announcer.importers.gaps import is_gap, is_to_come
from announcer.importers.headings import plain
from announcer.importers.joining import addresses_in, is_meeting, is_registration
from announcer.importers.notices import CALLED_OFF
from announcer.importers.phrases import HALL
from announcer.importers.rowpeople import people_in
from announcer.importers.rowtimes import Dating, moment_of_row
from announcer.record.placeholders import is_placeholder

SYSTEM = "table"
_WORDS = {
    "cancelled": "cancelled canceled cancel abgesagt entfällt annulé annulée cancelado "
    "cancelada annullato annullata entfallen ausgefallen fällt suspendido suspendida "
    "anulado anulada geannuleerd vervalt odwołane odwołany zrušeno inställt inställd "
    "aflyst avlyst מבוטל בוטל",
    "postponed": "postponed verschoben reporté reportée aplazado pospuesto rinviato "
    "rinviata rimandato rimandata aplazada adiado adiada uitgesteld przełożone "
    "odloženo uppskjutet udsat utsatt נדחה",
    "tentative": "tentative provisional unconfirmed pencilled penciled vorläufig "
    "provisoire provisorio provvisorio",
    "confirmed": "confirmed bestätigt confirmé confirmado confermato מאושר",
}
_STATUS = {plain(word): key for key, text in _WORDS.items() for word in text.split()}
_STATUS |= dict.fromkeys(
    ("unter vorbehalt", "sous reserve", "a confirmer", "da confermare", "por confirmar",
     "to be confirmed", "tbc", "not confirmed", "nicht bestatigt", "onder voorbehoud",
     "non confirme", "non confermato", "sin confirmar", "sub iudice", "pending"),
    "tentative",
)  # fmt: skip
OFF = frozenset({"cancelled", "postponed"})
_OFF_ALONE = frozenset({"fallt aus", "fallt leider aus", "findet nicht statt"})
# *Postponed from May* tells of a day that was.
_SINCE = re.compile(r"(?:from|since|last|vom|von|du|dal|desde|del?)\b")
_OFF = "cancell?ed|postponed|abgesagt|verschoben|annulé|reporté|annullato|rinviato"
_NAME_OFF = re.compile(
    rf"^\W*({_OFF}|cancelado|aplazado)\b\W+(?=\w)|(?<!\W)\W+({_OFF})\W*$", re.IGNORECASE
)
_IS_OFF = re.compile(
    rf"^\W*({_OFF}|cancelado|aplazado)\b\W+|(?<!\W)\W+\(({_OFF})\)\W*$", re.IGNORECASE
)
_NO_TALK = re.compile(
    r"(?:there (?:is|will be) )?no (?:seminar|talk|colloquium|meeting|lecture)s?\b"
    r"|(?:spring|fall|autumn|winter|summer|christmas|easter|reading|mid-?term"
    r"|thanksgiving)[ -](?:break|holidays?|recess|week)\b|(?:public |bank )?holidays?\b"
    r"|vacations?\b|university closed|kein(?:e|en)? (?:seminar|vortrag|kolloquium)"
    r"|(?:vorlesungsfrei|feiertag)\w*|\w*ferien|pas de (?:séminaire|seminaire|exposé)"
    r"|vacances|férié|rel[âa]che|no hay seminario|festivo|vacaciones"
    r"|nessun seminario|vacanze"
    r"|אין (?:סמינר|הרצאה|קולוקוויום)|חופשה?",
    re.IGNORECASE,
)
_SLOT_OFF = re.compile(  # *entfällt – Dies academicus*
    rf"\W*(?:{CALLED_OFF}|f[äa]llt aus|no (?:seminar|talk|lecture)|kein vortrag"
    r"|pas de s[ée]ance|nessun|geen lezing|vervalt"
    r"|odwołane|brak|zrušeno|inställt|aflyst|avlyst|peruttu)\b(?:\W|$)",
    re.IGNORECASE,
)
_NONE_OF = re.compile(  # No EcoLunch (spring break)
    r"(?:no|kein(?:e|en)?|pas de|nessun[oa]?|sin|geen|ingen|brak|אין)"
    r"\s+\S+(?:\s\S+){0,2}"
    r"\s*[(:,–—-]+\s*[^()]*(?:break|holidays?|closed|recess|vacation|ferien|feiertag"
    r"|urlaub|vacances|congés|férié|vacanze|festivo|vacaciones|vakantie|חופשה?|חג)\w*\s*",
    re.IGNORECASE,
)
_ENDS_OFF = re.compile(  # an excursion - no talk
    r"(?:[-–—,;(]|:)\s*(?:no (?:talk|seminar|lecture)|kein(?:e|en)? (?:vortrag|seminar"
    r"|kolloquium|sitzung)|pas d['’]expos[ée]|pas de s[ée]ance|pas de s[ée]minaire"
    r"|nessun seminario|niente seminario|no hay (?:charla|seminario|sesi[óo]n)"
    r"|sin (?:charla|seminario)|geen lezing|ingen f[öo]redrag|אין (?:סמינר|הרצאה))"
    r"\W*$",
    re.IGNORECASE,
)
_SLOT = re.compile(  # nothing more stands beside these
    r"(?:coffee|lunch|tea|short) break|break|coffee|tea|kaffee(?:pause)?|pause"
    r"|mittag(?:spause|essen)?|pause (?:déjeuner|café)|déjeuner|lunch|dinner|pranzo"
    r"|pausa(?: (?:caff[èe]|pranzo|caf[ée]))?|almuerzo|comida|caf[ée]|koffie(?:pauze)?"
    r"|registration|welcome|opening|closing|begr[üu][ßs]+ung|er[öo]ffnung|abschluss"
    r"|accueil|cl[ôo]ture|apertura|chiusura|clausura|bienvenida|saluti(?: iniziali)?"
    r"|reception|apéro|poster session|general discussion|הפסק(?:ה|ת קפה)|התכנסות"
    r"|(?:open|clos)ing remarks|(?:panel )?discussion|free(?: slot)?|open(?: slot)?"
    r"|available|frei|libre|reserved|reserviert|total|summe|somme|totale"
    r"|(?:weihnachts|sommer|semester)(?:feier|fest)|(?:betriebs)?ausflug"
    r"|(?:christmas|summer|holiday) (?:party|dinner)|social event|conference dinner",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"\(([^()]+)\)")
_YES = frozenset({"yes", "y", "x", "true", "1", "ja", "oui", "si", "sim", "כן"})
_ONLINE = frozenset({"virtual", "online", "zoom", "yes", "virtuell", "ja", "oui"})
# What goes into the record as it stands.
_TAKEN = (
    "title", "abstract", "location", "registration", "slides", "video", "paper",
    "language", "notice", "type",
)  # fmt: skip
_WHO_OR_WHAT = frozenset(
    {
        "title",
        "talk",
        "abstract",
        "speakers.name",
        "speakers.last_name",
        "speakers.affiliation",
    }
)


def is_slot(text: str) -> bool:
    """Say whether a text is all of a slot in which there is no talk: `Osterferien`."""
    bare = text.strip(" .!()*-–—")
    slot = _NO_TALK.fullmatch(bare) or _SLOT.fullmatch(bare)
    return bool(slot or _NONE_OF.fullmatch(bare))


def is_off(text: str) -> bool:
    """Say whether a text says only that something is off, and nothing of what."""
    return _STATUS.get(plain(text)) in OFF or plain(text) in _OFF_ALONE


def no_talk(values: Mapping[str, str]) -> str:
    """Return why a row is no talk, if it is none."""
    said = [
        values[key] for key in ("title", "speakers.name", "notice") if key in values
    ]
    for text in said:
        if is_slot(text) or (len(said) == 1 and _NO_TALK.match(text)):
            return f"`{text}` is no talk"
    if len(said) == 1 and _SLOT_OFF.match(said[0]):
        return f"`{said[0]}` is no talk"
    if len(said) == 1 and _ENDS_OFF.search(said[0]):
        return f"`{said[0]}` is no talk"
    if len(said) == 1 and plain(said[0]) in _STATUS:
        return f"`{said[0]}`, of a talk that nobody names"
    if all(is_gap(values[key]) for key in _WHO_OR_WHAT & values.keys()):
        return "neither a title nor a speaker stands here: a free slot"
    return ""


def is_awaited(values: Mapping[str, str]) -> bool:
    """Say whether a row announces a talk of which it says `TBA`, and nothing else."""
    said = [values[key] for key in _WHO_OR_WHAT & values.keys()]
    return bool(said) and all(map(is_to_come, said))


def talk_of(
    given: Given, line: int, values: Mapping[str, str], zone: str, dated: Dating
) -> Found:
    """Return the talk of a row; ``values`` are its cells by their fields.

    ``zone`` is what the headings say of its clocks; ``dated`` gives a day its year.
    """
    values = parted(values)
    record: dict[str, Any] = {key: values[key] for key in _TAKEN if key in values}
    if "title" in record:
        record["title"] = title_of(record["title"])
        if is_to_come(record["title"]) and not is_placeholder(record["title"]):
            record["title"] = "TBA"
    if "abstract" in record:
        record["abstract"] = told(record["abstract"])
    values = dict(values)
    record |= _status(record, values)
    if "topics" in values:
        record["topics"] = re.split(r"\s*[,;\n]\s*", values["topics"])
    if "host" in values:
        record["host"] = {"name": values["host"]}
    people = people_in(values)
    if people:
        record["speakers"] = people
    _place(record, values)
    if "location" not in record and (
        place := place_beside(values.get("date", ""), given)
    ):
        record["location"] = place
    moment, doubts = moment_of_row(given, values, zone, dated)
    return Found(
        record=record,
        moment=moment,
        origin=Origin(
            system=SYSTEM, id=values.get("source.id"), url=values.get("source.url")
        ),
        series=values.get("series"),
        line=line,
        doubts=tuple(replace(one, line=line) for one in doubts),
    )


def status_of(text: str) -> str:
    """Return the status that a cell says, as a whole or with its first word."""
    whole = plain(text)
    first, _, rest = whole.partition(" ")
    if rest and (_SINCE.match(rest) or (first == "fallt" and "aus" not in rest)):
        return ""
    return _STATUS.get(whole, _STATUS.get(first, ""))


def _status(record: dict[str, Any], values: dict[str, str]) -> dict[str, str]:
    """Return the status that a column, the title or the speaker says; there it goes."""
    said = status_of(values.get("status", ""))
    if plain(values.get("cancelled", "")) in _YES:
        said = "cancelled"
    title = record.get("title", "")
    found = _IS_OFF.search(title)
    if found:
        word = plain(found[1] or found[2])
        rest = _IS_OFF.sub("", title).strip(" -–—:()[]")
        said = said if said in OFF else _STATUS.get(word, said)
        record["title"] = rest
    elif plain(title) in _STATUS and title:
        said = _STATUS[plain(title)]
        record["title"] = ""
    name = values.get("speakers.name", "")
    if found := _NAME_OFF.search(name):
        said = said if said in OFF else _STATUS.get(plain(found[1] or found[2]), said)
        values["speakers.name"] = _NAME_OFF.sub("", name).strip(" -–—:()[],")
    return {"status": said} if said else {}


def _place(record: dict[str, Any], values: Mapping[str, str]) -> None:
    """Put an address where one joins, and the name of a room where one goes."""
    place, link = values.get("location", ""), values.get("link", "")
    inside = addresses_in(place)
    for one in inside:
        place = place.replace(one, "").strip(" ,;:|/()-–—\n")
    record["location"] = cleaned(place)
    if not record["location"]:
        del record["location"]
    _join(record, [*addresses_in(link), *inside])
    if link and not addresses_in(link) and not place and not link.isdigit():
        record["location"] = link
    mode = values.get("mode", "")
    room = _IN_BRACKETS.search(mode)
    if record.get("location"):
        return
    if plain(mode) in _ONLINE:
        record["location"] = "Virtual"
    elif room and HALL.search(room[1]):  # In person (Room 4)
        record["location"] = room[1].strip()


def _join(record: dict[str, Any], addresses: list[str]) -> None:
    """Enter where one joins, or registers, if that is what an address is for."""
    first = next(filter(is_meeting, addresses), next(iter(addresses), ""))
    if first and is_registration(first) and not is_meeting(first):
        record.setdefault("registration", first)
    elif first:
        record["link"] = first
    for key in ("slides", "video", "paper", "registration"):  # "slides or video call"
        if "link" not in record and is_meeting(record.get(key, "")):
            record["link"] = record.pop(key)


def name_of(found: Found) -> str:
    """Return who speaks."""
    people: Sequence[Mapping[str, str]] = found.record.get("speakers", ())
    return ", ".join(one.get("name", "") for one in people)
