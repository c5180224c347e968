"""Whether a line that should name one person names several, or somebody in another way.

Nothing here is certain, and nothing is changed: it is asked, with what to write.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from announcer.lazy import pattern

# Between names; inside brackets the same signs part universities.
_BETWEEN = pattern(
    r"\s*[,;，；、]\s*(?:(?:and|und|et|y|e|with|&)\s+)?"
    r"|\s+(?:and|und|et|with|mit|avec|&|/|\+)\s+|\s*&\s*",
    re.IGNORECASE,
)
_BEHIND = pattern("[,;\ufffc]|\\s(?:and|und|et|&)\\s")
_BRACKETS = pattern(r"\((?:[^()]|\([^()]*\))*\)|\[[^\[\]]*\]")
_HIDDEN = "\ufffc"
# What may follow a comma and belongs to the name before it.
_SUFFIX = pattern(
    r"(?:jr|jnr|sr|snr|[iv]{2,4}|iv|v|phd|ph\.\s?d|dphil|md|m\.\s?d|msc|m\.\s?sc|bsc|ma|ba"
    r"|mba|esq|frs|cbe|obe|dr\.?\s?\w{2,4}\.?|prof)\.?",
    re.IGNORECASE,
)
# Words of institutions and posts: what holds one of them is no name of a person.
_NO_NAME = pattern(
    r"\b(?:univ\w*|institut\w*|colleg\w*|school|hochschule|schule|[ée]cole|academ\w*"
    r"|akademie|acad[ée]mie|cent(?:er|re)|zentrum|lab(?:s|or\w*)?|department|dept|group"
    r"|gruppe|team|societ\w*|gesellschaft|gmbh|ag|inc|ltd|llc|corp\w*|company|partners"
    r"|bank|hospital|klinik\w*|clinic|research|technolog\w*|technion|national|professor"
    r"|prof|fellow|chair|lecturer|director|dean|student|editor|foundation|stiftung"
    r"|observator\w*|museum|council|ministry|consult\w*|associates|brothers|sons"
    r"|al|others|more|friends|co|fils)\b",
    re.IGNORECASE,
)
# Other ways to write where somebody works; round brackets at the end are read.
_BEHIND_NAME = pattern(
    r"(?P<name>[^,;&()\[\]（）【】]+?)"
    r"(?:\s*[\[（【](?P<inside>[^()\[\]（）【】]+)[\]）】]"
    r"|(?:\s+(?:[-–—|/·•]|at|from)\s+|\s*—\s*)(?P<home>[^,;&()\[\]（）【】]+))"
)
_UNCLOSED = pattern(r"(?P<name>[^()]+?)\s*\((?P<home>[^()]+)")
_AFTER = pattern(r"(?P<kept>[^()]+\([^()]+\))\s*[^\w\s()].*")
_LETTERS = pattern(r"(?<!\S)[A-Z]{2,}(?!\S)")
_WORD = pattern(r"[^\W\d_][\w.'’‐-]*|\ufffc")
_PARTICLES = frozenset(
    {"von", "van", "der", "den", "de", "del", "della", "di", "da", "dos", "du", "la"}
    | {"le", "ten", "ter", "zu", "zur", "ben", "bin", "ibn", "al", "el"}
)


@lru_cache(maxsize=512)
def doubt(text: str) -> tuple[str, str] | None:
    """Return why a line is hardly the name of one person, and what to write instead."""
    if "(" not in text and (found := _BEHIND_NAME.fullmatch(text)):
        home = found["inside"] or found["home"]
        if found["inside"] or _looks_like_home(home):
            return _home(found["name"], home)
    parts = list(_parts(text))
    if len(parts) < 2:
        return _brackets(text)
    names = [part for part, _ in parts]
    if all(map(_is_name, names)) and _are_several(names, parts):
        listed = ", ".join(map(_quoted, names))
        return (
            "this looks like several people, and would be published as one",
            f"Write speakers: [{listed}].",
        )
    if len(names) == 2 and parts[0][1].strip() in {",", "，"}:
        return _second(*names) or _brackets(text)
    commas = {sign.strip() for _, sign in parts[:-1]} <= {",", "，"}
    if commas and "(" not in text and _are_places(names[1:]) and " " in names[0]:
        return _home(names[0], ", ".join(names[1:]))
    return _brackets(text)


def _home(name: str, home: str) -> tuple[str, str]:
    return (
        "this looks like a name and where somebody works",
        f"Write {name} ({home}).",
    )


def _brackets(text: str) -> tuple[str, str] | None:
    """Ask about brackets that are not read, so that all is taken for a name."""
    if "(" not in text:
        return None
    if found := _UNCLOSED.fullmatch(text):
        return _home(found["name"], found["home"])
    if found := _AFTER.fullmatch(text):
        return (
            "what stands behind the brackets makes all of it a name",
            f"Write {found['kept']}, and the rest elsewhere.",
        )
    return None


def _second(first: str, rest: str) -> tuple[str, str] | None:
    """Say what two parts around a comma may be: a name turned round, or a home."""
    if "(" in first or "[" in first:
        return None
    if _family(first) and _is_given(rest):
        return (
            "this looks like a family name before a given one",
            f"Write {rest} {first}.",
        )
    if len(first.split()) > 1 and _looks_like_home(rest):
        return _home(first, rest)
    return None


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """Yield what signs and words part, each with what follows it."""
    kept = _BRACKETS.findall(text)
    bare = _BRACKETS.sub(_HIDDEN, text.strip())
    start, part = 0, ""
    for found in [*_BETWEEN.finditer(bare), None]:
        end = found.start() if found else len(bare)
        next_word = bare[found.end() :].split(_HIDDEN)[0] if found else ""
        part += bare[start:end]
        if found and _SUFFIX.fullmatch(
            re.split(r"[,;]|\s(?:and|&)\s", next_word)[0].strip()
        ):
            part, start = f"{part}, ", found.end()
            continue
        shown = part.strip()
        while _HIDDEN in shown:
            shown = shown.replace(_HIDDEN, kept.pop(0), 1)
        if shown:
            yield shown, found[0] if found else ""
        start, part = (found.end() if found else end), ""


def _is_name(text: str) -> bool:
    """Say whether a text may be a person's name, with the university in brackets."""
    bare = _BRACKETS.sub("", text).strip()
    words = _WORD.findall(bare)
    if not words or _NO_NAME.search(bare):
        return False
    return _is_capital(words[0]) and _is_capital(words[-1]) and "/" not in bare


