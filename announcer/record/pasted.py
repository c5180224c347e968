"""Addresses as people copy them out of mails: with what stood around them there."""

from __future__ import annotations

import re

from announcer import mailbox
from announcer.errors import BadValue
from announcer.lazy import pattern
from announcer.record.source import Wrong, clip

# What nobody sees, and comes with a copied text: it leads to another page, or to none.
UNSEEN = "\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
REST = rf"[^\s<>\"\\{UNSEEN}]*"
# Of signs a name has only hyphens and, against the rules, underscores.
_LABEL = rf"[^\s!-,./:-@\[-^`{{-~{UNSEEN}]+"
HOST = rf"[hH][tT][tT][pP][sS]?://{_LABEL}(\.{_LABEL})*(:\d{{1,5}})?"
WEB = rf"{HOST}([/?#]{REST})?"

_CLOSING = {")": "(", "]": "[", "}": "{", "）": "（", "】": "【", "」": "「"}
_ENDING = ",.;:!'*|`…，。、；！“”‘’«»‹›"
_STRAY = frozenset({*_CLOSING, *_ENDING})
_IN_WORDS = pattern(r"(?i)https?://[^\s<>\"\\]+")
_AT = pattern(r"(?i) ?(?:@|\(at\)|\[at\]| at ) ?")
_DOT = pattern(r"(?i) ?(?:\(dot\)|\[dot\]| dot |,) ?")
_MISTYPED = pattern(r"(?i)h*t+ps?(?P<sign> ?[:;]? ?/+ ?)(?P<rest>\S+)")


def stray(address: str) -> str:
    """Return the sign at the end of an address that belongs to the words around it."""
    last = address[-1:]
    if last not in _STRAY:
        return ""
    opening = _CLOSING.get(last, "")
    closes = bool(opening) and address.count(opening) >= address.count(last)
    return "" if closes else last


def about_stray(sign: str) -> tuple[str, str, str]:
    """Return what to say of such a sign: the doubt, its cure and its code."""
    coded = "".join(f"%{byte:02X}" for byte in sign.encode())
    return (
        f"ends with {sign}, which is hardly part of the address",
        f"Take it out; if it belongs to the address, write {coded} for it.",
        "stray-sign",
    )


def bad_url(text: str) -> Wrong:
    """Return why a text is no web address, and the address that it may hold."""
    shown, scheme = clip(text), re.match(r"([A-Za-z][\w+.-]*):", text)
    seen = re.sub(f"[{UNSEEN}]", "", text)
    problem = f"`{shown}` is not an address"
    hint = "Write an address that begins with https://."
    if seen != text:
        problem = f"there is a sign that nobody sees in the address `{clip(seen)}`"
        hint = "Type the address, or what is around that sign, again."
    elif bare := _meant(text):
        hint = f"Write {bare} alone."
    elif re.match(r"[\w-]+(\.[\w-]+)+(/|$)", text):
        problem, hint = f"`{shown}` has no scheme", "Write https:// in front of it."
    elif re.search(r"\s", text) and "://" in text:
        problem = f"there is a space in the address `{shown}`"
        hint = "Write the address alone; %20 stands for a space that belongs to it."
    elif scheme and scheme[1].casefold() not in {"http", "https"}:
        problem = f"an address that begins with {scheme[1]}: is not for readers"
    elif scheme:
        hint = "Of the name of its server, only letters, digits, . and - are part."
    return Wrong("bad-url", problem, hint)


def email_meant(text: str) -> str:
    """Return the one mail address that a text certainly holds, or nothing."""
    bare = re.sub(r"(?i)^mailto:", "", text.strip(f"{_ENDING}<>()[]\"' ")).strip()
    local, at, domain = _AT.sub("@", bare).partition("@")
    address = f"{local}{at}{_DOT.sub('.', domain)}"
    try:
        return mailbox.address(address) and address
    except BadValue:
        return ""


def _meant(text: str) -> str:
    """Return the one address that a text certainly holds, or nothing."""
    if typed := _MISTYPED.fullmatch(text):
        rest = typed["rest"]
        secure = "" if re.match(r"(?i)h*t+p[^s]", text) else "s"
        text = rest if "://" in rest else f"http{secure}://{rest}"
    found = _IN_WORDS.findall(text)
    if len(found) != 1 or (text.startswith(found[0]) and re.search(r"\s", text)):
        return ""  # what follows a space may belong to it
    address: str = found[0]
    while address and (sign := stray(address)):
        address = address.removesuffix(sign)
    return address if re.fullmatch(WEB, address) else ""
