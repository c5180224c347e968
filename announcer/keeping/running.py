"""A command between import and export, and its memory on the branch afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType

from announcer.classes import dataclass
from announcer.errors import AnnouncerError, DeliveryError
from announcer.keeping.clone import Clone, Patience
from announcer.keeping.exports import export_file, import_file
from announcer.ledger import Ledger, open_ledger
from announcer.record import read_site


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How a command between import and export ended, and the commit that was pushed."""

    status: int
    commit: str | None


def keep(  # noqa: PLR0913 - everything meets here
    clone: Clone,
    folder: Path,
    command: Callable[[], int],
    *,
    message: str,
    patience: Patience,
    anew: bool = False,
    links: Mapping[str, str] = MappingProxyType({}),
) -> Kept:
    """Bring everything up to date, run a command, and push what it remembered.

    Whatever fails before the command runs, leaves everything as it was. Raises
    DeliveryError, also where the memory could not be pushed; other runs then wait for
    a person. ``links`` are those of the environment, for the records.
    """
    mark = clone.begin(patience, anew=anew)
    try:
        address = _prepare(clone, folder, links)
        status = command()
    except BaseException:
        # nothing was told: a command that began does not raise
        with suppress(DeliveryError):
            clone.end(mark)
        raise
    with open_ledger(address, folder, readonly=True) as ledger:
        commit = None
        if ledger.exists:
            commit = _store(clone, ledger, folder, message, patience)
    _end(clone, mark, patience)
    return Kept(status=status, commit=commit)


def _prepare(clone: Clone, folder: Path, links: Mapping[str, str]) -> str:
    """Import what the branch holds, and return the address of the ledger."""
    tip = clone.fetch()
    if clone.is_unkept():  # by a run that could not push, or by hand
        _import(clone, _address(folder, links), folder)
    clone.bring(tip)
    address = _address(folder, links)
    if clone.file.exists():
        _import(clone, address, folder)
    return address


def _address(folder: Path, links: Mapping[str, str]) -> str:
    return read_site(folder, partial=True, links=links).site.ledger


def _import(clone: Clone, address: str, folder: Path) -> None:
    with open_ledger(address, folder) as ledger:
        import_file(ledger, clone.file)


def _store(
    clone: Clone, ledger: Ledger, folder: Path, message: str, patience: Patience
) -> str | None:
    said: AnnouncerError | None = None
    try:
        export_file(ledger, clone.file, folder)
    except AnnouncerError as error:
        said = error
    for _ in patience.tries():
        try:
            tip = clone.fetch()
            there = clone.held(tip)
            content = _content(ledger, there)
            done = content == there
            commit = None if done else clone.push(tip, content, message)
        except AnnouncerError as error:
            said = error
        else:
            with suppress(AnnouncerError):  # the branch has it: that is what counts
                clone.bring(commit or tip)
            return commit
    raise DeliveryError(
        f"THE MEMORY OF THIS RUN COULD NOT BE KEPT on the {clone.name}: {said}\n"
        f"  What it told is known only to {clone.file.resolve()} on this machine. Save "
        "that file,\n"
        "  `announcer ledger import` it where you can push, and there run "
        "`announcer ledger keep --anew`.\n"
        "  Until then every run of `announcer ledger keep` stops and asks, so that "
        "nobody is told twice."
    )


def _content(ledger: Ledger, there: bytes | None) -> bytes:
    if there is None:
        lines = list(ledger.export())
    else:
        lines, _ = ledger.export_onto(there.decode("utf-8", "replace").splitlines())
    return "".join(f"{line}\n" for line in lines).encode("ascii")


def _end(clone: Clone, mark: str, patience: Patience) -> None:
    said: DeliveryError | None = None
    for _ in patience.tries():
        try:
            clone.end(mark)
        except DeliveryError as error:
            said = error
        else:
            return
    raise DeliveryError(
        f"the memory is kept, but the {clone.name} could not be told that this run "
        f"ended: {said}. Begin the next one with `announcer ledger keep --anew`."
    )
