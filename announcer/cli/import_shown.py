"""How what an import finds, doubts and would change looks on a terminal."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import click

from announcer.cli.shown import as_text, credit, number
from announcer.errors import Problem, Severity
from announcer.importers import Doubt
from announcer.importing import Comparison, Delivery, Entry, Fate
from announcer.record import Amendment

_COLORS = {Fate.NEW: "green", Fate.CHANGED: "yellow", Fate.UNCHANGED: None}
_LINES = {"+": "green", "-": "red", "@": "cyan"}
_SHOWN = 5  # names of files that were left alone


def show_doubts(
    place: str, doubts: Iterable[Doubt], severity: Severity = Severity.WARNING
) -> None:
    """Say each doubt with its place in the source."""
    for doubt in doubts:
        problem = Problem(
            path=place,
            line=doubt.line,
            message=doubt.text,
            hint=doubt.way_on,
            code=doubt.code,
            severity=severity,
        )
        click.echo(as_text(problem), err=True)


def show_left_alone(names: Sequence[str]) -> None:
    """Say which files of folders are of no kind that is read."""
    if names:
        more = "" if len(names) <= _SHOWN else f" and {len(names) - _SHOWN} more"
        listed = ", ".join(names[:_SHOWN])
        text = (
            f"{number(len(names), 'file')} left alone, with no talks in: {listed}{more}"
        )
        click.echo(text, err=True)


def show_left_out(read: Sequence[Delivery]) -> None:
    """Say once for all talks which of their fields no record has a place for."""
    talks = [(one.name, talk) for one in read for talk in one.shipment.talks]
    left = Counter(field for _, talk in talks for field in talk.left)
    if not left:
        return
    names = {name for name, talk in talks if talk.left}
    place = names.pop() if len(names) == 1 else f"{len(names)} sources"
    fields = ", ".join(f"{field} ({count})" for field, count in sorted(left.items()))
    text = f"fields that are not taken over, with the number of talks: {fields}"
    show_doubts(place, [Doubt("fields", text, "Write by hand what should stay of it.")])


def show_comparison(found: Comparison) -> None:
    """Show what would become of each record, with the lines that are different."""
    for change in found.more:
        click.echo(_head("new", "green", change.path))
        _show_lines(_new_lines(change))
    for entry in found.entries:
        _show_entry(entry)
    for talk in found.gone:
        system = talk.imported.system if talk.imported else ""
        text = f"{talk.source}  {credit(talk)}"
        click.echo(_head("gone", "red", text))
        click.echo(
            f"    It came from a source of this kind ({system}) and is not in this "
            f"one; its record stays. Is it off? announcer cancel {talk.uid}"
        )


def _show_entry(entry: Entry) -> None:
    color = _COLORS[entry.fate]
    text = f"{entry.change.path}  {credit(entry.talk)}"
    click.echo(_head(entry.fate, color, text))
    if entry.fate is Fate.NEW:
        _show_lines(_new_lines(entry.change))
    elif entry.fate is Fate.CHANGED:
        _show_lines(_changed_lines(entry.change))
    for note in entry.notes:
        click.echo(f"    {note.text}.")


def _head(fate: str, color: str | None, text: str) -> str:
    return click.style(f"{fate:<10}", fg=color, bold=color is not None) + text


def _new_lines(change: Amendment) -> Iterator[str]:
    return (f"+{line}" for line in change.after.decode().splitlines())


def _changed_lines(change: Amendment) -> Iterator[str]:
    old, new = (
        data.decode("utf-8", "replace").splitlines()
        for data in (change.before, change.after)
    )
    lines = difflib.unified_diff(old, new, n=1, lineterm="")
    return (line for line in lines if not line.startswith(("---", "+++")))


def _show_lines(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo("    " + click.style(line, fg=_LINES.get(line[:1])))


def show_all_doubts(found: Comparison, *, partial: bool) -> None:
    """Say what is doubtful of each talk, and what is open of those without a record."""
    for entry in found.entries:
        show_doubts(entry.settled.place, (*entry.settled.doubts, *entry.notes))
    severity = Severity.WARNING if partial else Severity.ERROR
    told: set[int] = set()
    for settled, doubt in found.open:
        if id(settled) not in told:
            show_doubts(settled.place, settled.doubts)
            told.add(id(settled))
        show_doubts(settled.place, [doubt], severity)


def show_sum(found: Comparison, read: Sequence[Delivery]) -> None:
    """Say how many records there are of each fate."""
    counts = dict.fromkeys(Fate, 0)
    for entry in found.entries:
        counts[entry.fate] += 1
    said = [f"{count} {fate}" for fate, count in counts.items() if count]
    if found.gone:
        said.append(f"{len(found.gone)} gone")
    open_talks = {id(settled) for settled, _ in found.open}
    if open_talks:
        said.append(f"{len(open_talks)} open")
    skipped = sum(len(one.shipment.skipped) for one in read)
    if skipped:
        said.append(f"{skipped} no talks")
    click.echo(", ".join(said) or "There are no talks here.", err=True)
