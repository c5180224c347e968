r"""Own commands in formulas, such as ``\RR``: what they stand for takes their place.

It is done once, where a text is read: every output then holds LaTeX that all know.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from announcer.lazy import pattern
from announcer.markup.cutting import cut
from announcer.markup.formulas import formula
from announcer.markup.tags import ELEMENTS

_COMMAND = pattern(r"\\([A-Za-z]+)")
_ARGUMENT = pattern(
    r"\s*(\{(?:[^{}\\]|\\.|\{(?:[^{}\\]|\\.|\{[^{}]*\})*\})*\}|\\[A-Za-z]+|\\."
    r"|[^\s{}\\])"
)
_PLACE = pattern(r"#([1-9])")
_LONGEST = 4000  # characters; what own commands make longer is left as written


def expanded(text: str, macros: Mapping[str, str]) -> tuple[str, list[str]]:
    """Return ``text`` with own commands in its formulas replaced.

    Also returns the commands that lack an argument; they stay as they are.
    """
    pieces: list[str] = []
    lacking: list[str] = []
    place = 0
    for one in cut(text, ELEMENTS, blocks=True).cuts:
        start = text.find(one.source, place)
        pieces += [text[place:start], _replaced(one.source, macros, lacking)]
        place = start + len(one.source)
    return "".join((*pieces, text[place:])), lacking


def arguments(body: str) -> int:
    """Return how many arguments a command takes."""
    return max(map(int, _PLACE.findall(body)), default=0)


def resolved(macros: Mapping[str, str]) -> dict[str, str]:
    """Return own commands with those in what they stand for replaced.

    Raises RecursionError with the name of one that needs itself.
    """
    done: dict[str, str] = {}

    def resolve(name: str, above: tuple[str, ...]) -> str:
        if name in above:
            raise RecursionError(name)
        if name not in done:
            inner = set(_COMMAND.findall(macros[name])) & macros.keys()
            known = {other: resolve(other, (*above, name)) for other in inner}
            done[name] = _replaced(macros[name], known, [])
        return done[name]

    return {name: resolve(name, ()) for name in macros}


def trouble(body: str) -> str:
    """Return what is wrong with what a command stands for, or nothing."""
    numbers = {int(number) for number in _PLACE.findall(body)}
    if numbers and numbers != set(range(1, max(numbers) + 1)):
        return f"it uses #{max(numbers)} and not all numbers before"
    tried = _PLACE.sub("{x}", body)
    warning = formula(tried, display=False, source=body).warning
    return warning.rpartition(": ")[2]


def _replaced(tex: str, macros: Mapping[str, str], lacking: list[str]) -> str:
    done: list[str] = []
    place = 0
    while match := _COMMAND.search(tex, place):
        done.append(tex[place : match.start()])
        place = match.end()
        body = macros.get(match[1])
        if body is None:
            done.append(match.group())
            continue
        given, end = _arguments(tex, place, arguments(body))
        if given is None or len(tex) + len(body) > _LONGEST:
            lacking.append(match[1])
            done.append(match.group())
            continue
        place = end
        done.append(_filled(body, given, tex[place : place + 1]))
    return "".join((*done, tex[place:]))


def _arguments(tex: str, place: int, count: int) -> tuple[list[str] | None, int]:
    given: list[str] = []
    for _ in range(count):
        match = _ARGUMENT.match(tex, place)
        if match is None or match[1] in {"$", r"\)", r"\]"}:
            return None, place
        one = match[1]
        given.append(one[1:-1] if one.startswith("{") else one)
        place = match.end()
    return given, place


def _filled(body: str, given: list[str], following: str) -> str:
    filled = _PLACE.sub(lambda number: given[int(number[1]) - 1], body)
    apart = following.isalpha() and re.search(r"\\[A-Za-z]+\Z", filled)
    return f"{filled} " if apart else filled
