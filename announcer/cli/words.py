"""Words that were typed wrongly, and those that may be meant."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click


def meant(word: str, known: Iterable[str]) -> str:
    """Return such as `` Did you mean 'show'?``, empty where nothing comes close."""
    from difflib import get_close_matches  # noqa: PLC0415 - only after a slip

    close = get_close_matches(word, list(known), n=1)
    return f" Did you mean {close[0]!r}?" if close else ""


class OneOf(click.Choice[str]):
    """A choice of words that names the one that may be meant."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """Return the word; fails with the words that there are."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter as error:
            words = [str(choice) for choice in self.choices]
            hint = meant(str(value), words)
            self.fail(f"{error.message.rstrip('.')}.{hint}", param, ctx)


class Number(click.IntRange):
    """A whole number, and words of it that people know."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """Return the number; fails with what it may be."""
        try:
            int(value)
        except ValueError:
            self.fail(f"{value!r} is not a whole number.", param, ctx)
        number: int = super().convert(value, param, ctx)
        return number
