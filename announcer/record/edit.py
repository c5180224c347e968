"""One value of a record put, changed or taken out; every other letter stays."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from itertools import pairwise
from typing import Any, TypeAlias

from announcer.record.write import Value, inline, to_yaml
from announcer.record.written import Place, Written

# A key, or the number of an item from 0, for each step down from the record itself.
Path: TypeAlias = Sequence[str | int]

# A new key stands behind the first of these: what follows may have remarks above it.
_BEHIND = ("date", "speakers", "speaker", "title")
_WHO_AND_WHAT = frozenset({"title", "speaker", "speakers"})
_LAST = frozenset({"abstract", "extra", "source"})


def edited(file: Written, path: Path, value: Value | None, behind: str = "") -> str:
    """Return the text of a file with another value at a path; without one, with none.

    A new key of the record stands ``behind`` another one, if that is there. Raises
    LookupError where nothing can be put there by a program.
    """
    where, steps = file.top, list(path)
    trail: list[tuple[Place, str | int]] = []
    while steps and (inner := _inside(where, steps[0])):
        trail.append((where, steps.pop(0)))
        where = inner
    if value is None:
        return file.text if steps else _taken(file, trail)
    for key in reversed(steps[1:]):
        value = {str(key): value}
    if not steps:
        return _changed(file, trail, where, value)
    if where.entries or where is file.top:
        return _added(file, where, str(steps[0]), value, behind)
    if where.items or (where.start != where.end and not where.flow):
        raise LookupError
    return _changed(file, trail, where, {str(steps[0]): value})


def meant(record: Any, path: Path, value: Value | None) -> Any:
    """Return what a record says with another value at a path."""
    result = deepcopy(record)
    if value is None:
        _forget(result, path)
        return result
    where, *rest = result, *path
    for step, following in pairwise(rest):
        if isinstance(where, dict) and not where.get(step):
            where[step] = {} if isinstance(following, str) else []
        where = where[step]
    where[rest[-1]] = _plain(value)
    return result


def _forget(record: Any, path: Path) -> None:
    """Take out a value, and what holds nothing any more."""
    trail = [record]
    for step in path[:-1]:
        trail.append(trail[-1][step] if _has(trail[-1], step) else {})
    for holder, step in reversed(list(zip(trail, path, strict=True))):
        if _has(holder, step) and (holder is trail[-1] or not holder[step]):
            del holder[step]


def _has(holder: Any, step: str | int) -> bool:
    if isinstance(holder, list):
        return isinstance(step, int) and step < len(holder)
    return isinstance(holder, dict) and step in holder


def _plain(value: Value) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value


def _inside(place: Place, step: str | int) -> Place | None:
    if isinstance(step, int):
        return place.items[step] if step < len(place.items) else None
    return place.entries.get(step)


def _splice(text: str, *pieces: tuple[int, int, str]) -> str:
    ordered = sorted(pieces, key=lambda piece: piece[:2])  # two at one place as given
    for start, end, new in reversed(ordered):
        text = text[:start] + new + text[end:]
    return text


def _line_start(text: str, at: int) -> int:
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


def _line_end(text: str, at: int) -> int:
    """Return where the line ends, before the sign that ends it."""
    ends = [found for sign in "\r\n" if (found := text.find(sign, at)) >= 0]
    return min(ends, default=len(text))


def _behind(file: Written, at: int) -> int:
    """Return where the line after this one begins, if there is one."""
    end = _line_end(file.text, at)
    return end + (2 if file.text.startswith("\r\n", end) else 1)


def _indent(file: Written, place: Place) -> int:
    first = min(place.keys.values())
    return first - _line_start(file.text, first)


def _lines(file: Written, key: str, value: Value, indent: int) -> str:
    """Return the lines of an entry, without the sign that ends the last one."""
    written = to_yaml({key: value}, indent).rstrip("\n")
    return written.replace("\n", file.newline)


def _added(file: Written, place: Place, key: str, value: Value, behind: str) -> str:
    text = file.text
    if place.flow:
        written = f"{inline(key)}: {inline(value)}"
        if not place.entries:
            return _splice(text, (place.start + 1, place.start + 1, written))
        at = max(one.end for one in place.entries.values())
        return _splice(text, (at, at, f", {written}"))
    last = max(place.entries, key=place.keys.__getitem__)
    names: tuple[str, ...]
    names = (behind, *(_BEHIND[::-1] if key in _WHO_AND_WHAT else _BEHIND))
    if place is not file.top or key in _LAST:
        names = ()
    near = next((one for one in names if one in place.entries), last)
    at = _line_end(text, place.entries[near].end)
    lines = _lines(file, key, value, _indent(file, place))
    return _splice(text, (at, at, file.newline + lines))


def _changed(
    file: Written, trail: list[tuple[Place, str | int]], place: Place, value: Value
) -> str:
    text, (holder, step) = file.text, trail[-1]
    if holder.flow or isinstance(step, int):
        if place.is_block:
            raise LookupError
        space = " " if place.start == place.end else ""
        return _splice(text, (place.start, place.end, space + inline(value)))
    old = _look(file.says, [step for _, step in trail])
    if place.is_block and isinstance(old, list) and isinstance(value, list):
        kept = _kept_items(file, place, old, value)
        if kept is not None:
            return kept
    # the key itself may be quoted: it stays as it is written
    written = _lines(file, "k", value, _indent(file, holder)).lstrip(" ")[2:]
    head, sign, rest = written.partition(file.newline)
    if place.is_block:
        start = text.index(":", holder.keys[step] + len(step)) + 1
        first, last = _line_end(text, start), _line_end(text, place.end)
        return _splice(text, (start, start, head), (first, last, sign + rest))
    start, end = place.start, _line_end(text, place.end)
    if start != place.end:
        head = head.strip()
    while not head and text[start - 1] == " ":
        start -= 1
    return _splice(text, (start, place.end, head), (end, end, sign + rest))


def _look(record: Any, path: Path) -> Any:
    for step in path:
        record = record[step]
    return record


def _kept_items(
    file: Written, place: Place, old: list[Any], new: list[Value]
) -> str | None:
    """Return the text with items taken out and others added, where that is enough.

    So the items that stay keep their lines, with the remarks on them.
    """
    stays = [item for item in old if item in new]
    starts = [_line_start(file.text, item.start) for item in place.items]
    if not stays or stays != new[: len(stays)]:
        return None
    margin, pieces, at = " " * (place.start - starts[0]), [], 0
    for item, start, one in zip(old, starts, place.items, strict=True):
        if item in new:
            at = _line_end(file.text, one.end)
        else:
            pieces.append((start, _behind(file, one.end), ""))
    more = [f"{file.newline}{margin}- {inline(item)}" for item in new[len(stays) :]]
    return _splice(file.text, (at, at, "".join(more)), *pieces)


def _taken(file: Written, trail: list[tuple[Place, str | int]]) -> str:
    holder, step = trail[-1]
    if len(holder.entries) + len(holder.items) == 1 and len(trail) > 1:
        return _taken(file, trail[:-1])
    if isinstance(step, int) and not holder.flow:
        item = holder.items[step]
        line = _line_start(file.text, item.start)
        return _splice(file.text, (line, _behind(file, item.end), ""))
    text, key, place = file.text, holder.keys[str(step)], holder.entries[str(step)]
    following = [at for at in holder.keys.values() if at > key]
    if holder.flow:
        if following:
            return _splice(text, (key, min(following), ""))
        before = [p.end for k, p in holder.entries.items() if holder.keys[k] < key]
        return _splice(text, (max(before, default=key), place.end, ""))
    line = _line_start(text, key)
    if text[line:key].strip():  # the first of an item: the next key takes its place
        if not following:
            raise LookupError
        return _splice(text, (key, min(following), ""))
    return _splice(text, (line, _behind(file, place.end), ""))
