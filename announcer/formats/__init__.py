"""Every form that talks are rendered to, each a module with one ``render``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Protocol, runtime_checkable

from announcer.formats import data, feeds, ics, mail, web
from announcer.formats.frontmatter import hugo, jekyll
from announcer.formats.mail import Coming
from announcer.output import Draft, Output
from announcer.talk import Programme
from announcer.templating import Templates


class Format(Protocol):
    """What a module of this folder offers."""

    def render(self, programme: Programme, templates: Templates) -> Iterator[Output]:
        """Yield the finished files, their paths below the build folder."""
        ...


@runtime_checkable
class Patient(Protocol):
    """What a format may offer besides: the same files, each made when asked for."""

    def drafts(self, programme: Programme, templates: Templates) -> Iterator[Draft]:
        """Yield the files as drafts, without making more than they share."""
        ...


FORMATS: dict[str, Format] = {
    "ics": ics,
    "mail": mail,
    "web": web,
    "feeds": feeds,
    "data": data,
}

# What is written into a site of somebody else's, when it is asked for.
EXPORTS: dict[str, Format] = {
    "hugo": hugo,
    "jekyll": jekyll,
}


def drafts(
    programme: Programme, templates: Templates, coming: Sequence[Coming] = ()
) -> Iterator[Draft]:
    """Yield every file of every format; what a format cannot put off is made now.

    ``coming`` are the letters that go out now and next, which only the mail knows.
    """
    for form in FORMATS.values():
        if form is mail:
            yield from mail.drafts(programme, templates, coming)
        elif isinstance(form, Patient):
            yield from form.drafts(programme, templates)
        else:
            for output in form.render(programme, templates):
                yield Draft(output.path, partial(bytes, output.content))
