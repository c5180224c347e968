"""Doubts about texts: what is shown as written, and what is not shown at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain

from announcer.errors import Problem, Remark, Severity
from announcer.lazy import pattern
from announcer.markup import Rich, inline, line, lost, rich
from announcer.talk import Series, Site, Talk

# Line, column (0: unknown) and the line itself of a piece of a field's text.
Finder = Callable[[Talk | Series | Site, str, Remark], tuple[int, int, str]]

_MARKED = pattern(r"<(?!a\b)\w")  # an address alone is no more than it looks
# Without one of these no doubt about a text speaks of a formula.
_OF_FORMULA = pattern(r"[$\\]|[\^_]\{|formula")
_RENDERED: dict[str, Callable[[str], Rich]] = {
    "rich": rich,
    "line": line,
    "inline": inline,
}


def nowhere(
    _noun: Talk | Series | Site, _field: str, _remark: Remark
) -> tuple[int, int, str]:
    """Return no place, for whoever only asks whether there are doubts."""
    return 0, 0, ""


def of_talk(
    talk: Talk, place: Finder, *, only_formulas: bool = False
) -> Iterator[Problem]:
    """Yield what is doubtful in the texts of a talk.

    Of texts with formulas alone, words that no output shows are not looked for: that
    makes every text once more.
    """
    texts = [
        ("title", "title", talk.title, "inline"),
        ("notice", "notice", talk.notice, "line"),
        ("abstract", "abstract", talk.abstract, "rich"),
    ]
    texts += [
        (f"bio {number}", f"bio of {speaker.name}", speaker.bio, "rich")
        for number, speaker in enumerate(talk.speakers)
    ]
    for field, name, text, kind in texts:
        if only_formulas and not (text and _OF_FORMULA.search(text)):
            continue
        for remark in _remarks(text, kind, guarded=not only_formulas):
            yield _problem(talk.source, name, remark, place(talk, field, remark))


def of_site(site: Site, place: Finder) -> Iterator[Problem]:
    """Yield what is doubtful in the description of the site and below its pages."""
    remarks = [("description", one) for one in _unread(site.description)]
    remarks += [("footer", one) for one in _remarks(site.footer, "rich")]
    thanks = _remarks(site.acknowledgement, "line")
    remarks += [("acknowledgement", one) for one in thanks]
    for field, remark in remarks:
        where = place(site, field, remark)
        yield _problem("talks/site.yaml", field, remark, where)


def _unread(text: str | None) -> Iterator[Remark]:
    """Yield a doubt about a text that is shown as written and looks like more."""
    if text and ("](" in text or _MARKED.search(line(text).html)):
        said = "it is shown as written: Markdown and formulas are not read here"
        yield Remark(said, "Write it in plain words.")


def of_series(
    series: Series, around: Series | Site, place: Finder
) -> Iterator[Problem]:
    """Yield what is doubtful in the lines about a series that its pages show.

    What it has from the series or site ``around`` it is doubted there.
    """
    path = "/".join(filter(None, ("talks", series.key, "series.yaml")))
    lines = {"description": series.description}
    if series.acknowledgement != around.acknowledgement:
        lines["acknowledgement"] = series.acknowledgement
    for field, text in lines.items():
        for remark in _remarks(text, "line"):
            where = place(series, field, remark)
            yield _problem(path, field, remark, where)


def _remarks(text: str | None, kind: str, *, guarded: bool = True) -> Iterator[Remark]:
    if text:
        missing = lost(text, kind) if guarded else ()
        said = chain(_RENDERED[kind](text).warnings, missing)
        seen: set[tuple[str, int]] = set()
        for remark in said:
            if (remark, remark.number) not in seen:
                seen.add((remark, remark.number))
                yield remark


def _problem(
    path: str, name: str, remark: Remark, where: tuple[int, int, str]
) -> Problem:
    row, column, excerpt = where
    return Problem(
        path=path,
        line=row,
        column=column,
        message=f"{name}: {remark}",
        hint=remark.hint,
        excerpt=excerpt,
        code="formula" if "formula" in remark else "text",
        severity=Severity.WARNING,
    )
