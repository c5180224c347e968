"""A record with some of its values changed, and every other letter as it was."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from announcer.classes import dataclass
from announcer.errors import BadValue, RecordError
from announcer.record.edit import Path as Steps
from announcer.record.edit import edited, meant
from announcer.record.source import clip
from announcer.record.write import Value, inline
from announcer.record.written import Written


@dataclass(frozen=True, slots=True)
class Amendment:
    """A record file before and after a change; ``path`` is below the project folder."""

    path: str
    before: bytes
    after: bytes


def amended(
    folder: Path, path: str, values: Mapping[tuple[str | int, ...], Value | None]
) -> Amendment:
    """Return a record with these values at their places; None takes one out.

    A place is a key or, for what lies deeper, the way there. Comments and layout stay.
    Raises RecordError if the file cannot be read, and BadValue if it is written in a
    way that only a person can change.
    """
    before = (folder / path).read_bytes()
    data, last = before, ""
    for steps, value in values.items():
        file = Written(path, folder, data)
        if steps == ("abstract",) and file.body and "abstract" not in file.says:
            data = _with_body(file, value)
        else:
            data = _changed(folder, file, steps, value, last)
            last = last if steps[0] in file.says else str(steps[0])
    return Amendment(path, before, data)


def _changed(
    folder: Path, file: Written, steps: Steps, value: Value | None, behind: str
) -> bytes:
    """Return the file with a value, if then it says what was meant and no more."""
    with suppress(LookupError, RecordError):
        data = file.mark + edited(file, steps, value, behind).encode()
        after = Written(file.path, folder, data).says
        if after == meant(file.says, steps, value):
            return data
    key = ".".join(map(str, steps))
    line = (
        "Take it out" if value is None else f"Write `{key}: {clip(inline(value), 80)}`"
    )
    raise BadValue(
        f"{file.path} is written in a way that only a person can change: `{key}`",
        f"{line}{'' if value is None else ' into it'} yourself.",
    )


def _with_body(file: Written, value: Value | None) -> bytes:
    """Return a Markdown record with another text below its front matter."""
    assert file.body is not None  # noqa: S101 - asked for before
    start, end = file.body
    new = str(value or "").strip("\n").replace("\n", file.newline)
    if start == end and new:
        gap = "" if file.text.endswith(("\n", "\r")) else file.newline
        new = f"{gap}{file.newline}{new}{file.newline}"
    return file.mark + (file.text[:start] + new + file.text[end:]).encode()
