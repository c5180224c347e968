"""What to do at a target, and in which order."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from announcer import ical, urls
from announcer.classes import dataclass
from announcer.delivery import Place
from announcer.errors import AnnouncerError
from announcer.ledger import local_part
from announcer.release import File, Found, Release, leads

_SHOWN = 3
_LISTS = urls.RESERVED - {"talks"}  # there lie the talks of a site without folders


@dataclass(frozen=True, slots=True)
class Delta:
    """Paths by what is to be done with them.

    ``foreign`` are those of ``changed`` that announcer did not put there.
    """

    release: Release
    found: Found
    new: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    foreign: tuple[str, ...]

    @property
    def unchanged(self) -> int:
        """Return how many files need nothing."""
        return len(self.release.files) - len(self.new) - len(self.changed)

    @property
    def is_empty(self) -> bool:
        """Say whether the target is as it should be, and knows it."""
        return not (self.new or self.changed) and _remembered(self.release) == dict(
            self.found.ours
        )

    @property
    def message(self) -> str:
        """Return what is done, in one line."""
        counts = (
            (self.new, "new"),
            (self.changed, "changed"),
            (self.removed, "removed"),
        )
        parts = [f"{len(paths)} {what}" for paths, what in counts if paths]
        return f"Publish the talks: {', '.join(parts) or 'nothing new'}"


def compare(release: Release, place: Place) -> Delta:
    """Look at the target and say what differs; nothing is changed."""
    found = place.look(release)
    paths = release.files.keys()
    changed = (paths & found.present) - found.same
    return Delta(
        release,
        found,
        new=tuple(sorted(paths - found.present)),
        changed=tuple(sorted(changed)),
        removed=tuple(sorted(found.ours.keys() - paths)),
        foreign=tuple(sorted(changed - found.ours.keys())),
    )


def refuse_foreign(delta: Delta, *, force: bool) -> None:
    """Raise AnnouncerError if the delta would replace what somebody else put there."""
    if force or not delta.foreign:
        return
    names = ", ".join(delta.foreign[:3])
    more = f" and {len(delta.foreign) - 3} more" if len(delta.foreign) > 3 else ""
    raise AnnouncerError(
        "there is something already that announcer did not publish: "
        f"{names}{more}\n"
        "  If it may be replaced, publish with --force; else choose another place."
    )


def shown(release: Release) -> dict[str, int]:
    """Return by uid the SEQUENCE of every talk that the site's calendar shows."""
    found: dict[str, int] = {}
    for path, file in release.files.items():
        if urls.holds_all(path):
            found |= _sequences(file.source.read_bytes())
    return found


def refuse_backwards(delta: Delta, place: Place, target: str) -> None:
    """Raise AnnouncerError if calendars there know a later state than the release.

    They would not take an older one, nor know a talk again under another uid: whoever
    builds with another ledger than the one before has to take its revisions over.
    """
    changed = [path for path in delta.changed if urls.holds_all(path)]
    if not changed:
        return
    there: dict[str, int] = {}
    for path in changed:
        there |= _sequences(place.read(path) or b"")
    here = shown(delta.release)
    known = {local_part(uid): uid for uid in here}
    fell = [
        f"SEQUENCE {sequence} of {uid} would be {here[uid]}"
        for uid, sequence in there.items()
        if uid in here and here[uid] < sequence
    ]
    fell += [
        f"{uid} would be {known[local_part(uid)]}"
        for uid in there
        if uid not in here and local_part(uid) in known
    ]
    if not fell:
        return
    listed = "".join(f"  {one}\n" for one in fell[:_SHOWN])
    listed += f"  and {len(fell) - _SHOWN} more\n" if len(fell) > _SHOWN else ""
    raise AnnouncerError(
        f"{place.name} knows more of the talks than this ledger, and nothing was "
        f"published: calendars that subscribed would not take it:\n{listed}"
        "  Was the ledger lost? Import its last export (announcer ledger import FILE), "
        "or take over what is published:\n"
        f"  announcer ledger adopt {target} --yes, and publish with --build."
    )


def _sequences(calendar: bytes) -> dict[str, int]:
    return ical.sequences(calendar.decode("utf-8", "replace"))


def carry_out(delta: Delta, place: Place) -> Iterator[File]:
    """Make the target hold the release; yield each file when it is there.

    What a page leads to is there before the page, and what is gone goes last. A run
    that was interrupted has left every page whole, and the next one finishes its work:
    before the first file, the target remembers all that will be announcer's, without
    the digests of what is on its way.
    """
    if delta.is_empty:
        return
    release = delta.release
    upcoming = [*delta.new, *delta.changed]
    known = dict(delta.found.ours) | _remembered(release)
    place.remember(known | dict.fromkeys(upcoming))
    for _, alike in groupby(sorted(upcoming, key=order), key=stage):
        yield from place.put([release.files[path] for path in alike])
    if delta.removed:
        place.remove(delta.removed)
    place.remember(_remembered(release))
    place.finish(release, delta.message)


def order(path: str) -> tuple[int, int, str]:
    """Return where a file stands in the order of publishing."""
    return (*stage(path), path)


def stage(path: str) -> tuple[int, int]:
    """Return the round in which a file goes up.

    Pictures and styles; talks, their series and the folders around; lists of speakers,
    topics and terms, calendars; the home page and what else stands at the top.
    """
    parts = path.split("/")
    if not leads(path):
        return 0, 0
    if len(parts) == 1:
        return 3, 0
    return (2 if parts[0] in _LISTS else 1), -len(parts)


def _remembered(release: Release) -> dict[str, str | None]:
    return {path: file.digest for path, file in release.files.items()}
