"""Calendars of vCalendar 1.0, the form before iCalendar: their texts are quoted."""

from __future__ import annotations

import quopri
import re

# A property in Quoted-Printable, with the lines that it goes on in: each ends with "=".
_QUOTED = re.compile(
    r"^(?P<name>[\w.-]+)(?P<parameters>(?:;[^:;\n]+)*?);(?:ENCODING=)?QUOTED-PRINTABLE"
    r"(?P<more>(?:;[^:;\n]+)*):(?P<text>(?:[^\n]*=\n)*[^\n]*)$",
    re.IGNORECASE | re.MULTILINE,
)
_CHARSET = re.compile(r";CHARSET=\"?([\w.-]+)\"?", re.IGNORECASE)


def unquoted(text: str) -> str:
    """Return a calendar with texts in Quoted-Printable as iCalendar writes them.

    Each property stays in the line that it begins in.
    """
    return _QUOTED.sub(_plain, text) if "QUOTED-PRINTABLE" in text.upper() else text


def _plain(found: re.Match[str]) -> str:
    parameters = found["parameters"] + found["more"]
    charset = _CHARSET.search(parameters)
    said = _text(quopri.decodestring(found["text"].encode()), charset and charset[1])
    said = re.sub(r"([\\;,])", r"\\\1", re.sub(r"\r\n?|\n", "\n", said).strip())
    lines = "\n" * found["text"].count("\n")
    kept = _CHARSET.sub("", parameters)
    escaped = said.replace("\n", "\\n")
    return f"{found['name']}{kept}:{escaped}{lines}"


def _text(content: bytes, charset: str | None) -> str:
    for name in filter(None, (charset, "utf-8")):
        try:
            return content.decode(name)
        except (LookupError, UnicodeError):
            continue
    return content.decode("cp1252", "replace")
