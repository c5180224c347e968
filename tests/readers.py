"""Reading calendars in tests: by the RFC's grammar, and by programs of other people."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ESCAPES = {"\\n": "\n", "\\N": "\n", "\\,": ",", "\\;": ";", "\\\\": "\\"}
_ESCAPED = re.compile(r"\\[nN,;\\]")
_NAME = re.compile(
    r'([A-Z0-9-]+)((?:;[A-Z0-9-]+=(?:"[^"]*"|[^";:,]*))*):(.*)', re.DOTALL
)
_PARAMETER = re.compile(r';([A-Z0-9-]+)=("[^"]*"|[^";:,]*)')


@dataclass(frozen=True)
class Line:
    """One content line; ``value`` as it is written, ``text`` with escapes read."""

    name: str
    parameters: dict[str, str]
    value: str

    @property
    def text(self) -> str:
        return _ESCAPED.sub(lambda match: _ESCAPES[match.group()], self.value)


def unfolded(data: bytes) -> list[str]:
    """Return the content lines; RFC 5545 section 3.1."""
    assert data.endswith(b"\r\n")
    return data.decode("utf-8").replace("\r\n ", "").split("\r\n")[:-1]


def content(data: bytes) -> list[Line]:
    """Return every content line in parts; a line of any other form fails the test."""
    found = []
    for line in unfolded(data):
        match = _NAME.fullmatch(line)
        assert match, line
        parameters = {
            name: value.strip('"') for name, value in _PARAMETER.findall(match[2])
        }
        found.append(Line(match[1], parameters, match[3]))
    return found


def named(data: bytes, name: str) -> list[Line]:
    """Return the lines of one property."""
    return [line for line in content(data) if line.name == name]


def one(data: bytes, name: str) -> Line:
    """Return the only line of one property."""
    (line,) = named(data, name)
    return line


def value(data: bytes, name: str) -> str:
    """Return the value of the only line of one property, as it is written."""
    return one(data, name).value


def text(data: bytes, name: str) -> str:
    """Return the text of the only line of one property."""
    return one(data, name).text


def parts(data: bytes, component: str) -> list[bytes]:
    """Return every component of one kind, as it is written."""
    pattern = rb"BEGIN:%b\r\n.*?END:%b\r\n" % (component.encode(), component.encode())
    return re.findall(pattern, data, re.DOTALL)
