"""From what somebody names to what an importer finds in it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from announcer import fetching, urls
from announcer.classes import dataclass
from announcer.errors import AnnouncerError, BadValue, own_mistake
from announcer.importers import IMPORTERS, Doubt, Given, Shipment, own
from announcer.importers.passcodes import masked

LARGEST = fetching.LARGEST
_MB = 1024 * 1024

# Files of a folder that may hold talks. What a site is made of besides is left alone.
_ENDINGS = frozenset({
    ".atom", ".csv", ".eml", ".htm", ".html", ".ical", ".ics", ".json", ".markdown",
    ".md", ".mkd", ".rss", ".rst", ".tab", ".text", ".toml", ".tsv", ".txt", ".xhtml",
    ".xlsm", ".xlsx", ".xml", ".yaml", ".yml",
})  # fmt: skip
_NOT_ENTERED = frozenset({"_site", "node_modules", "__pycache__", "vendor", "public"})
_NOT_READ = frozenset({"readme", "license", "changelog", "contributing", "package"})
_OLE = b"\xd0\xcf\x11\xe0"
# How files begin that no importer reads, and what to do with them.
_KINDS = (
    (b"%PDF", "a PDF", "Save its text as a .txt file, or ask for the original."),
    (_OLE, "an old Office file", "Save it as .xlsx or .csv."),
    (b"\x89PNG", "a picture", "Its text must be typed."),
    (b"\xff\xd8\xff", "a picture", "Its text must be typed."),
    (b"GIF8", "a picture", "Its text must be typed."),
    (b"\x1f\x8b", "a compressed file", "Unpack it first."),
    (b"7z\xbc\xaf", "a compressed file", "Unpack it first."),
    (b"Rar!", "a compressed file", "Unpack it first."),
    (b"{\\rtf", "an RTF document", "Save it as plain text."),
    (b"SQLite format 3", "a database", "Export a table of it as .csv."),
)
# Lists of literature, with whatever stands before their first entry.
_LITERATURE = re.compile(
    rb"(?:\s|%[^\n]*\n)*@[a-z]+\s*[{(](?:[^\s{}(),]*\s*,|\s*\w+\s*=|\s*\")"
    rb"|\s*TY  - [A-Z]+",
    re.IGNORECASE,
)
_PROTECTED = "EncryptedPackage".encode("utf-16-le")
# Files that hold data; a page that comes instead asks to log in, or tells of an error.
_OF_DATA = frozenset(
    {".csv", ".ical", ".ics", ".json", ".tab", ".tsv", ".xlsm", ".xlsx", ".xml"}
)
_PAGE = re.compile(rb"\s*(?:<!doctype html|<html)\b", re.IGNORECASE)
_FOREIGN = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_MARK = b"\xef\xbb\xbf"
_ZIP = b"PK\x03\x04"
_WIDE = (b"\xff\xfe", b"\xfe\xff")  # UTF-16, which has many noughts


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes to read talks from; ``insisted`` if somebody named just this file."""

    name: str
    content: bytes
    insisted: bool = True


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one source holds, and the name of the importer that read it."""

    name: str
    importer: str
    shipment: Shipment


def sources(words: Iterable[str], standard_input: bytes | None) -> Iterator[Source]:
    """Yield what files, folders, addresses and ``-`` hold; folders in order of names.

    Raises AnnouncerError for what is not there or cannot be read.
    """
    for word in words:
        if word == "-":
            yield Source("standard input", standard_input or b"")
        elif fetching.is_web(word):
            content = fetching.fetch(word)
            if content is None:
                raise AnnouncerError(f"there is nothing at {word}")
            yield from _with_parts(word, content)
        elif _FOREIGN.match(word):
            raise BadValue(
                f"cannot read {word}: that is no address with https, http or webcal",
                "Fetch it, and name the file.",
            )
        elif Path(word).is_dir():
            yield from _folder(Path(word))
        else:
            yield from _with_parts(word, _content(Path(word)))


def _with_parts(word: str, content: bytes) -> Iterator[Source]:
    """Yield what was read, and where it is announcer's, what it goes on in."""
    last = "~"
    while True:
        yield Source(word, content)
        part = own.goes_on(content)
        if not part or part >= last:  # each is earlier
            return
        name, last = urls.talks_part(part), part
        if fetching.is_web(word):
            next_ = urljoin(word, name)
            more = fetching.fetch(next_)
        else:
            beside = Path(word).with_name(name)
            next_ = str(beside)
            more = _content(beside) if beside.exists() else None
        if more is None:
            raise BadValue(
                f"{word} says that earlier talks are in {next_}, and there is nothing",
                "Bring it there, or import from the address of the site.",
            )
        word, content = next_, more


