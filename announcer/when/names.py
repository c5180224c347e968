"""What people write for a time zone when they do not write its name, and its cure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

from announcer.errors import BadValue
from announcer.lazy import pattern

_NEW_YORK, _CHICAGO, _DENVER = "America/New_York", "America/Chicago", "America/Denver"
_BERLIN = "Europe/Berlin or Europe/Paris"
_KOLKATA = "Asia/Kolkata, Asia/Jerusalem or Europe/Dublin"

# the zone an organiser most likely means; several where the letters are shared
_ABBREVIATIONS = {
    "EST": _NEW_YORK, "EDT": _NEW_YORK, "ET": _NEW_YORK, "EST5EDT": _NEW_YORK,
    "CST": f"{_CHICAGO}, Asia/Shanghai or America/Havana",
    "CDT": f"{_CHICAGO} or America/Havana", "CT": _CHICAGO,
    "CST6CDT": _CHICAGO, "MST": f"{_DENVER} or America/Phoenix", "MDT": _DENVER,
    "MT": _DENVER, "MST7MDT": _DENVER, "PST": "America/Los_Angeles or Asia/Manila",
    "PDT": "America/Los_Angeles", "PT": "America/Los_Angeles",
    "PST8PDT": "America/Los_Angeles", "AKST": "America/Anchorage",
    "AKDT": "America/Anchorage", "HST": "Pacific/Honolulu",
    "AST": "America/Halifax or Asia/Riyadh",
    "ADT": "America/Halifax", "NST": "America/St_Johns", "NDT": "America/St_Johns",
    "BRT": "America/Sao_Paulo", "ART": "America/Argentina/Buenos_Aires",
    "CLT": "America/Santiago", "GMT": "Europe/London or UTC",
    "BST": "Europe/London or Asia/Dhaka",
    "GB": "Europe/London", "WET": "Europe/Lisbon", "WEST": "Europe/Lisbon",
    "CET": _BERLIN, "CEST": _BERLIN, "MET": _BERLIN, "MEZ": "Europe/Berlin",
    "MESZ": "Europe/Berlin", "EET": "Europe/Athens or Europe/Helsinki",
    "EEST": "Europe/Athens or Europe/Helsinki", "MSK": "Europe/Moscow",
    "W-SU": "Europe/Moscow", "TRT": "Europe/Istanbul", "IST": _KOLKATA,
    "IDT": "Asia/Jerusalem", "SAST": "Africa/Johannesburg", "EAT": "Africa/Nairobi",
    "CAT": "Africa/Maputo", "WAT": "Africa/Lagos", "PKT": "Asia/Karachi",
    "GST": "Asia/Dubai", "SGT": "Asia/Singapore",
    "SST": "Pacific/Pago_Pago or Asia/Singapore", "HKT": "Asia/Hong_Kong",
    "PRC": "Asia/Shanghai", "ROC": "Asia/Taipei", "JST": "Asia/Tokyo",
    "KST": "Asia/Seoul", "ROK": "Asia/Seoul", "WIB": "Asia/Jakarta",
    "AEST": "Australia/Sydney or Australia/Brisbane", "AEDT": "Australia/Sydney",
    "ACST": "Australia/Adelaide or Australia/Darwin", "ACDT": "Australia/Adelaide",
    "AWST": "Australia/Perth", "NZ": "Pacific/Auckland", "NZST": "Pacific/Auckland",
    "NZDT": "Pacific/Auckland", "NZ-CHAT": "Pacific/Chatham",
    "UCT": "UTC", "FACTORY": "UTC", "Z": "UTC", "ZULU": "UTC", "UNIVERSAL": "UTC",
    "GREENWICH": "Europe/London or UTC",
}  # fmt: skip

_BY_HOURS = {
    -10: "Pacific/Honolulu", -9: "America/Anchorage", -8: "America/Los_Angeles",
    -7: f"{_DENVER} or America/Los_Angeles", -6: f"{_CHICAGO} or {_DENVER}",
    -5: f"{_NEW_YORK} or {_CHICAGO}", -4: f"{_NEW_YORK} or America/Halifax",
    -3: "America/Sao_Paulo", 0: "Europe/London or UTC",
    1: "Europe/Berlin or Europe/London", 2: "Europe/Berlin or Europe/Athens",
    3: "Europe/Helsinki, Asia/Jerusalem or Europe/Istanbul", 4: "Asia/Dubai",
    5: "Asia/Karachi", 5.5: "Asia/Kolkata", 7: "Asia/Bangkok",
    8: "Asia/Shanghai or Asia/Singapore", 9: "Asia/Tokyo or Asia/Seoul",
    10: "Australia/Sydney or Australia/Brisbane", 11: "Australia/Sydney",
    12: "Pacific/Auckland", 13: "Pacific/Auckland",
}  # fmt: skip

_OFFSET = pattern(r"(Etc/)?(UTC|GMT)?\s*([+-−])\s*(\d{1,2})(?::?(\d{2}))?", re.ASCII)
_PLACE = pattern(r"[A-Z][\w+-]*(?:/[A-Z][\w+-]*){0,2}", re.ASCII)
_CONTINENTS = (
    "Africa/", "America/", "Antarctica/", "Asia/", "Atlantic/", "Australia/", "Europe/",
    "Indian/", "Pacific/",
)  # fmt: skip
_SHAPE = "A time zone is named by a city, for example Europe/Berlin"


def is_place(name: str) -> bool:
    """Say whether a text has the shape of a place that the tz database may know.

    It also knows EST, CET, GB, Etc/GMT+5: settings of clocks, which we do not take.
    """
    return _PLACE.fullmatch(name) is not None and not _is_clock(name)


def likely(letters: str) -> tuple[str, ...]:
    """Return the zones that an abbreviation may stand for, the likelier first."""
    return tuple(filter(None, re.split(", | or ", _ABBREVIATIONS.get(letters, ""))))


def explain(name: str, known: Iterable[str]) -> BadValue:
    """Return why a text is no zone we take, with the likely one of ``known``."""
    return _offset(name) or _abbreviation(name) or _misspelt(name, known)


def _is_clock(name: str) -> bool:
    folded = name.upper()
    # a name in capitals is a code (PRC, W-SU) and no place
    return name == folded or folded in _ABBREVIATIONS or folded.startswith("ETC/")


def _offset(name: str) -> BadValue | None:
    found = _OFFSET.fullmatch(name.strip().upper().replace("ETC/", "Etc/"))
    if found is None:
        return None
    hours = int(found[4]) + int(found[5] or 0) / 60
    # Etc/GMT+5 lies five hours *west*: POSIX signs, the opposite of what people read
    west = (found[3] != "+") != bool(found[1])
    likely = _BY_HOURS.get(-hours if west else hours)
    message = f"{name!r} is an offset, not a time zone: it knows no summer time"
    return BadValue(message, f"Write {likely}." if likely else f"{_SHAPE}.")


def _abbreviation(name: str) -> BadValue | None:
    short = name.strip().upper().removeprefix("ETC/")
    if short == "UTC":
        return BadValue(f"there is no time zone {name!r}", "Write UTC.")
    likely = _ABBREVIATIONS.get(short)
    message = f"{name!r} is an abbreviation, not a time zone"
    return BadValue(message, f"Write {likely}.") if likely else None


def _misspelt(name: str, known: Iterable[str]) -> BadValue:
    message = f"there is no time zone {name!r}"
    wanted = re.sub(r"\s+", "_", name.strip()).casefold()
    by_fold = {zone.casefold(): zone for zone in sorted(known)}
    if wanted in by_fold and is_place(by_fold[wanted]):
        return BadValue(message, f"Did you mean {by_fold[wanted]}?")
    places = [zone for zone in by_fold.values() if zone.startswith(_CONTINENTS)]
    cities = {zone.casefold().rpartition("/")[2]: zone for zone in places}
    meant = cities.get(wanted.rpartition("/")[2])
    if meant is None:
        close = get_close_matches(wanted, by_fold, n=1, cutoff=0.8)
        meant = by_fold[close[0]] if close else None
    return BadValue(message, f"Did you mean {meant}?" if meant else f"{_SHAPE}.")
