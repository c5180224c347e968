"""Publishing the site: what goes out, what must not, and in which order.

This room alone knows when a folder is a site, that no secret leaves with it, and that
nobody may meet a link to a page that is not there yet.
"""

from __future__ import annotations

from pathlib import Path

from announcer.errors import AnnouncerError
from announcer.publishing.gathering import gather, is_pretended, stale
from announcer.publishing.privacy import leaks
from announcer.publishing.steps import (
    Delta,
    carry_out,
    compare,
    refuse_backwards,
    refuse_foreign,
    shown,
)
from announcer.record import Records
from announcer.release import Release

__all__ = [
    "Delta",
    "carry_out",
    "compare",
    "gather",
    "ready",
    "refuse_backwards",
    "refuse_foreign",
    "shown",
]


def ready(folder: Path, records: Records, *, pretended: bool = False) -> Release:
    """Return the site as it may go out.

    Raises AnnouncerError unless it is whole, as new as the records, without anything
    private and, but for ``pretended``, made by the true clock.
    """
    if newer := stale(folder, records.folder):
        raise AnnouncerError(
            f"{newer} is newer than {folder}.\n"
            "  Run `announcer build` first, or publish with --build."
        )
    release = gather(folder, records.site.url)
    if not pretended and is_pretended(release):
        raise AnnouncerError(
            f"{folder} was made with a pretended clock (--now), and the ledger does "
            "not know it.\n  Run `announcer build` first, or publish with --build."
        )
    if found := leaks(release, records):
        raise AnnouncerError(_private(found))
    return release


def _private(found: tuple[str, ...]) -> str:
    listed = "\n".join(f"  {leak}" for leak in found[:10])
    more = f"\n  and {len(found) - 10} more" if len(found) > 10 else ""
    return (
        "something private would be public, so nothing was published:\n"
        f"{listed}{more}\n"
        "  Take it out of the text, the template or the file that brings it there, "
        "and build again."
    )
