"""A report for LaTeX: a section of a CV or report, or entries of a bibliography.

Letters stay as they are (UTF-8 is LaTeX's own input since 2018); what LaTeX reads as a
command is escaped, and formulas of titles pass through.
"""

from __future__ import annotations

import unicodedata

from announcer import markup
from announcer.lazy import pattern
from announcer.report.entries import Entry, Report
from announcer.report.prose import by_year, counted, heading, links_of, sentence

_ESCAPED = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&",
    "#": r"\#", "%": r"\%", "_": r"\_", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", "<": r"\textless{}", ">": r"\textgreater{}",
    "|": r"\textbar{}",
}  # fmt: skip
_UNSAFE = pattern(r"[\\{}$&#%_~^<>|]")
_QUOTED = pattern(r'"([^"]*)"')  # a straight one is no letter of old fonts
# Stand for formulas while the words around them become plain (private use).
_FIRST_MARK = 0xE000
_MARK = pattern("[\ue000-\uf8ff]")
_IN_KEYS = pattern(r"[^A-Za-z0-9:-]+")
_IN_URLS = str.maketrans(
    {
        "\\": "%5C",
        "{": "%7B",
        "}": "%7D",
        "%": r"\%",
        "#": r"\#",
        "^": "%5E",
        "~": r"\string~",
    }
)


def latex(report: Report) -> bytes:
    r"""Return a ``\section`` to include; it wants the package hyperref."""
    lines = [
        f"% {heading(report)}",
        r"% \input this file; \usepackage{hyperref} gives it its links.",
        rf"\section*{{{escaped(heading(report))}}}",
    ]
    said = counted(report)
    if said:
        lines += _listed([escaped(line) for line in said])
    for year, entries in by_year(report):
        lines.append(rf"\subsection*{{{year}}}")
        lines += _listed([_item(one, report) for one in entries])
    return ("\n".join(lines) + "\n").encode()


def bibtex(report: Report) -> bytes:
    """Return an ``@misc`` entry for each talk, as old and new BibTeX read it."""
    entries = [_reference(one, report) for one in report.shown]
    return "\n".join([f"% {heading(report)}", *entries]).encode() + b"\n"


def escaped(plain: str) -> str:
    """Return a plain text that LaTeX prints as it stands."""
    safe = _UNSAFE.sub(lambda found: _ESCAPED[found[0]], plain)
    return _QUOTED.sub(r"``\1''", safe).replace('"', "''")


def title(source: str) -> str:
    """Return a title as its record writes it, for LaTeX; its formulas stay."""
    formulas: list[str] = []

    def keep(cut: markup.Cut) -> str:
        formulas.append(rf"\({cut.tex}\)")
        return chr(_FIRST_MARK + len(formulas) - 1)

    words = markup.inline(markup.with_formulas(_MARK.sub("", source), keep)).text
    return _MARK.sub(lambda m: formulas[ord(m[0]) - _FIRST_MARK], escaped(words))


def _item(one: Entry, report: Report) -> str:
    what = title(one.title_source) if one.title_source else None
    said = sentence(one, report, escaped, title=what)
    links = [
        rf"\href{{{_address(to)}}}{{{label}}}" for label, to in links_of(one, report)
    ]
    return " ".join([said, *links])


def _listed(items: list[str]) -> list[str]:
    inner = [rf"  \item {item}" for item in items]
    return [r"\begin{itemize}", *inner, r"\end{itemize}"]


def _address(url: str) -> str:
    return url.translate(_IN_URLS)


def _reference(one: Entry, report: Report) -> str:
    words = title(one.title_source) if one.title_source else escaped(one.event)
    kind = one.type or report.words.gettext("Talk")
    how = [kind, one.event] if one.title_source else [kind]
    fields = {
        "author": " and ".join(f"{{{escaped(name)}}}" for name, _ in one.speakers),
        "title": f"{{{words}}}",
        "howpublished": escaped(", ".join(how)),
        "address": escaped(one.venue or ""),
        "year": f"{one.first.year}",
        "month": f"{one.first.month}",
        "date": "/".join(dict.fromkeys((one.first.isoformat(), one.last.isoformat()))),
        "url": one.video or one.page,
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{_key(one)},", *lines, "}"])


def _key(one: Entry) -> str:
    plain = unicodedata.normalize("NFKD", one.key).encode("ascii", "ignore").decode()
    return _IN_KEYS.sub("-", plain).strip("-")
