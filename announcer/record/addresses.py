"""Addresses in records: of pages, of people, of pictures and of mail servers."""

from __future__ import annotations

import os
import re
import unicodedata
from dataclasses import replace
from pathlib import Path, PurePosixPath
from urllib.parse import quote, urlsplit

from announcer import mailbox
from announcer.errors import BadValue
from announcer.lazy import pattern
from announcer.post import Way
from announcer.record.kinds import Kind, line, listed, padded, patterned
from announcer.record.pasted import (
    HOST,
    REST,
    UNSEEN,
    WEB,
    about_stray,
    bad_url,
    email_meant,
    stray,
)
from announcer.record.source import SECRET, Document, Wrong, clip
from announcer.record.tree import Node
from announcer.release import has_key, parse_target
from announcer.secret import has_password

_SITE = rf"{HOST}(/[^\s<>\"\\?#{UNSEEN}]*)?"
_MAILTO = rf"[mM][aA][iI][lL][tT][oO]:[^\s<>\"\\@]+@{REST}"
_PLAIN_WEB = pattern(
    r"https?://(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?\.)*[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?"
    r"(?:[/?#][!-;=?-Z\]\[^-~]*)?"
)
_ORCID = r"(https?://orcid\.org/)?\d{4}-\d{4}-\d{4}-\d{3}[\dX]"
_PICTURES = frozenset({".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"})
_SAID = "%:/?@!$&'()*+,;=~-._"
_LIST_ID = r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)+"
_DATABASES = ("sqlite", "postgresql", "postgresql+psycopg")
_NO_PASSWORD = (
    "Leave it out: it is read from the environment, the key ring or a command."  # noqa: S105
)


def web(text: str) -> str:
    """Return an http or https address; ``javascript:`` and the like are none (R10)."""
    if _PLAIN_WEB.fullmatch(text):
        return text
    if not re.fullmatch(WEB, text):
        raise bad_url(text)
    try:
        parts = urlsplit(text)
        _ = parts.port
        host = parts.hostname or ""
        if not host.isascii():
            mailbox.ascii_host(host)
    except (ValueError, BadValue):
        raise bad_url(text) from None
    return text


def web_or_mail(text: str) -> str:
    """Return an http, https or mailto address."""
    if re.fullmatch(_MAILTO, text):
        email(re.split("[?]", text, maxsplit=1)[0][7:])
        return text
    return web(text)


def site_url(text: str) -> str:
    """Return the public address of the site, without a slash at its end."""
    address = web(text)
    parts = urlsplit(address)
    if parts.query or parts.fragment or "?" in address or "#" in address:
        raise BadValue(
            "the site's address ends at its folder",
            "Leave out ? or # and what follows.",
        )
    return address.rstrip("/")


def email(text: str) -> str:
    """Return an email address in ASCII (interop R59)."""
    try:
        return mailbox.address(text)
    except BadValue as wrong:
        problem = f"`{clip(text)}` is not an email address"
        hint = wrong.hint
        if meant := email_meant(text):
            hint = f"Write {meant} alone."
        elif hint.startswith("Write"):
            hint = "Write for example olga@example.edu."
        raise Wrong("bad-email", problem, hint) from None


def email_of(text: str) -> mailbox.Mailbox:
    """Return a bare email address, for a field that is written to."""
    return mailbox.Mailbox(email(text))


def leave(text: str) -> str:
    """Return an address to write to, with what the letter says (RFC 6068)."""
    bare, mark, said = text.partition("?")
    return f"{email(bare)}{mark}{quote(said, safe=_SAID)}"


