"""The files that every page uses: stylesheet, script and icon."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from announcer.colour import readable
from announcer.output import Draft
from announcer.talk import Site
from announcer.templating import Templates
from announcer.words import Words, words_for

STYLE = "static/style.css"
SCRIPT = "static/announcer.js"
SEARCH_SCRIPT = "static/search.js"
EMBED_STYLE = "static/embed.css"
EMBED_SCRIPT = "static/embed.js"
SCREEN_STYLE = "static/screen.css"
SCREEN_SCRIPT = "static/screen.js"
SELECTION_SCRIPT = "static/selection.js"
ICON = "static/icon.svg"
CARD = "static/card.png"
_ALL = (
    *(STYLE, SCRIPT, SEARCH_SCRIPT, EMBED_STYLE, EMBED_SCRIPT, ICON),
    *(SCREEN_STYLE, SCREEN_SCRIPT, SELECTION_SCRIPT),
)

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
    spoken = _spoken(words_for(site.language))
    for path in _ALL:
        make = partial(_filled, path, site, templates, colours, spoken)
        yield Draft(f"site/{path}", make, ())


def _spoken(words: Words) -> dict[str, object]:
    """Return the words of scripts that write entries themselves."""
    gettext = words.gettext
    return {
        "marks": dict(words.marks),
        "today": gettext("Today"),
        "now": gettext("Now"),
        "over": gettext("Over"),
        "online": gettext("Online"),
        "untitled": gettext("Title to be announced"),
        "stale": gettext("Not renewed since %(time)s.") % {"time": "{time}"},
        "lost": gettext("The talks could not be loaded; these are the titles kept."),
        "unkept": gettext("This browser keeps nothing for these pages."),
        "missing": gettext("What has no time here is no longer announced."),
    }


def _filled(
    path: str,
    site: Site,
    templates: Templates,
    colours: dict[str, str],
    spoken: dict[str, object],
) -> bytes:
    name = f"web/{path}.j2"
    said = {"colours": colours, "spoken": spoken}
    return templates.render(name, site.language, **said).encode()
