"""Words beside a time that say what else it is: of coffee, of a room, of the end."""

from __future__ import annotations

import re

# What says that an hour is one after noon; as a piece of patterns.
LATER = (
    r"in the (?:afternoon|evening)|nachmittags|abends|du soir|del pomeriggio|di sera"
    r"|de la tarde|de la noche"
)
OTHER = re.compile(
    r"coffee|\btea\b|refreshment|reception|cookies|snacks|pizza"
    r"|lunch|drinks|doors|dinner"
    r"|kaffee|\btee\b|imbiss|einlass|umtrunk|mittagessen|goûter"
    r"|pause café|\bcaf[eé]s?\b"
    r"|pranzo|rinfresc|merienda|merenda|caff[eè]|buffet|ap[ée]r[oi]|punsch|brezel"
    r"|sandwich|biscuits|nibbles|\bwine\b|\bbar\b|bagels|registration (?:from"
    r"|opens)"
    r"|türöffnung|kuchen|borrel|\bfika\b|kaffe\b|\bkage\b|koffie|inloop|\bcocktail"
    r"|lanche"
    r"|poczęstun|kawa\b|kawę|herbat|káv[ayu]|občerstven|kahvi|vin d['’]honneur|\bpot\b"
    r"|annual general meeting|\bAGM\b|closes|schließt|ferme|chiude|"
    r"כיבוד|קפה|התכנסות",
    re.IGNORECASE,
)
FOR = re.compile(  # 6.45 for 7pm: doors, and then the talk
    r"\b\d{1,2}(?:[:.]\d\d)?\s?(?:[ap]m)?\s+for\s+(?=\d{1,2}(?:[:.]\d\d)?\s?(?:[ap]m\b"
    r"|\b))"
)
ENDS = re.compile(
    r"^[^.;\n]{0,25}\b(?:carriages(?: at)?|finish\w*(?: by| at)?|end(?:s|ing)?(?: at"
    r"| by| around)?|until"
    r"|till"
    r"|ende(?:t)?(?: um| gegen)?|fin(?:it)?(?: à| vers)?|fine(?: alle| ore)?|fino alle"
    r"|hasta las"
    r"|termina(?: alle| a las| às)?|slut(?:ter)?|einde|tot|até|do|konec|koniec)\W*$",
    re.IGNORECASE,
)
ROOM = re.compile(
    r"(?:\b(?:room|\w*raum|r\.|rm\.?|\w*saal|sal[aieęou]?|aul[aieęy]|hs|building"
    r"|zaal|\w*lokaa?l[eiu]?|rum|rom|pok(?:\.|oj\w*)|posluchárn\w*|místnost\w*|učebn\w*"
    r"|auditori\w*|auditóri\w*|amphi\w*|luokka|terem|sál[eu]?|MB|SR|sem\.?"
    r"|bldg|geb\.?|salle|level|floor|campus|section|version"
    r"|v|no\.?|nr\.?|hall|kapitel|chapter)|חדר)[ :]*$",
    re.IGNORECASE,
)
