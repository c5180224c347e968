"""Exports in files: a file never forgets, and is always whole."""

from __future__ import annotations

from pathlib import Path

from announcer import disk
from announcer.errors import AnnouncerError, LedgerError
from announcer.ledger import Imported, Ledger
from announcer.unwritable import cannot_write

_AS_IT_WAS = "Nothing was exported, and what was there is whole."


def import_file(ledger: Ledger, file: Path) -> Imported:
    """Add an export to the ledger: all of it, or nothing if a line is wrong."""
    try:
        return ledger.import_(_lines(file))
    except LedgerError as error:
        raise LedgerError(f"{file}: {error}") from None


def export_file(ledger: Ledger, file: Path, folder: Path) -> Imported:
    """Write the ledger to a file, whole; say what the file held that it did not know.

    That stays in the file. In the project ``folder`` one export runs at a time. Raises
    LedgerError for a ledger that is not there, and for a file that cannot be read; it
    is then left as it is.
    """
    refuse_absent(ledger)
    try:
        private = folder / disk.PRIVATE
        disk.make_private(private)
        with disk.alone(private / "export.lock"):
            lines, lacked = _joined(ledger, file)
            _write(file, "".join(f"{line}\n" for line in lines))
    except OSError as error:
        raise AnnouncerError(cannot_write(error, file, _AS_IT_WAS)) from error
    return lacked


def refuse_absent(ledger: Ledger) -> None:
    """Raise LedgerError for a ledger that is not there."""
    if not ledger.exists:
        raise LedgerError(
            f"There is no {ledger.place} yet, so nothing was exported. Is this the "
            "project (`announcer -C DIR`), and `ledger:` of talks/site.yaml the right "
            "one? Bring a lost memory back with `announcer ledger import FILE`; "
            "`announcer build` begins a new one."
        )


def _joined(ledger: Ledger, file: Path) -> tuple[list[str], Imported]:
    if not file.exists() or not file.stat().st_size:
        return list(ledger.export()), Imported()
    try:
        return ledger.export_onto(_lines(file))
    except AnnouncerError as error:
        raise LedgerError(
            f"{file} holds what cannot be read; it was left as it is, and nothing was "
            f"exported. {error} Mend it, or move it away and export again."
        ) from None


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        raise AnnouncerError(f"{file} is not an export: it is not UTF-8 text") from None
    except OSError as error:
        raise AnnouncerError(f"cannot read {file}: {error.strerror}") from error


def _write(file: Path, text: str) -> None:
    """Replace a file whole; who could read it still can, and nobody else."""
    target = file.resolve()
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o600
    # one name, under the lock: what a killed export left is taken up by the next
    staged = target.with_name(f".{target.name}.new")
    staged.unlink(missing_ok=True)
    disk.write_new(staged, text.encode("ascii"), private=True, lasting=True)
    staged.chmod(mode)
    staged.replace(target)
