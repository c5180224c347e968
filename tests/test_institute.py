"""The made-up institute whose pages are looked at: it writes records without fault."""

from __future__ import annotations

import pytest

from announcer.record import read_site
from tests.institute import TONGUES, write_institute


@pytest.mark.parametrize("number", [1, 12, 40])
@pytest.mark.parametrize("language", TONGUES)
def test_an_institute_of_any_size_speaks_one_language(tmp_path, language, number):
    """Else the pictures would show the complaints of the reader and not the pages."""
    write_institute(tmp_path, number, language)
    records = read_site(tmp_path)
    assert len(records.talks) == number
    assert {one.language for one in records.talks} == {language}
