"""Blocks of short lines: a date, a place, a speaker, a title."""

from __future__ import annotations

import re

from announcer.importers.afterwards import is_signature, is_stop
from announcer.importers.clocks import clocks_in
from announcer.importers.days import days_in
from announcer.importers.entrylines import read_rest
from announcer.importers.found import Given
from announcer.importers.guesses import Guess
from announcer.importers.joining import addresses_in
from announcer.importers.names import (
    AND,
    HOME,
    is_name,
    plain_name,
)
from announcer.importers.paragraphs import Paragraph, bare, unlink
from announcer.importers.people import leads, people_of
from announcer.importers.personlines import (
    BY,
    is_in_capitals,
    is_next,
    is_of_person,
    of_another,
    of_people,
)
from announcer.importers.phrases import (
    GREETING,
    QUOTED,
    SERIES,
    WHOLE,
    inside,
    is_room,
)
from announcer.importers.placefields import (
    cleaned_place,
    without_coffee,
    without_fee,
)
from announcer.importers.placenews import told_place
from announcer.importers.places import is_numbered, place_in
from announcer.importers.sentences import HELD
from announcer.importers.streets import is_street
from announcer.importers.titles import heads_quotation, is_heading
from announcer.importers.years import is_stamp

_JOINS = re.compile(rf"(?:{AND}|with|mit|avec|con|com|met|med|&)\W*", re.IGNORECASE)
_INVITES = re.compile(  # the line below somebody who invites
    r"^(?:(?:cordially|warmly|herzlich|cordialmente|har (?:den )?)\s)?(?:invit\w+"
    r"|l[äa]dt|laden|convid\w+"
    r"|vous (?:invit|convi)\w+|nodig\w*|zaprasza\w*|zve|inbjud\w*|presents?"
    r"|präsentiert)\b(?:\s|:|$)",
    re.IGNORECASE,
)
_SURE_HALL = re.compile(
    r"(?:aula|sala|salle|room|h[öo]rsaal|zaal|auditori\w+|חדר|אולם)\b", re.IGNORECASE
)
_LONGEST_HOME = 90  # letters
_LONGEST_QUOTED = 1000  # letters of a quotation over several lines
_TITLE_LINE = 80  # letters of a line of a title over two
_WIDE = 50  # letters of a line that may have been broken
_BROKEN = re.compile(r"(?:\b(?:in|at|the|of|and|for|on)|,)\s*$")
# A list of people, broken behind the word that joins them.
_AND_MORE = re.compile(rf"\)\s+(?:{AND}|&)\s*$")


def names_below(paragraph: Paragraph) -> bool:
    """Say whether a few lines are a title and, below it, by whom: no running text."""
    lines = [bare(line) for _, line in paragraph.lines]
    first = BY.match(lines[0])
    if first and len(lines) < 4 and is_name(first["who"]):
        return True
    by = (BY.match(line) for line in lines[1:4])
    return len(lines) < 6 and any(
        one and is_of_person(one["who"], by=True) for one in by
    )


def read_block(
    paragraph: Paragraph, found: Guess, known: set[str], given: Given
) -> None:
    """Read a block of short lines: a date, a place, a speaker, a title."""
    left: list[str] = []
    below: list[str] = []  # a line below a speaker is a title, whatever its words
    alone = len(paragraph.lines) == 1 and found.people
    before = "who" if alone and found.open_home else ""
    block = _joined([unlink(line) for _, line in paragraph.lines])
    for text, next_line in zip(block, [*block[1:], ""], strict=True):
        line = bare(text)
        if not line or (found.people and _JOINS.fullmatch(line)):
            continue
        line = without_coffee(without_fee(line)) if is_room(line) else line
        several = len(found.people)
        listed = before == "who" and is_next(text, found)
        kind = _of_line(line, found, known, given)
        if before == "entry" and kind == "none" and len(line.split()) > 1:
            kind = ""  # `Bells and Clocks` is signed by nobody
        if not kind and listed:
            kind = of_another(line, found)
        titled = (
            text.lstrip().startswith("# ") and "," in line and not HOME.search(line)
        )
        kind = kind or ("" if titled else of_people(line, found, known, before))
        if not kind and not found.people and is_in_capitals(line, next_line):
            found.people, kind = people_of(line), "who"
        if not kind and (place := _room_of(line)) is not None:
            found.places += [place] if place else []
            kind = "where" if place else "none"
        under = before == "entry" or (before == "who" and not is_signature(line))
        if not kind:
            (below if under else left).append(text)
        entered = kind == "when" and len(found.people) > several
        before = "entry" if entered else kind
    found.open_home = before == "who" and "affiliation" not in found.people[-1]
    _titled(left, below, paragraph, found)


def _room_of(line: str) -> str | None:
    """Return the room that a line of its own names, or a sentence in it.

    None of a line on no room, "" of a sentence that names none.
    """
    headed = line.isupper() and is_heading(line) and not _SURE_HALL.match(line)
    hebrew = _SURE_HALL.match(line) and line[:1] >= "א"  # חדר סמינרים 202
    series = (SERIES.search(line) and not hebrew) or headed
    if (told := _told(line)) is not None:
        return told
    if line.endswith("!") and not place_in(line):
        return None
    if is_numbered(line) or is_street(line) or (is_room(line) and not series):
        return line.strip(" ,.")
    return None


