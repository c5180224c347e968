"""Saying how files differ from what is stored, so that a failing test can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import unified_diff
from email import message_from_bytes, policy

_FILES, _LINES, _COLUMNS = 12, 40, 200


def differences(stored: Mapping[str, bytes], made: Mapping[str, bytes]) -> str:
    """Return what differs, file by file and clipped; nothing if nothing does."""
    told = [f"not made: {path}" for path in sorted(stored.keys() - made.keys())]
    told += [f"not stored: {path}" for path in sorted(made.keys() - stored.keys())]
    wrong = [p for p in sorted(stored.keys() & made.keys()) if stored[p] != made[p]]
    told += [_difference(path, stored[path], made[path]) for path in wrong[:_FILES]]
    told += [f"differs too: {path}" for path in wrong[_FILES:]]
    return "\n".join(told)


def _difference(path: str, stored: bytes, made: bytes) -> str:
    before, after = _lines(path, stored), _lines(path, made)
    if before == after:  # something below what is read, such as an encoding
        before, after = (str(each).split("\\n") for each in (stored, made))
    lines = list(
        unified_diff(before, after, f"stored {path}", f"made {path}", "", "", 1, "")
    )
    told = [line if len(line) <= _COLUMNS else f"{line[:_COLUMNS]}…" for line in lines]
    if len(told) > _LINES:
        told[_LINES:] = [f"… and {len(told) - _LINES} more lines"]
    return "\n".join(told)


def _lines(path: str, content: bytes) -> list[str]:
    if path.endswith(".eml"):
        return list(_message(content))
    if path.endswith(".ics"):
        content = content.replace(b"\r\n ", b"")  # RFC 5545 section 3.1
    lines = content.decode("utf-8", "backslashreplace").splitlines()
    return [part for line in lines for part in _parts(line)]


def _parts(line: str) -> list[str]:
    """Break a long line at its tags."""
    return re.split(r"(?<=.)(?=<)", line) if len(line) > _COLUMNS else [line]


def _message(content: bytes) -> Iterator[str]:
    """Yield the header and the decoded parts of a mail."""
    for part in message_from_bytes(content, policy=policy.default).walk():
        yield from (f"{name}: {value}" for name, value in part.items())
        if not part.is_multipart():
            text = part.get_payload(decode=True).decode("utf-8", "backslashreplace")  # type: ignore[union-attr]
            yield from (part for line in text.splitlines() for part in _parts(line))
