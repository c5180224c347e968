"""The catalogues are complete, compiled, and keep every placeholder."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
CURE = "run `make messages` and translate what it lists"


def load() -> ModuleType:
    place = ROOT / "tools" / "messages.py"
    spec = importlib.util.spec_from_file_location("messages", place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


messages: Any = load()
TEMPLATE = messages.source()
LANGUAGES = messages.languages()


def forms(text):
    return [text] if isinstance(text, str) else list(text)


def placeholders(text):
    return sorted(set(re.findall(r"%\(\w+\)[sd]|%%|<[^>]*>", text)))


def without_places(content):
    return [line for line in content.splitlines() if not line.startswith(b"#: ")]


def test_german_french_and_hebrew_have_catalogues():
    assert {"de", "fr", "he"} <= set(LANGUAGES)


def test_fixed_words_are_found_in_templates_and_modules():
    known = {message.id for message in TEMPLATE}
    assert "to be announced" in known
    assert "%(city)s time" in known


@pytest.mark.parametrize(
    ("message", "places"),
    [
        ("Cancelled:", {"announcer/words/__init__.py"}),
        ("New time:", {"announcer/words/__init__.py"}),
        ("Join online", {"announcer/words/__init__.py"}),
        ("This talk will not take place.", {"templates/_talk.txt.j2"}),
        ("cancelled", {"templates/_talk.html.j2", "templates/_talk.txt.j2"}),
        ("Register", {"templates/_talk.html.j2", "templates/_talk.txt.j2"}),
        ("LINK", {"templates/_talk.txt.j2"}),
    ],
)
def test_marks_and_ways_to_join_are_worded_in_one_place(message, places):
    """Mails, pages, feeds and calendars call one thing by one name."""
    assert {path for path, _ in TEMPLATE[message].locations} == places


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fixed_word_is_translated(language):
    assert messages.missing(messages.read(language), TEMPLATE) == [], CURE


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_catalogue_keeps_words_that_are_gone(language):
    known = {(message.id, message.context) for message in TEMPLATE}
    written = {(m.id, m.context) for m in messages.read(language) if m.id}
    assert written <= known, CURE


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_catalogue_is_compiled_as_it_is_written(language):
    compiled = messages.po_path(language).with_suffix(".mo").read_bytes()
    assert compiled == messages.mo_bytes(messages.read(language)), CURE


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_placeholders_and_tags(language):
    wrong = [
        (message.id, text)
        for message in messages.read(language)
        if message.id
        for text in forms(message.string)
        if placeholders(text) not in [placeholders(one) for one in forms(message.id)]
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_end_of_a_label(language):
    ends = {
        message.id: message.string
        for message in messages.read(language)
        if isinstance(message.id, str) and message.id[-1:] in {":", ","}
    }
    wrong = [pair for pair in ends.items() if pair[0][-1] != pair[1][-1]]
    assert wrong == []


def test_a_new_word_in_a_template_would_be_missed(tmp_path, monkeypatch):
    (tmp_path / "templates").mkdir()
    (tmp_path / "announcer").mkdir()
    sentence = "{% trans count=talks %}{{ count }} seat\n  left{% pluralize %}"
    sentence += "{{ count }} seats left{% endtrans %}"
    (tmp_path / "templates" / "a.txt.j2").write_text(sentence, encoding="utf-8")
    (tmp_path / "announcer" / "a.py").write_text('words.gettext("Sold out")')
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    found = messages.missing(messages.read("de"), messages.source())
    assert found == ["('%(count)s seat left', '%(count)s seats left')", "Sold out"]


def test_updating_twice_changes_nothing():
    catalog = messages.updated("de", TEMPLATE)
    again = without_places(messages.po_bytes(catalog))
    assert again == without_places(messages.po_path("de").read_bytes()), CURE
