"""Several talks in one message: where each of them begins, and what holds for all."""

from __future__ import annotations

import re
from datetime import date

from announcer.importers.afterwards import is_afterwards
from announcer.importers.agendas import (
    at_sentences,
    at_times,
    hours_of,
    told_apart,
    under_days,
)
from announcer.importers.clocks import clocks_in
from announcer.importers.days import Day, days_in, same_day
from announcer.importers.found import Given
from announcer.importers.labelled import Line, is_rule
from announcer.importers.labels import TELLING, label_of, parted
from announcer.importers.notices import CALLED_OFF
from announcer.importers.paragraphs import bare
from announcer.importers.phrases import quoted_in
from announcer.importers.years import is_stamp

_GAP = re.compile(
    r"\bn\.\s?n\.|\b(?:tb[adc]|no|n\.?n|frei|libre|free|open|reserv\w+|break|holiday"
    rf"|kein|pas de|nessun|{CALLED_OFF}|f[äa]llt aus|suspendid[oa]|relâche"
    r"|אין|ללא|חופשה?|חג|בוטל\w*|brak|geen|ingen|inget|není|žádn\w+|sem|senza|sin|ei|feiertag|férié|ferie|festiv[oi]|feriado"
    r"|festa|vacaciones|vacances|vacanze|ferien|pausa|pause)\b",
    re.IGNORECASE,
)


def sections_of(lines: list[Line], given: Given) -> tuple[list[Line], list[list[Line]]]:
    """Return what stands above several talks, and the lines of each of them."""
    lines = told_apart(under_days(lines, given))
    for cut in (
        _at_headings,
        _at_rules,
        _at_labels,
        _at_dates,
        at_times,
        at_sentences,
    ):
        starts = cut(lines, given)
        if len(starts) > 1:
            parts = [
                lines[begin:end]
                for begin, end in zip(starts, [*starts[1:], len(lines)], strict=True)
            ]
            if cut is _at_dates:
                parts = [one for part in parts for one in hours_of(part, given)]
            return lines[: starts[0]], parts
    return [], [lines]


_AHEAD = 12  # letters before the day of an entry
_DEADLINE = re.compile(
    r"\b(?:before|by|until|till|avant(?: le)?|jusqu['’]au|bis(?: zum)?|spätestens"
    r"|entro(?: il)?"
    r"|fino al|antes del?|hasta el|עד)\s+(?:[^\W\d_]+,?\s+)?$",
    re.IGNORECASE,
)
_HOUR = 20  # letters of a line that is hardly more than an hour
_OF_ALL = frozenset(
    {"place", "link", "secret", "registration", "other", "host", "notice"}
)


def foot_of(parts: list[list[Line]]) -> list[Line]:
    """Take the last lines of the last talk that hold for all: labels of place and link.

    They stand apart from it, and no other talk has the like.
    """
    last = parts[-1]
    begin = len(last)
    while begin and (not last[begin - 1][1].strip() or _of_all(last[begin - 1][1])):
        begin -= 1
    foot = last[begin:]
    said = {kind for kind in _kinds(foot) if kind in {"place", "link"}}
    apart = begin > 0 and foot and not foot[0][1].strip()
    if not said or not apart or any(said & set(_kinds(one)) for one in parts[:-1]):
        return []
    if said & set(_kinds(last[:begin])):
        return []
    del last[begin:]
    return foot


def _of_all(line: str) -> bool:
    label = label_of(parted(line)[0])
    return label is not None and label.kind in _OF_ALL and bool(label.value)


def _says(lines: list[Line], given: Given) -> bool:
    """Say whether lines tell of a talk of their own: a day, and more than that."""
    kinds = _kinds(lines)
    dated = "when" in kinds or any(
        _dated(line, given) for _, line in lines if len(line) < 160
    )
    return dated and (len(lines) > 1)


def _dated(line: str, given: Given) -> bool:
    return bool(days_in(line, given))