def _told(line: str) -> str | None:
    """Return the room of a sentence on where the talk is, "" if it names none."""
    told = told_place(line)
    held = told is None and HELD.search(line)
    return (place_in(line) or None) if held else told


def _of_line(line: str, found: Guess, known: set[str], given: Given) -> str:
    """Read a line that is a title in quotes, or has a time; say what it was."""
    if (whole := WHOLE.match(line)) and len(line) > 8:
        found.titles.append((8, inside(whole)))
        head = line.partition(":")[0].strip("*_ ")
        named = not found.people and "speaker" not in known and is_name(head)
        if named and not SERIES.search(head):  # Ann Lee: "Trees"
            found.people = people_of(head)
        return "title"
    quoted = QUOTED.search(line)
    if (
        quoted
        and heads_quotation(line[: quoted.start()])
        and not line[quoted.end() :].strip(" .,*_")
    ):
        found.titles.append((8, inside(quoted)))  # Mesa redonda «El agua»
        return "title"
    days, times = days_in(line, given), clocks_in(line)
    if is_stamp(line, given):
        return "none"
    if days or times:
        found.moments.append((line, 7 if days and times else 5))
        spans = [one.place for one in days] + [one.place for one in times]
        read_rest(line, spans, found, known)
        return "when"
    place = _room_beside(line) if addresses_in(line) else ""
    place = place or (_told(line) if is_stop(line) else "") or ""
    if place and "place" not in known:
        found.places.append(place)
        return "where"
    return "none" if is_stop(line) or addresses_in(line) or "@" in line else ""


def _room_beside(line: str) -> str:
    """Return the room in a line that leads to a meeting: `Hall 2 and https:...`."""
    place = cleaned_place(re.split(r"[<(]?https?://", line)[0])
    return place if is_room(place) and len(place) < _LONGEST_HOME else ""


def _joined(lines: list[str]) -> list[str]:
    """Join the lines of a quotation that was broken."""
    out: list[str] = []
    for line in lines:
        if out and len(out[-1]) < _LONGEST_QUOTED and _goes_on(out[-1], line.strip()):
            out[-1] = f"{out[-1].rstrip()} {line.strip()}"
        else:
            out.append(line)
    return out


def _goes_on(above: str, line: str) -> bool:
    """Say whether a line goes on with what is open in the one above it."""
    above = re.sub(r"(?<=[א-ת])\"(?=[א-ת])", "", above)  # ד"ר opens nothing
    low, high = above.count("„"), above.count("“")
    quoted = (low or high) > above.count("”") + (high if low else 0)
    if quoted or above.count('"') % 2 or above.count("(") > above.count(")"):
        return True
    if len(above.strip()) > _WIDE and line[:1].isalpha() and _BROKEN.search(above):
        return True
    return bool(_AND_MORE.search(above) and leads(plain_name(line)))


def _titled(
    left: list[str], below: list[str], paragraph: Paragraph, found: Guess
) -> None:
    """Take a heading, or centred lines, for the title, if they name no series."""
    alone = len(below) == 1 and not SERIES.search(bare(below[0]))
    left = [*below, *left] if alone else [*left, *below]
    found.headings += [bare(line) for line in left]
    invites = [at for at, line in enumerate(left) if _INVITES.match(bare(line))]
    left = left[invites[-1] + 1 :] if invites else left
    broken = _is_broken([bare(line) for line in left]) and "@" not in paragraph.text
    left = [
        line
        for line in left
        if _may_entitle(bare(line), below=line in below[:1], broken=broken)
    ]
    if not left:
        return
    centred = all(len(line) - len(line.lstrip()) >= 6 for line in left)
    heading = (
        left[0].lstrip().startswith("#")
        or bool(re.match(r"\s*(?:\*\*|__).*(?:\*\*|__)\s*$", left[0]))
        or bool(re.match(r"\s*\*.+\*\s*$", left[0]))
    )
    whole = centred or (broken and len(left) == 2)
    text = " ".join(bare(line) for line in left) if whole else bare(left[0])
    text = re.sub(r"^\d{1,2}[.)]\s+(?=\S)", "", text) if heading else text
    if GREETING.match(text) or len(text) < 5 or len(text) > 220:
        return
    if is_stop(text) and left[0] not in below[:1]:
        return
    if SERIES.search(text) and (len(text.split()) < 9 or text.isupper()):
        return
    if re.match(r"\s*\*{2,}", paragraph.lines[0][1]) and paragraph.lines[0][
        1
    ].rstrip().endswith("***"):
        return
    sure = 6 if heading else 5 if centred else 3
    if (
        not heading
        and not centred
        and (text.endswith((".", "!", ",", ":")) or len(left) > 3)
    ):
        return
    found.titles.append((sure, text))


def _may_entitle(line: str, *, below: bool, broken: bool) -> bool:
    """Say whether a line may be of a title; ``below`` a speaker it needs no more."""
    if GREETING.match(line) or (SERIES.search(line) and len(line.split()) < 9):
        return False
    return below or not (is_heading(line) or (is_signature(line) and not broken))


def _is_broken(lines: list[str]) -> bool:
    """Say whether two lines are a title: `Bells. / Why they crack`."""
    if len(lines) != 2 or max(map(len, lines)) > _TITLE_LINE:
        return False
    first, second = lines
    ends = first.endswith((".", ":", "–", "—", " -", "?", "!"))
    return ends and not second.endswith((".", "!", ",", ":")) and not is_stop(second)
