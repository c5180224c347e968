"""Talks from tables: a row is a talk, and headings say which column is what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from announcer.errors import BadValue
from announcer.importers.clocks import duration_of
from announcer.importers.dates import clock_of, moment_of
from announcer.importers.found import Doubt, Found, Given, Moment, Origin, Shipment
from announcer.importers.headings import FIELDS, known, mapped, meanings, plain
from announcer.importers.links import ADDRESS
from announcer.importers.monthnames import weekdays_of
from announcer.importers.sheets import Row, Sheet, is_workbook, sheets_of
from announcer.when import zone as zone_named

__all__ = ["FIELDS", "columns", "read", "recognises"]

SYSTEM = "table"
_ENDINGS = (".csv", ".tsv", ".tab", ".xlsx", ".xlsm")
_HEAD = 20  # rows among which the headings stand
_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](?:\d{4}|\d\d)(?!\d)")
_EMPTY = frozenset({"", "-", "–", "—", "n/a", "na", "none", "null", "nan", "?", "??"})
_LISTED = re.compile(r"\s*(?:\n|;|\||；)\s*")
_WITH_HOME = re.compile(r"(?P<name>[^()]+?)\s*\((?P<home>[^()]+)\)")
_WORDS = {
    "cancelled": "cancelled canceled cancel abgesagt entfällt annulé annulée cancelado "
    "cancelada annullato annullata מבוטל בוטל",
    "postponed": "postponed verschoben reporté reportée aplazado pospuesto rinviato "
    "rimandato נדחה",
    "tentative": "tentative provisional unconfirmed pencilled penciled vorläufig "
    "provisoire provisorio provvisorio",
    "confirmed": "confirmed bestätigt confirmé confirmado confermato מאושר",
}
_STATUS = {plain(word): key for key, text in _WORDS.items() for word in text.split()}
_OFF = "cancell?ed|postponed|abgesagt|verschoben|annulé|reporté|annullato|rinviato"
_IS_OFF = re.compile(
    rf"^\W*({_OFF}|cancelado|aplazado)\b\W+|\W+\(({_OFF})\)\W*$", re.IGNORECASE
)
_NO_TALK = re.compile(
    r"(?:there (?:is|will be) )?no (?:seminar|talk|colloquium|meeting|lecture)s?\b"
    r"|(?:spring|fall|autumn|winter|summer|christmas|easter|reading|mid-?term"
    r"|thanksgiving)[ -](?:break|holidays?|recess|week)\b|(?:public |bank )?holidays?\b"
    r"|vacations?\b|university closed|kein(?:e|en)? (?:seminar|vortrag|kolloquium)"
    r"|(?:vorlesungsfrei|feiertag)\w*|\w*ferien|pas de (?:séminaire|seminaire|exposé)"
    r"|vacances|férié|no hay seminario|festivo|vacaciones|nessun seminario|vacanze"
    r"|אין (?:סמינר|הרצאה|קולוקוויום)|חופשה?|(?:coffee|lunch|tea) break|kaffeepause"
    r"|mittagspause|pause déjeuner|lunch|registration|welcome|(?:open|clos)ing remarks"
    r"|free(?: slot)?|open(?: slot)?|available|frei|libre|reserved|reserviert",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\W*(?:t\.?b\.?[acd]|to be (?:announced|confirmed|determined)|n\.? ?n|folgt)?\W*",
    re.IGNORECASE,
)
_ONLINE = frozenset({"virtual", "online", "zoom", "yes", "virtuell", "ja", "oui"})
# What goes into the record as it stands.
_TAKEN = (
    "title", "abstract", "location", "registration", "slides", "video", "paper",
    "language", "notice",
)  # fmt: skip
_WHO_OR_WHAT = frozenset(
    {"title", "abstract", "speakers.name", "speakers.last_name", "speakers.affiliation"}
)


@dataclass(slots=True)
class _Table:
    """A sheet with its headings: which field each column is."""

    sheet: Sheet
    headings: Row
    fields: list[str]
    given: Given
    doubts: list[Doubt] = field(default_factory=list)

    @property
    def rows(self) -> Iterator[Row]:
        """Yield the rows below the headings that say anything."""
        for row in self.sheet.rows:
            is_below = row.line > self.headings.line and any(row.cells)
            if is_below and row.cells != self.headings.cells:
                yield row

    def column(self, at: int) -> list[str]:
        """Return what stands in a column."""
        return [row.cells[at] for row in self.rows if at < len(row.cells)]

    def values(self, row: Row) -> dict[str, str]:
        """Return the cells of a row that say something, by their fields."""
        pairs = zip(self.fields, row.cells, strict=False)
        return {key: cell for key, cell in pairs if key and _says(cell)}


def recognises(content: bytes, name: str) -> bool:
    """Say whether this is a table with headings that are known."""
    if is_workbook(content):
        return True
    if content.startswith(b"PK"):
        return False
    if name.casefold().endswith(_ENDINGS):
        return True
    head = content[:20_000].lstrip()
    if head[:1] in {b"{", b"[", b"<"} or b"\n" not in head.strip():
        return False
    try:
        sheets = sheets_of(head)
    except BadValue:
        return False
    return any(_headings(sheet) for sheet in sheets)


def read(
    content: bytes,
    name: str,  # noqa: ARG001 - the shape of importers
    given: Given,
) -> Shipment:
    """Return the talks of a table, one for each row that is one."""
    tables = list(_tables(content, given))
    talks: list[Found] = []
    skipped: list[Doubt] = []
    doubts: list[Doubt] = []
    for table in tables:
        doubts += [*table.sheet.doubts, *table.doubts]
        found, left = _read(table)
        talks += found
        skipped += left
    return Shipment(talks=tuple(talks), skipped=tuple(skipped), doubts=tuple(doubts))


def columns(content: bytes) -> list[tuple[str, str]]:
    """Return the headings of a table, each with the field that it is taken for."""
    table = next(_tables(content, Given()))
    return [
        (heading, meaning)
        for heading, meaning in zip(table.headings.cells, table.fields, strict=True)
        if heading
    ]


def _says(cell: str) -> bool:
    return bool(cell) and cell.casefold().strip(" .") not in _EMPTY


def _tables(content: bytes, given: Given) -> Iterator[_Table]:
    sheets = sheets_of(content)
    found = False
    for sheet in sheets:
        head = _headings(sheet, given.columns)
        if head is None:
            continue
        found = True
        if given.columns:
            fields = mapped(head.cells, given.columns)
        else:
            fields = meanings(head.cells)
        table = _Table(sheet, head, fields, given)
        _find_weekdays(table)
        table.given = _ordered(table)
        _name_what_is_left(table)
        yield table
    if not found:
        raise BadValue(
            "no row of headings is found that names a speaker or a title, and a date",
            "Say which column is what: --suggest-map begins a map for --map.",
        )


def _headings(sheet: Sheet, columns: Mapping[str, str] | None = None) -> Row | None:
    """Return the row of headings, which may stand below lines of titles."""
    rows = [row for row in sheet.rows[:_HEAD] if any(row.cells)]
    if columns:
        wanted = {plain(one) for one in columns}
        best = max(
            rows, key=lambda row: len(wanted & set(map(plain, row.cells))), default=None
        )
        return best if best and wanted & set(map(plain, best.cells)) else None
    best = max(rows, key=lambda row: known(row.cells), default=None)
    if best is None or known(best.cells) < 2:
        return None
    fields = set(meanings(best.cells))
    return best if _WHO_OR_WHAT & fields else None


def _find_weekdays(table: _Table) -> None:
    """Take a column without a heading whose cells are days of the week for that."""
    if "weekday" in table.fields:
        return
    for at, heading in enumerate(table.headings.cells):
        cells = [] if heading else list(filter(None, table.column(at)))
        if cells and all(map(_is_weekday, cells)):
            table.fields[at] = "weekday"


def _is_weekday(cell: str) -> bool:
    return bool(weekdays_of(cell.strip(" .,")))


def _ordered(table: _Table) -> Given:
    """Return what is given, with the order of 3/4/2021 if some date proves it."""
    given = table.given
    if given.day_first is not None or "date" not in table.fields:
        return given
    pairs = [
        (int(found[1]), int(found[2]))
        for cell in table.column(table.fields.index("date"))
        if (found := _NUMBERS.search(cell))
    ]
    day_first = any(one > 12 for one, _ in pairs)
    month_first = any(two > 12 for _, two in pairs)
    if day_first and month_first:
        text = "some dates of this table name the day first, and some the month"
        table.doubts.append(
            Doubt(
                "date-order",
                text,
                "Write all of them as 2026-03-04.",
                table.headings.line,
            )
        )
    elif day_first or month_first:
        return replace(given, day_first=day_first)
    return given


def _name_what_is_left(table: _Table) -> None:
    left = [
        heading
        for at, (heading, meaning) in enumerate(
            zip(table.headings.cells, table.fields, strict=True)
        )
        if heading
        and not meaning
        and any(_says(row.cells[at]) for row in table.rows if at < len(row.cells))
    ]
    if left:
        text = f"columns that are not taken over: {', '.join(left)}"
        way = "Say with --map what they are, if they should be."
        table.doubts.append(Doubt("columns", text, way, table.headings.line))


def _read(table: _Table) -> tuple[list[Found], list[Doubt]]:
    talks: list[Found] = []
    skipped: list[Doubt] = []
    answers: dict[str, tuple[str, int]] = {}  # by speaker: when, and which talk
    for row in table.rows:
        values = table.values(row)
        reason = _no_talk(values) if values else ""
        if reason:
            skipped.append(Doubt("no-talk", reason, "", row.line))
        if not values or reason:
            continue
        found = _found(table, row, values)
        stamp, key = _stamp(values.get("timestamp", "")), plain(_name_of(found))
        if not (stamp and key):
            talks.append(found)
        elif key not in answers:
            answers[key] = stamp, len(talks)
            talks.append(found)
        else:
            before, at = answers[key]
            older, newer = (talks[at], found) if stamp >= before else (found, talks[at])
            answers[key], talks[at] = (max(stamp, before), at), newer
            skipped.append(_answered_again(older, newer))
    return talks, skipped


def _answered_again(older: Found, newer: Found) -> Doubt:
    text = f"an earlier answer of {_name_of(older)}; that of line {newer.line} is taken"
    return Doubt("answered-again", text, "", older.line)


def _no_talk(values: Mapping[str, str]) -> str:
    """Return why a row is no talk, if it is none."""
    said = [
        values[key] for key in ("title", "speakers.name", "notice") if key in values
    ]
    for text in said:
        whole = _NO_TALK.fullmatch(text.strip(" .!()*-–—"))
        if whole or (len(said) == 1 and _NO_TALK.match(text)):
            return f"`{text}` is no talk"
    if all(_OPEN.fullmatch(values[key]) for key in _WHO_OR_WHAT & values.keys()):
        return "neither a title nor a speaker stands here: a free slot"
    return ""


def _found(table: _Table, row: Row, values: dict[str, str]) -> Found:
    doubts: list[Doubt] = []
    record: dict[str, Any] = {}
    for key in (
        "location",
        "registration",
        "slides",
        "video",
        "paper",
        "language",
        "notice",
    ):
        if key in values:
            record[key] = values[key]
    for key in ("title", "abstract"):
        if key in values:
            record[key] = values[key]
    record |= _status(record, values)
    if "topics" in values:
        record["topics"] = re.split(r"\s*[,;\n]\s*", values["topics"])
    if "host" in values:
        record["host"] = {"name": values["host"]}
    people = _people(values)
    if people:
        record["speakers"] = people
    _place(record, values)
    moment, doubts = _moment(table.given, values)
    return Found(
        record=record,
        moment=moment,
        origin=Origin(
            system=SYSTEM, id=values.get("source.id"), url=values.get("source.url")
        ),
        series=values.get("series"),
        line=row.line,
        doubts=tuple(replace(one, line=row.line) for one in doubts),
    )


def _status(record: dict[str, Any], values: Mapping[str, str]) -> dict[str, str]:
    """Return the status that a column or the title says; from a title it goes."""
    said = _STATUS.get(plain(values.get("status", "")), "")
    title = record.get("title", "")
    found = _IS_OFF.search(title)
    if found:
        word = plain(found[1] or found[2])
        rest = _IS_OFF.sub("", title).strip(" -–—:()[]")
        said = said if said in {"cancelled", "postponed"} else _STATUS.get(word, said)
        record["title"] = rest
    elif plain(title) in _STATUS and title:
        said = _STATUS[plain(title)]
        record["title"] = ""
    return {"status": said} if said else {}


def _place(record: dict[str, Any], values: Mapping[str, str]) -> None:
    """Put an address where one joins, and the name of a room where one goes."""
    place, link = values.get("location", ""), values.get("link", "")
    address = ADDRESS.search(place)
    if address and not link:
        link = address[0]
        record["location"] = place.replace(link, "").strip(" ,;()-–") or "Virtual"
    found = ADDRESS.search(link)
    if found:
        record["link"] = found[0]
    elif link and "location" not in record:
        record["link"] = link
    if plain(values.get("mode", "")) in _ONLINE and not record.get("location"):
        record["location"] = "Virtual"


def _people(values: Mapping[str, str]) -> list[dict[str, str]]:
    name = values.get("speakers.name", "")
    first, last = values.get("speakers.first_name"), values.get("speakers.last_name")
    if not name and (first or last):
        name = " ".join(filter(None, (first, last)))
    people = _named(name)
    if not people and "speakers.affiliation" in values:
        people = [{}]
    for key in ("affiliation", "bio", "url", "email"):
        text = values.get(f"speakers.{key}", "")
        if not text:
            continue
        parts = _LISTED.split(text) if key != "bio" else [text]
        if len(parts) != len(people):
            parts = (
                [text] * len(people) if key == "affiliation" or len(people) == 1 else []
            )
        for person, part in zip(people, parts, strict=False):
            if part and (key != "affiliation" or "affiliation" not in person):
                person[key] = part
    return people


def _named(text: str) -> list[dict[str, str]]:
    """Return the people of a cell; commas part them where each part is a whole name."""
    people = []
    for one in _LISTED.split(text):
        parts = re.split(r"\s*,\s*(?![^()]*\))", one)
        whole = len(parts) > 1 and all(
            len(part.split()) > 1
            and part[:1].isupper()
            and part.split()[-1][:1].isupper()
            for part in parts
        )
        for part in parts if whole else [one]:
            found = _WITH_HOME.fullmatch(part.strip())
            if found:
                people.append({"name": found["name"], "affiliation": found["home"]})
            elif part.strip():
                people.append({"name": part.strip()})
    return people


def _is_full(name: str) -> bool:
    words = name.split()
    return len(words) > 1 and words[0][:1].isupper() and words[-1][:1].isupper()


def _moment(given: Given, values: Mapping[str, str]) -> tuple[Moment, list[Doubt]]:
    """Return when a row is, from one column or several."""
    day = " ".join(filter(None, (values.get("weekday"), values.get("date"))))
    clock = values.get("time", "")
    moment, doubts = moment_of(day, given, clock) if day else (Moment(), [])
    if not day and clock:
        moment, doubts = moment_of(clock, given)
    if "end" in values and moment.time is not None:
        end, more = clock_of(values["end"])
        if end.time is not None:
            moment = replace(moment, end=end.time)
        doubts = [*doubts, *more]
    length = values.get("duration", "")
    if length and moment.end is None:
        minutes = f"{length} min" if length.isdigit() else length
        moment = replace(moment, duration=duration_of(minutes))
    return _zoned(moment, values.get("timezone", "")), doubts


def _zoned(moment: Moment, text: str) -> Moment:
    if not text:
        return moment
    try:
        zone_named(text)
    except BadValue:
        letters = re.fullmatch(r"[A-Za-z]{1,5}", text)
        return replace(moment, abbreviation=text) if letters else moment
    return replace(moment, zone=text)


def _name_of(found: Found) -> str:
    people: Sequence[Mapping[str, str]] = found.record.get("speakers", ())
    return ", ".join(one.get("name", "") for one in people)


def _stamp(text: str) -> str:
    """Return the moment of an answer so that a later one sorts behind it."""
    if not text:
        return ""
    moment, _ = moment_of(text, Given(day_first=False))
    found = re.search(r"(\d{1,2}):(\d\d)(?::(\d\d))?\s*([ap])?", text, re.IGNORECASE)
    day = f"{moment.day}" if isinstance(moment.day, date) else text
    if not found:
        return day
    hour = int(found[1])
    if found[4]:
        hour = hour % 12 + 12 * (found[4].lower() == "p")
    return f"{day} {hour:02}:{found[2]}:{found[3] or '00'}"
