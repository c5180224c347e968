"""A made-up institute, for pages to look at: the same number gives the same talks.

Unlike a corpus to measure with, its series meet on a day and in a room, its terms
follow each other, and it speaks one language: English, German or Hebrew. A third of the
talks of a series is to come, but no more than a term of them.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

NOW = "2026-11-26T09:00"
_MONDAY = date(2026, 11, 23)
_AHEAD = 11  # talks of a series that are to come, at most


@dataclass(frozen=True, slots=True)
class Tongue:
    """What people say and are called in a language."""

    site: str
    about: str
    timezone: str
    terms: tuple[str, str]
    series: tuple[tuple[str, str], ...]  # name and room
    titles: tuple[str, ...]
    names: tuple[str, ...]
    homes: tuple[str, ...]
    topics: tuple[str, ...]
    abstract: str
    bio: str
    notice: str
    organizer: str


TONGUES = {
    "en": Tongue(
        site="Talks at the Institute",
        about="Seminars and colloquia of mathematics, open to everybody.",
        timezone="Europe/London",
        terms=("Spring", "Autumn"),
        series=(
            ("Algebra Seminar", "HS 102, Main Building"),
            ("Statistics Seminar", "Room 214"),
            ("History of Mathematics Colloquium", "Great Hall"),
            ("Machine Learning Reading Group", "Lab 3"),
            ("Joint Physics Colloquium", "Big Lecture Hall"),
        ),
        titles=(
            "On the shape of random trees",
            "Large deviations for $L^2$ flows",
            "How cells count to ten",
            "A theorem of Noether and its afterlife in modern physics",
            "Sparse graphs, dense proofs",
            "What the archive forgets",
            "Optimal transport on Lie groups",
            "The zeta function at $s = \\tfrac12 + it$, and what we may hope for",
        ),
        names=(
            *("Ada Lovelace", "Emmy Noether", "Sofia Kovalevskaya", "Mary Cartwright"),
            *(
                "Srinivasa Ramanujan",
                "Évariste Galois",
                "Chien-Shiung Wu",
                "Rózsa Péter",
            ),
        ),
        homes=("ETH Zürich", "University of Cambridge", "Technion", "IIT Bombay"),
        topics=("trees", "graphs", "flows", "history of science", "proofs"),
        abstract="We show that $x^2 + 1$ is interesting, and explain why nobody saw it "
        "for so long. The talk begins with an example that fits on a napkin, and ends "
        "with a question which nobody has asked before.",
        bio="is professor of mathematics, and has written on trees, flows and the "
        "history of both.",
        notice="Please bring a laptop.",
        organizer="Olga Org",
    ),
    "de": Tongue(
        site="Vorträge am Institut",
        about="Seminare und Kolloquien der Mathematik, offen für alle.",
        timezone="Europe/Berlin",
        terms=("Sommersemester", "Wintersemester"),
        series=(
            ("Oberseminar Algebra", "HS 102, Hauptgebäude"),
            ("Forschungsseminar Statistik", "Raum 214"),
            ("Kolloquium zur Wissenschaftsgeschichte", "Aula"),
            ("Arbeitsgruppe Maschinelles Lernen", "Labor 3"),
            ("Gemeinsames Physikalisches Kolloquium", "Großer Hörsaal"),
        ),
        titles=(
            "Über die Gestalt zufälliger Bäume",
            "Große Abweichungen für $L^2$-Flüsse",
            "Wie Zellen bis zehn zählen",
            "Die Donaudampfschifffahrtsgesellschaftsgeschichte und ihre Quellen",
            "Dünne Graphen, dichte Beweise",
            "Was das Archiv vergisst",
            "Ein Satz von Noether und sein Nachleben in der modernen Physik",
        ),
        names=(
            *("Emmy Noether", "Felix Klein", "Grete Hermann", "Ludwig Boltzmann"),
            *("Käte Hey", "Georg Cantor", "Hilda Geiringer", "Jörg Müller-Weiß"),
        ),
        homes=("Universität Göttingen", "TU Wien", "ETH Zürich", "HU Berlin"),
        topics=("Bäume", "Graphen", "Flüsse", "Wissenschaftsgeschichte", "Beweise"),
        abstract="Wir zeigen, dass $x^2 + 1$ bemerkenswert ist, und warum es so lange "
        "niemandem auffiel. Der Vortrag beginnt mit einem Beispiel, das auf einen "
        "Bierdeckel passt, und endet mit einer Frage, die noch niemand gestellt hat.",
        bio="lehrt Mathematik und schreibt über Bäume, Flüsse und ihre Geschichte.",
        notice="Bitte bringen Sie einen Rechner mit.",
        organizer="Olga Org",
    ),
    "he": Tongue(
        site="הרצאות המכון",
        about="סמינרים והרצאות אורח במתמטיקה ובשכנותיה, פתוחים לכול.",
        timezone="Asia/Jerusalem",
        terms=("אביב", "סתיו"),
        series=(
            ("הסמינר לאלגברה", "חדר 102, הבניין הראשי"),
            ("הסמינר לסטטיסטיקה", "בניין תאומים, חדר 424"),
            ("הקולוקוויום לתולדות המתמטיקה", "האולם הגדול"),
            ("קבוצת הקריאה בלמידה חישובית", "מעבדה 3"),
            ("הקולוקוויום המשותף לפיזיקה", "אולם ההרצאות"),
        ),
        titles=(
            "על צורתם של עצים אקראיים",
            "סטיות גדולות עבור זרימות $L^2$",
            "איך תאים סופרים עד עשר",
            "משפט של נתר וגלגוליו בפיזיקה המודרנית",
            "הפתעות באימון של רשתות עמוקות (Deep Learning)",
            "Sparse graphs, dense proofs",
        ),
        names=(
            *("רות כהן", "דניאל סודרי", "נעה לוי", "יעל אברהמי"),
            *("משה בן־דוד", "Emmy Noether", "תמר שני", "אילן גולן"),
        ),
        homes=("הטכניון", "האוניברסיטה העברית", "אוניברסיטת תל אביב", "Göttingen"),
        topics=("עצים", "גרפים", "זרימות", "תולדות המדע", "הוכחות"),
        abstract="נראה ש־$x^2 + 1$ מעניין, ונסביר מדוע איש לא שם לב לכך. ההרצאה תתחיל "
        "בדוגמה שנכנסת על מפית, ותסתיים בשאלה שאיש לא שאל עדיין.",
        bio="מלמדת מתמטיקה וכותבת על עצים, על זרימות ועל תולדותיהם.",
        notice="נא להביא מחשב נייד.",
        organizer="אולגה ארגון",
    ),
}
_SLOTS = (
    *(
        ("algebra", "Thu", 3, "16:15", "60 min"),
        ("statistics", "Mon", 0, "12:30", "1 h"),
    ),
    *(("history", "Wed", 2, "18:00", "90 min"), ("learning", "Fri", 4, "10:00", "1 h")),
    ("physics", "Tue", 1, "17:00", "75 min"),
)


def write_institute(folder: Path, number: int, language: str) -> None:
    """Write a project of that many talks into an empty folder.

    One talk has one series, twelve have two, 1,250 one again, and others have five.
    """
    tongue, chance = TONGUES[language], random.Random(7)
    count = {1: 1, 12: 2, 1250: 1}.get(number, len(_SLOTS))
    _write(folder, "site", _site(tongue, language))
    for at, (key, weekday, behind, hour, length) in enumerate(_SLOTS[:count]):
        name, room = tongue.series[at]
        lines = [
            f"name: {name}",
            f"weekday: {weekday}",
            f"time: '{hour}'",
            f"duration: {length}",
            f"location: {room}",
            f"organizers: [{tongue.organizer}]",
            *(["zones: [America/New_York, Asia/Tokyo]"] if key == "statistics" else []),
        ]
        _write(folder, f"{key}/series", lines)
        held = number // count + (at < number % count)
        first = _MONDAY + timedelta(days=behind)
        for week in range(held):
            ahead = min(_AHEAD, max(1, held // 3)) - week
            day = first + timedelta(weeks=ahead)
            _write(folder, f"{key}/{day}", _talk(tongue, chance, key, day, ahead))


def _site(tongue: Tongue, language: str) -> list[str]:
    lines = [
        f"title: {tongue.site}",
        f"description: {tongue.about}",
        "url: https://talks.example.edu",
        f"language: {language}",
        f"timezone: {tongue.timezone}",
        f"organizers: [{tongue.organizer}]",
        "terms:",
    ]
    spring, autumn = tongue.terms
    for year in range(2001, 2028):
        lines += [
            f"  - {{name: {spring} {year}, start: {year}-03-01, end: {year}-07-15}}",
            f"  - {{name: {autumn} {year}, start: {year}-10-01,"
            f" end: {year + 1}-02-10}}",
        ]
    return lines


def _talk(
    tongue: Tongue, chance: random.Random, key: str, day: date, ahead: int
) -> list[str]:
    name = chance.choice(tongue.names)
    lines = [
        f'title: "{chance.choice(tongue.titles)}"'.replace("\\", "\\\\"),
        f"date: {day}",
        f"topics: [{', '.join(chance.sample(tongue.topics, 2))}]",
        f"abstract: {tongue.abstract}",
        "speaker:",
        f"  name: {name}",
        f"  affiliation: {chance.choice(tongue.homes)}",
        f"  bio: {name} {tongue.bio}",
    ]
    if ahead < 0 and chance.random() < 0.4:
        lines.append(f"video: https://video.example.edu/{key}/{day}")
    if ahead == 2:
        lines.append(f"notice: {tongue.notice}")
    if ahead == 3:
        lines.append("status: cancelled")
    if key == "statistics":
        lines += [
            "link: https://meet.example.edu/statistics",
            "link_access: registration",
            "registration: https://example.edu/register",
        ]
    return lines


def _write(folder: Path, name: str, lines: list[str]) -> None:
    path = folder / "talks" / f"{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
