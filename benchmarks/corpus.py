"""Made-up talks: the same number always gives the same talks, for announcer or a peer.

The words are repeated often, as in no real corpus; no parser measured here gains from
that. What could be gained from is as in life: nearly every formula stands once, and a
speaker's biography comes back with the speaker.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

# What the benchmarks build and send at one time is remembered at the next.
os.environ["ANNOUNCER_REHEARSAL"] = "1"

TITLE = "Corpus"
URL = "https://talks.example.edu"
FIRST_DAY = date(2002, 3, 4)
LAST_DAY = date(2027, 2, 26)

ZONES = (
    *("Europe/Paris", "America/New_York", "Europe/Berlin", "Asia/Kolkata"),
    *("Europe/London", "America/Los_Angeles", "Asia/Tokyo", "Australia/Sydney"),
    *("America/Sao_Paulo", "Asia/Jerusalem"),
)
ROOMS = ("Fine Hall 214", "Room A1", "Salle Darboux", "Hörsaal 3", "Aula; east wing")
FIRST_NAMES = (
    *("Emmy", "Sofia", "Élie", "Paul", "Srinivasa", "מרים", "省身", "Łucja", "Søren"),
    *("Ada", "Niels", "Émilie", "Андрей", "Maryam", "Grace", "Hypatia", "Terence"),
)
LAST_NAMES = (
    *(
        "Noether",
        "Kowalewskaja",
        "Cartan",
        "Erdős",
        "Ramanujan",
        "נועם",
        "陳",
        "Ångström",
    ),
    *("Lovelace", "Abel", "du Châtelet", "Колмогоров", "Mirzakhani", "Hopper", "Şahin"),
    *("O'Neill", "García-Pérez", "Schrödinger", "Nguyễn", "Kuratowski"),
)
BRANCHES = ("algebraic", "discrete", "random", "applied", "quantum")
SUBJECTS = (
    *("geometry", "topology", "analysis", "logic", "optimization", "learning"),
    *("codes", "dynamics"),
)
TOPICS = tuple(f"{branch} {subject}" for branch in BRANCHES for subject in SUBJECTS)
WORDS = {
    "adjective": (
        *("sparse", "convex", "random", "ergodic", "spectral", "noisy", "planar"),
        *("compact", "tropical", "hyperbolic", "infinite", "causal", "modular"),
        *("smooth", "private", "robust"),
    ),
    "noun": (
        *("graphs", "lattices", "surfaces", "kernels", "automata", "networks"),
        *("codes", "knots", "matroids", "operators", "martingales", "polytopes"),
        *("schemes", "proofs", "flows", "estimators"),
    ),
    "field": (
        *("sampling", "learning", "counting", "transport", "approximation"),
        *("percolation", "enumeration", "verification", "rigidity", "decoding"),
        *("clustering", "scheduling"),
    ),
    "verb": ("bound", "classify", "count", "sample", "recover", "verify", "colour"),
}
SENTENCES = (
    "We prove a sharp bound for the {field} of {adjective} {noun}.",
    "The usual way to {verb} {noun} fails as soon as they are not {adjective}, and we "
    "explain why.",
    "A coupling that is new here reduces {field} to the case of {adjective} {noun}.",
    "As a consequence one can {verb} {adjective} {noun} in nearly linear time, which "
    "answers a question that had been open for twenty years.",
    "Several open problems about {field}, and some numerical evidence, are discussed.",
    "No background beyond a first course in {field} is assumed.",
    "In the second half we turn to algorithms & their cost: 50% less than before.",
    "The proof goes through {adjective} {noun}, where the difficulty is easy to see.",
    "Pictures, games and two or three older ideas carry most of the argument.",
    "Time permitting, we sketch how the same methods {verb} other {noun}.",
)
MARKED = (
    "The proof combines *{field}* with a **new** inequality for {noun}.",
    "This is joint work with colleagues from [three places](https://example.org/{n}).",
    "The program `{noun}.{verb}()` is free and runs on any laptop.",
    "The talk has three parts:\n\n- {adjective} {noun};\n- {field};\n- *open ends*.",
)
FORMULAS = (
    "Here $\\lambda_{{{n}}} \\le 2\\sqrt{{d-1}} + O({n}^{{-1/2}})$ is almost sure.",
    "Here $\\frac{{\\partial u}}{{\\partial t}} = \\Delta u + {n} u$ is well posed.",
    "The estimate $\\|x\\|_{{{n}}} \\ge \\sum_{{i=1}}^{{n}} x_i^2$ cannot be improved.",
)
LIFE = (
    "They work on {adjective} {noun} and on {field}.",
    "Their thesis, on {field} of {adjective} {noun}, won a prize of the local academy.",
    "Before that they taught at two other universities, and learnt much of {field}.",
    "With students they maintain a library that can {verb} {adjective} {noun}.",
    "They like mountains, choirs and explaining {field} to children.",
)


@dataclass(frozen=True, slots=True)
class Person:
    """A made-up speaker; ``slug`` is for peers that do not make one themselves."""

    name: str
    slug: str
    affiliation: str
    url: str
    bio: str


@dataclass(frozen=True, slots=True)
class Talk:
    """A made-up talk, as plain as every tool can take it."""

    name: str
    series: str
    title: str
    start: datetime
    minutes: int
    zone: str
    location: str | None
    link: str | None
    is_cancelled: bool
    speaker: Person
    topics: tuple[str, ...]
    abstract: str

    @property
    def end(self) -> datetime:
        """The end, in the same zone."""
        return self.start + timedelta(minutes=self.minutes)

    @property
    def year(self) -> str:
        """The calendar year."""
        return str(self.start.year)


def talks(
    number: int, *, series: int = 10, first: date = FIRST_DAY, last: date = LAST_DAY
) -> list[Talk]:
    """Return that many talks, evenly over the days and in turn over the series."""
    people = [_person(random.Random(f"person {n}"), n) for n in range(number // 3 + 1)]
    span = (last - first).days + 1
    made = []
    for n in range(number):
        day = first + timedelta(days=n * span // number)
        made.append(_talk(random.Random(f"talk {n}"), n, day, people, n % series))
    return made


def _talk(
    chance: random.Random, n: int, day: date, people: Sequence[Person], series: int
) -> Talk:
    zone = chance.choice(ZONES)
    start = datetime(day.year, day.month, day.day, chance.randint(9, 17), 15)  # noqa: DTZ001
    where = chance.random()
    # a few regulars, many who came once or twice
    speaker = people[int(len(people) * chance.random() ** 1.4)]
    return Talk(
        name=f"{day}-{n:06}",
        series=f"series-{series:03}",
        title=_filled(chance, "On {field}: can {noun} be {adjective}?", n),
        start=start.replace(tzinfo=ZoneInfo(zone)),
        minutes=chance.choice((45, 60, 60, 90)),
        zone=zone,
        location=chance.choice(ROOMS) if where > 0.4 else None,
        link=f"https://meet.example.edu/{n}" if where < 0.6 else None,
        is_cancelled=chance.random() < 0.02,
        speaker=speaker,
        topics=tuple(sorted(chance.sample(TOPICS, chance.randint(1, 4)))),
        abstract="\n\n".join(_paragraphs(chance, n)),
    )


def _paragraphs(chance: random.Random, n: int) -> Iterator[str]:
    """Yield some 120 to 250 words; a third are marked up, a sixth hold formulas."""
    marked, formulas = chance.random() < 0.33, chance.random() < 0.16
    for _ in range(3):
        said = chance.sample(SENTENCES, chance.randint(3, 5))
        if formulas:
            said.insert(chance.randrange(len(said)), chance.choice(FORMULAS))
        if marked:
            said.append(chance.choice(MARKED))
        yield " ".join(_filled(chance, sentence, n) for sentence in said)


def _person(chance: random.Random, n: int) -> Person:
    name = f"{chance.choice(FIRST_NAMES)} {chance.choice(LAST_NAMES)} {_roman(n)}"
    said = ["{name} is a professor of {field}."]
    said += chance.choices(LIFE, k=chance.randint(4, 8))
    if n % 3 == 0:
        said.append(f"See the [home page](https://people.example.edu/{n}).")
    bio = " ".join(_filled(chance, sentence, n, name) for sentence in said)
    return Person(
        name=name,
        slug=f"person-{n}",
        affiliation=f"Institute {n % 61}, University of {_roman(n % 97)}",
        url=f"https://people.example.edu/{n}",
        bio=bio,
    )


def _roman(n: int) -> str:
    """Return letters that tell people of one name apart."""
    text = ""
    while n or not text:
        n, letter = divmod(n, 26)
        text = chr(97 + letter) + text
    return text.capitalize()


def _filled(chance: random.Random, sentence: str, n: int, name: str = "") -> str:
    words = {kind: chance.choice(known) for kind, known in WORDS.items()}
    return sentence.format(**words, n=n * 10 + chance.randrange(10), name=name)


def write_corpus(folder: Path, number: int, series: int = 10) -> None:
    """Write a project of announcer's of that many talks into an empty folder."""
    write_project(folder, talks(number, series=series))


