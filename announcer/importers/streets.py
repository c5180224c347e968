"""Streets with their numbers, by which a line is told to be a place."""

from __future__ import annotations

import re

_LONGEST = 120  # letters of a place

STREET = re.compile(
    r"(?:^|[,(–—-]\s*|\bin |\bdi )(?:via|viale|piazza|corso|largo|rue|avenue|boulevard"
    r"|bd|quai|calle|c/|plaza"
    r"|avda\.?|avenida|paseo|rua|ulica|ul\.)\s(?!\d+ min)[^.;:!?]{2,30}?\d{1,4}\b"
    r"|\b\d{1,4}(?: ?bis| ?ter)?,? (?:rue|avenue|boulevard|bd|quai|place|impasse"
    r"|allée)\s"
    r"|\b[A-ZÄÖÜ][\w-]+(?:straße|strasse|str\.|gasse|weg|platz|allee|straat|laan|gatan"
    r"|vej)\s\d{1,4}\b|\b\d{1,4} (?:[A-Z]\w+ ){1,3}(?:Street|St\.?|Road|Rd\.?|Lane|Ave"
    r"|Avenue|Square)\b|\bרחוב\s[א-ת ]+\d{1,3}",
    re.IGNORECASE,
)


def upto_street(text: str) -> str:
    """Return a place that ends with a street, without what a sentence adds to it."""
    found = STREET.search(text)
    more = found and re.match(r",?\s+[a-zß-ÿ]", text[found.end() :])
    return text[: found.end()] if found and more else text


def is_street(line: str) -> bool:
    """Say whether a line of its own ends with a street and a number."""
    return len(line) < _LONGEST and bool(STREET.search(line))
