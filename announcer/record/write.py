"""YAML that reads back as it was meant, also by other programs than this one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from announcer.lazy import pattern

Value: TypeAlias = "str | int | bool | Sequence[Value] | Mapping[str, Value]"

WIDTH = 88

# Text that needs no quotes for any reader: it begins with a letter, or with a number
# and a word, and holds nothing that YAML takes for a sign.
_PLAIN = pattern(
    r"(?:[^\W\d_]|\d+ [a-z])(?:[^\x00-\x1f\"\\:#{}\[\],&*?|<>=!%@`]|:(?=\S))*"
)
_MOMENT = pattern(r"\d{4}-\d\d-\d\d(?: to \d{4}-\d\d-\d\d)?|\d\d:\d\d(?:-\d\d:\d\d)?")
# Words that some reader of YAML takes for something else than text.
_TRAPS = frozenset(
    {"y", "n", "yes", "no", "on", "off", "true", "false", "null", "none"}
)
_CONTROL = pattern("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_ESCAPED = pattern('[\x00-\x1f"\\\\\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff]')


def scalar(text: str, indent: int = 2) -> str:
    """Return a text as the value of a key, on one line or as a block.

    ``indent`` is the indentation of the lines of a block. Control characters are
    escaped; a record that holds them is refused when it is read.
    """
    if "\n" in text and _fits_block(text):
        return _block(text, indent)
    if _MOMENT.fullmatch(text) or _is_plain(text):
        return text
    if "\n" in text or "\t" in text or _CONTROL.search(text):
        return _double(text)
    return "'" + text.replace("'", "''") + "'"


def to_yaml(record: Mapping[str, Value], indent: int = 0) -> str:
    """Return a mapping as a record file; keys keep their order, each ends its line."""
    return "".join(
        f"{' ' * indent}{scalar(key)}:{_value(value, indent)}\n"
        for key, value in record.items()
    )


def inline(value: Value) -> str:
    """Return a value on one line, as it may also stand within brackets."""
    if isinstance(value, str):
        return _double(value) if "\n" in value else scalar(value)
    if isinstance(value, Mapping):
        pairs = (f"{scalar(key)}: {inline(one)}" for key, one in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, Sequence):
        return f"[{', '.join(map(inline, value))}]"
    return str(value).lower()


def _value(value: Value, indent: int) -> str:
    if isinstance(value, str):
        return f" {scalar(value, indent + 2)}" if value else ""
    if isinstance(value, Mapping):
        return "\n" + to_yaml(value, indent + 2).rstrip("\n") if value else " {}"
    if isinstance(value, Sequence):
        return _list(value, indent)
    return f" {str(value).lower()}"


def _list(values: Sequence[Value], indent: int) -> str:
    flow = _flow(values)
    if flow and len(flow) + indent < WIDTH - 16:
        return f" {flow}"
    return "".join(
        f"\n{' ' * (indent + 2)}-{_item(value, indent + 2)}" for value in values
    )


def _flow(values: Sequence[Value]) -> str:
    """Return a list of plain texts on one line, or nothing where one is not plain."""
    if not all(isinstance(value, str) and _is_plain(value) for value in values):
        return ""
    return f"[{', '.join(str(value) for value in values)}]"


def _item(value: Value, indent: int) -> str:
    if isinstance(value, Mapping) and value:
        inner = to_yaml(value, indent + 2)
        return " " + inner[indent + 2 :].rstrip("\n")
    if isinstance(value, str) and not value:
        return " ''"
    return _value(value, indent)


def _is_plain(text: str) -> bool:
    return (
        bool(_PLAIN.fullmatch(text))
        and text.casefold() not in _TRAPS
        and not text.endswith((" ", ":", "\xa0"))
        and not _CONTROL.search(text)
    )


def _fits_block(text: str) -> bool:
    """Tell whether a block keeps the text: it begins and ends with a visible line."""
    return text == text.strip() and not _CONTROL.search(text) and "\t" not in text


def _block(text: str, indent: int) -> str:
    margin = " " * max(indent, 1)
    lines = (margin + line if line else "" for line in text.split("\n"))
    return "|-\n" + "\n".join(lines)


def _double(text: str) -> str:
    names = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}

    def escape(found: re.Match[str]) -> str:
        return names.get(found[0], f"\\u{ord(found[0]):04x}")

    return '"' + _ESCAPED.sub(escape, text) + '"'