def write_project(folder: Path, made: Sequence[Talk], mail: str = "") -> None:
    """Write these talks as announcer takes them; ``mail`` is the way out of mails."""
    top = folder / "talks"
    top.mkdir(parents=True)
    write_site(folder, TITLE, mail)
    for key in sorted({talk.series for talk in made}):
        (top / key).mkdir()
        number = int(key[-3:])
        _write(
            top / key / "series.yaml",
            f"name: Seminar {number}\ntimezone: {ZONES[number % len(ZONES)]}\n"
            f"mailing_list: list-{number}@example.edu\n"
            "tell:\n  - announcement: 7 days before at 09:00\n",
        )
    for talk in made:
        write_record(folder, talk)


def write_site(folder: Path, title: str, mail: str = "") -> None:
    """Write what is said of the whole site."""
    mail = mail or "smtp: 'smtp://localhost:25'"
    text = f"title: {title}\nurl: {URL}\ntimezone: UTC\n"
    text += f"mail: {{{mail}, from: Talks <talks@example.edu>}}\n"
    _write(folder / "talks" / "site.yaml", text)


def write_record(folder: Path, talk: Talk, title: str = "") -> None:
    """Write one talk's record."""
    speaker = talk.speaker
    lines = [
        f"title: {_quoted(title or talk.title)}",
        f"date: {talk.start:%Y-%m-%d}",
        f"time: {talk.start:%H:%M}-{talk.end:%H:%M}",
        f"timezone: {talk.zone}",
        *([f"location: {_quoted(talk.location)}"] if talk.location else []),
        *([f"link: {talk.link}"] if talk.link else []),
        *(["status: cancelled"] if talk.is_cancelled else []),
        f"topics: [{', '.join(talk.topics)}]",
        "speaker:",
        f"  name: {_quoted(speaker.name)}",
        f"  affiliation: {_quoted(speaker.affiliation)}",
        f"  url: {speaker.url}",
        f"  bio: |\n    {speaker.bio}",
        "abstract: |",
        *(f"  {line}" if line else "" for line in talk.abstract.split("\n")),
    ]
    path = folder / "talks" / talk.series / f"{talk.name}.yaml"
    _write(path, "\n".join(lines) + "\n")


