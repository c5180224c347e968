"""The files that every page uses: stylesheet, script and icon."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from announcer.colour import readable
from announcer.output import Draft
from announcer.talk import Site
from announcer.templating import Templates

STYLE = "static/style.css"
SCRIPT = "static/announcer.js"
SEARCH_SCRIPT = "static/search.js"
EMBED_STYLE = "static/embed.css"
EMBED_SCRIPT = "static/embed.js"
ICON = "static/icon.svg"
CARD = "static/card.png"

# The paper that text stands on, by day and by night; style.css has the same two.
PAPER = "#fdfcf9"
NIGHT = "#171614"

# A little more than must be survives rounding and tinted grounds.
_CONTRAST = 5.5


def ink(accent: str, ground: str = PAPER) -> str:
    """Return the site's colour as text in it can be read on the ground."""
    return readable(accent, ground, _CONTRAST)


def files(site: Site, templates: Templates) -> Iterator[Draft]:
    """Yield the stylesheet in the site's colour, the script and the icon."""
    accent = site.theme.accent
    colours = {
        "paper": PAPER,
        "night": NIGHT,
        "accent": ink(accent),
        "accent_night": ink(accent, NIGHT),
    }
    for path in (STYLE, SCRIPT, SEARCH_SCRIPT, EMBED_STYLE, EMBED_SCRIPT, ICON):
        make = partial(_filled, path, site, templates, colours)
        yield Draft(f"site/{path}", make, ())


def _filled(
    path: str, site: Site, templates: Templates, colours: dict[str, str]
) -> bytes:
    return templates.render(f"web/{path}.j2", site.language, colours=colours).encode()
