"""Who speaks: names, and where they come from, out of one line of text."""

from __future__ import annotations

import re
from itertools import pairwise

from announcer.importers.gaps import is_gap

_HONORIFIC = (
    r"(?:(?:(?:the|il|la|el|le) )?"
    r"(?:Prof(?:essor|esseur|esora?|\.ssa|\.in)?|prof(?:\.ssa)?|dr|dott|dra"
    r"|Dr|Drs|Mr|Mrs|Ms|Mme|M|Herr|Frau|Hr|Fr|Sir|Dame|Dipl"
    r"|PD|Priv|Ing|Math|Inform|Phys|Dott|Dott\.ssa|Dr\.in|Doz"
    r"|Dra|Sr|Sra|Lic|Don|Dra|ד[\"״]ר|פרופ['׳]?|פרופסור|גב['׳]"
    r"|מר|Jun|Assoc|Asst|Associate|Assistant|Distinguished"
    r"|Emeritus|a\.o|o\.|em|Univ|apl|h\.c|habil|med|rer|nat"
    r"|phil|Doctor)"
    r"(?:[.:]|\b(?!['’])|(?=\s))[-. ]*)+"
)
_TITLES = re.compile(rf"^{_HONORIFIC}(?=\S)")
_FULL = 50  # letters of a line that was broken at its end
_GOES_ON = re.compile(r"(?:[,/&(;-]| and| of)$")
_STARTS = re.compile(r"[,(;–-]|(?:from|of|at|von|aus|de|and|und|et)\b")
_RANKS = re.compile(
    r"^(?:(?:associate|assistant|full|adjunct|visiting|distinguished"
    r"|teaching|research|emeritus|senior|junior|clinical|regents'?)\s+)*"
    r"(?:professor(?: emerit(?:us|a))?|graduate student|ph\.?d\.? "
    r"(?:student|candidate)|postdoc(?:toral)?(?: (?:researcher"
    r"|fellow|scholar|associate))?|lecturer|research(?:er| scientist"
    r"| fellow| engineer| assistant| associate)"
    r"|scientist|student|instructor|engineer|director|head"
    r"|founder|ceo|cto|fellow|doctorant(?:e)?|maître de conférences"
    r"|masterand|doktorand(?:in)?)"
    r"(?:\s+(?:of|in|für|de|en)\s+[^,()]+?)?$",
    re.IGNORECASE,
)
_DEGREE = re.compile(
    r"^(?:ph\.?\s?d\.?|m\.?d\.?|m\.?sc\.?|b\.?sc\.?|jr\.?|sr\.?"
    r"|i{2,3}|esq\.?|d\.?phil\.?|mba|frs|dds|rn)$",
    re.IGNORECASE,
)
_HOSTED = re.compile(
    r"[(\[](?:host(?:ed by)?|invited by|gastgeber(?:in)?|eingeladen von"
    r"|invit[ée]e? par|invitad[oa] por|invitat[oa] da)\b[^()\[\]]*[)\]]",
    re.IGNORECASE,
)
_PARTICLE = (
    r"(?:van|von|de|der|den|del|della|di|da|dos|du|la|le|el|al"
    r"|bin|ben|ibn|ter|zu|zur|y|e|af|av|vom|d['’])"
)
_WORD = r"(?:[A-ZÀ-ÖØ-ÞĀ-ŽА-Я][\w'’.-]*|[א-ת][\w'’״\"׳-]*|[A-Z]\.)"
NAME = rf"{_WORD}(?:[ ](?:{_PARTICLE}[ ])*(?:[\"“(][A-Z]\w+[\"”)]|{_WORD})){{1,4}}"
_NAME = re.compile(rf"{NAME}")
_NO_NAME = re.compile(
    r"\b(?:university|institut\w*|department|dept|school|college"
    r"|hall|room|building|center|centre|seminar\w*|[ck]olloqui\w*"
    r"|talk|lecture|laborator\w+|research|group"
    r"|universit\w+|fakultät|faculty|auditorium|abstract|news"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    r"|inc|corp|company|zoom|workshop|series|welcome"
    r"|dear|hello|regards|systems|learning|theory|analysis"
    r"|thesis|proposal|defen[cs]e|dissertation|committee|webinar|symposium|notice"
    r"|announcement|einladung|cancell?ed|postponed|correction|distinguished|brown bag"
    r"|hörsaal|raum|sala(?=\s)|aula|salle|dipartimento|departamento"
    r"|vortrag|conference|library|club|society|today|tomorrow"
    r"|coffee|lunch|tea|forum|reminder|association|street|avenue|campus)\b"
    r"|אוניברסיט|חדר|בניין|סמינר|מועדון",
    re.IGNORECASE,
)
HOME = re.compile(
    r"\b(?:univ\w*|institut\w*|inst|department|dept|school"
    r"|college|cent(?:er|re|ro)|laborator\w+|labs?|research"
    r"|group|corp\w*|inc|ltd|gmbh|google|microsoft|ibm|mit"
    r"|cmu|eth|epfl|inria|cnrs|technion|"
    r"universit\w+|hochschule|tu|academy|company|polytechni\w+"
    r"|politecnico|école|ecole|max planck\w*|hospital|foundation"
    r"|state|a&m|ucla|uc|caltech|nyu|harvard|stanford|berkeley|princeton"
    r"|oxford|cambridge)\b"
    r"|(?-i:\b[A-Z]{2,6}$)|אוניברסיט|מכון|טכניון",
    re.IGNORECASE,
)  # fmt: skip


