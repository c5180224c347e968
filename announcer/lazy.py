"""Names of a room that are imported when somebody asks for them (PEP 562)."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module


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
