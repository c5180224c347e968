"""Passcodes and PINs that stand in texts: not for all, nor for a terminal."""

from __future__ import annotations

import re

from announcer.access import passcodes
from announcer.importers.joining import addresses_in, is_meeting
from announcer.importers.labels import label_of

WAY_ON = "Mail it to those who may join."
_HIDDEN = "…"
_LONG = 200  # letters of a sentence of which only the passcode itself goes
_WORD = (
    r"\b(?:pass ?(?:code|word|wort|phrase)|pwd|pw|kenn(?:wort|code)|pin"
    r"|(?:zugangs|teilnehmer|meeting|gast)-?(?:code|kennwort|passwort|pin)"
    r"|(?:access|entry|security|host|participant|guest|attendee|moderator|conference)"
    r"[ -]?(?:code|pin)|code (?:d['’]acc[èe]s|secret|confidentiel|pin)|mot de passe"
    r"|contrase[ñn]a|clave(?: de acceso)?|código de acces+o|senha|codice"
    r" (?:d['’]accesso|di accesso|segreto)|wachtwoord|toegangscode|has[łl]o|heslo"
    r"|l[öo]senord|adgangskode|salasana)(?:[ -](?:code|nummer|number))?\b"
    r"|(?<![א-ת])ה?(?:סיסמ[הא]|קוד (?:ה?גישה|ה?כניסה))(?![א-ת])"
)
_FOR = r"(?:\s+(?:for|of|to|zum|zur|für|pour|de|per|para|voor)\s[^.:;\n()]{1,40}?)?"
_IS = r"(?:\s*[:=]|\s+(?:is|are|ist|lautet|heißt|war|est|è|es|é)\b:?|(?=\s))"
_QUOTE = r"[\"'“”„‘’«»*`]"
_CODE = (
    r"(?:\d{2,}(?: \d{2,})+"
    r"|(?=[^\s)]*\d)[^\s()\"'“”„‘’«»`,;]{3,}[^\s()\"'“”„‘’«»`,;.!?:*])"
)
# A word without a digit is a passcode only behind a sign, where nothing follows it.
_SECRET = re.compile(
    rf"(?P<word>{_WORD}){_FOR}(?:{_IS}\s*{_QUOTE}?{_CODE}"
    rf"|\s*[:=]\s+{_QUOTE}?[^\W\d_]{{4,30}}{_QUOTE}?(?=[.!]?\s*(?:[)\n]|$)))",
    re.IGNORECASE,
)
_VALUE = re.compile(r"(?!\S*//)\S{3,30}|\d{2,}(?: \d{2,})+#?")
_NUMBERED = re.compile(r"\b(?P<word>code)\s*[:=]?\s*\d{4,}", re.IGNORECASE)
_HEADING = re.compile(rf"\W*(?:zoom|meeting)?\W*(?:{_WORD})\W*", re.IGNORECASE)
# Of a line for a telephone: the number, the meeting, and what opens it.
_TAPPED = re.compile(r"\+\d[\d ()-]{6,}(?:,+[\d#*]+)+")
_BRACKET = re.compile(r"\s*\([^()\n]*\)|\s*\[[^\[\]\n]*\](?!\()")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=\S)")


def has_passcode(text: str) -> bool:
    """Say whether a text gives a passcode, at its label or in a sentence.

    One that is part of an address goes where the address goes.
    """
    label = label_of(text)
    if label and label.kind == "secret" and _VALUE.fullmatch(label.value):
        return True
    urls = addresses_in(text)
    for url in urls:
        text = text.replace(url, " ")
    if any(map(is_meeting, urls)) and _NUMBERED.search(text):
        return True
    return bool(_SECRET.search(text) or _TAPPED.search(text))


def names_passcode(text: str) -> bool:
    """Say whether a text, such as a heading, is a word for a passcode and no more."""
    return _HEADING.fullmatch(text) is not None


def without_passcodes(text: str) -> str:
    """Return a text without the lines, sentences and brackets that give a passcode."""
    lines = (_bare(one) if has_passcode(one) else one for one in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def masked(text: str) -> str:
    """Return a text that tells of passcodes, with a sign in the place of each."""
    for url in addresses_in(text):
        for code in passcodes(url):
            text = text.replace(f"={code}", f"={_HIDDEN}")
    text = _NUMBERED.sub(rf"\g<word> {_HIDDEN}", text)
    return _TAPPED.sub(_HIDDEN, _SECRET.sub(rf"\g<word> {_HIDDEN}", text))


def _bare(line: str) -> str:
    """Return what a line says beside a passcode."""
    line = _BRACKET.sub(lambda one: "" if has_passcode(one[0]) else one[0], line)
    kept = []
    for part in _SENTENCE.split(line):
        if not has_passcode(part):
            kept.append(part)
        elif len(part) > _LONG:
            kept.append(masked(part))
    return " ".join(kept)
