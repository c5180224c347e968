"""Collect the fixed words of templates and modules; update and compile the catalogues.

Run by ``make messages``. English is the source; every other catalogue in
``announcer/locale`` keeps its translations, gains what is new and loses what is gone.
The same sources give the same bytes, so that a change shows what somebody wrote.
"""

from __future__ import annotations

import re
import struct
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = ROOT / "announcer" / "locale"
DOMAIN = "announcer"

_KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
# as the templating room sets up Jinja2: a test renders in every language
_JINJA = {"silent": "false", "trimmed": "true", "newstyle_gettext": "true"}
_RESTLESS = (
    "POT-Creation-Date|PO-Revision-Date|Generated-By|Last-Translator|Language-Team"
    "|Report-Msgid-Bugs-To|Project-Id-Version"
)
_RESTLESS_LINE = re.compile(rf'^"({_RESTLESS}):.*\n', re.MULTILINE)


def source() -> Catalog:
    """Return every fixed text of templates and modules."""
    catalog = Catalog(domain=DOMAIN)
    for path, method in _files():
        with path.open("rb") as stream:
            found = extract(method, stream, _KEYWORDS, ("translators:",), _JINJA)
            for _, message, comments, context in found:
                place = [(path.relative_to(ROOT).as_posix(), 1)]
                catalog.add(
                    message, None, place, auto_comments=comments, context=context
                )
    return catalog


def languages() -> list[str]:
    """Return the languages that have a catalogue."""
    return sorted(folder.name for folder in CATALOGUES.iterdir() if folder.is_dir())


def po_path(language: str) -> Path:
    """Return where the translations of a language are written by hand."""
    return CATALOGUES / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def read(language: str) -> Catalog:
    """Return the catalogue of a language as it is written."""
    with po_path(language).open("rb") as stream:
        return read_po(stream, locale=language, domain=DOMAIN, abort_invalid=True)


def updated(language: str, template: Catalog) -> Catalog:
    """Return a catalogue with what is new, empty, and without what is gone."""
    catalog = Catalog(locale=Locale.parse(language), domain=DOMAIN)
    if po_path(language).is_file():
        catalog = read(language)
    catalog.header_comment = f"# The fixed words of announcer: {language}."
    catalog.project, catalog.version = "announcer", ""
    catalog.fuzzy = False
    catalog.update(template, no_fuzzy_matching=True, update_header_comment=False)
    catalog.obsolete.clear()
    return catalog


def po_bytes(catalog: Catalog) -> bytes:
    """Return a catalogue as text for translators, without dates and line numbers."""
    stream = BytesIO()
    write_po(stream, catalog, sort_output=True, include_lineno=False, width=88)
    return _RESTLESS_LINE.sub("", stream.getvalue().decode("utf-8")).encode("utf-8")


def mo_bytes(catalog: Catalog) -> bytes:
    """Return a catalogue as gettext reads it, the same today and tomorrow."""
    pairs = {b"": _header(catalog)}
    pairs |= dict(
        _pairs(message) for message in catalog if message.id and _full(message)
    )
    keys = sorted(pairs)
    keys_at = 28  # the header of a .mo file has seven words
    values_at = keys_at + 8 * len(keys)
    position = values_at + 8 * len(keys)
    table, texts = [], b""
    for text in (*keys, *(pairs[key] for key in keys)):
        table.append(struct.pack("<II", len(text), position + len(texts)))
        texts += text + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(keys), keys_at, values_at, 0, position)
    return head + b"".join(table) + texts


def missing(catalog: Catalog, template: Catalog) -> list[str]:
    """Return the fixed texts that a catalogue does not translate."""
    known = {
        (message.id, message.context) for message in catalog if _full(message)
    }  # fmt: skip
    return [
        str(message.id)
        for message in template
        if message.id and (message.id, message.context) not in known
    ]


def _files() -> Iterator[tuple[Path, Any]]:
    for path in sorted((ROOT / "templates").rglob("*.j2")):
        yield path, babel_extract
    for path in sorted((ROOT / "announcer").rglob("*.py")):
        yield path, "python"


def _full(message: Message) -> bool:
    return all(_forms(message.string)) and not message.fuzzy


def _header(catalog: Catalog) -> bytes:
    plural = f"Plural-Forms: {catalog.plural_forms}"
    return f"Content-Type: text/plain; charset=UTF-8\n{plural}\n".encode()


def _pairs(message: Message) -> tuple[bytes, bytes]:
    context = f"{message.context}\x04" if message.context else ""
    key = context + "\0".join(_forms(message.id))
    return key.encode(), "\0".join(_forms(message.string)).encode()


def _forms(text: Any) -> list[str]:
    return list(text) if isinstance(text, (list, tuple)) else [text]


def main() -> int:
    """Update every catalogue; the exit status says whether something is missing."""
    template = source()
    lacking = 0
    for language in languages():
        catalog = updated(language, template)
        po_path(language).write_bytes(po_bytes(catalog))
        po_path(language).with_suffix(".mo").write_bytes(mo_bytes(catalog))
        texts = missing(catalog, template)
        lacking += len(texts)
        sys.stdout.write(f"{language}: {len(template)} texts, {len(texts)} missing\n")
        sys.stdout.writelines(f"  {text!r}\n" for text in texts)
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
