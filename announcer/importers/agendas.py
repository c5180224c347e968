"""Several talks of one day: at hours below each other, or in sentences."""

from __future__ import annotations

import re

from announcer.importers.clocks import clocks_in
from announcer.importers.days import Day, days_in
from announcer.importers.entrylines import names_somebody
from announcer.importers.found import Given
from announcer.importers.labelled import Line
from announcer.importers.labels import label_of
from announcer.importers.paragraphs import bare
from announcer.importers.people import leads
from announcer.importers.phrases import quoted_in

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÀ-ÞŁŚŻČŠŽ])")
_POINT = re.compile(r"^\(?(?:\d{1,2}|[a-zA-Z])[.)]\s+(?=\W?\d)")  # 1) 17:00 Ann Lee
_HEAD = re.compile(r"\s{0,3}(?P<level>#{1,6})\s+(?P<text>\S.*)$")
_COUNTED = re.compile(  # Talk 1 - 15:00
    r"^(?P<mark>[\s*_#>-]*)(?:talk|lecture|vortrag|referat|expos[ée]|conf[ée]rence|charla"
    r"|ponencia|conferencia|relazione|intervento|seminario|lezing|föredrag|foredrag"
    r"|הרצאה)\s(?:n[°º.]\s?)?(?:\d{1,2}|[IVX]{1,4})\s?[:–—-]\s?"
    r"(?=(?:um |at |à |ore |alle |a las )?"
    r"\d{1,2}(?:[:.h]\d\d|\s?h\b|\s?uhr|\s?[ap]\.?m))",
    re.IGNORECASE,
)
_LONG = 160  # letters of a paragraph in one line


def uncounted(lines: list[Line]) -> list[Line]:
    """Return lines without the number of a talk before its hour: `Talk 1 - 15:00`."""
    return [(number, _COUNTED.sub(r"\g<mark>", line)) for number, line in lines]


def hours_of(part: list[Line], given: Given) -> list[list[Line]]:
    """Return the talks of one day of a list, each with its hour."""
    starts = at_times(part, given)
    if len(starts) < 2:
        return [part]
    starts[0] = 0
    ends = [*starts[1:], len(part)]
    return [part[begin:end] for begin, end in zip(starts, ends, strict=True)]


def at_times(lines: list[Line], given: Given) -> list[int]:
    """Cut at entries such as `14h: Name (Home), Title`, of one day."""
    starts: list[int] = []
    told = 0
    seen = set()
    for place, (_, line) in enumerate(lines):
        text = _POINT.sub("", bare(line))
        clocks = clocks_in(text[:40])
        if not clocks or clocks[0].place[0] >= 2 or label_of(line):
            continue
        rest = text[clocks[0].place[1] :].strip(" \t:|,–—-")
        below = next((bare(one) for _, one in lines[place + 1 :] if one.strip()), "")
        starts.append(place)
        told += _names(rest) if rest else leads(below)
        seen.add(clocks[0].start)
    above = lines[: starts[0]] if starts else []
    days = [day for _, line in above for day in days_in(line, given)]
    days = days or _only_day(lines, given)
    if len(seen) != len(starts) or not days:
        return []
    return starts if told > 1 or (told and len(starts) > told) else []


def _only_day(lines: list[Line], given: Given) -> list[Day]:
    """Return the day of a message that names one alone, perhaps below its hours."""
    days = {str(day.day): day for _, line in lines for day in days_in(line, given)}
    return list(days.values()) if len(days) == 1 else []


def _names(text: str) -> bool:
    """Say whether somebody stands in an entry, perhaps behind a room."""
    parts = re.split(r" {3,}|\t+|\s*\|\s*", text)
    return any(names_somebody(part) or leads(part) for part in parts)


def told_apart(lines: list[Line]) -> list[Line]:
    """Return lines in which each sentence with an hour and a title has its own."""
    made: list[Line] = []
    for number, line in lines:
        parts = _sentences(line) if len(line) > _LONG else [line]
        if sum(map(_is_talk, parts)) > 1:
            made += ((number, part) for part in parts)
        else:
            made.append((number, line))
    return made


def _sentences(line: str) -> list[str]:
    """Return the sentences of a line, none of them cut inside quotes."""
    parts = [""]
    for part in _SENTENCE.split(line):
        opened = parts[-1].count('"') % 2 or parts[-1].count("«") > parts[-1].count("»")
        opened = opened or parts[-1].count("„") > len(re.findall("[“”]", parts[-1]))
        if opened or not parts[-1]:
            parts[-1] = f"{parts[-1]} {part}".strip()
        else:
            parts.append(part)
    return parts


def _is_talk(sentence: str) -> bool:
    return bool(quoted_in(sentence) and len(clocks_in(sentence)) == 1)


def at_sentences(lines: list[Line], given: Given) -> list[int]:
    """Cut at sentences that each tell an hour and a title, all of one day."""
    starts = [at for at, (_, line) in enumerate(lines) if _is_talk(line)]
    hours = {clocks_in(lines[at][1])[0].start for at in starts}
    days = {str(day.day) for _, line in lines for day in days_in(line, given)}
    return starts if len(hours) == len(starts) > 1 and len(days) == 1 else []


def under_days(lines: list[Line], given: Given) -> list[Line]:
    """Return lines in which headings with an hour have the day of the one above them.

    They are raised to its level: `## Friday` and `### Algebra, 2 pm` below it.
    """
    made = list(lines)
    heads = [
        (at, found)
        for at, (_, line) in enumerate(lines)
        if (found := _HEAD.match(line))
    ]
    for place, (at, head) in enumerate(heads):
        if not days_in(head["text"], given) or clocks_in(head["text"]):
            continue
        inner = []
        for below, found in heads[place + 1 :]:
            if len(found["level"]) <= len(head["level"]):
                break
            if clocks_in(found["text"]) and not days_in(found["text"], given):
                inner.append((below, found["text"]))
        for below, text in inner:
            raised = f"{head['level']} {text}, {head['text']}"
            made[below] = (lines[below][0], raised)
        if inner:
            made[at] = (lines[at][0], "")
    return made
