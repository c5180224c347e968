"""Texts for everybody that repeat what only some may see: refused at the door."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from announcer import access
from announcer.record.source import LEAK, Document, Placed, Spot, spot
from announcer.record.table import Values
from announcer.talk import Talk

_TOP = Spot(1, 1)


def refuse_leaks(
    noun: object, secrets: Iterable[tuple[str, str]], file: Document, values: Values
) -> None:
    """Note every public text of a talk, a series or the site that repeats a secret."""
    for leak in access.leaks(noun, secrets):
        kept_in = "link" if leak.is_passcode else leak.secret
        file.blame(
            _place(leak, file, values),
            f"{leak.field} repeats a private {leak.secret}, and everybody can read it",
            f"Take it out of the text; the field `{kept_in}` is enough.",
            code=LEAK,
        )


def _place(leak: access.Leak, file: Document, values: Values) -> Placed:
    """Return where a text repeats a secret, or where it begins."""
    node = values.nodes.get(leak.field.partition(".")[0])
    if node is None and not file.body:
        return _TOP
    begin = file.text.rfind(file.body) if node is None else file.index(node)
    found = re.compile(re.escape(leak.value), re.IGNORECASE).search(file.text, begin)
    return spot(file.text, found.start()) if found else node or _TOP


def secrets_below(talks: Iterable[Talk]) -> dict[str, Collection[tuple[str, str]]]:
    """Return by series what is private in its talks and in those of folders inside it.

    The empty key has everything. What one talk tells everybody is no secret.
    """
    told: set[str] = set()
    found: dict[str, dict[tuple[str, str], None]] = {"": {}}
    for talk in talks:
        for name, value, is_private in access.guarded(talk):
            if not is_private:
                told.add(value)
                continue
            key = talk.series.key
            while key:
                found.setdefault(key, {})[name, value] = None
                key = key.rpartition("/")[0]
            found[""][name, value] = None
    return {
        key: [secret for secret in secrets if secret[1] not in told]
        for key, secrets in found.items()
    }
