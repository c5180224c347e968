"""Texts that are kept elsewhere: the same ones, and not in memory."""

from __future__ import annotations

import marshal

from announcer import markup
from announcer.markup import rich

TEXT = "Let $x^2$ be *odd*, and \\foo{x} too, and \\foo{x} again: $\\nonsense{"


def test_a_text_of_plain_values_is_the_same_text_with_its_warnings():
    made = rich(TEXT)
    again = markup.unpacked(marshal.loads(marshal.dumps(markup.packed(made))))
    assert again == made
    assert made.warnings
    for one, other in zip(made.warnings, again.warnings, strict=True):
        assert (one.hint, one.written, one.number) == (
            other.hint,
            other.written,
            other.number,
        )


def test_a_kept_text_is_asked_for_each_time_and_forgotten_at_the_end():
    asked = []

    def later():
        asked.append(1)
        return made

    made = rich(TEXT)
    markup.keep(TEXT, later)
    assert rich(TEXT) is rich(TEXT) is made
    assert len(asked) == 2
    markup.forget()
    assert rich(TEXT) == made
    assert len(asked) == 2
