"""YAML as other programs and people keep it: every value stays the text that stands there.

Files of others may hold what records may not, such as lists at the top; but ``14:30``
is no number here either, and ``YES`` is no truth.
"""  # noqa: E501

from __future__ import annotations

from typing import Any

import yaml

from announcer.errors import BadValue

_MOST = 200_000  # values; aliases of aliases make any number of them
_DEEPEST = 40
_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class Lined(dict[str, Any]):
    """A mapping that knows the line it begins on, from 1."""

    line: int = 0


def loose(text: str) -> Any:
    """Return what YAML says as text, lists and mappings, of the first document.

    Raises BadValue with the line for what is no YAML.
    """
    loader = _Loader(text)
    try:
        node = loader.get_node() if loader.check_node() else None
        return None if node is None else _Made().value(node, 0)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        what = error.problem or error.context or "it cannot be read"
        raise BadValue(f"{where}this is no YAML: {what}") from None
    except (yaml.YAMLError, ValueError):
        raise BadValue("this is no YAML: it holds signs that no text has") from None
    finally:
        loader.dispose()


class _Made:
    """Values made of nodes, and how many there may still be."""

    def __init__(self) -> None:
        self.left = _MOST

    def value(self, node: Any, depth: int) -> Any:
        self.left -= 1
        if self.left < 0 or depth > _DEEPEST:
            raise BadValue("this YAML is too large or too deep, and no list of talks")
        if isinstance(node, yaml.ScalarNode):
            empty = node.style is None and node.value in {"", "~", "null"}
            return None if empty else str(node.value)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(one, depth + 1) for one in node.value]
        made = Lined()
        made.line = node.start_mark.line + 1
        for key, value in node.value:
            made[str(self.value(key, depth + 1))] = self.value(value, depth + 1)
        return made