def orcid(text: str) -> str:
    """Return the bare identifier after checking its last digit (ISO 7064 11-2)."""
    bare = re.sub(r"^https?://orcid\.org/", "", text)
    if not re.fullmatch(_ORCID, text, re.ASCII):
        raise BadValue(
            f"`{clip(text)}` is not an ORCID", "Write for example 0000-0002-1825-0097."
        )
    total = 0
    for digit in bare.replace("-", "")[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    if bare[-1] != ("X" if check == 10 else str(check)):
        raise BadValue(
            f"the ORCID {bare} does not exist: its last digit does not fit",
            "Copy it again from orcid.org.",
        )
    return bare


def _picture(node: Node, file: Document) -> str | None:
    """Return an https address, or the path of a picture that is in the talks folder."""
    text = line(node)
    if "://" in text or text.casefold().startswith(("data:", "javascript:")):
        if not text.startswith("https://"):
            raise BadValue("a picture elsewhere needs an https address")
        return web(text)
    if PurePosixPath(text).suffix.casefold() not in _PICTURES or "\\" in text:
        endings = ", ".join(sorted(_PICTURES))
        raise BadValue(
            f"`{clip(text)}` is not a picture", f"Its name ends in one of {endings}."
        )
    found = file.pictures[text] = located(file.project, file.path, text)
    if found:
        return found
    file.doubt(  # a picture only adorns: no mail waits for it
        node,
        f"there is no picture `{clip(text)}`, and pages do without",
        "Put it beside the record, or write its path below the talks folder.",
        "bad-picture",
    )
    return None


def located(project: str, record: str, picture: str) -> str | None:
    """Return the path in the talks folder of a picture that a record names.

    Raises BadValue where it lies elsewhere.
    """
    root = Path(project, PurePosixPath(record).parts[0])
    here = Path(project, record).parent
    for name in (
        picture,
        unicodedata.normalize("NFD", picture),
    ):  # as a Mac may have it
        found = _inside(here / name, root) or _inside(root / name, root)
        if found:
            return found
    return None


def _inside(path: Path, root: Path) -> str | None:
    try:
        real, top = os.path.realpath(path), os.path.realpath(root)
        if not Path(real).is_file():
            return None
    except (OSError, ValueError):
        return None
    if not real.startswith(top + os.sep):
        raise BadValue(
            "this picture lies outside the talks folder",
            "Copy it into the talks folder.",
        )
    return (
        PurePosixPath(os.path.normpath(path))
        .relative_to(os.path.normpath(root))
        .as_posix()
    )


def way_out(way: Way) -> Kind:
    """Make the kind of what stands behind the key of a way for mail."""

    def read(text: str) -> str:
        _refuse_password(text)
        return way.address(text)

    return patterned("bad-mail", read, way.pattern)


def database(text: str) -> str:
    """Return the address of a ledger without a password."""
    scheme = text.partition("://")[0]
    if scheme != "sqlite":
        _refuse_password(text)
    if "://" not in text or scheme not in _DATABASES:
        raise BadValue(
            f"`{clip(text)}` is not a ledger",
            "Write for example sqlite:///.announcer/ledger.db or "
            "postgresql+psycopg://host/name.",
        )
    return text


def caldav(text: str) -> str:
    """Return the http or https address of a calendar server, without a password."""
    _refuse_password(text)
    if re.match(r"https?://[^/?#]*@", text):
        raise BadValue("a user name stands in the address", "Write it as `user:`.")
    return web(text)


def target(text: str) -> str:
    """Return where to publish, as it was written, without a password."""
    if has_key(text):
        raise Wrong(SECRET, "a password or a key stands in this file", _NO_PASSWORD)
    parse_target(text)
    return text


def list_id(text: str) -> str:
    """Return the bare identifier of a mailing list (RFC 2919 section 2)."""
    bare = text.removeprefix("<").removesuffix(">")
    if not re.fullmatch(_LIST_ID, bare):
        raise BadValue(
            f"`{clip(text)}` is not a list identifier",
            "Write for example talks.example.edu.",
        )
    return bare


def _refuse_password(text: str) -> None:
    if has_password(text):
        raise Wrong(SECRET, "a password stands in this file", _NO_PASSWORD)


def _asking(kind: Kind) -> Kind:
    """Make the kind of an address whose last sign is asked about if it looks stray."""

    def read(node: Node, file: Document) -> str:
        address: str = kind.read(node, file)
        sign = stray(address)
        if sign and not address.casefold().startswith("mailto:"):
            said, *cure = about_stray(sign)
            file.doubt(node, f"this {said}", *cure)
        return address

    return replace(kind, read=read)


URL = _asking(patterned("bad-url", web, WEB, examples=["https://example.edu/"]))
# Where a link may come from that shall stand in no file that others read.
LINK_NAME = "ANNOUNCER_LINK"
_OUTSIDE = pattern(rf"\$({LINK_NAME}[A-Z0-9_]*)")


def _link(node: Node, file: Document) -> str:
    """Return the address to join at, also one that the environment has."""
    text = line(node)
    if not text.startswith("$"):
        address: str = URL.read(node, file)
        return address
    found = _OUTSIDE.fullmatch(text)
    if found is None:
        raise BadValue(
            f"`{clip(text)}` is no name of a link",
            f"Write ${LINK_NAME}, or more capital letters behind it: "
            f"${LINK_NAME}_WILKS.",
        )
    name = found[1]
    given = file.links.get(name, "").strip()
    if not given:
        raise Wrong(
            "link-elsewhere",
            f"the link stands in the environment, and there is no {name} here",
            f"Set it: {name}=https://... before the command. Where nothing is sent, "
            "any address will do.",
        )
    try:
        file.outside[name] = web(given)
    except BadValue:  # which would repeat it
        raise Wrong(
            "bad-url",
            f"what {name} holds is no address that begins with https://",
            "Set it to the link alone.",
        ) from None
    if sign := stray(given):
        said, *cure = about_stray(sign)
        file.doubt(node, f"what {name} holds {said}", *cure)
    return given


LINK = Kind(
    "bad-url",
    _link,
    {"type": "string", "pattern": padded(rf"{WEB}|{_OUTSIDE.pattern}")},
)
URL_OR_MAIL = _asking(patterned("bad-url", web_or_mail, f"{WEB}|{_MAILTO}"))
SITE_URL = _asking(
    patterned("bad-url", site_url, _SITE, examples=["https://talks.example.edu"])
)
EMAIL = patterned("bad-email", email, mailbox.PATTERN)
LEAVE = patterned("bad-email", leave, rf"{mailbox.PATTERN}(\?\S*)?")
_LISTS = listed(patterned("bad-email", email_of, mailbox.PATTERN), limit=50)


def _once(node: Node, file: Document) -> tuple[mailbox.Mailbox, ...]:
    """Read addresses of which none is told twice, however it is spelt."""
    found = {mailbox.key(to.address): to for to in _LISTS.read(node, file)}
    return tuple(found.values())


LISTS = Kind("bad-email", _once, _LISTS.schema, ())
ORCID = patterned("bad-orcid", orcid, _ORCID)
PICTURE = Kind(
    "bad-picture",
    _picture,
    {"type": "string", "pattern": padded(r"https://\S+|[^\\]*\.[A-Za-z]{3,4}")},
)
LEDGER = patterned("bad-ledger", database, rf"(sqlite|postgresql(\+psycopg)?)://{REST}")
CALDAV = patterned("bad-url", caldav, rf"[hH][tT][tT][pP][sS]?://{REST}")
_TARGET = r"(?![^@]*:[^/@]*@|(git\+)?https?://[^/]*@).*[:/].*"
TARGET = patterned("bad-target", target, _TARGET, examples=["git:gh-pages"])
_SITE_ID = r"[A-Za-z0-9]([A-Za-z0-9.-]{0,98}[A-Za-z0-9])?"


def site_id(text: str) -> str:
    """Return the lasting name of a site, which stands in uids."""
    if not re.fullmatch(_SITE_ID, text):
        raise Wrong(
            "bad-id",
            "an id has letters, digits, dots and hyphens, and at most 100",
            "Write for example id: talks.example.edu.",
        )
    return text


SITE_ID = patterned("bad-id", site_id, _SITE_ID, type=["string", "number", "boolean"])
LIST_ID = patterned("bad-list-id", list_id, rf"<?{_LIST_ID}>?")
