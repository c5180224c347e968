"""The hour at which a message says in a sentence that its talk begins."""

from __future__ import annotations

import re

from announcer.importers.clocks import Trust, clocks_in
from announcer.importers.paragraphs import unlink

# Not after `doors`: those of clocks know what is beside a talk.
_BEGINS = re.compile(
    r"\b(?:(?:begins?|starts?|commences?|kicks off|meet|gather|convene|beginnt|startet"
    r"|fängt"
    r"|beginn|los geht|treffen|trifft|findet|commence(?:ra)?|débute(?:ra)?|rendez-vous"
    r"|aura lieu|se tiendra|inizia|inizierà|comincia|avrà luogo|si terrà|si svolgerà"
    r"|empieza|comienza|comenzará|tendrá lugar|dará comienzo|começa|terá início"
    r"|decorrerá"
    r"|realiza-se|begint|beginnen|vangt aan|starter|begynder|begynner|foregår"
    r"|finder sted"
    r"|börjar|äger rum|rozpoczyna|rozpocznie|zaczyna|odbędzie|początek|začíná|začne"
    r"|koná"
    r"|začiatok|alkaa|kezdődik|held|takes? place|it['’]?ll be|will be|is at|be on at)\b"
    r"|at$|המפגש|תתקיים|יתקיים)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=\W{0,40}[^\W\d_a-z])|\n\s*\n|;\s")


def beginning_in(text: str) -> str:
    """Return the sentence that says when it begins: by its verb, or the only hour."""
    told = [one for one in _SENTENCE.split(unlink(text)) if one and clocks_in(one)]
    said = [one for one in told if _BEGINS.search(one)]
    if said:
        return " ".join(said[0].split())
    hours = {clock.start for one in told for clock in clocks_in(one, Trust.PROSE)}
    return " ".join(told[0].split()) if len(hours) == 1 else ""
