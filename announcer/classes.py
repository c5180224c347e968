"""Dataclasses that are made at once, because their methods are written when called.

The standard library writes six methods for each class when it is made, and compiles
them: half a millisecond, which was a fifth of all that `announcer list` took. Here
those that are the same for every class are shared, and ``__init__`` is written when a
class is first used.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from dataclasses import FrozenInstanceError
from operator import attrgetter
from reprlib import recursive_repr
from types import MemberDescriptorType
from typing import TYPE_CHECKING, Any, cast

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(
        *, frozen: bool = False, eq: bool = True, **shape: bool
    ) -> Callable[[type], type]:
        """Do what ``dataclasses.dataclass`` does, with ``slots`` and ``kw_only``.

        Nothing of ours asks for an order.
        """

        def made(cls: type) -> type:
            own = {*cls.__dict__}  # what the class says of itself stays
            cls = dataclasses.dataclass(cls, init=False, repr=False, eq=False, **shape)
            methods = {"__init__": _init(cls, frozen=frozen), "__repr__": _repr}
            if eq:
                methods |= _compared(cls, frozen=frozen)
            if frozen:
                methods |= _FROZEN
            for name, method in methods.items():
                if name not in own:
                    setattr(cls, name, method)
            return cls

        return made


def _init(cls: Any, *, frozen: bool) -> Callable[..., None]:
    """Return an ``__init__`` that puts the right one in its place, and calls that."""

    def __init__(self: object, /, *args: object, **values: object) -> None:  # noqa: N807
        init = _written(cls, frozen=frozen)
        type.__setattr__(cls, "__init__", init)
        init(self, *args, **values)

    return __init__


def _written(cls: Any, *, frozen: bool) -> Callable[..., None]:
    """Write the ``__init__`` of a class: its parameters are the fields, in order."""
    heads: list[str] = []
    lines: list[str] = []
    known: dict[str, object] = {"_missing": object(), "_set": object.__setattr__}
    for one in sorted(dataclasses.fields(cls), key=attrgetter("kw_only")):
        head, value = _said(one, known)
        if head:
            heads += ["*", head] if one.kw_only and "*" not in heads else [head]
        if value:
            lines.append(
                _line(cls, one.name, value, known)
                if frozen
                else f"self.{one.name} = {value}"
            )
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    source = f"def __init__(self, {', '.join(heads)}):\n " + "\n ".join(
        lines or ["pass"]
    )
    exec(source, known)  # noqa: S102 - of nothing but the names of our own fields
    init = cast("Callable[..., None]", known["__init__"])
    init.__qualname__ = f"{cls.__qualname__}.__init__"  # stands in its errors
    return init


def _said(one: dataclasses.Field[Any], known: dict[str, object]) -> tuple[str, str]:
    """Return the parameter of a field, and the value it gets; either may be empty."""
    name = one.name
    if one.default is not dataclasses.MISSING:
        known[f"_default_{name}"] = one.default
        return (
            (f"{name}=_default_{name}", name) if one.init else ("", f"_default_{name}")
        )
    if one.default_factory is dataclasses.MISSING:
        return (name, name) if one.init else ("", "")
    known[f"_make_{name}"] = one.default_factory
    made = f"_make_{name}()"
    given = f"{made} if {name} is _missing else {name}"
    return (f"{name}=_missing", given) if one.init else ("", made)


def _line(cls: Any, name: str, value: str, known: dict[str, object]) -> str:
    """Return what sets a field of a noun that is frozen to all others."""
    slot = getattr(cls, name, None)
    if not isinstance(slot, MemberDescriptorType):
        return f"_set(self, {name!r}, {value})"
    known[f"_set_{name}"] = slot.__set__  # twice as quick as by its name
    return f"_set_{name}(self, {value})"


@recursive_repr("...")
def _repr(self: Any) -> str:
    shown = [one.name for one in dataclasses.fields(self) if one.repr]
    values = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
    return f"{self.__class__.__qualname__}({values})"


def _compared(cls: Any, *, frozen: bool) -> dict[str, Any]:
    fields = dataclasses.fields(cls)
    values = _values(one.name for one in fields if one.compare)
    hashed = _values(
        one.name for one in fields if (one.compare if one.hash is None else one.hash)
    )

    def __eq__(self: object, other: object) -> bool:  # noqa: N807
        if other.__class__ is not self.__class__:
            return NotImplemented
        return values(self) == values(other)

    def __hash__(self: object) -> int:  # noqa: N807
        return hash(hashed(self))

    return {"__eq__": __eq__, "__hash__": __hash__ if frozen else None}


def _values(names: Iterable[str]) -> Callable[[object], tuple[object, ...]]:
    found = tuple(names)
    if len(found) > 1:
        return attrgetter(*found)  # a tuple of them, faster than Python makes one
    return lambda noun: tuple(getattr(noun, name) for name in found)


def _no_setattr(self: object, name: str, value: object) -> None:  # noqa: ARG001
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _no_delattr(self: object, name: str) -> None:  # noqa: ARG001
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _getstate(self: Any) -> list[object]:
    return [getattr(self, one.name) for one in dataclasses.fields(self)]


def _setstate(self: Any, state: list[object]) -> None:
    for one, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, one.name, value)


_FROZEN = {
    "__setattr__": _no_setattr,
    "__delattr__": _no_delattr,
    "__getstate__": _getstate,
    "__setstate__": _setstate,
}
