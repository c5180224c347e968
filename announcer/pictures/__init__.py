"""Pictures: photos and logos made ready for the site, and cards drawn for talks.

This room alone knows Pillow, what may be wrong with a picture and how letters are set.
The nouns know the names of pictures only; ``Pictures`` is handed to the formats beside
them, reads a file when it is asked for it and may remember what is costly to make.
"""

from announcer.pictures.gallery import Pictures
from announcer.pictures.nouns import Card, Picture, Size, is_elsewhere
from announcer.pictures.store import Originals, Store

__all__ = [
    "Card",
    "Originals",
    "Picture",
    "Pictures",
    "Size",
    "Store",
    "is_elsewhere",
    "load",
]


def load() -> None:
    """Import what draws cards, which most commands need not."""
    from announcer.pictures import card  # noqa: F401, PLC0415 - slow
