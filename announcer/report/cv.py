"""A report as a section of a CV for RenderCV, which reads YAML."""

from __future__ import annotations

from announcer.record import to_yaml
from announcer.report.entries import Entry, Report
from announcer.report.prose import links_of


def rendercv(report: Report) -> bytes:
    """Return ``cv.sections`` with a normal entry for each talk, the last first.

    Texts of RenderCV are Markdown; dates are ISO 8601.
    """
    shown = sorted(report.shown, key=lambda one: (one.first, one.key), reverse=True)
    heading = report.words.gettext("Talks")
    section = {heading: [_entry(one, report) for one in shown]}
    cv: dict[str, object] = {"name": report.speaker} if report.speaker else {}
    text = to_yaml({"cv": {**cv, "sections": section}})  # type: ignore[dict-item]
    return text.encode()


def _entry(one: Entry, report: Report) -> dict[str, object]:
    entry: dict[str, object] = {"name": one.title_source or one.event}
    if one.venue:
        entry["location"] = one.venue
    if one.first == one.last:
        entry["date"] = one.first.isoformat()
    else:
        entry["start_date"] = one.first.isoformat()
        entry["end_date"] = one.last.isoformat()
    who = [] if report.speaker else [name for name, _ in one.speakers]
    about = [*who, *([one.event] if one.title_source else []), one.type or ""]
    summary = ", ".join(part for part in about if part)
    if summary:
        entry["summary"] = summary
    links = [f"[{label}]({link})" for label, link in links_of(one, report)]
    return entry | ({"highlights": links} if links else {})
