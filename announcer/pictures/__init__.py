"""Pictures: photos and logos made ready for the site, and cards drawn for talks.

This room alone knows Pillow, what may be wrong with a picture and how letters are set.
What is costly is made once: ``Programme.kept`` remembers it by what it was made from.
"""

from announcer.pictures.card import Card, card
from announcer.pictures.gallery import doubts, logo, portrait
from announcer.pictures.raster import Picture, Size, is_elsewhere
from announcer.pictures.store import Folder, Store

__all__ = [
    "Card",
    "Folder",
    "Picture",
    "Size",
    "Store",
    "card",
    "doubts",
    "is_elsewhere",
    "logo",
    "portrait",
]
