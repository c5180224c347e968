"""What descriptions of events say that no record takes, said once for a calendar."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from announcer.importers.found import Doubt
from announcer.importers.passcodes import WAY_ON, has_passcode, without_passcodes
from announcer.importers.shorttexts import unsaid, without_jobs

_JOBS = "job titles of people"
_FIELD = re.compile(r"\W*(?P<name>[^\W\d_][\w /-]{1,30}?)\s*:\s+\S")
_OFTEN = 3  # events with a field of one name, from which on its words are not repeated
_CLOSING = ("abstract", "notice", "location")


class Beside:
    """What the events of one calendar say beside their talks."""

    def __init__(self, bodies: Iterable[str]) -> None:
        fields = (
            {
                found["name"].casefold()
                for one in body.split("\n")
                if (found := _FIELD.match(one))
            }
            for body in bodies
        )
        self.often = {
            name
            for name, count in Counter(one for names in fields for one in names).items()
            if count >= _OFTEN
        }
        self.said: set[str] = set()  # lines that were said to be left out
        self.closed = 0  # events that give a passcode

    def close(self, record: dict[str, Any], body: str) -> None:
        """Take passcodes out of the texts of a talk, and close the link they open."""
        if not any(map(has_passcode, body.split("\n"))):
            return
        self.closed += 1
        for key in _CLOSING:
            if key in record:
                record[key] = without_passcodes(record[key])
        if record.get("link"):
            record["link_access"] = "members"

    def left_out(
        self, body: str, told: Iterable[Any], line: int
    ) -> tuple[tuple[str, ...], list[Doubt]]:
        """Return the fields of a description that no record has, and doubts of others.

        Job titles, and fields of many events, are counted; each other line is said
        with its words, once for a calendar.
        """
        left: list[str] = []
        new: list[str] = []
        told = tuple(told)
        for one in unsaid(body, told):
            if has_passcode(one):
                continue  # which is counted
            field = _FIELD.match(one)
            if not unsaid(without_jobs(one), told):
                left.append(_JOBS)
            elif field and field["name"].casefold() in self.often:
                left.append(field["name"])
            elif one not in self.said:
                new.append(one)
        self.said.update(new)
        if not new:
            return tuple(dict.fromkeys(left)), []
        text = f"its description also says `{' / '.join(new)}`, which is left out"
        way = "Write it by hand, as its abstract or notice, if people need it."
        return tuple(dict.fromkeys(left)), [Doubt("left-out", text, way, line)]

    def doubts(self) -> list[Doubt]:
        """Return what is said once of all events."""
        if not self.closed:
            return []
        which = "an event gives" if self.closed == 1 else f"{self.closed} events give"
        text = f"{which} a passcode, which is not kept: it is not for all"
        return [Doubt("passcode", text, WAY_ON)]
