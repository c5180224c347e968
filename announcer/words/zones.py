"""What time zones are called: by their letters, their city or their offset."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache

from babel import Locale
from babel.core import get_global

# Letters that people of several zones call their own: in Chicago, Havana and Shanghai;
# Halifax and Riyadh; London and Dhaka; Kolkata, Jerusalem and Dublin; Los Angeles and
# Manila; Pago Pago and Singapore.
SHARED_LETTERS = frozenset({"CST", "CDT", "AST", "BST", "IST", "KST", "PST", "SST"})

# What a language calls a zone by its own letters; others take the international ones.
_OWN_LETTERS = {
    "de": {
        "CET": "MEZ",
        "CEST": "MESZ",
        "WET": "WEZ",
        "WEST": "WESZ",
        "EET": "OEZ",
        "EEST": "OESZ",
    }
}


def short_name(moment: datetime, locale: Locale) -> str:
    """Return the zone at a moment in a few letters; ``UTC+3`` if it has none.

    Letters that several zones have are never left alone: ``CST (Chicago)``.
    """
    name = moment.tzname() or ""
    if not name.isalpha():
        return _offset(moment)
    if name not in SHARED_LETTERS:
        return _OWN_LETTERS.get(locale.language, {}).get(name, name)
    place = str(getattr(moment.tzinfo, "zone", None) or "")  # pytz knows its city
    where = city_name(place, locale) if "/" in place else _offset(moment)
    return f"{name} ({where})"


@lru_cache(maxsize=4096)
def city_name(tz_name: str, locale: Locale) -> str:
    """Return what the city of a zone is called: ``Vienna``, ``Wien``."""
    canonical = get_global("zone_aliases").get(tz_name, tz_name)
    named = locale.time_zones.get(canonical, {}).get("city")
    return str(named or tz_name.rpartition("/")[2].replace("_", " "))


def _offset(moment: datetime) -> str:
    minutes = (moment.utcoffset() or timedelta()) // timedelta(minutes=1)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '-'}{hours}" + (f":{rest:02}" if rest else "")