def _is_capital(word: str) -> bool:
    """Say whether a word begins as names do; scripts without capitals do always."""
    return not word[0].islower()


def _are_several(names: list[str], parts: list[tuple[str, str]]) -> bool:
    """Say whether parts that may be names are those of several people."""
    if any("(" in name or "[" in name for name in names):
        return True
    full = [name for name in names if len(_BRACKETS.sub("", name).split()) > 1]
    commas = all(sign.strip() in {",", "，"} for _, sign in parts[:-1])
    if not commas:
        return bool(full)
    if any(_looks_like_home(name) for name in names[1:]):
        return False
    return len(full) == len(names)


def _family(text: str) -> bool:
    words = text.split()
    own = [word for word in words if word.casefold() not in _PARTICLES]
    return len(own) == 1 and _is_name(text[text.index(own[0]) :])


def _is_given(text: str) -> bool:
    return len(text.split()) <= 2 and _is_name(text) and not _looks_like_home(text)


def _looks_like_home(text: str) -> bool:
    """Say whether a text may be a university: by a word of such, or its letters."""
    bare = _BRACKETS.sub("", text)
    letters = any(
        len(word) > 1 and word.isupper() and word.isascii() for word in bare.split()
    )
    return bool(_NO_NAME.search(bare)) or letters


def _are_places(texts: list[str]) -> bool:
    """Say whether texts may be where somebody works, and the city of it."""
    return _looks_like_home(texts[0]) and all(
        " " not in text or _looks_like_home(text) for text in texts
    )


def _quoted(name: str) -> str:
    return f'"{name}"' if re.search(r"[,\[\]{}:#\"]", name) else name
