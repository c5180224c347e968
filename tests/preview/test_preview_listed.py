"""Files of the preview are listed as far as somebody asks."""

from __future__ import annotations

from collections.abc import Iterator

from announcer.output import Draft
from announcer.preview.listed import Listed


def drafts(kind: str, begun: list[str], breaks_at: int = 100) -> Iterator[Draft]:
    """Yield files of a kind, and note each that is listed; or break off."""
    for number in range(100):
        if number == breaks_at:
            raise ValueError(kind)
        begun.append(f"{kind}/{number}")
        yield Draft(f"{kind}/{number}", bytes)


def test_no_list_is_gone_through_further_than_the_file_that_is_asked_for():
    begun: list[str] = []
    listed = Listed([drafts("a", begun), drafts("b", begun)])
    found = listed.find("b/3")
    assert found
    assert found.path == "b/3"
    assert len(begun) == 8
    assert listed.find("a/1")
    assert len(begun) == 8


def test_a_file_in_no_list_is_none():
    listed = Listed([drafts("a", [])])
    assert listed.find("b/3") is None
    assert not listed.errors


def test_a_list_that_breaks_off_is_told_once_and_the_others_go_on():
    listed = Listed([drafts("a", [], breaks_at=2), drafts("b", [])])
    assert listed.find("a/2") is None
    assert listed.find("b/99")
    assert [str(one) for one in listed.news()] == ["a"]
    assert listed.news() == []
