"""Header fields of a message, written octet by octet.

The standard library's ``EmailMessage`` lets a field be ended from inside, drops
the quotes of long names and puts encoded words into List-Unsubscribe (CPython issues
121650, 80222 and 85725), differently in every release. What is written here is the same
everywhere, at most 78 octets a line, and pure ASCII.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import groupby
from urllib.parse import quote

from announcer.errors import BadValue
from announcer.lazy import pattern
from announcer.mailbox import Mailbox, ascii_host, one_line

_WIDTH = 78
_WORD = 75  # RFC 2047 section 2: longest encoded word
_LONGEST = 998  # RFC 5322 section 2.1.1

_ATOM = pattern(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+")
_SAFE_IN_Q = frozenset(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/"
)

# Messages of one run share nearly all their fields.
_once = lru_cache(maxsize=512)


def unstructured(name: str, text: str) -> str:
    """Return a field of free text such as Subject, encoded only where it must be."""
    tokens: list[str] = []
    for stands, run in _runs(one_line(text), _plain):
        if stands:
            tokens += run.split(" ")
        else:
            tokens += _encoded(run, 1 if tokens else len(name) + 2)
    return _folded(name, tokens or [""])


@_once
def mailboxes(name: str, *boxes: Mailbox) -> str:
    """Return a field of addresses such as From and To (RFC 5322 section 3.4)."""
    tokens: list[str] = []
    used = len(name) + 2
    for box in boxes:
        if tokens:
            tokens[-1] += ","
        tokens += (
            [*_phrase(box.name, used), f"<{box.address}>"]
            if box.name
            else [box.address]
        )
        used = 1
    return _folded(name, tokens)


@_once
def list_id(text: str, identifier: str) -> str:
    """Return List-Id: a phrase and ``<label.domain>`` (RFC 2919 section 3)."""
    bare = ascii_host(identifier.strip().strip("<>").replace("@", "."))
    return _folded("List-Id", [*_phrase(one_line(text), 9), f"<{bare}>"])


@_once
def addresses(name: str, *uris: str) -> str:
    """Return a List-* field: URIs in angle brackets, folded only after a comma.

    Never an encoded word (RFC 2047 section 5); what is not ASCII is percent-encoded.
    Raises BadValue where a URI is too long for a line.
    """
    safe = [f"<{quote(one_line(uri), safe=_URI_SAFE)}>" for uri in uris]
    if any(len(uri) > _LONGEST - 50 for uri in safe):
        raise BadValue(f"an address for {name} is too long for a mail header")
    return _folded(name, [f"{uri}," for uri in safe[:-1]] + safe[-1:])


_URI_SAFE = "%:/?#[]@!$&'()*+,;=~-._"


def identifier(name: str, written: str) -> str:
    """Return a field of one message identifier, in its angle brackets."""
    return _folded(name, [written])


@_once
def literal(name: str, value: str) -> str:
    """Return a field whose value is ASCII and ours; folds at its spaces."""
    return _folded(name, value.split(" "))


def _runs(value: str, plain: Callable[[str], bool]) -> Iterator[tuple[bool, str]]:
    """Yield the runs of words that can stand as they are (True), and the others."""
    for stands, words in groupby(value.split(" "), key=plain):
        yield stands, " ".join(words)


def _plain(word: str) -> bool:
    return word.isascii() and "=?" not in word and len(word) <= 60


def _atom(word: str) -> bool:
    return _plain(word) and _ATOM.fullmatch(word) is not None


def _phrase(name: str, used: int) -> list[str]:
    """Return a display name; quotes and encoded words do not go well together."""
    value = one_line(name)
    words = value.split(" ")
    if all(map(_plain, words)) and not all(map(_atom, words)):
        escaped = re.sub(r'([\\"])', r"\\\1", value)
        return f'"{escaped}"'.split(" ")
    tokens: list[str] = []
    for stands, run in _runs(value, _atom):
        if stands:
            tokens += run.split(" ")
        else:
            tokens += _encoded(run, 1 if tokens else used, whole_words=True)
    return tokens


def _encoded(value: str, used: int, *, whole_words: bool = False) -> list[str]:
    """Return encoded words that hold whole characters (RFC 2047 section 5).

    ``used`` octets of the first line are taken already. ``whole_words`` breaks at
    spaces where it can: Python's parser shows a space between two words of a name.
    """
    words: list[str] = []
    width = min(_WORD, _WIDTH - used)
    while value:
        end, word = _next_word(value, width, whole_words=whole_words)
        words.append(word)
        value = value[end:]
        width = _WORD
    return words


def _next_word(value: str, width: int, *, whole_words: bool) -> tuple[int, str]:
    """Return the longest encoded word that fits, and how many characters it holds."""
    best: tuple[int, str] | None = None
    for end in range(min(len(value), width), 0, -1):
        word = _word(value[:end], width, last=end == len(value))
        if word is None:
            continue
        if not whole_words or end == len(value) or value[end - 1] == " ":
            return end, word
        best = best or (end, word)
    assert best is not None  # noqa: S101 - one character fits into any width
    return best


def _word(text: str, width: int, *, last: bool) -> str | None:
    """Return the shorter encoding that fits, if any.

    Base64 that is padded stands last only: some readers join the words, then decode.
    """
    letters = ["Q"]
    if last or len(text.encode("utf-8")) % 3 == 0:
        letters.append("B")
    words = (f"=?utf-8?{letter}?{_coded(text, letter)}?=" for letter in letters)
    return min((w for w in words if len(w) <= width), key=len, default=None)


def _coded(text: str, letter: str) -> str:
    octets = text.encode("utf-8")
    if letter == "B":
        return base64.b64encode(octets).decode("ascii")
    return "".join(
        chr(o) if o in _SAFE_IN_Q else "_" if o == 0x20 else f"={o:02X}" for o in octets
    )


def _folded(name: str, tokens: list[str]) -> str:
    lines = [f"{name}: {tokens[0]}"]
    for token in tokens[1:]:
        if len(lines[-1]) + 1 + len(token) <= _WIDTH:
            lines[-1] += f" {token}"
        else:
            lines.append(f" {token}")
    return "\r\n".join(lines)
