"""A deterministic folder of talks: the same number always gives the same talks."""

from __future__ import annotations

import os
import random
from datetime import date, timedelta
from pathlib import Path

# What the benchmarks build and send at one time is remembered at the next.
os.environ["ANNOUNCER_REHEARSAL"] = "1"

FIRST_DAY = date(2004, 9, 6)
ROOMS = ("Fine Hall 214", "Room A1", "Virtual", "Salle Darboux", "Hörsaal 3")
ZONES = ("America/New_York", "Europe/Paris", "Europe/Berlin", "Asia/Kolkata")
NAMES = (
    "Emmy Noether",
    "Sofia Kowalewskaja",
    "Élie Cartan",
    "Paul Erdős",
    "Srinivasa Ramanujan",
    "מרים נועם",
    "陳省身",
)
SENTENCES = (
    "We prove a sharp bound for the spectral gap of random graphs.",
    "The proof combines *entropy methods* with a coupling that is new here.",
    "As a consequence, $\\lambda_2 \\le 2\\sqrt{d-1} + o(1)$ with high probability.",
    "Several open problems, and some numerical evidence, will be discussed.",
    "No background beyond a first course in probability is assumed.",
    "This is joint work with colleagues from [three places](https://example.org).",
    "In the second half we turn to algorithms & their cost: 50% less than before.",
)


def write_corpus(folder: Path, talks: int, series: int = 10, seed: int = 1) -> None:
    """Write a project of that many talks in that many series into an empty folder."""
    chance = random.Random(seed)
    top = folder / "talks"
    top.mkdir(parents=True)
    top.joinpath("site.yaml").write_text(
        "title: Corpus\nurl: https://talks.example.edu\ntimezone: Europe/Paris\n"
        "mail: {smtp: 'smtp://localhost:25', from: Talks <talks@example.edu>}\n"
    )
    for number in range(series):
        home = top / f"series-{number:03}"
        home.mkdir()
        zone = ZONES[number % len(ZONES)]
        home.joinpath("series.yaml").write_text(
            f"name: Seminar {number}\ntimezone: {zone}\ntime: 16:15-17:15\n"
            f"mailing_list: list-{number}@example.edu\n"
            "tell:\n  - announcement: 7 days before at 09:00\n"
        )
    for number in range(talks):
        home = top / f"series-{number % series:03}"
        day = FIRST_DAY + timedelta(days=(number // series) * 7 + number % 5)
        name = f"{day}-{number:05}.yaml"
        home.joinpath(name).write_text(_talk(chance, number, day), encoding="utf-8")


def _talk(chance: random.Random, number: int, day: date) -> str:
    speaker = f"{chance.choice(NAMES)} {number % 997}"
    abstract = " ".join(chance.choices(SENTENCES, k=14))
    bio = " ".join(chance.choices(SENTENCES, k=5))
    return (
        f"title: On the bound number {number}\n"
        f"speaker:\n  name: {speaker}\n  affiliation: University {number % 61}\n"
        f"  bio: >-\n    {bio}\n"
        f"date: {day}\nlocation: {chance.choice(ROOMS)}\n"
        f"topics: [topic {number % 40}, topic {number % 7}]\n"
        f"abstract: |\n  {abstract}\n"
    )