def _content(path: Path) -> bytes:
    try:
        if path.is_file() and path.stat().st_size > LARGEST:
            size = path.stat().st_size // _MB
            raise AnnouncerError(
                f"{path} has {size} MB; announcer reads at most {LARGEST // _MB} MB"
            )
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        why = (error.strerror or "it cannot be read").lower()
        hint = "Name the file as `ls` shows it, or what is published by its address."
        raise AnnouncerError(f"cannot read {path}: {why}\n  {hint}") from None
    if len(content) > LARGEST:
        raise AnnouncerError(f"{path} has more than {LARGEST // _MB} MB")
    return content


def _folder(top: Path) -> Iterator[Source]:
    found = False
    for folder, inner, names in os.walk(top):
        inner[:] = sorted(
            name for name in inner if name[0] != "." and name not in _NOT_ENTERED
        )
        for name in sorted(names):
            path = Path(folder) / name
            if _may_hold_talks(path):
                found = True
                yield Source(str(path), _content(path), insisted=False)
    if not found:
        kinds = " ".join(sorted(_ENDINGS))
        raise BadValue(f"{top} holds no file to read talks from", f"Such as: {kinds}.")


def _may_hold_talks(path: Path) -> bool:
    return (
        path.suffix.casefold() in _ENDINGS
        and path.stem.casefold() not in _NOT_READ
        and path.name[0] != "."
        and path.is_file()
    )


def read(source: Source, given: Given, insist: str | None = None) -> Delivery | None:
    """Return the talks of a source; None for a file of a folder that is of no kind.

    ``insist`` is the name of an importer. Raises AnnouncerError in words, which name
    the source.
    """
    if not source.content.strip():
        raise AnnouncerError(f"{source.name} is empty")
    _refuse_what_no_importer_reads(source)
    name = insist or _recognised(source)
    if name is None:
        if not source.insisted:
            return None
        raise BadValue(
            f"{source.name} is nothing that announcer knows how to read",
            f"Insist on one of: --from {', '.join(IMPORTERS)}.",
        )
    try:
        shipment = IMPORTERS[name].read(source.content, source.name, given)
    except BadValue as error:
        raise BadValue(f"{source.name}: {error.message}", error.hint) from None
    except AnnouncerError as error:
        raise AnnouncerError(f"{source.name}: {error}") from None
    except RecursionError:
        raise AnnouncerError(f"{source.name} is nested too deeply") from None
    except Exception as error:  # of 600 files, which it was
        raise AnnouncerError(f"{source.name}: {own_mistake(error)}") from error
    _refuse_page_instead(source, shipment)
    return Delivery(source.name, name, _without_secrets(shipment))


def _without_secrets(shipment: Shipment) -> Shipment:
    """Return a shipment whose doubts repeat no passcode: terminals keep logs."""
    return Shipment(
        talks=tuple(replace(one, doubts=_masked(one.doubts)) for one in shipment.talks),
        skipped=_masked(shipment.skipped),
        doubts=_masked(shipment.doubts),
    )


def _masked(doubts: tuple[Doubt, ...]) -> tuple[Doubt, ...]:
    return tuple(
        replace(one, text=masked(one.text), way_on=masked(one.way_on)) for one in doubts
    )


def _refuse_page_instead(source: Source, shipment: Shipment) -> None:
    """Refuse a page without talks where the name of a source promises data."""
    path = urlsplit(source.name).path if "://" in source.name else source.name
    is_data = Path(path).suffix.casefold() in _OF_DATA
    is_page = bool(_PAGE.match(source.content))
    if source.insisted and is_data and is_page and not shipment.talks:
        raise BadValue(
            f"{source.name} is a web page without talks, and not what its name says",
            "Does it ask to log in, or tell of an error? Open it in a browser.",
        )


def _refuse_what_no_importer_reads(source: Source) -> None:
    if source.content.startswith(_OLE) and _PROTECTED in source.content:
        raise BadValue(
            f"{source.name} is protected by a password, and cannot be read",
            "Save it without one, or as .csv.",
        )
    is_bib = source.name.casefold().endswith((".bib", ".ris"))
    if is_bib or _LITERATURE.match(source.content.removeprefix(_MARK)):
        raise BadValue(
            f"{source.name} is a list of literature, which announcer does not read",
            "Export it as .csv (JabRef and Zotero do), with the day of each talk.",
        )
    for beginning, kind, way_on in _KINDS:
        if source.content.startswith(beginning):
            raise BadValue(
                f"{source.name} is {kind}, and holds no text to read", way_on
            )


def _recognised(source: Source) -> str | None:
    content = source.content
    for name, importer in IMPORTERS.items():
        if importer.recognises(content, source.name):
            return name
    if content.startswith(_ZIP):
        raise BadValue(
            f"{source.name} is a packed file, and no spreadsheet",
            "Unpack it, or save the document as plain text.",
        )
    if b"\0" in content[:4096] and not content.startswith(_WIDE):
        raise AnnouncerError(f"{source.name} is a file for programs, and holds no text")
    return None
