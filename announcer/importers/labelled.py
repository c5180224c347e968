"""The labelled values of one announcement, and the lines that have no label."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from announcer.importers.joining import addresses_in
from announcer.importers.labels import LONG, Label, is_unknown, label_of, parted

Line = tuple[int, str]

_RULE = re.compile(r"^\s*(?:[-=_*~#+.]\s?){4,}\s*$")
# What follows an abstract in a mail and is none of it.
_STOP = re.compile(
    r"^[*_\s]*(?:join (?:zoom|the zoom|us|the meeting|from"
    r"|on)\b|zoom (?:link|meeting|info|details)|(?:please )?"
    r"(?:click|use) (?:here|this|the (?:link|following))"
    r"|if you (?:would like|want|wish|are interested|have any"
    r"|need)|for (?:more|further) (?:information|details)|more "
    r"(?:information|details)|further (?:information|details)"
    r"|(?:everyone|everybody|all|you) (?:is|are) (?:very |most "
    r"|cordially |warmly )*(?:welcome|invited)|all welcome"
    r"|(?:the )?(?:seminar|talk|lecture|event|meeting) (?:is"
    r"|are) (?:free|open to)"
    r"|(?:light )?refreshments|coffee|tea (?:and|will)|(?:pizza"
    r"|lunch|cookies|snacks|drinks) (?:will|is|are)|(?:best"
    r"|kind|warm) (?:wishes|regards)|regards|sincerely|cheers"
    r"|thanks|see you"
    r"|(?:we )?(?:hope|look(?:ing)? forward) to see|please "
    r"(?:note|contact|register|join|rsvp|email|let|forward"
    r"|feel)|to (?:register|join|attend|unsubscribe|subscribe"
    r"|meet)|register (?:here|at)|rsvp|dial by|one tap|meeting id"
    r"|passcode|the (?:organi[sz]ers?|organizing)\b"
    r"|(?:upcoming|next|future) (?:talks|seminars|events|speakers"
    r"|week)|organi[sz]ed by|this (?:talk|seminar|event|series) is "
    r"(?:part|sponsored|supported|organi[sz]ed|hosted)|attendance is"
    r"|admission|host(?:ed by)?:|contact:|you received"
    r"|alle interessierten|interessierte|gäste sind|mit freundlichen"
    r"|viele grüße|beste grüße|herzliche grüße|wir freuen uns"
    r"|im anschluss|der vortrag (?:findet|ist)|anmeldung|kaffee"
    r"|zu diesem vortrag"
    r"|toutes? les|tous les intéressés|entrée libre|cordialement"
    r"|bien cordialement|l'exposé (?:aura|sera)|pour (?:plus"
    r"|rejoindre|toute)|inscription"
    r"|tutti (?:gli|sono)|cordiali saluti|un saluto|l'ingresso"
    r"|ingresso libero|per (?:partecipare|informazioni|ulteriori)"
    r"|la partecipazione|todos|saludos|entrada libre|para "
    r"(?:más|unirse)"
    r"|הכניסה|הנוכחות|בברכה|להתראות|הציבור|כולם מוזמנים|פרטים נוספים)",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"^\s*(?:--|—) ?\S{0,3}\s*$")


@dataclass(slots=True)
class Labelled:
    """Values by the kind of their label, with the line of each, and what is loose."""

    values: dict[str, list[tuple[str, int]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    bios: dict[str, str] = field(default_factory=dict)
    loose: list[Line] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=dict)  # of the labels, by line

    def all(self, kind: str) -> list[str]:
        """Return the values of a kind that say something."""
        return [value for value, _ in self.values.get(kind, []) if value]

    def first(self, kind: str) -> str:
        """Return the first value of a kind, or nothing."""
        return next(iter(self.all(kind)), "")


def is_rule(line: str) -> bool:
    """Say whether a line is drawn: ``----``, ``* * *``, ``====``."""
    return bool(_RULE.match(line))


def is_stop(line: str) -> bool:
    """Say whether a line begins what stands below announcements."""
    return bool(_STOP.match(line))


def labelled(lines: list[Line]) -> Labelled:
    """Read the labels of an announcement, with values on their line or below it."""
    found = Labelled()
    current: _Open | None = None
    posted = False
    for number, whole in lines:
        for line in parted(whole):
            label = label_of(line)
            if (
                label
                and label.kind in {"abstract"}
                and posted
                and not label.value
                and not found.all("abstract")
            ):
                current = _Open(
                    found, Label("other", "", ""), number
                )  # a heading of the board, not of a text
                current.closed = True
                posted = False
                continue
            if label and current and not current.yields_to(label, line):
                label = None
            if label:
                if current:
                    current.close()
                current = _Open(found, label, number)
                found.names[number] = label.name.casefold()
                posted = posted or label.name.casefold().replace(" ", "") == "postedby"
            elif current is None or not current.takes(line):
                if current:
                    current.close()
                    current = None
                found.loose.append((number, line))
    if current:
        current.close()
    return found


class _Open:
    """A label whose value may go on."""

    def __init__(self, found: Labelled, label: Label, line: int) -> None:
        self.found, self.label, self.line = found, label, line
        self.lines = [label.value] if label.value else []
        self.blank = False
        self.closed = False

    def yields_to(self, label: Label, line: str) -> bool:
        """Say whether a label ends this value, and is not a word of its text."""
        if self.label.kind not in LONG or self.label.kind == "notice":
            return True
        if label.kind in {"series", "status", "language", "duration", "end"} or (
            label.kind == "other"
            and label.name.casefold()
            in {
                "to",
                "from",
                "topics",
                "level",
                "format",
                "keywords",
                "agenda",
                "schedule",
                "info",
                "program",
                "contact",
            }
        ):
            return label.name[:1].isupper() and self.blank
        return (
            label.name[:1].isupper()
            or label.name[:1] >= "א"
            or line.lstrip()[:1] in "*#-"
        )

    def takes(self, line: str) -> bool:
        """Add a line if it belongs to the value; say whether it does."""
        if self.closed:
            return False
        if self.label.kind in LONG:
            return self._long(line)
        return self._short(line)

    def _long(self, line: str) -> bool:
        if not line.strip():
            self.blank = True
            self.lines.append("")
            return True
        text = any(self.lines)
        if (
            _SIGNED.match(line)
            or (is_rule(line) and text)
            or line.lstrip().startswith("#")
        ):
            return False
        if is_rule(line):
            return True
        if self.label.kind == "notice" and self.blank:
            return False
        if (
            text
            and self.blank_before
            and re.match(r"\s*[^:]{2,45}:\s*<?https?://\S+>?\s*$", line)
        ):
            return False
        if text and self.blank_before and is_stop(line):
            return False
        if (
            text
            and self.blank_before
            and len(line) < 90
            and addresses_in(line)
            and len(addresses_in(line)[0]) > len(line.strip()) * 0.6
        ):
            return False
        self.blank = False
        self.lines.append(line)
        return True

    @property
    def blank_before(self) -> bool:
        return bool(self.lines) and not self.lines[-1].strip()

    def _short(self, line: str) -> bool:
        bare = line.strip()
        if not bare:
            if self.lines:
                self.closed = True
                return False
            self.blank = True
            return True
        if is_rule(line) or is_unknown(line) or _SIGNED.match(line):
            return False
        if not self.lines or (self.blank and not self.lines):
            self.lines.append(bare)
            return True
        indent = len(line) - len(line.lstrip())
        value = " ".join(self.lines)
        opened = (
            value.count("“") > value.count("”")
            or value.count('"') % 2 == 1
            or value.count("(") > value.count(")")
        )
        if len(self.lines) > 5:
            return False
        if (
            opened
            or indent > self.label.indent + 2
            or (self.label.value == "" and not line.startswith(("#", "*")))
        ):
            self.lines.append(bare)
            return True
        if self.label.kind in {
            "title",
            "place",
            "speaker",
            "affiliation",
        } and not line.lstrip().startswith(("-", "*", "#")):
            wrapped = len(self.lines[-1]) + self.label.indent > 45
            goes_on = re.search(
                r"(?:,|-|\b(?:and|of|the|for|in|und|der|de|di|to|a|on|with|von|für))$",
                value,
            )
            if (wrapped and (goes_on or bare[:1].islower())) or (
                goes_on and len(bare) < 80
            ):
                self.lines.append(bare)
                return True
        return False

    def close(self) -> None:
        """Hand the value over."""
        kind = self.label.kind
        if self.closed and not self.lines:
            return
        if kind in LONG:
            text = text_of(self.lines)
        elif kind == "speaker":
            text = "\n".join(self.lines)
        else:
            text = " ".join(self.lines)
        self.found.values[kind].append((text, self.line))
        if kind == "bio" and self.label.of and text:
            self.found.bios[self.label.of] = text
        self.closed = True


def text_of(lines: list[str]) -> str:
    """Return the lines of a text as paragraphs, without their common indent."""
    full = [line for line in lines if line.strip()]
    if not full:
        return ""
    rest = [line for line in lines[1:] if line.strip()] or full
    margin = min(len(line) - len(line.lstrip()) for line in rest)
    out = [lines[0].strip()] + [
        line[min(margin, len(line) - len(line.lstrip())) :].rstrip()
        for line in lines[1:]
    ]
    return (
        re.sub(r"\n{3,}", "\n\n", "\n".join(out)).strip().strip("*_ ")
        if len(full) == 1
        else re.sub(r"\n{3,}", "\n\n", "\n".join(out)).strip()
    )
