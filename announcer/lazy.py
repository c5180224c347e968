"""What is made when somebody asks: names of a room (PEP 562), modules, patterns."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any, AnyStr, cast


def attach(room: str, modules: Mapping[str, Sequence[str]]) -> Callable[[str], object]:
    """Return the ``__getattr__`` of a package whose ``modules`` have these names.

    What was asked for once is at hand afterwards.
    """
    home = {name: module for module, names in modules.items() for name in names}

    def __getattr__(name: str) -> object:  # noqa: N807 - as Python calls it
        if name not in home:
            raise AttributeError(f"module {room!r} has no attribute {name!r}")
        found = getattr(import_module(f"{room}.{home[name]}"), name)
        setattr(sys.modules[room], name, found)
        return found

    return __getattr__


def module(name: str) -> Any:
    """Return what stands for a module that is imported when it is first used."""
    return _Module(name)


class _Module:
    """A module by its name; what it has is asked of itself each time."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> object:
        return getattr(import_module(self._name), name)


class Call:
    """A call that waits, with its arguments.

    A build holds tens of thousands: ``partial`` takes twice the memory, for each of
    its own has a dict.
    """

    __slots__ = ("arguments", "make")

    def __init__(self, make: Callable[..., Any], *arguments: object) -> None:
        self.make = make
        self.arguments = arguments

    def __call__(self) -> Any:
        """Return what is made of the arguments."""
        return self.make(*self.arguments)


def pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return a regular expression that is compiled when it is first used.

    That takes up to two milliseconds, and a command uses few of those that it imports.
    Not for what asks for a pattern as an argument.
    """
    return cast("re.Pattern[AnyStr]", _Pattern(text, flags))


class _Pattern:
    """A pattern until it is used; its methods are at hand from then on."""

    def __init__(self, text: str | bytes, flags: int) -> None:
        self.pattern = text
        self.flags = flags

    def __getattr__(self, name: str) -> object:
        if name not in _METHODS:
            raise AttributeError(f"a pattern has no {name!r}")
        compiled = re.compile(self.pattern, self.flags)
        vars(self).update({one: getattr(compiled, one) for one in _METHODS})
        return getattr(compiled, name)


_METHODS = frozenset(
    {"findall", "finditer", "fullmatch", "match", "search", "split", "sub", "subn"}
)
