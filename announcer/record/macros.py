"""Own commands of formulas: ``macros:`` of site.yaml, and their use in talks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from announcer.lazy import pattern
from announcer.record.kinds import Kind
from announcer.record.source import Document, Spot, Wrong, clip, spot
from announcer.record.table import Values
from announcer.record.tree import Mapping, Node, Scalar
from announcer.talk import Speaker

_NAME = pattern(r"[A-Za-z]+")
_BODY = r"^(?=.*\S)([^#]*|.*#1.*)$"  # as far as a pattern can say
_MOST = 200
_TEXTS = ("title", "abstract", "notice")
_TOP = Spot(1, 1)

Macros = tuple[tuple[str, str], ...]


def _macros(node: Node, file: Document) -> Macros:
    if type(node) is not Mapping:
        raise Wrong(
            "bad-macro",
            "`macros` are names and what they stand for",
            "Write for example RR: '\\mathbb{R}', one on each line.",
        )
    found = dict(_bodies(node, file))
    # whoever has no own commands should not wait for the readers of LaTeX
    from announcer.markup import macros  # noqa: PLC0415 - heavy, rarely needed

    try:
        known = macros.resolved(found)
    except RecursionError as error:
        _blame(node, file, str(error), "it needs itself", "Write it without itself.")
        return ()
    for name, body in known.items():
        wrong = macros.trouble(body)
        if wrong:
            _blame(node, file, name, wrong, "Write LaTeX that pages know.")
    return tuple(known.items())


def _bodies(node: Mapping, file: Document) -> Iterator[tuple[str, str]]:
    for key, (_, value) in list(node.entries.items())[:_MOST]:
        name = key.removeprefix("\\")
        if not _NAME.fullmatch(name):
            _blame(node, file, key, "a name is made of letters a to z", "Rename it.")
        elif type(value) is not Scalar or not value.text.strip():
            hint = f"Write for example {clip(name)}: '\\mathbb{{R}}'."
            _blame(node, file, key, "it stands for nothing", hint)
        else:
            yield name, value.text.strip()


def _blame(node: Mapping, file: Document, name: str, wrong: str, hint: str) -> None:
    known = {key.removeprefix("\\"): mark for key, (mark, _) in node.entries.items()}
    place = spot(*known[name.removeprefix("\\")])
    said = f"the macro `{clip(name)}`: {wrong}"
    file.blame(place, said, hint, code="bad-macro")


MACROS = Kind(
    "bad-macro",
    _macros,
    {
        "type": "object",
        "patternProperties": {r"^\\?[A-Za-z]+$": {"type": "string", "pattern": _BODY}},
        "additionalProperties": False,
    },
    (),
)


def with_macros(
    own: dict[str, Any], macros: Macros, values: Values, file: Document
) -> dict[str, Any]:
    """Return the values of a talk with own commands replaced in its formulas.

    A use that lacks an argument stays, and is doubted.
    """
    names = "|".join(name for name, _ in macros)
    used = re.compile(rf"\\(?:{names})(?![A-Za-z])")

    def read(field: str, text: str | None) -> str | None:
        if text is None or not used.search(text):
            return text
        from announcer.markup.macros import expanded  # noqa: PLC0415 - heavy

        made, lacking = expanded(text, dict(macros))
        for name in lacking:
            file.doubt(
                values.nodes.get(field, _TOP),
                f"\\{name} lacks an argument in `{field}`: it stays as written",
                f"Write \\{name}{{...}}.",
                "macro",
            )
        return made

    texts = {
        name: read(name, own.get(name)) for name in ("title", "abstract", "notice")
    }
    speakers: tuple[Speaker, ...] = own.get("speakers", ())
    people = tuple(replace(one, bio=read("speakers", one.bio)) for one in speakers)
    found = {name: text for name, text in texts.items() if text is not None}
    return {**own, **found, **({"speakers": people} if people else {})}
