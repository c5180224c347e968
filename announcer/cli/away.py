"""Projects and sites that are in a bucket and not on this machine.

A project there is fetched into a folder that this user's programs may make again, and
read from there; only what has changed comes a second time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from announcer.errors import AnnouncerError, BadValue

if TYPE_CHECKING:
    from announcer.release import Target

# What is heavy is imported where it is used: every start imports this module.

# They write records, or wait for somebody to do it.
AT_HOME_ONLY = frozenset({"init", "new", "serve", "cancel", "move", "set", "import"})
_SOURCES = ("talks", "templates")


class Place(click.Path):
    """A folder, or a folder of a bucket, which stays the text that was written."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Any:
        """Return a Path, or the address of a bucket."""
        if is_away(value):
            return str(value)
        return super().convert(value, param, ctx)


def is_away(value: object) -> bool:
    """Say whether somebody has written an address and no path."""
    return isinstance(value, str) and "://" in value


def bucket(address: str) -> Target:
    """Return the folder of a bucket that is meant; raises AnnouncerError for others."""
    from announcer.delivery.bucket import SCHEMES  # noqa: PLC0415
    from announcer.release import has_key, parse_target  # noqa: PLC0415

    target: Target | None = None
    try:
        target = parse_target(address)
    except BadValue:
        if has_key(address):  # which no other message may show
            raise
    if target is None or target.scheme not in SCHEMES:
        raise AnnouncerError(
            f"{address} is no folder of a bucket\n"
            "  Write for example s3://bucket/talks, gs://bucket/talks or "
            "abfs://container/talks."
        )
    return target


@contextmanager
def fetched(address: str, kept: Path) -> Iterator[Path]:
    """Fetch a project into a folder below ``kept``, and be alone there meanwhile."""
    from announcer import disk  # noqa: PLC0415
    from announcer.cli import shown  # noqa: PLC0415
    from announcer.delivery.bucket import fetch  # noqa: PLC0415

    target = bucket(address)
    name = sha256(target.place.encode()).hexdigest()[:16]
    folder = kept / "projects" / name
    disk.make_private(folder)
    with disk.alone(folder / disk.LOCK):
        come = fetch(target, folder, _SOURCES)
        for _ in shown.progress(come, "files fetched"):
            pass
        if not (folder / "talks").is_dir():
            raise AnnouncerError(
                f"there is no talks/ in {address}\n"
                "  Is it the folder that holds talks/, and may you read it?"
            )
        yield folder