def is_name(text: str) -> bool:
    """Say whether a text has the form of a person's name and of nothing else."""
    bare = plain_name(text)
    return (
        bool(_NAME.fullmatch(bare))
        and not _NO_NAME.search(bare)
        and not bare.isupper() | bool(re.search(r"\d", bare))
    )


def plain_name(text: str) -> str:
    """Return a name without titles in front of it and degrees behind."""
    bare = " ".join(re.sub(r"[*_]+", "", text).split()).strip(" ,;:–-")
    bare = re.sub(r",?\s+(?:Ph\.?\s?D\.?|M\.?D\.?|M\.?Sc\.?)$", "", bare)
    shorter = _TITLES.sub("", bare)
    return shorter or bare


def people_of(text: str) -> list[dict[str, str]]:
    """Return the speakers that the value of a field names, in its order."""
    text = re.sub(r"!?\[([^\]]*)\]\((?:[^()\s]|\([^()]*\))*\)", r"\1", text)
    text = re.sub(r"<?\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+>?|https?://\S+", "", text)
    text = _HOSTED.sub("", text)
    text = re.sub(r"\(\s*\)|<\s*>|\[\s*\]", "", text).replace("\u00a0", " ")
    return [person for part in _parts(text) if (person := _person(part))]


def _parts(text: str) -> list[str]:
    """Return the people in a text: one a line, or between semicolons and `and`s."""
    lines = [re.sub(r"^[\s*•-]+(?=\S)", "", line).strip() for line in text.splitlines()]
    lines = [line for line in lines if line]
    broken = any(";" in line for line in lines)
    if len(lines) > 1 and (broken or not all(leads(line) for line in lines)):
        lines = [_joined(lines)]
    return [part for line in lines for part in _divided(line)]


def _joined(lines: list[str]) -> str:
    """Return lines of one person as one: what follows a name is where it is from.

    A line that is full, or of several people, was only broken at its end.
    """
    text = lines[0]
    for before, line in pairwise(lines):
        opened = text.count("(") > text.count(")") or _GOES_ON.search(text)
        broken = ";" in before or len(before) > _FULL
        glue = " " if opened or broken or _STARTS.match(line) else ", "
        text = f"{text}{glue}{line}"
    return text


def leads(line: str) -> bool:
    """Say whether a line begins with a person and says where they are from, or not."""
    head = re.split(r"[,(;–—]| - | from ", line, maxsplit=1)[0]
    return is_name(head) and not HOME.search(head)


