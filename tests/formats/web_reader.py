"""Reading a rendered site as a strict browser and a crawler would."""

from __future__ import annotations

import json
import posixpath
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

import html5lib

from announcer.formats import data, feeds, ics, web
from announcer.talk import Programme
from announcer.templating import Templates

TEMPLATES = Templates()
ROOM = "{http://www.w3.org/1999/xhtml}"

Files = dict[str, bytes]


def site(programme: Programme, templates: Templates = TEMPLATES) -> Files:
    """Return every file below site/, by its path there."""
    return {
        draft.path.removeprefix("site/"): draft.make()
        for room in (web, feeds, data, ics)
        for draft in room.drafts(programme, templates)
    }


def pages(files: Files) -> dict[str, ET.Element]:
    """Return every page, parsed; html5lib raises on what is not HTML5."""
    return {
        path: parse(content)
        for path, content in files.items()
        if path.endswith(".html")
    }


def page(files: Files, path: str) -> ET.Element:
    """Return one page, parsed strictly."""
    return parse(files[path])


def parse(content: bytes) -> ET.Element:
    parser = html5lib.HTMLParser(strict=True)
    root: ET.Element = parser.parse(content, transport_encoding="utf-8")
    return root


def every(root: ET.Element, name: str, /, **attributes: str) -> list[ET.Element]:
    """Return the elements of this name whose attributes have these values."""
    return [
        element
        for element in root.iter(ROOM + name)
        if all(
            element.get(key.strip("_").replace("_", "-")) == value
            for key, value in attributes.items()
        )
    ]


def one(root: ET.Element, name: str, /, **attributes: str) -> ET.Element:
    """Return the only such element."""
    [element] = every(root, name, **attributes)
    return element


def words(element: ET.Element) -> str:
    """Return the text of an element on one line."""
    return " ".join("".join(element.itertext()).split())


def has_class(root: ET.Element, name: str) -> list[ET.Element]:
    """Return the elements of this class."""
    return [e for e in root.iter() if name in (e.get("class") or "").split()]


def linked(root: ET.Element) -> dict[str, Any]:
    """Return the JSON-LD of a page."""
    [script] = every(root, "script", type="application/ld+json")
    found: dict[str, Any] = json.loads(script.text or "")
    return found


def inner_links(path: str, root: ET.Element) -> list[str]:
    """Return the paths that a page links to or loads inside the site."""
    found = []
    for element in root.iter():
        for key in ("href", "src"):
            address = element.get(key)
            if not address or urlsplit(address).scheme or address.startswith("#"):
                continue
            target = unquote(urlsplit(address).path)
            found.append(
                posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
            )
    return found
