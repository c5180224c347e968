"""The files that all pages use: colours that can be read, a card that can be seen."""

from __future__ import annotations

import struct
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from announcer.colour import AA, contrast
from announcer.formats import web
from announcer.formats.web.static import NIGHT, PAPER, ink
from announcer.talk import Theme
from tests.builders import SITE, programme
from tests.formats.web_reader import TEMPLATES

COLOURS = st.binary(min_size=3, max_size=3).map(lambda rgb: "#" + rgb.hex())


@given(COLOURS, st.sampled_from([PAPER, NIGHT]))
def test_any_accent_becomes_readable_on_its_paper(colour, paper):
    assert contrast(ink(colour, paper), paper) >= AA


def test_an_accent_that_can_be_read_stays_as_it_is():
    assert ink("#7a1f2b", PAPER) == "#7a1f2b"


@pytest.mark.parametrize(
    ("first", "second", "ratio"),
    [
        ("#000000", "#ffffff", 21),
        ("#777777", "#ffffff", 4.48),
        ("#fff000", "#fff000", 1),
    ],
)
def test_contrast_is_that_of_wcag(first, second, ratio):
    assert contrast(first, second) == pytest.approx(ratio, abs=0.01)


def test_the_stylesheet_is_in_the_sites_colour():
    site = replace(SITE, theme=Theme(accent="#004488"))
    files = {d.path: d.make() for d in web.drafts(programme(site=site), TEMPLATES)}
    assert b"--accent: #004488;" in files["site/static/style.css"]


def test_the_card_is_a_whole_picture_of_the_size_that_previews_want():
    files = {d.path: d.make() for d in web.drafts(programme(), TEMPLATES)}
    png = files["site/static/card.png"]
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", png[16:24]) == (1200, 630)
