"""Dataclasses that are soon made: a build imports a hundred and fifty of them.

Python writes six methods for each and compiles them, which takes half a millisecond.
Here what compares, hashes and shows is the same for all, and ``__init__`` is compiled
once for as many fields, and gets their names; a class that says more of a field than
its default has Python's. That a frozen one stays as it is, the type checker sees to,
not each assignment.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import cache, partial
from operator import attrgetter
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(cls=None, /, *, frozen=False, eq=True, **options):
        """Make a dataclass, as the decorator of the same name does."""
        if cls is None:
            return partial(dataclass, frozen=frozen, eq=eq, **options)
        plain = _is_plain(cls)
        # or Python would describe it by its signature, for which it compiles patterns
        cls.__doc__ = cls.__doc__ or cls.__name__
        made = dataclasses.dataclass(
            cls, init=not plain, eq=False, repr=False, **options
        )
        methods = {"__repr__": _repr, **(_comparing(made, frozen=frozen) if eq else {})}
        if plain:
            methods["__init__"] = _init(made)
        for name in methods.keys() - vars(cls):
            setattr(made, name, methods[name])
        return made


def _is_plain(cls: Any) -> bool:
    """Say whether all that a class says of its fields are their defaults."""
    says_more = any(isinstance(said, dataclasses.Field) for said in vars(cls).values())
    inherits = dataclasses.is_dataclass(cls)
    return not (says_more or inherits or hasattr(cls, "__post_init__"))


def _init(cls: Any) -> FunctionType:
    """Return what sets the fields of a class from arguments of their names."""
    known = sorted(dataclasses.fields(cls), key=lambda one: bool(one.kw_only))
    names = tuple(one.name for one in known)
    named = [one for one in known if one.kw_only]
    code = _compiled(len(names)).replace(
        co_argcount=1 + len(names) - len(named),
        co_kwonlyargcount=len(named),
        co_varnames=("self", *names),
        co_names=names,
        co_qualname=f"{cls.__qualname__}.__init__",
    )
    given = [one for one in known if one.default is not dataclasses.MISSING]
    defaults = tuple(one.default for one in given if not one.kw_only)
    made = FunctionType(code, {}, argdefs=defaults or None)
    made.__kwdefaults__ = {one.name: one.default for one in given if one.kw_only}
    return made


@cache
def _compiled(count: int) -> CodeType:
    """Return the code of an ``__init__`` with so many fields."""
    names = [f"field{number}" for number in range(count)]
    steps = "; ".join(f"self.{name} = {name}" for name in names)
    found: dict[str, Any] = {}
    exec(f"def __init__({', '.join(['self', *names])}): {steps}", found)  # noqa: S102 - ours
    code: CodeType = found["__init__"].__code__
    return code


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
