"""Words that were typed wrongly, and those that may be meant."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    _Choice = click.Choice[str]
else:  # which no older click can index
    _Choice = click.Choice


def meant(word: str, known: Iterable[str]) -> str:
    """Return such as `` Did you mean 'show'?``, empty where nothing comes close."""
    from difflib import get_close_matches  # noqa: PLC0415 - only after a slip

    close = get_close_matches(word, list(known), n=1)
    return f" Did you mean {close[0]!r}?" if close else ""


class OneOf(_Choice):
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
        try:
            number: int = super().convert(value, param, ctx)
        except click.BadParameter:
            upper = "" if self.max is None else f" and at most {self.max}"
            words = f"{value} is not in the range: at least {self.min}{upper}"
            self.fail(words, param, ctx)
        return number


# What a command is called with, for somebody who left a part of it out.
_CALLED = {
    "cancel": 'cancel noether --because "Our guest is ill"',
    "import": "import talks.csv",
    "init": "init my-talks",
    "move": "move noether 15 March 16:00",
    "set": 'set noether location="Room B2"',
    "show": "show next",
}


def explained(error: click.ClickException) -> click.ClickException:
    """Return wrong usage with an example, or with what was probably meant."""
    if not isinstance(error, click.UsageError):
        return error
    command = error.ctx.command.name if error.ctx else None
    words = error.format_message()
    if isinstance(error, click.MissingParameter) and command in _CALLED:
        return click.UsageError(
            f"{words} For example: announcer {_CALLED[command]}", error.ctx
        )
    if isinstance(error, click.BadParameter) and "'-C'" in words:
        hint = "A project begins with: announcer init my-talks"
        return click.UsageError(f"{words} {hint}", error.ctx)
    if "unexpected extra argument" in words:
        hint = "Put quotes around what is more than one word."
        return click.UsageError(f"{words.rstrip('.')}. {hint}", error.ctx)
    return error
