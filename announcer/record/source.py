"""Record files as text: bytes in, checked characters and places of problems out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import field
from typing import Protocol

from announcer.classes import dataclass
from announcer.errors import BadValue, Problem, Severity
from announcer.lazy import pattern

FILE_LIMIT = 1 << 20
EXCERPT_LIMIT = 160
# The code of problems whose line is not shown: it holds a password.
SECRET = "password-in-file"  # noqa: S105 - a name, no password
# The same where it holds what only some may see: problems stand in public logs.
LEAK = "private-in-public"
# One careless file must not bury the problems of all others.
PROBLEM_LIMIT = 50

# C0 and C1 controls, DEL, lone surrogates, the replacement character, and the two code
# points that are no characters. Tab and line feed may stay.
_BAD = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffd-\uffff"
_REFUSED = pattern(f"[{_BAD}]")
# Line and paragraph separators and the C1 line break come from word processors and end
# a line where nobody sees one; a byte order mark inside a text means nothing.
_SPACES = {0x85: " ", 0x2028: " ", 0x2029: " ", 0xFEFF: None}
_SUSPECT = pattern(f"[{_BAD}\x85\u2028\u2029\ufeff]")
# A text without these bytes of UTF-8 has none of those characters, and none that
# Unicode composes: they begin at U+0300. To look for them takes a fifth of the time.
_DOUBTED = bytes({*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F, 0xC2})
_DOUBTED += bytes(range(0xCC, 0x100))
# Other problems may stand on the line of a password; it is not shown for them either.
_SECRETS = pattern(
    r"(://[^\s:@/]*:)[^\s@/]+(?=@)|((?:^|[{,])\s*[\"']?(?i:password|passwd|secret|token)"
    r"[\"']?\s*:\s*).+"
)
# Embeddings and overrides end with U+202C, isolates with U+2069.
_CLOSED_BY = dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c") | dict.fromkeys(
    "\u2066\u2067\u2068", "\u2069"
)
_DIRECTION = pattern("[\u202a-\u202e\u2066-\u2069]")
_BLANK_LINES = pattern(r"(\n[ \t]*\n)")
_FENCE = pattern(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
# What git and its like leave where two people changed the same lines.
_CONFLICT = pattern(r"^<{7} (?:.*\n)+?>{7} ", re.MULTILINE)


class Wrong(BadValue):
    """Say why a written value cannot be meant, under a stable code of its own."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.code = code


class Placed(Protocol):
    """Anything that knows where it was written, counting from 1."""

    @property
    def line(self) -> int:
        """Return the line."""

    @property
    def column(self) -> int:
        """Return the column."""


class Noted(BadValue):
    """Stand for a value whose problems have been noted already."""

    def __init__(self) -> None:
        super().__init__("told")