def _divided(line: str) -> list[str]:
    parts = [
        part.strip() for part in outside(line, r"\s*;\s*|\s+\|\s+|\s+/\s+|\s*•\s*")
    ]
    if len(parts) > 1 and not all(leads(part) for part in parts):
        parts = [line]
    return [one for part in parts for one in _at_and(part)]


def _at_and(part: str) -> list[str]:
    """Cut at `and` and `&` where people stand on both sides, not two institutes."""
    cuts = [
        p.strip(" ,")
        for p in outside(
            part, r"\s*,?\s+(?:and|und|et|e|y|with|mit)\s+|\s+&\s+|\s+ו(?=[א-ת])"
        )
    ]
    if len(cuts) > 1 and all(leads(cut) for cut in cuts):
        *before, last = [one for cut in cuts for one in _at_commas(cut)]
        home = _split(last)[1]
        if home and not any(_split(one)[1] for one in before):  # A and B, one home
            before = [f"{one} ({home})" for one in before]
        return [*before, last]
    return _at_commas(part)


def _at_commas(part: str) -> list[str]:
    """Cut `A. One (X), B. Two (Y)` and plain lists of names."""
    pieces = [piece.strip() for piece in outside(part, r"\s*,\s+")]
    if len(pieces) > 1 and all(
        re.fullmatch(r".+\([^()]+\)", piece) and leads(piece) for piece in pieces
    ):
        return pieces
    if len(pieces) > 2 and all(
        is_name(piece) and not HOME.search(piece) for piece in pieces
    ):
        return pieces
    return [part]


def outside(text: str, pattern: str) -> list[str]:
    """Split a text at a pattern, but not inside brackets."""
    pieces, begin = [], 0
    for found in re.finditer(pattern, text):
        before = text[: found.start()]
        if before.count("(") <= before.count(")"):
            pieces.append(text[begin : found.start()])
            begin = found.end()
    return [*pieces, text[begin:]]


def _person(part: str) -> dict[str, str] | None:
    text = " ".join(re.sub(r"(?<!\w)[*_]+|[*_]+(?!\w)", "", part).split()).strip(" ,;")
    text = re.sub(
        r"^(?:by|von|par|di|de|speaker|mit|with)\s+(?=[A-ZÀ-Þ])",
        "",
        text,
        flags=re.IGNORECASE,
    )
    name, home = _split(text)
    name = plain_name(name)
    if not name or is_gap(name):
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


def _split(text: str) -> tuple[str, str]:
    """Return a name and where they are from: `Name (A)`, `Name, A`, `Name - A`."""
    found = re.fullmatch(r"([^(]+?)\s*\((.+)\)[.,]?", text)
    if found and balanced(found[2]):
        before = outside(found[1], r"\s*,\s+|\s*;\s+")
        extra = [p for p in before[1:] if not _DEGREE.match(p) and not _RANKS.match(p)]
        return before[0], text[text.index(extra[0]) :] if extra else found[2]
    found = re.fullmatch(r"([^(]+?)\s*\((.+?)\)\s*,\s*(.+)", text)
    if found:  # Name (nick or rank), Home
        return found[1], found[3] if _RANKS.match(
            found[2]
        ) else f"{found[2]}, {found[3]}"
    for pattern in (
        r"\s*[,;]\s+",
        r"\s+[-–—]+\s+|\s*[–—]\s*",
        r"\s+/\s+",
        r"\s+(?:from|of|at|aus|von der|von|@)\s+(?:the\s+)?",
    ):
        pieces = outside(text, pattern)
        if len(pieces) > 1 and ("from" not in pattern or is_name(pieces[0])):
            name, rest = pieces[0], pieces[1:]
            while len(rest) > 1 and (_DEGREE.match(rest[0]) or _RANKS.match(rest[0])):
                rest = rest[1:]
            if _DEGREE.match(rest[0]):
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