def _kinds(lines: list[Line]) -> dict[str, list[str]]:
    """Return the values of the labels in some lines, by their kinds."""
    found: dict[str, list[str]] = {}
    for _, whole in lines:
        for line in parted(whole):
            if label := label_of(line):
                found.setdefault(label.kind, []).append(label.value)
    return found


def _at_headings(lines: list[Line], given: Given) -> list[int]:
    """Cut at the headings of one level, where most sections have a day."""
    levels: dict[str, list[int]] = {}
    for place, (_, line) in enumerate(lines):
        found = re.match(r"\s{0,3}(#{1,6})\s+\S", line)
        if found and not label_of(line):
            levels.setdefault(found[1], []).append(place)
    for _, starts in sorted(levels.items()):
        ends = [*starts[1:], len(lines)]
        good = [
            begin
            for begin, end in zip(starts, ends, strict=True)
            if _says(lines[begin:end], given)
        ]
        if len(good) > 1 and len(good) * 2 >= len(starts):
            return starts
    return []


def _at_rules(lines: list[Line], given: Given) -> list[int]:
    """Cut at drawn lines, where each piece has a day and a speaker or title."""
    rules = [place for place, (_, line) in enumerate(lines) if is_rule(line)]
    if not rules:
        return []
    starts = [0, *(place + 1 for place in rules)]
    good: dict[int, tuple[str, str]] = {}  # the days and the rest of what it says
    for begin, end in zip(starts, [*rules, len(lines)], strict=True):
        piece = lines[begin:end]
        kinds = _kinds(piece)
        said = kinds.get("when") or [line for _, line in piece if len(line) < 160]
        dates = {str(day.day) for line in said for day in days_in(line, given)[:1]}
        if ("when" in kinds or dates) and ({"title", "speaker"} & set(kinds)):
            told = f"{kinds.get('title')} {kinds.get('when')}"
            good[begin] = (str(sorted(dates)), told)
    apart = len(set(good.values())) == len(good)
    days = {day for day, _ in good.values()}
    rest = {told for _, told in good.values()}
    return [*good] if apart and len(days) > 1 and len(rest) > 1 else []


def _at_labels(lines: list[Line], given: Given) -> list[int]:
    """Cut where a cycle of labels begins again with other values."""
    places: dict[str, list[tuple[int, str]]] = {}
    board = any(
        re.match(r"Type:\s+[a-z][\w-]*(?:\.[\w-]+)+\s*$", line) for _, line in lines[:6]
    )
    for place, (_, line) in enumerate(lines):
        label = label_of(parted(line)[0])
        if (
            label
            and label.kind in TELLING
            and not (board and label.name.casefold() == "topic")
        ):
            following = lines[place + 1][1] if place + 1 < len(lines) else ""
            places.setdefault(label.kind, []).append(
                (place, _key(label.value or following, label.kind, given))
            )
    repeated = {
        kind: found
        for kind, found in places.items()
        if kind in {"title", "speaker", "when"}
        and len(found) > 1
        and len({value for _, value in found}) == len(found)
    }
    if "title" not in repeated and "speaker" not in repeated:
        return []
    if "title" not in repeated and "when" not in repeated and _adjacent(places, lines):
        return []
    if "title" not in repeated and len(places.get("title", [])) == 1:
        return []  # several speakers of one talk
    if (
        "title" in repeated
        and "speaker" not in repeated
        and len(places.get("speaker", [])) == 2
        and len(repeated["title"]) == 2
        and "when" not in repeated
    ):
        return []
    most = max(len(found) for found in repeated.values())
    first = min(
        (found[0][0], kind) for kind, found in repeated.items() if len(found) == most
    )[1]
    starts = [place for place, _ in repeated[first]]
    above = [_heading_above(lines, place, given) for place in starts]
    headed = all(one != place for one, place in zip(above, starts, strict=True))
    return above if headed else starts