def front_matter(talk: Talk, title: str = "") -> dict[str, object]:
    """Return what peers are told of a talk above its abstract."""
    return {
        "title": title or talk.title,
        "date": talk.start.isoformat(),
        "end": talk.end.isoformat(),
        "zone": talk.zone,
        "where": talk.location,
        "link": talk.link,
        "cancelled": talk.is_cancelled,
        "speaker_name": talk.speaker.name,
        "speaker_slug": talk.speaker.slug,
        "affiliation": talk.speaker.affiliation,
        "topics": list(talk.topics),
        "year": talk.year,
        "series_key": talk.series,
    }


def page(matter: dict[str, object], body: str) -> str:
    """Return a page with front matter; what is said as JSON is YAML too."""
    lines = [f"{key}: {_quoted(value)}" for key, value in matter.items()]
    return "---\n" + "\n".join(lines) + f"\n---\n{body}\n"


def write_hugo(folder: Path, made: Sequence[Talk]) -> None:
    """Write these talks as Hugo takes them, each biography once."""
    for talk in made:
        write_hugo_page(folder, talk)
    for one in {talk.speaker.slug: talk.speaker for talk in made}.values():
        matter: dict[str, object] = {"title": one.name, "affiliation": one.affiliation}
        matter["homepage"] = one.url
        _write(folder / f"content/speakers/{one.slug}/_index.md", page(matter, one.bio))
    for key in sorted({talk.series for talk in made}):
        matter = {"title": f"Seminar {int(key[-3:])}"}
        _write(folder / f"content/series/{key}/_index.md", page(matter, ""))


def write_hugo_page(folder: Path, talk: Talk, title: str = "") -> None:
    """Write one talk's page for Hugo."""
    matter = front_matter(talk, title) | {
        "speakers": [talk.speaker.slug],
        "series": [talk.series],
        "archive": [talk.year],
    }
    path = folder / "content" / "talks" / f"{talk.name}.md"
    _write(path, page(matter, talk.abstract))


def _quoted(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