@dataclass(slots=True)
class Document:
    """One record file: its text, where it lies, and what is wrong with it.

    ``path`` is relative to the ``project`` folder.
    ``yaml`` is the part of ``text`` that is YAML, on the lines where it stands;
    ``lost`` are the keys of fields that are none, and could not be read; ``pictures``
    has where each picture was looked for and found. ``links`` are those that the
    environment has, by their names; ``outside`` are those that this file took.
    """

    path: str
    project: str
    text: str = ""
    yaml: str = ""
    body: str = ""
    problems: list[Problem] = field(default_factory=list)
    errors: int = 0
    lost: set[str] = field(default_factory=set)
    pictures: dict[str, str | None] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    outside: dict[str, str] = field(default_factory=dict)

    def blame(
        self,
        place: Placed | None,
        message: str,
        hint: str = "",
        *,
        code: str,
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Note a problem at a place of this file, or of the whole file.

        What follows a colon at the place of a secret is not repeated.
        """
        if severity is Severity.ERROR:
            self.errors += 1
            if self.errors > PROBLEM_LIMIT:
                return
        elif len(self.problems) - min(self.errors, PROBLEM_LIMIT) >= PROBLEM_LIMIT:
            return
        self.problems.append(
            Problem(
                path=self.path,
                line=place.line if place else 0,
                column=place.column if place else 0,
                message=message,
                hint=hint,
                excerpt=self.shown(place, code),
                code=code,
                severity=severity,
            )
        )

    def shown(self, place: Placed | None, code: str) -> str:
        """Return the line of a problem; that of a secret without it."""
        if place is None or code == LEAK:
            return ""
        whole = self.excerpt(place.line)
        if code != SECRET:
            return whole
        before = place.column - 1
        return whole[:before] + whole[before:].partition(":")[0] + ": …"

    def refuse(self, place: Placed | None, wrong: BadValue, code: str) -> None:
        """Note a value that cannot be meant; its own code comes before ``code``."""
        if isinstance(wrong, Noted):
            return
        own = wrong.code if isinstance(wrong, Wrong) else code
        self.blame(place, wrong.message, wrong.hint, code=own)

    def doubt(self, place: Placed | None, message: str, hint: str, code: str) -> None:
        """Note a warning: valid, but perhaps not what was meant."""
        self.blame(place, message, hint, code=code, severity=Severity.WARNING)

    def index(self, place: Placed) -> int:
        """Return where a place is in the text; -1 if there is no such line."""
        start = 0 if place.line > 0 else -1
        for _ in range(place.line - 1):
            start = self.text.find("\n", start) + 1
            if not start:
                return -1
        return start if start < 0 else start + place.column - 1

    def excerpt(self, line: int) -> str:
        """Return a line as it was written, cut where it is very long."""
        start = self.index(Spot(line, 1))
        if start < 0:
            return ""
        end = self.text.find("\n", start)
        whole = self.text[start : end if end >= 0 else len(self.text)]
        cut = whole if len(whole) <= EXCERPT_LIMIT else whole[:EXCERPT_LIMIT] + "…"
        return _REFUSED.sub("\ufffd", _SECRETS.sub(r"\1\2…", cut))


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a file."""

    line: int
    column: int


def fill(document: Document, data: bytes) -> bool:
    """Decode and check the bytes of a file; return whether it can be read on."""
    text = _decode(document, data)
    if text is None:
        return False
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    document.text = document.yaml = text
    if b"<<<<<<< " in data and (conflict := _CONFLICT.search(text)):
        document.blame(
            spot(text, conflict.start()),
            "here two versions of this file were not merged",
            "Keep the lines that are right, of those up to >>>>>>>, and take out the "
            "lines that begin with <<<<<<<, ======= and >>>>>>>.",
            code="conflict",
        )
        return False
    if len(data.translate(None, _DOUBTED)) == len(data):
        return True
    if not _SUSPECT.search(text) and unicodedata.is_normalized("NFC", text):
        return True
    document.text = document.yaml = text = normalise(text)
    bad = _REFUSED.search(text)
    if bad:
        document.refuse(spot(text, bad.start()), _character(bad.group()), "")
    return not bad


def split_front_matter(document: Document) -> bool:
    """Part a Markdown record into its YAML and its body; return whether it has both."""
    text = document.text
    opening = _FENCE.match(text)
    if not opening or not text.startswith("---"):
        if text.lstrip().startswith("---"):
            document.blame(
                Spot(1, 1),
                "there are blanks or blank lines before the front matter",
                "Delete them: the first line is --- alone.",
                code="no-front-matter",
            )
            return False
        document.blame(
            Spot(1, 1),
            "this Markdown file does not begin with front matter",
            "Begin with a line ---, then the fields of the talk, then a line ---. "
            "The name of a file that is no talk begins with _.",
            code="no-front-matter",
        )
        return False
    closing = _FENCE.search(text, opening.end() + 1)
    if not closing:
        document.blame(
            Spot(1, 1),
            "the front matter never ends",
            "Write a line --- between the fields and the abstract.",
            code="open-front-matter",
        )
        return False
    document.yaml = text[opening.end() : closing.start()]
    document.body = text[closing.end() :].strip("\n").rstrip()
    return True


def check_characters(text: str) -> None:
    """Refuse characters that an escape brought into a value (interop R8)."""
    bad = _REFUSED.search(text)
    if bad:
        raise _character(bad.group())


def normalise(text: str) -> str:
    """Turn the invisible line separators into spaces (interop R8), and compose letters.

    A Mac writes an accent as a sign of its own (NFD); what looks the same is the same.
    """
    return unicodedata.normalize("NFC", text.translate(_SPACES))


def balanced(text: str) -> str:
    """Close at the end of each paragraph the marks of direction that it leaves open.

    A mark turns what follows until it is closed (Unicode Standard Annex 9, section 2),
    in a mail or a page that is what stands behind the text. What closes nothing goes.
    """
    if text.isascii() or not _DIRECTION.search(text):
        return text
    return "".join(map(_balanced_paragraph, _BLANK_LINES.split(text)))


def _balanced_paragraph(text: str) -> str:
    waiting: list[str] = []

    def mark(match: re.Match[str]) -> str:
        char = match.group()
        if char in _CLOSED_BY:
            waiting.append(_CLOSED_BY[char])
            return char
        if char not in waiting:
            return ""
        closing = ""
        while waiting[-1] != char:
            closing += waiting.pop()
        return closing + waiting.pop()

    marked = _DIRECTION.sub(mark, text)
    return marked + "".join(reversed(waiting))


def spot(text: str, index: int) -> Spot:
    """Return line and column of an index into a text."""
    start = text.rfind("\n", 0, index) + 1
    return Spot(text.count("\n", 0, index) + 1, index - start + 1)


def clip(text: str, limit: int = 40) -> str:
    """Shorten what a message quotes, on one line."""
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"


def _decode(document: Document, data: bytes) -> str | None:
    if len(data) > FILE_LIMIT:
        document.blame(
            None,
            "this file is larger than 1 MB",
            "Link to slides and videos; a record holds the words of one talk.",
            code="file-too-large",
        )
        return None
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        document.blame(
            None,
            "this file is UTF-16 text",
            "Save it again with the encoding UTF-8.",
            code="encoding",
        )
        return None
    if b"\0" in data:
        document.blame(
            None,
            "this file is not text: it holds zero bytes",
            "Write records as UTF-8 text; begin the name of any other file with _.",
            code="not-text",
        )
        return None
    try:
        # the codec that leaves out a byte order mark is Python's own, and slow
        return data.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        _blame_byte(document, data, error.start)
        return None


def _blame_byte(document: Document, data: bytes, index: int) -> None:
    document.text = data.decode("utf-8", errors="replace").replace("\r\n", "\n")
    before = data[:index].decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
    document.blame(
        spot(before, len(before)),
        f"this file is not UTF-8 text: byte 0x{data[index]:02x}",
        "Save it again with the encoding UTF-8.",
        code="encoding",
    )


def _character(character: str) -> Wrong:
    if character == "\ufffd":
        return Wrong(
            "broken-character",
            "a character was lost here before (U+FFFD)",
            "Type it again.",
        )
    return Wrong(
        "control-character",
        f"there is an invisible control character (U+{ord(character):04X})",
        "Delete it and type the text around it again.",
    )
