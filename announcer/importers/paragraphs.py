"""Paragraphs of a message, and lines without the marks of Markdown."""

from __future__ import annotations

import re

from announcer.classes import dataclass
from announcer.importers.labelled import Line, is_rule

_NUMBERED = re.compile(r"\s*\d{1,2}[.)]\s")
_WIDE = 70  # letters of a line that is no line of a block
_SEVERAL = re.compile(
    r"[a-zß-ÿ\"”»)*]{2}(?<!rof)(?<!\b[DdMS][rt])(?<!ott)(?<!niv)(?<!nst)(?<!ept)[.!?][\"”»’)]*\s+[A-ZÀ-Ž]"
)
# How a sentence ends that the title follows upon.
_TO_TITLE = re.compile(
    r"\b(?:über|zum thema|thema|on|about|(?:title|titel) (?:is|ist|lautet)"
    r"|entitled|titled|intitul[ée]e?|sur|titolo|titulad[oa]|título|sobre|titel|tytuł\w*|názv\w+|titeln"
    r"|om|pt\.|na temat|nt\.)\W{0,2}$",
    re.IGNORECASE,
)


# What people put around a line that matters.
_PICTURES = re.compile(
    r"^[\u2600-\u27bf\u2b50\ufe0f\U0001f300-\U0001faff]+\s+"
    r"|\s+[\u2600-\u27bf\u2b50\ufe0f\U0001f300-\U0001faff]+$"
)
_NO_BLOCK = 1000  # letters; a longer line is running text, whatever stands in it
_UNBROKEN = 160  # letters; a longer line is of running text that nobody broke


@dataclass(slots=True)
class Paragraph:
    """Lines between blank ones; ``ruled`` if drawn lines stand above and below."""

    lines: list[Line]
    ruled: bool = False

    @property
    def text(self) -> str:
        """The lines as one."""
        return " ".join(" ".join(line for _, line in self.lines).split())

    @property
    def is_text(self) -> bool:
        """Say whether it is running text, not a few short lines."""
        long = [line for _, line in self.lines if len(line.strip()) > 55]
        flat = self.text
        words = len(flat.split())
        if len(self.lines) == 1 and len(flat) > _NO_BLOCK:
            return True
        sentence = bool(re.search(r"[.!?:][\"”’')]?$", flat)) and words > 12
        wide = any(len(line.strip()) > _WIDE for _, line in self.lines)
        if any(line.count(" | ") > 1 for _, line in self.lines):
            return False
        several = wide and _SEVERAL.search(flat)
        return bool(
            (len(long) >= 2 and words > 22)
            or (words > 25 and sentence)
            or (len(self.lines) == 1 and words > 25 and len(flat) > _UNBROKEN)
            or (sentence and len(self.lines) <= 2 and words > 14)
            or (words > 14 and (several or _TO_TITLE.search(flat)))
        )

    @property
    def is_list(self) -> bool:
        """Say whether its lines are numbered: papers, or points of an agenda."""
        return sum(bool(_NUMBERED.match(line)) for _, line in self.lines) > 1


def paragraphs_of(lines: list[Line]) -> list[Paragraph]:
    """Return lines between blank ones and rules; a number apart begins another."""
    out: list[Paragraph] = []
    current: list[Line] = []
    ruled = False
    last = -1
    for number, line in [*lines, (-1, "")]:
        rule = is_rule(line)
        heading = line.lstrip().startswith("#")
        gap = current and number != last + 1 and number > 0
        if (not line.strip() or rule or heading or gap) and current:
            out.append(Paragraph(current, ruled=ruled and rule))
            current, ruled = [], rule
        elif rule:
            ruled = True
        if line.strip() and not rule:
            current.append((number, line))
            if heading:
                out.append(Paragraph(current))
                current, ruled = [], False
        last = number
    return out


def bare(line: str) -> str:
    """Return a line without the marks of headings, lists and emphasis."""
    text = _PICTURES.sub("", line.strip())
    text = re.sub(r"^\s*(?:#+|[*•-](?=\s)|>)\s*", "", text)
    text = re.sub(
        r"^\*{1,3}|\*{1,3}$|^_{1,3}(?=\S)|(?<=\S)_{1,3}$|^~+|~+$", "", text.strip()
    ).strip()
    return re.sub(r"\s*#+$", "", re.sub(r"(?:\*\*)+", "", text)).strip()


def unlink(text: str) -> str:
    """Return a text with the words of its links alone."""
    return re.sub(
        r"!?\[([^\]]{0,500})\]\((?:[^()\s]|\([^()]*\))*(?: \"[^\"]*\")?\)", r"\1", text
    )
