"""Markdown and LaTeX: to HTML with MathML, to HTML for mail, and to readable text.

This room alone knows markdown-it-py, latex2mathml, pylatexenc and nh3. A module is
imported when it is asked for: a list of talks wants no more than to know how wide words
are, and most builds have no formula and no TeX accent.
"""

from typing import TYPE_CHECKING

from announcer.lazy import attach
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

__getattr__ = attach(
    __name__,
    {
        "cutting": ("Cut", "with_formulas"),
        "guard": ("lost",),
        "rendering": (
            *("Packed", "Rich", "forget", "inline", "keep", "line", "packed", "plain"),
            *("rich", "unpacked"),
        ),
    },
)

__all__ = [
    "Cut", "Packed", "Rich", "clean", "forget", "inline", "keep", "line", "lost",
    "packed", "plain", "rich", "unpacked", "with_formulas", "wrap",
]  # fmt: skip
