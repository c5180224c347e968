"""Dataclasses that are soon made: a build imports a hundred and fifty of them.

Python writes six methods for each and compiles them, which takes half a millisecond.
Here it does so for ``__init__`` alone; what compares, hashes and shows is the same for
all. That a frozen one stays as it is, the type checker sees to, not each assignment.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(cls=None, /, *, frozen=False, eq=True, **options):
        """Make a dataclass, as the decorator of the same name does."""
        if cls is None:
            return partial(dataclass, frozen=frozen, eq=eq, **options)
        made = dataclasses.dataclass(cls, eq=False, repr=False, **options)
        methods = {"__repr__": _repr, **(_comparing(made, frozen=frozen) if eq else {})}
        for name in methods.keys() - vars(cls):
            setattr(made, name, methods[name])
        return made


def _comparing(cls: Any, *, frozen: bool) -> dict[str, Callable[..., Any] | None]:
    known = dataclasses.fields(cls)
    compared = attrgetter(*[one.name for one in known if one.compare])

    def equal(self: object, other: object) -> Any:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return compared(self) == compared(other)

    if not frozen:
        return {"__eq__": equal, "__hash__": None}
    parts = [one.name for one in known if one.compare and one.hash is not False]
    hashed = attrgetter(*parts)
    return {"__eq__": equal, "__hash__": lambda self: hash(hashed(self))}


def _repr(self: Any) -> str:
    shown = [one.name for one in dataclasses.fields(self) if one.repr]
    values = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
    return f"{type(self).__qualname__}({values})"
