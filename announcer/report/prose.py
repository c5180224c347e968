"""A report to read: as plain text, or as Markdown with its links."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby

from announcer import markup
from announcer.report.entries import Entry, Report

_WIDTH = 78


def text(report: Report) -> bytes:
    """Return the report as plain text, its lines short enough for a mail."""
    lines = [heading(report), "=" * len(heading(report)), ""]
    lines += [*_wrapped(counted(report))]
    for year, entries in by_year(report):
        lines += [year, "-" * len(year), ""]
        for one in entries:
            said = markup.wrap(f"- {sentence(one, report)}", _WIDTH)
            links = [f"  {label}: {link}" for label, link in links_of(one, report)]
            lines += [said, *links, ""]
    return "\n".join(lines).rstrip("\n").encode() + b"\n"


def markdown(report: Report) -> bytes:
    """Return the report as Markdown."""
    lines = [f"# {_literal(heading(report))}", ""]
    totals = [f"- {_literal(line)}" for line in counted(report)]
    lines += [*totals, ""] if totals else []
    for year, entries in by_year(report):
        lines += [f"## {year}", ""]
        for one in entries:
            links = [f"[{label}](<{link}>)" for label, link in links_of(one, report)]
            said = sentence(one, report, _literal, title=one.title_source)
            lines.append(f"- {said}{' ' if links else ''}{' · '.join(links)}")
        lines.append("")
    return "\n".join(lines).rstrip("\n").encode() + b"\n"


def heading(report: Report) -> str:
    """Return what the report is about: whose talks, or which series, and when."""
    return " · ".join(filter(None, (report.title, report.period)))


def counted(report: Report) -> list[str]:
    """Say the totals of a series, each on a line; a CV counts nothing."""
    if report.speaker is not None:
        return []
    spoken, totals = report.words, report.totals
    lines = [
        spoken.ngettext("%(n)s talk", "%(n)s talks", totals.talks)
        % {"n": totals.talks},
        spoken.ngettext("%(n)s speaker", "%(n)s speakers", totals.speakers)
        % {"n": totals.speakers},
        spoken.ngettext("%(n)s recording", "%(n)s recordings", totals.recordings)
        % {"n": totals.recordings},
    ]
    if totals.off:
        off = spoken.ngettext("%(n)s called off", "%(n)s called off", totals.off)
        lines.append(off % {"n": totals.off})
    for label, counts in (
        (spoken.gettext("Types"), totals.types),
        (spoken.gettext("Affiliations"), totals.affiliations),
    ):
        if counts:
            named = ", ".join(f"{name} ({count})" for name, count in counts)
            lines.append(f"{label}: {named}")
    return lines


def by_year(report: Report) -> Iterator[tuple[str, list[Entry]]]:
    """Yield the years, the last first, each with its talks, the last first."""
    shown = sorted(report.shown, key=lambda one: (one.first, one.key), reverse=True)
    for year, entries in groupby(shown, lambda one: one.first.year):
        yield str(year), list(entries)


def sentence(
    one: Entry,
    report: Report,
    literal: Callable[[str], str] = str,
    *,
    title: str | None = None,
) -> str:
    """Say what, who, at which event, where and when, in the order of a CV."""
    spoken = report.words
    parts: list[str] = []
    if report.speaker is None and one.speakers:
        parts.append(literal(spoken.join([_named(who) for who in one.speakers])) + ":")
    said = title or (literal(one.title) if one.title else None)
    if said:
        parts.append(said if said[-1] in "?!." else f"{said}.")
    where = [one.event, one.type, one.venue]
    if report.speaker is None:
        del where[0]
    days = spoken.days_months(one.first, one.last)
    around = ", ".join(literal(part) for part in where if part)
    parts.append(f"{around}, {days}." if around else f"{days}.")
    return " ".join(parts)


def links_of(one: Entry, report: Report) -> list[tuple[str, str]]:
    """Return the links that outlive a talk, each with its label."""
    spoken = report.words
    found = (
        (spoken.gettext("Recording"), one.video),
        (spoken.gettext("Slides"), one.slides),
        (spoken.gettext("Paper"), one.paper),
    )
    return [(label, link) for label, link in found if link]


def _named(who: tuple[str, str | None]) -> str:
    name, home = who
    return f"{name} ({home})" if home else name


def _wrapped(lines: list[str]) -> Iterator[str]:
    for line in lines:
        yield markup.wrap(line, _WIDTH)
    if lines:
        yield ""


def _literal(plain: str) -> str:
    """Return a plain text so that Markdown reads it as it stands."""
    return "".join(f"\\{one}" if one in "\\`*_[]<>#&$" else one for one in plain)
