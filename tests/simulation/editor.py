"""The editor: somebody who edits records, by chance and in every way people do.

Each act changes what is true and then the files. It returns a line for the log, or
None where there was nothing to do.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from random import Random

from tests.simulation.institute import DAY, Facts, Institute, Series, Talk, zone

_FIRST = ("Ada", "Emmy", "Grace", "Karen", "Maryam", "Sofia", "Srinivasa", "Terry")
_LAST = ("Alpha", "Bravo", "Cantor", "Delta", "Euler", "Fermi", "Gauss", "Hopper")
_WHAT = ("sparse", "random", "smooth", "finite", "broken", "hidden", "tame", "wild")
_WHOM = ("graphs", "groups", "walks", "fields", "cells", "lattices", "waves", "proofs")
_HORIZON = 30  # days ahead that slots are filled
_ROOMS = range(100, 900)

Act = Callable[[Random, datetime], str | None]


class Editor:
    """Acts on an institute; ``ask`` is how the world does what needs a command."""

    def __init__(self, institute: Institute) -> None:
        self.institute = institute
        self.number = 0
        self.acts: list[tuple[float, Act]] = [
            (3, self.name_title), (2, self.change_title), (1.5, self.mistype),
            (1.5, self.write_abstract), (3, self.change_room), (2.5, self.change_hour),
            (2.5, self.change_day), (1, self.bring_forward), (0.4, self.slip_a_year),
            (1.5, self.change_speaker), (2, self.cancel), (1.2, self.postpone),
            (2, self.revive), (2, self.confirm), (0.5, self.doubt),
            (0.8, self.delete), (0.5, self.call_txt), (0.8, self.break_record),
            (1, self.rename), (0.3, self.hide_folder), (0.3, self.break_series),
            (0.15, self.break_site), (0.3, self.move_series), (0.15, self.shift_series),
            (0.2, self.change_link), (0.3, self.skip_day), (0.15, self.change_url),
            (0.2, self.change_mail), (0.5, self.undo_twice), (2, self.mend),
        ]  # fmt: skip

    def act(self, chance: Random, now: datetime) -> str | None:
        """Do one thing."""
        weights = [weight for weight, _ in self.acts]
        for _ in range(4):
            (_, act), *_ = chance.choices(self.acts, weights)
            said = act(chance, now)
            if said:
                return said
        return None

    # Which talks

    def coming(self, now: datetime) -> list[Talk]:
        """Return the talks whose records are at hand and which are not over."""
        return [
            talk
            for talk in self.institute.talks.values()
            if talk.is_readable and (talk.facts.end > now or talk.status == "postponed")
        ]

    def _one(self, chance: Random, now: datetime) -> Talk | None:
        """Return a talk, rather one of the next days."""
        found = sorted(self.coming(now), key=lambda one: (one.day, one.uid))
        if not found:
            return None
        return found[min(int(chance.expovariate(0.25)), len(found) - 1)]

    def _write(self, talk: Talk, what: str) -> str:
        self.institute.write_talk(talk)
        return f"{talk.uid}: {what}"

    # Acts on one record

    def create(self, chance: Random, now: datetime) -> str | None:
        """Fill the next free slot of some series."""
        series = chance.choice(self.institute.series)
        if series.is_hidden:
            return None
        today = now.astimezone(zone(series.zone)).date()
        day = today + chance.randrange(1, 10) * DAY
        taken = {t.day for t in self.institute.talks.values() if t.series is series}
        step = 7 * series.every
        if chance.random() < 0.8:
            day += ((series.weekday - day.weekday()) % 7) * DAY
        while day in taken:
            day += step * DAY
        terms = self.institute.site.terms
        if not any(first <= day <= last for _, first, last in terms):
            return None  # nobody talks in vacations
        if day > today + _HORIZON * DAY or day in series.skip:
            return None
        self.number += 1
        others = [
            s for s in self.institute.series if s is not series and not s.is_hidden
        ]
        talk = Talk(
            name=f"{day}-talk{self.number}",
            series=series,
            day=day,
            title=_title(chance) if chance.random() < 0.75 else None,
            speaker=_speaker(chance) if chance.random() < 0.93 else None,
            room=_room(chance) if chance.random() < 0.2 else None,
            clock=_hour(chance) if chance.random() < 0.2 else None,
            status="tentative" if chance.random() < 0.08 else "confirmed",
            also=chance.choice(others) if others and chance.random() < 0.1 else None,
            abstract="We show something." if chance.random() < 0.5 else "",
        )
        talk.stem = talk.name
        return self._write(talk, f"new on {talk.day}")

    def name_title(self, chance: Random, now: datetime) -> str | None:
        found = [one for one in self.coming(now) if one.title is None]
        if not found:
            return None
        talk = chance.choice(found)
        talk.title = _title(chance)
        return self._write(talk, f"title {talk.title}")

    def change_title(self, chance: Random, now: datetime) -> str | None:
        talk = self._one(chance, now)
        if talk is None or (talk.title is None and chance.random() < 0.5):
            return None
        talk.title = None if chance.random() < 0.1 else _title(chance)
        return self._write(talk, f"title {talk.title}")

    def mistype(self, chance: Random, now: datetime) -> str | None:
        talk = self._one(chance, now)
        if talk is None or not talk.title:
            return None
        at = chance.randrange(len(talk.title))
        talk.title = talk.title[:at].strip() + "e" + talk.title[at:].strip()
        return self._write(talk, f"title {talk.title}")

    def write_abstract(self, chance: Random, now: datetime) -> str | None:
        talk = self._one(chance, now)
        if talk is None:
            return None
        talk.abstract = f"We show {_title(chance).lower()}."
        return self._write(talk, "abstract")

    def change_speaker(self, chance: Random, now: datetime) -> str | None:
        talk = self._one(chance, now)
        if talk is None:
            return None
        talk.speaker = _speaker(chance)
        return self._write(talk, f"speaker {talk.speaker}")

    def change_room(self, chance: Random, now: datetime) -> str | None:
        talk = self._one(chance, now)
        if talk is None:
            return None
        talk.room = _room(chance)
        return self._write(talk, f"{talk.room}")

    def change_hour(self, chance: Random, now: datetime) -> str | None:
        talk = self._one(chance, now)
        if talk is None:
            return None
        talk.clock = _hour(chance)
        return self._write(talk, f"at {talk.clock:%H:%M}")

    def change_day(self, chance: Random, now: datetime) -> str | None:
        talk = self._one(chance, now)
        if talk is None:
            return None
        today = now.astimezone(zone(talk.series.zone)).date()
        day = talk.day + chance.choice((-3, -2, -1, 1, 2, 7, 14)) * DAY
        if day < today:
            return None
        talk.day = day
        return self._write(talk, f"on {talk.day}")

    def bring_forward(self, chance: Random, now: datetime) -> str | None:
        """Bring a talk of today forward, now and then into what is past already."""
        found = [one for one in self.coming(now) if one.facts.start > now]
        found = [one for one in found if _today(one.facts, now)]
        if not found:
            return None
        talk = chance.choice(found)
        hour = max(0, talk.facts.clock.hour - chance.randrange(1, 6))
        talk.clock = time(hour, talk.facts.clock.minute)
        if hour < 6:
            talk.clock = time(6)
        return self._write(talk, f"brought forward to {talk.clock:%H:%M}")

    def slip_a_year(self, chance: Random, now: datetime) -> str | None:
        talk = self._one(chance, now)
        if talk is None or talk.day.month == 2 or talk.status != "confirmed":
            return None
        talk.day = talk.day.replace(year=talk.day.year - 1)
        return self._write(talk, f"on {talk.day}, a slip")

    def cancel(self, chance: Random, now: datetime) -> str | None:
        return self._set_status(chance, now, "cancelled")

    def postpone(self, chance: Random, now: datetime) -> str | None:
        return self._set_status(chance, now, "postponed")

    def doubt(self, chance: Random, now: datetime) -> str | None:
        return self._set_status(chance, now, "tentative")

    def _set_status(self, chance: Random, now: datetime, status: str) -> str | None:
        talk = self._one(chance, now)
        if talk is None or talk.status == status:
            return None
        talk.status = status
        talk.was_awaited |= status == "postponed"
        return self._write(talk, status)

    def confirm(self, chance: Random, now: datetime) -> str | None:
        return self._revive(chance, now, {"tentative"})

    def revive(self, chance: Random, now: datetime) -> str | None:
        return self._revive(chance, now, {"cancelled", "postponed"})

    def _revive(self, chance: Random, now: datetime, was: set[str]) -> str | None:
        found = [one for one in self.coming(now) if one.status in was]
        if not found:
            return None
        talk = chance.choice(found)
        if talk.status == "postponed":
            today = now.astimezone(zone(talk.series.zone)).date()
            talk.day = max(talk.day, today) + chance.choice((1, 2, 7, 14)) * DAY
        talk.status = "confirmed"
        return self._write(talk, f"confirmed on {talk.day}")

    def undo_twice(self, chance: Random, now: datetime) -> str | None:
        """Change a room and change it back before anybody looks."""
        talk = self._one(chance, now)
        if talk is None:
            return None
        room = talk.room
        talk.room = _room(chance)
        self._write(talk, "")
        talk.room = room
        return self._write(talk, "changed and changed back")

    # Records that are lost, broken or elsewhere, and what is mended later

    def delete(self, chance: Random, now: datetime) -> str | None:
        return self._lose(chance, now, "gone")

    def call_txt(self, chance: Random, now: datetime) -> str | None:
        return self._lose(chance, now, "txt")

    def break_record(self, chance: Random, now: datetime) -> str | None:
        return self._lose(chance, now, "broken")

    def _lose(self, chance: Random, now: datetime, state: str) -> str | None:
        talk = self._one(chance, now)
        if talk is None:
            return None
        self.institute.remove_file(talk)
        talk.state = state
        return self._write(talk, f"its record is {state}")

    def rename(self, chance: Random, now: datetime) -> str | None:
        talk = self._one(chance, now)
        if talk is None:
            return None
        self.institute.remove_file(talk)
        self.number += 1
        talk.stem = f"renamed-{self.number}"
        talk.states_uid = True
        return self._write(talk, f"renamed to {talk.stem}")

    def hide_folder(self, chance: Random, now: datetime) -> str | None:
        series = chance.choice(self.institute.series)
        if series.is_hidden or sum(s.is_hidden for s in self.institute.series):
            return None
        self.institute.hide(series)
        return f"{series.key}: the folder is gone"

    def break_series(self, chance: Random, now: datetime) -> str | None:
        series = chance.choice(self.institute.series)
        if series.is_hidden or series.is_broken:
            return None
        series.is_broken = True
        self.institute.write_series(series)
        return f"{series.key}: series.yaml is broken"

    def break_site(self, chance: Random, now: datetime) -> str | None:
        self.institute.site.is_broken = True
        self.institute.write_site()
        return "site.yaml is broken"

    def mend(self, chance: Random, now: datetime) -> str | None:
        """Mend one of the things that are wrong."""
        site = self.institute.site
        if site.is_broken:
            site.is_broken = False
            self.institute.write_site()
            return "site.yaml is mended"
        series = [s for s in self.institute.series if s.is_broken or s.is_hidden]
        talks = [t for t in self.institute.talks.values() if _is_odd(t, now)]
        wrong: list[Series | Talk] = [*series, *talks]
        if not wrong:
            return None
        one: Series | Talk = chance.choice(wrong)
        if isinstance(one, Series):
            return self._mend_series(one)
        return self._mend_talk(one, chance, now)

    def _mend_series(self, series: Series) -> str:
        if series.is_hidden:
            self.institute.bring_back(series)
            return f"{series.key}: the folder is back"
        series.is_broken = False
        self.institute.write_series(series)
        return f"{series.key}: series.yaml is mended"

    def _mend_talk(self, talk: Talk, chance: Random, now: datetime) -> str | None:
        if talk.series.is_hidden or talk.series.is_broken:
            return None
        if talk.state == "there":
            talk.day = talk.day.replace(year=talk.day.year + 1)
            return self._write(talk, f"on {talk.day}, the slip is mended")
        self.institute.remove_file(talk)
        talk.state = "there"
        talk.called_off = False
        return self._write(talk, "its record is back")

    # Acts on what talks share

    def _some(self, chance: Random) -> Series | None:
        series = chance.choice(self.institute.series)
        return None if series.is_hidden or series.is_broken else series

    def move_series(self, chance: Random, now: datetime) -> str | None:
        series = self._some(chance)
        if series is None:
            return None
        series.room = _room(chance)
        self.institute.write_series(series)
        return f"{series.key}: all in {series.room}"

    def shift_series(self, chance: Random, now: datetime) -> str | None:
        series = self._some(chance)
        if series is None:
            return None
        series.clock = _hour(chance)
        self.institute.write_series(series)
        return f"{series.key}: all at {series.clock:%H:%M}"

    def change_link(self, chance: Random, now: datetime) -> str | None:
        series = self._some(chance)
        if series is None or not series.link:
            return None
        series.link = f"https://meet.example.edu/{series.key}-{chance.randrange(10**6)}"
        self.institute.write_series(series)
        return f"{series.key}: another link"

    def skip_day(self, chance: Random, now: datetime) -> str | None:
        series = self._some(chance)
        if series is None:
            return None
        day = now.date() + chance.randrange(1, 21) * DAY
        day += ((series.weekday - day.weekday()) % 7) * DAY
        if any(t.day == day for t in self.institute.talks.values()):
            return None
        series.skip.add(day)
        self.institute.write_series(series)
        return f"{series.key}: none on {day}"

    def change_url(self, chance: Random, now: datetime) -> str | None:
        site = self.institute.site
        site.url = f"https://www{chance.randrange(100)}.example.edu/talks"
        self.institute.write_site()
        return f"the site is at {site.url}"

    def change_mail(self, chance: Random, now: datetime) -> str | None:
        series = self._some(chance)
        if series is None:
            return None
        series.server = chance.choice((None, "relay-a", "relay-b"))
        series.sender = chance.choice(("talks@example.edu", "seminar@example.edu"))
        self.institute.write_series(series)
        return f"{series.key}: mail by {series.server}, from {series.sender}"

    def tidy(self, now: datetime) -> None:
        """Put away the records of talks that are long over."""
        for talk in list(self.institute.talks.values()):
            # Who waits for a postponed talk is still to hear that it is off for good.
            is_awaited = talk.facts.is_off and talk.was_awaited
            is_waiting = is_awaited or _is_odd(talk, now)
            if talk.is_readable and not is_waiting and talk.facts.end < now - 2 * DAY:
                self.institute.archive(talk)


def _is_odd(talk: Talk, now: datetime) -> bool:
    """Say whether a record is lost, broken, or a year too early."""
    if talk.state != "there":
        return True
    return talk.day < (now - timedelta(days=200)).date()


def _today(facts: Facts, now: datetime) -> bool:
    return facts.day == now.astimezone(zone(facts.zone)).date()


def _title(chance: Random) -> str:
    return f"On {chance.choice(_WHAT)} {chance.choice(_WHOM)} {chance.randrange(100)}"


def _speaker(chance: Random) -> str:
    return f"{chance.choice(_FIRST)} {chance.choice(_LAST)}"


def _room(chance: Random) -> str:
    return f"Room {chance.choice(_ROOMS)}"


def _hour(chance: Random) -> time:
    return time(chance.randrange(8, 20), chance.choice((0, 15, 30, 45)))
