"""Mail addresses and host names, read once: below the door all hold what was read.

This room alone parses ``Name <a@b>`` and turns a domain into ASCII (the only door to
idna).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from announcer.classes import dataclass
from announcer.errors import BadValue
from announcer.lazy import pattern

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = pattern(rf"{_ATOM}(\.{_ATOM})*")
_LABEL = pattern(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_NAMED = pattern(r"(?P<name>.*?)\s*<\s*(?P<address>[^<>]+?)\s*>")
_LONGEST_LOCAL, _LONGEST = 64, 254  # RFC 5321 section 4.5.3.1, octets
_EXAMPLE = "Write for example olga@example.edu."
# What a record may hold where an address is meant, for its JSON Schema.
_WORD = r"[^\s\x00-,./:-@\[-`{-\x7f]+"
PATTERN = rf"{_ATOM}(\.{_ATOM})*@{_WORD}(\.{_WORD})*"


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address, all of it ASCII, and the name it is shown under (RFC 5322 3.4)."""

    address: str
    name: str = ""

    def __str__(self) -> str:
        """Write it as an organiser would, for messages and for the memory."""
        return f"{self.name} <{self.address}>" if self.name else self.address


def mailbox(written: str) -> Mailbox:
    """Read ``Name <local@domain>`` or a bare address as an organiser writes it.

    Raises BadValue for anything that is not one address.
    """
    text = one_line(written)
    named = _NAMED.fullmatch(text)
    name, bare = (named["name"], named["address"]) if named else ("", text)
    if len(name) > 1 and name[0] == name[-1] == '"':
        name = re.sub(r"\\(.)", r"\1", name[1:-1])
    return Mailbox(address(bare), name)


def remembered(written: str) -> Mailbox:
    """Read an address that a ledger holds, also one that an earlier release let in."""
    try:
        return mailbox(written)
    except BadValue:
        return Mailbox(written.strip())


def address(text: str) -> str:
    """Return a bare address with its domain in ASCII.

    Raises BadValue for anything else, and for a local part that would need SMTPUTF8
    (RFC 6531).
    """
    local, _, domain = text.rpartition("@")
    if not local.isascii():
        raise BadValue(
            f"{text!r} has letters before the @ that most mail servers refuse",
            "The part before @ must be ASCII letters.",
        )
    if not _LOCAL.fullmatch(local) or len(local) > _LONGEST_LOCAL:
        raise BadValue(f"{text!r} is not an email address", _EXAMPLE)
    found = f"{local}@{ascii_host(domain)}"
    if len(found) > _LONGEST:
        raise BadValue(f"{text!r} is too long for an email address", _EXAMPLE)
    return found


def ascii_host(domain: str) -> str:
    """Return a host name in lower case and ASCII (IDNA 2008, RFC 5891; UTS 46 maps).

    Raises BadValue for what cannot be a name.
    """
    coded = domain.rstrip(".").lower()
    if not coded.isascii():
        import idna  # noqa: PLC0415 - start-up time, and few hosts need it

        try:
            coded = idna.encode(coded, uts46=True).decode("ascii")
        except idna.IDNAError:
            coded = ""
    if len(coded) > 253 or not all(map(_LABEL.fullmatch, coded.split("."))):
        raise BadValue(
            f"{domain!r} is not the name of a mail domain", "Write it as example.edu."
        )
    return coded


def spellings(box: Mailbox) -> set[str]:
    """Return an address as it is held, and with its domain as people would write it."""
    local, _, domain = box.address.rpartition("@")
    return {box.address, f"{local}@{_as_written(domain)}"}


@lru_cache(maxsize=1024)
def _as_written(domain: str) -> str:
    import idna  # noqa: PLC0415 - as above

    try:
        return str(idna.decode(domain))
    except idna.IDNAError:  # no name of IDNA 2008, such as one with an underscore
        return domain


# A run compares the same few addresses thousands of times.
@lru_cache(maxsize=4096)
def key(written: str) -> str:
    """Return an address as two of them are compared: case and spelling do not count."""
    return remembered(written).address.casefold()


def one_line(text: str) -> str:
    """Return the text without anything that could end a header field or hide in it."""
    line = " ".join(text.split())
    if line.isprintable() and "\ufffd" not in line:  # nearly always
        return line
    shown = (" " if c.isspace() else c for c in text if c.isspace() or _visible(c))
    return " ".join("".join(shown).split())


def _visible(character: str) -> bool:
    # Cc, Cs: controls and lone surrogates; the bidi overrides could turn a name around
    return (
        unicodedata.category(character) not in {"Cc", "Cs"}
        and not "\u202a" <= character <= "\u202e"
        and not "\u2066" <= character <= "\u2069"
        and character not in "\ufffd\ufeff"
    )
