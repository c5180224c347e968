"""Markdown and LaTeX: to HTML with MathML, to HTML for mail, and to readable text.

This room alone knows markdown-it-py, latex2mathml, pylatexenc and nh3. The last but two
are imported when the first formula or TeX accent turns up: most builds have none.
"""

from __future__ import annotations

from functools import lru_cache

from announcer.markup.plain import clean
from announcer.markup.rendering import Rich, blocks, line
from announcer.markup.wrapping import wrap

__all__ = ["Rich", "clean", "inline", "rich", "wrap"]


@lru_cache(maxsize=65_536)
def rich(source: str) -> Rich:
    """Render an abstract or a biography; each is parsed once, whoever asks.

    Never raises: what cannot be read is shown as written, with a warning.
    """
    return blocks(source)


@lru_cache(maxsize=65_536)
def inline(source: str, *, links: bool = False) -> Rich:
    """Render a title, a name or a notice: one line, without a paragraph around it.

    Of raw HTML only such as ``<sub>`` counts, the rest stays text. Without ``links``
    no ``a`` is written, so that the line may itself become one: the address follows
    its words in brackets.
    """
    return line(source, links=links)