def _adjacent(places: dict[str, list[tuple[int, str]]], lines: list[Line]) -> bool:
    """Say whether all speakers stand in one paragraph, with nothing between them."""
    at = [place for place, _ in places["speaker"]]
    between = [line for _, line in lines[at[0] : at[-1] + 1]]
    kinds = {label.kind for line in between if (label := label_of(line))}
    return all(line.strip() for line in between) and kinds == {"speaker"}


def _heading_above(lines: list[Line], place: int, given: Given) -> int:
    """Return where a heading directly above a label stands: a title, `Talk 1`."""
    at = place - 1
    while at >= 0 and not lines[at][1].strip():
        at -= 1
    line = lines[at][1] if at >= 0 else ""
    marked = re.match(
        r"\s*(?:#+ |\*\*|__|\d+[.)]\s|talk \d|vortrag \d)", line, re.IGNORECASE
    )
    timed = clocks_in(line) and len(line.strip()) < _HOUR
    dated = len(line) < 120 and (_dated(line, given) or timed)
    return at if (marked or dated) and not label_of(line) else place


def _key(value: str, kind: str, given: Given) -> str:
    days = days_in(value, given) if kind == "when" else []
    text = str(days[0].day) if days else re.sub(r"\W+", "", value.casefold())
    return text or value


def _at_dates(lines: list[Line], given: Given) -> list[int]:
    """Cut at lines that begin with a day, each another, and tell more than it."""
    starts: list[int] = []
    found: list[Day] = []
    for place, (_, line) in enumerate(lines):
        day = _leading(line, given)
        if day is None:
            continue
        before = starts[-1] if starts else -9
        if place - before < 2 and not _tells(lines[before][1]):
            return []
        starts.append(place)
        found.append(day)
    seen = [one.day for one in found]
    if _is_week(seen, [one.last for one in found]):
        starts, seen = starts[1:], seen[1:]
    if len(starts) < 2 or any(same_day(one, seen[0]) for one in seen[1:]):
        return []
    above = {label.kind for _, line in lines[: starts[0]] if (label := label_of(line))}
    if above & {"title", "speaker"}:
        return []  # of one talk, and other days
    return starts if _are_full(lines, starts) else []


def _leading(line: str, given: Given) -> Day | None:
    """Return the day that a line begins with, or that stands at its label."""
    label = label_of(line)
    if label and days_in(label.name, given):  # 25.01.2024: entfällt
        label = None
    if (label and label.kind != "when") or is_stamp(line, given):
        return None
    text = label.value if label else re.sub(r"^[(\[]", "", bare(line))
    days = days_in(text[:60], given)
    if not days or len(text) >= 240:
        return None
    before = text[: days[0].place[0]]
    if _DEADLINE.search(before) or is_afterwards(text):
        return None
    return days[0] if len(re.sub(r"[\W\d_]", "", before)) <= _AHEAD else None


def _are_full(lines: list[Line], starts: list[int]) -> bool:
    """Say whether each day of a list has more than itself, in its line or below."""
    return all(
        _tells(lines[begin][1])
        or any(line.strip() for _, line in lines[begin + 1 : end])
        for begin, end in zip(starts, [*starts[1:], len(lines)], strict=True)
    )


def _is_week(
    seen: list[date | tuple[int, int] | None], spans: list[date | None]
) -> bool:
    """Say whether the first of some days is the week that the others are of."""
    last = spans[0] if spans else None
    full = [one for one in seen[1:] if isinstance(one, date)]
    return bool(last and full and len(full) == len(seen) - 1 and max(full) <= last)


def _tells(line: str) -> bool:
    """Say whether a line of a list is an entry, if only `March 8: TBA`."""
    return _more(line) or bool(_GAP.search(line))


def _more(line: str) -> bool:
    """Say whether a line holds more than a day and a time."""
    text = re.sub(r"[\d\W_]+", " ", line)
    return (
        len(text.split()) > 4
        or bool(quoted_in(line))
        or (len(clocks_in(line)) == 0 and len(text.split()) > 3)
    )
