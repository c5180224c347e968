"""The files that every page uses: stylesheet, script and icon."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from announcer.formats.web import colour
from announcer.output import Draft
from announcer.talk import Site
from announcer.templating import Templates

STYLE = "static/style.css"
SCRIPT = "static/announcer.js"
SEARCH_SCRIPT = "static/search.js"
EMBED_STYLE = "static/embed.css"
ICON = "static/icon.svg"
CARD = "static/card.png"

# The paper that text stands on, by day and by night; style.css has the same two.
PAPER = "#fdfcf9"
NIGHT = "#171614"


def files(site: Site, templates: Templates) -> Iterator[Draft]:
    """Yield the stylesheet in the site's colour, the script and the icon."""
    accent = site.theme.accent
    colours = {
        "paper": PAPER,
        "night": NIGHT,
        "accent": colour.readable(accent, PAPER),
        "accent_night": colour.readable(accent, NIGHT),
    }
    for path in (STYLE, SCRIPT, SEARCH_SCRIPT, EMBED_STYLE, ICON):
        yield Draft(f"site/{path}", partial(_filled, path, site, templates, colours))


def _filled(
    path: str, site: Site, templates: Templates, colours: dict[str, str]
) -> bytes:
    return templates.render(f"web/{path}.j2", site.language, colours=colours).encode()
