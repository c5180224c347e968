"""Who speaks: names, and where they come from, out of one line of text."""

from __future__ import annotations

import re
from itertools import pairwise

from announcer.importers.gaps import is_gap
from announcer.importers.names import (
    AND,
    CAPITAL,
    DEGREE,
    HOME,
    OF,
    RANK_AT,
    RANKS,
    is_name,
    is_phrase_with,
    plain_name,
)

_FULL = 50  # letters of a line that was broken at its end
_GOES_ON = re.compile(r"(?:[,/&(;-]| and| of)$")
_STARTS = re.compile(r"[,(;–-]|(?:from|of|at|von|aus|de|and|und|et)\b")
_HOSTED = re.compile(
    r"[(\[](?:host(?:ed by)?|invited by|gastgeber(?:in)?|eingeladen von"
    r"|invit[ée]e? par|invitad[oa] por|invitat[oa] da)\b[^()\[\]]*[)\]]",
    re.IGNORECASE,
)
_PRONOUNS = re.compile(
    r"\s*[(\[](?:she|he|they|sie|er|elle|il|ella|él|lei|lui|zij|hij)"
    r"(?:\s*/\s*[^\W\d_]+)+[)\]]",
    re.IGNORECASE,
)
_MORE_OF = re.compile(  # a home: and author of many books
    rf",?\s+(?:{AND})\s+(?:the )?(?:author|editor|member|co-"
    r"|winner|founder|autor|auteur|autrice|mitglied|membre|autore|redakt|medlem"
    r"|lid van).*$"
)
_SURNAME = re.compile(r"(?<=[a-zß-ÿ] )[A-ZÀ-Þ]{4,}$")  # Jean DUPONT
_AND_MORE = re.compile(rf"\s+(?:{AND}|&)$")
# Two people of one home: A and B (both University of X).
_BOTH = re.compile(
    r"^(?:both|all|beide|alle|tou(?:s|tes) (?:les )?deux|entramb[ie]|ambos|ambas|båda"
    r"|begge|allebei|beiden|ob(?:a|aj|ě|ie))\s*(?:(?:from|of|at|aus|von|de|von der|da"
    r"|z|ze|från|fra|uit|van) (?:the )?)?(?=[^\W\d_])",
    re.IGNORECASE,
)
# Ann Lee, who is visiting us from the University of Kiel until Easter
_RELATIVE = re.compile(
    r"^(?:who|der|die|qui|che|que|som|kt[óo]r[yaeá]|kter[ýá]|(?:currently|now|derzeit"
    r"|zurzeit"
    r"|actuellement|attualmente|actualmente) )\b[^,;()]{0,50}?"
    r"\b(?:from|at|of|von der|vom|von|aus|an der|am|de l['’]|du|des|de la|de|dell['’]"
    r"|dalla"
    r"|dall['’]|dal|della|da|del|desde|uit|van|från|fra|z|ze)(?:\s+|(?<=['’]))(?:the "
    r"|la )?"
    r"(?=[A-ZÀ-Þ]|(?:universit|institut|l['’]))"
)
_FOR_A_WHILE = re.compile(
    r",?\s+(?:until|till|through|this (?:week|month|term|year|spring|autumn|fall|summer"
    r"|winter)|for (?:a|the|this|one|two|three)"
    r" (?:day|week|month|term|year|semester|summer|winter|spring)s?\b|(?:noch )?bis"
    r"|seit|since"
    r"|jusqu['’]\w+"
    r"|fino a\w*|hasta|até|tot|till|til|zu besuch|zu gast)\b.*$",
    re.IGNORECASE,
)
# What stands before a name; `di` and `von` may be part of it: di Ada Roe, but di Noe.
_BY = re.compile(
    rf"(?:(?i:by|par|speaker|mit|with)|([Vv]on|VON|di|de))\s+(?={CAPITAL})"
)
_GERMAN = re.compile(r"(?:mit|von) (?P<rest>[^(,;]+)", re.IGNORECASE)
_UNTIL = re.compile(r",?\s+(?:until|till|through|bis|jusqu['’]en|hasta)\s[^\W\d_]+$")


