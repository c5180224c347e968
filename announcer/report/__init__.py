"""Lists of talks for people who account for them: a CV, the year of a series.

A report is one text or file about some talks that took place or will: those of one
speaker, or of one series with its totals. Each form is a module with ``write``.
"""

from __future__ import annotations

from typing import Protocol

from announcer.report import cv, latex, prose, sheet
from announcer.report.entries import Entry, Report, Totals, report_on

__all__ = ["FORMS", "Entry", "Report", "Totals", "report_on"]


class Form(Protocol):
    """What writes a report."""

    def __call__(self, report: Report) -> bytes:
        """Return the report as the bytes of a file."""
        ...


FORMS: dict[str, Form] = {
    "text": prose.text,
    "markdown": prose.markdown,
    "latex": latex.latex,
    "bibtex": latex.bibtex,
    "csv": sheet.csv_file,
    "xlsx": sheet.xlsx_file,
    "rendercv": cv.rendercv,
}
