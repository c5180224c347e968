"""Python for a template, as Python would have it where nothing else can be meant.

Jinja asks at each point in ``talk.start`` whether that is a key, and at each call
whether a function wants the context. Here an attribute is taken at once, which raises
AttributeError where it is a key or is missing (then the template is filled in Jinja's
own way), and a function, a method or a type is called at once. Macros are called with
the context as ever.
"""

from __future__ import annotations

import re
from functools import lru_cache
from io import StringIO
from types import BuiltinFunctionType, FunctionType, MethodType

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame

# What is called at once; none of it that pages are filled with wants the context.
from announcer.lazy import pattern

PLAIN = frozenset(
    {FunctionType, MethodType, BuiltinFunctionType, type(lru_cache(repr))}
)
_NAME = pattern(r"[a-z]\w*", re.ASCII)
_PUT_OUT = pattern(r"( *)yield (.*)")
_PASSED_ON = pattern(r"( *)yield from (.*)")


class Writer(CodeGenerator):
    """Writes one template; ``plain`` and ``partial`` are names in what it writes."""

    def visit_Template(  # noqa: N802 - the library's
        self, node: nodes.Template, frame: Frame | None = None
    ) -> None:
        """Write a template, knowing which of its names are macros."""
        self._own = _macros(node) | self.environment.globals.keys()
        super().visit_Template(node, frame)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        """Take an attribute."""
        if not _NAME.fullmatch(node.attr):
            super().visit_Getattr(node, frame)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def visit_Call(  # type: ignore[override]  # noqa: N802
        self, node: nodes.Call, frame: Frame, **more: bool
    ) -> None:
        """Call what is plain at once, anything else as Jinja does."""
        if more or self._is_macro(node.node):
            super().visit_Call(node, frame, **more)
            return
        called = self.temporary_identifier()
        self.write(f"({called} if ({called} := ")
        self.visit(node.node, frame)
        self.write(f").__class__ in plain else partial(context.call, {called}")
        if frame.loop_frame:
            self.write(", _loop_vars=_loop_vars")
        if frame.block_frame:
            self.write(", _block_vars=_block_vars")
        self.write("))(")
        self.write(self._given(node, frame))
        self.write(")")

    def _is_macro(self, node: nodes.Node) -> bool:
        """Say whether something is a macro, or may be, or is a name of Jinja's."""
        if isinstance(node, nodes.Getattr):
            return isinstance(node.node, nodes.Name) and node.node.name in self._own
        return not isinstance(node, nodes.Name) or node.name in self._own

    def _given(self, node: nodes.Call, frame: Frame) -> str:
        stream, self.stream = self.stream, StringIO()
        try:
            self.signature(node, frame)
            return self.stream.getvalue().removeprefix(", ")
        finally:
            self.stream = stream


def _macros(source: nodes.Template) -> set[str]:
    """Return the names that a template gives to macros, and to what holds them."""
    found = {"caller", "super", "self", "loop"}
    found |= {macro.name for macro in source.find_all(nodes.Macro)}
    found |= {whole.target for whole in source.find_all(nodes.Import)}
    for part in source.find_all(nodes.FromImport):
        found |= {one if isinstance(one, str) else one[1] for one in part.names}
    return found


def joined(code: str) -> str:
    """Return a template's code that puts out at once what it puts out in a row.

    Each part would go through as many generators as templates extend each other; so a
    block is put out as one. Lines stay where they are, for their numbers tell where an
    error is.
    """
    lines = code.split("\n")
    passed = [_PASSED_ON.fullmatch(line) for line in lines]
    for at, block in enumerate(passed):
        if block is not None:
            lines[at] = f"{block[1]}yield concat({block[2]})"
    found = [_PUT_OUT.fullmatch(line) for line in lines]
    for at, one in enumerate(found):
        if one is None:
            continue
        opens, closes = _is_apart(found, at, at - 1), _is_apart(found, at, at + 1)
        if not (opens and closes):
            begin = f"{one[1]}yield concat((" if opens else f"{one[1]} "
            lines[at] = f"{begin}{one[2]}{'))' if closes else ','}"
    return "\n".join(lines)


def _is_apart(found: list[re.Match[str] | None], at: int, beside: int) -> bool:
    here, other = found[at], found[beside] if 0 <= beside < len(found) else None
    return here is None or other is None or here[1] != other[1]