def people_of(text: str) -> list[dict[str, str]]:
    """Return the speakers that the value of a field names, in its order."""
    text = re.sub(r"!?\[([^\]]{0,500})\]\((?:[^()\s]|\([^()]*\))*\)", r"\1", text)
    text = re.sub(r"<?\b[\w.+-]{1,80}@[\w-]+(?:\.[\w-]+)+>?|https?://\S+", "", text)
    text = _PRONOUNS.sub("", _HOSTED.sub("", text))
    text = re.sub(r"\(\s*\)|<\s*>|\[\s*\]", "", text).replace("\u00a0", " ")
    return [person for part in _parts(text) if (person := _person(part))]


def _parts(text: str) -> list[str]:
    """Return the people in a text: one a line, or between semicolons and `and`s."""
    lines = [re.sub(r"^[\s*•-]+(?=\S)", "", line).strip() for line in text.splitlines()]
    if len(lines) > 1 and all(leads(line) for line in lines if line):
        lines = [_AND_MORE.sub("", line) for line in lines]
    lines = [line for line in lines if line]
    broken = any(";" in line for line in lines)
    if len(lines) > 1 and (broken or not all(leads(line) for line in lines)):
        lines = [_joined(lines)]
    return [part for line in lines for part in _divided(line)]


def _joined(lines: list[str]) -> str:
    """Return lines of one person as one: what follows a name is where it is from.

    A line that is full, or of several people, was only broken at its end.
    """
    parts = lines[:1]
    deep = 0
    for before, line in pairwise(lines):
        deep += before.count("(") - before.count(")")
        opened = deep > 0 or _GOES_ON.search(before)
        broken = ";" in before or len(before) > _FULL
        glue = " " if opened or broken or _STARTS.match(line) else ", "
        parts += (glue, line)
    return "".join(parts)


def leads(line: str) -> bool:
    """Say whether a line begins with a person and says where they are from, or not."""
    head = re.split(r"[,(;–—]| - | from ", line, maxsplit=1)[0]
    return is_name(head) and not HOME.search(_SURNAME.sub(_small, head))


def _small(found: re.Match[str]) -> str:
    """Return a surname in capitals, no short name of a house, in small ones."""
    return found[0].title()


def _divided(line: str) -> list[str]:
    parts = [
        part.strip()
        for part in outside(_without_by(line), r"\s*;\s*|\s+[|/+]\s+|\s*•\s*")
    ]
    if len(parts) > 1 and not all(leads(part) for part in parts):
        parts = [line]
    return [one for part in parts for one in _at_and(part)]


def _at_and(part: str) -> list[str]:
    """Cut at `and` and `&` where people stand on both sides, not two institutes."""
    cuts = [
        p.strip(" ,")
        for p in outside(
            part,
            rf"\s*,?\s+(?:{AND}|with|mit)\s+|\s+&\s+"
            r"|\s+ו(?=[א-ת])",
        )
    ]
    if len(cuts) > 1 and all(leads(cut) for cut in cuts) and not _is_firm(cuts):
        *before, last = [one for cut in cuts for one in _at_commas(cut)]
        home = _split(last)[1]
        if home and not any(_split(one)[1] for one in before):  # A and B, one home
            before = [f"{one} ({home})" for one in before]
        return [*before, last]
    return _at_commas(part)


def _unmarked(piece: str) -> str:
    """Return a text without the stars of Markdown: they are no title of a person."""
    return re.sub(r"[*_]+", "", piece).strip(" ,")


def _is_firm(cuts: list[str]) -> bool:
    """Say whether `Name, what they are, Sons & Daughters` was cut in its firm."""
    before = outside(cuts[0], r"\s*,\s+")
    alone = len(cuts) == 2 and not ({",", "("} & set(cuts[1]))
    return alone and len(before) > 2 and not HOME.search(before[-1])


def _at_commas(part: str) -> list[str]:
    """Cut `A. One (X), B. Two (Y)` and plain lists of names."""
    pieces = [piece.strip() for piece in outside(part, r"\s*,\s+")]
    if len(pieces) > 1 and all(
        re.fullmatch(r".+\([^()]+\)", piece) and leads(piece) for piece in pieces
    ):
        return pieces
    if len(pieces) == 2 and all(
        is_name(piece)
        and plain_name(piece) != _unmarked(piece)
        and not HOME.search(piece)
        for piece in pieces
    ):
        return pieces  # Dr. Ann Lee, Dr. Bo Ek
    if len(pieces) > 2 and all(
        is_name(piece) and not HOME.search(piece) for piece in pieces
    ):
        return pieces
    return [part]


