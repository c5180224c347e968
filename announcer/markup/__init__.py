"""Markdown and LaTeX: to HTML with MathML, to HTML for mail, and to readable text.

This room alone knows markdown-it-py, latex2mathml, pylatexenc and nh3. A module is
imported when it is asked for: a list of talks wants no more than to know how wide words
are, and most builds have no formula and no TeX accent.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from announcer.markup.characters import clean, wrap

if TYPE_CHECKING:
    from announcer.markup.cutting import Cut, with_formulas
    from announcer.markup.guard import lost
    from announcer.markup.rendering import (
        Packed,
        Rich,
        forget,
        inline,
        keep,
        line,
        packed,
        plain,
        rich,
        unpacked,
    )

_MODULES = {
    "cutting": ("Cut", "with_formulas"),
    "guard": ("lost",),
    "rendering": (
        *("Packed", "Rich", "forget", "inline", "keep", "line", "packed", "plain"),
        *("rich", "unpacked"),
    ),
}
_HOME = {name: module for module, names in _MODULES.items() for name in names}

__all__ = [
    "Cut", "Packed", "Rich", "clean", "forget", "inline", "keep", "line", "lost",
    "packed", "plain", "rich", "unpacked", "with_formulas", "wrap",
]  # fmt: skip


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = found  # it is asked for with every text
    return found
