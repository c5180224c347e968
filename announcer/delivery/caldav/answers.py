"""What a server answers: multistatus XML (RFC 4918), tags, and its own words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, unquote, urlsplit

DAV = "{DAV:}"
CAL = "{urn:ietf:params:xml:ns:caldav}"
_SABRE = "{http://sabredav.org/ns}"
_CONTROL = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029]+")


def properties(response: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every resource of a multistatus with the properties it has."""
    if response.tree is None:
        return
    for one in response.tree.iter(f"{DAV}response"):
        known = {
            prop.tag: prop
            for stat in one.iterfind(f"{DAV}propstat")
            if " 200" in (stat.findtext(f"{DAV}status") or " 200")
            for prop in stat.iterfind(f"{DAV}prop/*")
        }
        yield path(one.findtext(f"{DAV}href") or ""), known


def path(href: str) -> str:
    """Return the path of an address in one spelling; it never leaves the server."""
    return quote(unquote(urlsplit(href.strip()).path), safe="/~!$&'()*+,;=:@-._")


def is_calendar(known: Mapping[str, Any]) -> bool:
    """Tell whether a resource is a calendar."""
    return holds(known, "resourcetype", f"{CAL}calendar")


def holds(known: Mapping[str, Any], name: str, tag: str) -> bool:
    """Tell whether a property has an element in it."""
    element = known.get(f"{DAV}{name}")
    return element is not None and element.find(tag) is not None


def text(known: Mapping[str, Any], name: str) -> str:
    """Return the text of a property, empty if there is none."""
    element = known.get(f"{DAV}{name}")
    return (element.text or "").strip() if element is not None else ""


def local(element: Any) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def bare(tag: str) -> str:
    """Return a tag without what proxies put around it when they compress."""
    return tag.strip().removeprefix("W/").strip('"').removesuffix("-gzip")


def said(response: Any) -> str:
    """Return the server's own words about a refusal, as far as it has any."""
    if response.tree is None:
        is_text = str(response.headers.get("Content-Type", "")).startswith("text/plain")
        return clip(response.raw) if is_text else ""
    message = response.tree.findtext(f".//{_SABRE}message")
    names = [local(one) for one in response.tree if isinstance(one.tag, str)]
    return clip(message or ", ".join(names))


def reason(said: str) -> str:
    """Return the few words of a long technical complaint that help."""
    known = (
        "certificate verify failed: [^(\"']*",
        r"\[Errno -?\d+\] [\w ]*",
        "wrong version number",
    )
    for words in known:
        found = re.search(words, said)
        if found:
            return clip(re.sub(r"\[Errno -?\d+\] ", "", found[0]))
    return clip(said.partition(" ")[0])


def clip(words: str) -> str:
    """Return foreign words as one line that is not too long."""
    return _CONTROL.sub(" ", words).strip()[:200]