def outside(text: str, pattern: str) -> list[str]:
    """Split a text at a pattern, but not inside brackets."""
    pieces, begin, seen, open_ones = [], 0, 0, 0
    for found in re.finditer(pattern, text):
        open_ones += text.count("(", seen, found.start())
        open_ones -= text.count(")", seen, found.start())
        seen = found.start()
        if open_ones <= 0:
            pieces.append(text[begin : found.start()])
            begin = found.end()
    return [*pieces, text[begin:]]


def _person(part: str) -> dict[str, str] | None:
    text = " ".join(
        re.sub(r"(?<!\w)[*_]{1,9}|[*_]{1,9}(?!\w)", "", part).split()
    ).strip(" ,;")
    name, home = _split(_without_by(text))
    name, home = plain_name(name), _plain_home(home)
    if not name or is_gap(name) or name[0] in '"“„«‘':
        return None
    home = (
        home.strip(" ,;.")
        if not home.strip().endswith(("Inc.", "Corp.", "Univ.", "Dept.", "U.", "Ltd."))
        else home.strip(" ,;")
    )
    person = {"name": name}
    if home and not is_gap(home):
        person["affiliation"] = home
    return person


def _without_by(text: str) -> str:
    led = _BY.match(text)
    german = _GERMAN.match(text)
    if german and is_phrase_with(german["rest"]):
        return text
    if led and (not led[1] or (leads(text[led.end() :]) and " " in text[led.end() :])):
        return text[led.end() :]
    return text


def _plain_home(home: str) -> str:
    """Return a home without what somebody is there: `Professor at Acme`."""
    home = _MORE_OF.sub("", _BOTH.sub("", home))
    if clause := _RELATIVE.match(home):
        home = _FOR_A_WHILE.sub("", home[clause.end() :])
    home = _UNTIL.sub("", re.sub(r" zu (?:Gast|Besuch)$", "", home))
    rest = RANK_AT.sub("", home)
    return rest if HOME.search(rest) else home


def _split(text: str) -> tuple[str, str]:
    """Return a name and where they are from: `Name (A)`, `Name, A`, `Name - A`."""
    found = re.fullmatch(r"([^(]+?)\s*\((.+)\)[.,]?", text)
    if found and balanced(found[2]):
        before = outside(found[1], r"\s*,\s+|\s*;\s+")
        extra = [p for p in before[1:] if not DEGREE.match(p) and not RANKS.match(p)]
        return before[0], text[text.index(extra[0]) :] if extra else found[2]
    found = re.fullmatch(r"([^(]+?)\s*\((.+?)\)\s*,\s*(.+)", text)
    if found:  # Name (nick or rank), Home
        return found[1], found[3] if RANKS.match(
            found[2]
        ) else f"{found[2]}, {found[3]}"
    for pattern in (
        r"\s*[,;]\s+",
        r"\s+[-–—]+\s+|\s*[–—]\s*",
        r"\s+/\s+",
        r"\s+(?:from|of|at|aus|von der|von|@)\s+(?:the\s+)?",
        rf"\s+(?:{OF})(?:\s+|(?<=['’]))(?=\S)",
    ):
        pieces = outside(text, pattern)
        if len(pieces) < 2 or (OF in pattern and not HOME.search(pieces[1])):
            continue
        if "from" not in pattern or is_name(pieces[0]):
            name, rest = pieces[0], pieces[1:]
            while len(rest) > 1 and (DEGREE.match(rest[0]) or RANKS.match(rest[0])):
                rest = rest[1:]
            if DEGREE.match(rest[0]):
                return _split(name)
            home = text[text.index(rest[0], len(name)) :] if len(rest) > 1 else rest[0]
            return name, re.sub(r"^(?:from|of|at)\s+(?:the\s+)?", "", home)
    return text, ""


def balanced(text: str) -> bool:
    """Say whether every bracket in a text is closed."""
    depth = 0
    for char in text:
        depth += {"(": 1, ")": -1}.get(char, 0)
        if depth < 0:
            return False
    return depth == 0
