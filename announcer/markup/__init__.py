"""Markdown and LaTeX: to HTML with MathML, to HTML for mail, and to readable text.

This room alone knows markdown-it-py, latex2mathml, pylatexenc and nh3. The last but two
are imported when the first formula or TeX accent turns up: most builds have none.
"""

from announcer.markup.cutting import Cut, with_formulas
from announcer.markup.guard import lost
from announcer.markup.plain import clean, wrap
from announcer.markup.rendering import Rich, forget, inline, keep, line, plain, rich

__all__ = [
    "Cut", "Rich", "clean", "forget", "inline", "keep", "line", "lost", "plain", "rich",
    "with_formulas", "wrap",
]  # fmt: skip
