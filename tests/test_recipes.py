"""The recipes of CONTRIBUTING.md: a forgotten edit is named, with its mend."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Mapping
from dataclasses import replace
from email import message_from_bytes, policy
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from announcer import access, formats
from announcer.access import Channel
from announcer.delivery import WAYS
from announcer.formats import EXPORTS, FORMATS, mail
from announcer.formats.frontmatter import hugo, jekyll
from announcer.kinds import PERSONAL, SEVERAL, Kind
from announcer.letter import Letter
from announcer.output import finished
from announcer.plan import Blocked, asked
from announcer.record.fields import FILES
from announcer.talk import LinkAccess, Talk
from tests.builders import programme, talk
from tests.test_seams import MARK, TEMPLATES, secretive, text_fields, with_text

TESTS = Path(__file__).parent
REGISTRY = "announcer/formats/__init__.py"
# But for what is shown by its effects, or to nobody.
TEXTS = sorted({*text_fields(Talk)} - {"timezone", "language", "source"})


# A format


def test_every_module_that_is_a_format_is_in_the_registry():
    """A format whose two lines were forgotten would be built by nobody."""
    modules = [
        import_module(f"{formats.__name__}.{found.name}")
        for found in pkgutil.iter_modules(formats.__path__)
    ]
    registered: set[object] = {*FORMATS.values(), *EXPORTS.values()}
    for module in (*modules, hugo, jekyll):
        known = module in registered or module is mail or not hasattr(module, "drafts")
        assert known, f"import {module.__name__} in {REGISTRY}; enter it in FORMATS"


@pytest.mark.parametrize(
    ("folder", "names"),
    [
        ("formats", {*FORMATS, *EXPORTS}),
        ("delivery", {way.key for way in WAYS}),
        ("", FILES["talk"][1].keys()),
    ],
    ids=["formats", "ways", "fields"],
)
def test_each_has_a_test_that_names_it(folder, names):
    files = [*(TESTS / folder).rglob("test_*.py")]
    text = " ".join(path.read_text(encoding="utf-8") for path in files)
    known = {part for path in files for part in path.stem.split("_")}
    untried = {name for name in names - known if not re.search(rf"\b{name}\b", text)}
    assert not untried, f"write a test below tests/{folder} for {sorted(untried)}"


# A field


def members_letter(about: Talk, kind: Kind = Kind.ANNOUNCEMENT) -> Letter:
    """Return a letter about one talk as its mailing list gets it."""
    (one,) = asked(kind, about, programme(about), {})
    found = one.letter if isinstance(one, Blocked) else one
    return replace(found, channel=Channel.MEMBERS)


def forms(letter: Letter) -> dict[str, str]:
    """Return the parts of a mail by their type: text, HTML, calendar."""
    (about,) = letter.talks
    content = mail.message(letter, programme(about), TEMPLATES).content
    message: Any = message_from_bytes(content, policy=policy.default)
    parts = [part for part in message.walk() if not part.is_multipart()]
    return {
        part.get_content_type(): part.get_payload(decode=True).decode("utf-8")
        for part in parts
    }


def mailed(letter: Letter) -> str:
    """Return all that is read in a mail but its head."""
    return "\n".join(forms(letter).values())


@cache
def shown(*names: str) -> Mapping[str, str]:
    """Return what members, readers of mail to all and those of the site are shown.

    Of a talk with a mark of its own in each of these texts.
    """
    about = talk()
    for name in names:
        about = with_text(about, name, marked(name))
    letter = members_letter(about)
    return {
        "members": mailed(letter),
        "all": mailed(replace(letter, channel=Channel.PUBLIC)),
        "site": "\n".join(
            output.content.decode("utf-8", "replace")
            for form in FORMATS.values()
            for output in finished(form.drafts(programme(about), TEMPLATES))
        ),
    }


def marked(name: str) -> str:
    return f"https://example.edu/{MARK}{name}/"


def places(name: str) -> Mapping[str, bool]:
    """Say where a text of a talk is shown: to members, in mail to all, on the site.

    A talk that has them all answers for most of them; what is not to be found there
    may have been hidden by another, and is looked for alone.
    """
    mark = f"{MARK}{name}/"
    found = {where: mark in text for where, text in shown(*TEXTS).items()}
    if found["all"] or found["site"]:
        return found
    return {where: mark in text for where, text in shown(name).items()}


@pytest.mark.parametrize("name", TEXTS)
def test_every_text_of_a_talk_is_shown_to_somebody(name):
    """A field that no template shows is written in vain."""
    somewhere = any(places(name).values())
    assert somewhere, f"show `{name}` of a talk in a template: no mail and no page does"


@pytest.mark.parametrize("name", TEXTS)
def test_what_one_form_of_a_mail_shows_the_other_shows_too(name):
    """Half of the readers see the text, and half the HTML."""
    found = forms(members_letter(with_text(talk(), name, marked(name))))
    told = {form: MARK in found[form] for form in ("text/plain", "text/html")}
    mend = f"show `{name}` in both templates/mail/_facts.txt.j2 and _facts.html.j2"
    assert len(set(told.values())) == 1, f"{mend}: {told}"


@pytest.mark.parametrize("name", TEXTS)
def test_what_members_alone_are_told_is_said_to_be_private(name):
    """Nothing else keeps the formats, the memory and the logs from telling it."""
    where = places(name)
    if where["members"] and not (where["all"] or where["site"]):
        private = (Talk, name) in access.PRIVATE
        assert private, f"enter (Talk, {name!r}) in PRIVATE of announcer/access.py"


@pytest.mark.parametrize("kind", [one for one in Kind if one not in SEVERAL | PERSONAL])
def test_no_private_field_is_in_a_mail_that_everybody_may_read(kind):
    """A template asks `join` or `letter.channel` before it shows one."""
    about = secretive(talk(link_access=LinkAccess.MEMBERS))
    letter = members_letter(about, kind)
    text = mailed(replace(letter, channel=Channel.PUBLIC))
    told = [name for _, name in access.PRIVATE if f"{MARK}{name}" in text]
    assert not told, f"let templates/mail ask `letter.channel` or `join` for {told}"
    assert MARK not in text
