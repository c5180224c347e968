"""Own templates, tried before a letter is due that needs them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from functools import partial
from itertools import chain

from announcer import ical, sending, when
from announcer.catalogue import catalogue_of
from announcer.cli.project import Project
from announcer.errors import AnnouncerError, Problem, TemplateError
from announcer.formats import mail
from announcer.kinds import SEVERAL, Kind
from announcer.ledger import Ledger
from announcer.letter import Letter, language
from announcer.record import Records
from announcer.survey import Survey, foreseeing
from announcer.talk import Talk
from announcer.templating import Templates

_YEAR = timedelta(days=366)
_CURE = (
    "mend it, or remove this file to have the one of the program again "
    "(docs/templates.md)"
)
# What makes a message or an event; the others make pages, and a build fills them all.
_FILLED = ("mail/", "ics/", "_")


def tried(
    project: Project, records: Records, seen: Survey, ledger: Ledger
) -> tuple[list[Problem], str]:
    """Return what is wrong with own templates, and which could not be filled.

    All are compiled. Events and messages are filled as well: what is due or comes
    soon, and of each kind and language one at least about a talk that is there.
    """
    templates = project.templates()
    spoken = seen.programme.site.language
    unused = templates.unused(spoken)
    if not templates.own:
        return unused, ""
    found = [*templates.wrong(spoken)]
    untried = ""
    if any(name.startswith(_FILLED) for name in templates.own):
        letters = [*_letters(records, seen, ledger)]
        found += _unfilled(_examples(seen), letters, seen, templates)
        untried = _untried(templates.own, {one.kind for one in letters})
    wrong: dict[tuple[str, int], TemplateError] = {}
    for one in found:  # many letters stumble over one line
        wrong.setdefault((one.path, one.line), one)
    return [*unused, *map(_problem, wrong.values())], untried


def _problem(error: TemplateError) -> Problem:
    return Problem(
        path=error.path or "templates",
        line=error.line,
        message=error.message,
        hint=_CURE,
        code="template",
    )


def _unfilled(
    talks: Iterable[Talk],
    letters: Iterable[Letter],
    seen: Survey,
    templates: Templates,
) -> Iterator[TemplateError]:
    """Yield why events and letters cannot be written, where a template is the cause."""
    programme = seen.programme
    tries: Iterator[Callable[[], object]] = chain(
        (partial(ical.written, talk, programme, templates) for talk in talks),
        (partial(mail.message, letter, programme, templates) for letter in letters),
    )
    for write in tries:
        try:
            write()
        except TemplateError as error:
            yield error
        except AnnouncerError:
            pass  # of which others speak, as of all that is wrong with one talk


def _letters(records: Records, seen: Survey, ledger: Ledger) -> Iterator[Letter]:
    """Yield what is due or comes, and one of each other kind in each language."""
    programme = seen.programme
    yield from (*seen.plan.due, *seen.plan.upcoming)
    known = {
        (one.kind, language(one, programme.site))
        for one in (*seen.plan.due, *seen.plan.upcoming)
    }
    last = when.later(programme.now, _YEAR).date()
    further = foreseeing(seen, records.unread, last).plan.upcoming
    about = (
        letter
        for talk in _examples(seen)
        for kind in Kind
        if kind not in SEVERAL
        for letter in sending.to_be_seen(talk, kind, seen, ledger)[:1]
    )
    for one in (*further, *about):
        name = (one.kind, language(one, programme.site))
        if name not in known:
            known.add(name)
            yield one


def _examples(seen: Survey) -> list[Talk]:
    """Return a talk of each language: the next one, or else the last."""
    programme = seen.programme
    catalogue = catalogue_of(programme)
    coming = [talk for talk in catalogue.coming if talk.uid not in catalogue.held]
    past = [talk for talk in programme.talks if talk.uid not in catalogue.held]
    found: dict[str, Talk] = {}
    for talk in (*coming, *reversed(past)):
        found.setdefault(talk.language, talk)
    return [*found.values()]


def _untried(own: Iterable[str], kinds: set[Kind]) -> str:
    """Say which own templates no message at hand has filled; empty if all were."""
    missing = {kind.value for kind in Kind if kind not in kinds}
    names = [
        f"templates/{name}"
        for name in own
        if name.startswith(_FILLED if not kinds else "mail/")
        and (not kinds or name.removeprefix("mail/").partition(".")[0] in missing)
    ]
    if not names:
        return ""
    return (
        f"not tried: {', '.join(names)}: no talk or rule of the project asks for such "
        "a message yet; check again when one does"
    )
