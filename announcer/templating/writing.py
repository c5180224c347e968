"""Python for a template, as Python would have it where nothing else can be meant.

Jinja asks at each point in ``talk.start`` whether that is a key, and at each call
whether a function wants the context. Here an attribute is taken at once, which raises
AttributeError where it is a key or is missing (then the template is filled in Jinja's
own way), and what is called is called at once, but for Jinja's own functions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import StringIO
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.idtracking import VAR_LOAD_RESOLVE

from announcer.lazy import pattern

_NAME = pattern(r"[a-z]\w*", re.ASCII)
_PUT_OUT = pattern(r"( *)yield (?!\(?l_\w+(?:, l_\w+)*\)?$)(.*)")  # by no filter
_PASSED_ON = pattern(r"( *)yield from (.*)")
_BEGINNING = pattern(r"( *)if 0: yield None")
_ENDS = ("def ", "blocks = ")


class Writer(CodeGenerator):
    """Writes one template; what it calls of the environment is at hand in it."""

    _has_all = True  # of what the template names

    def visit_Template(  # noqa: N802 - the library's
        self, node: nodes.Template, frame: Frame | None = None
    ) -> None:
        """Write a template, with all filters and tests at hand from the first line."""
        at_hand = {"escaped": "escaped", "inner": "inner"}
        every = [*node.find_all((nodes.Filter, nodes.Test))]
        for kind, noun, names in (
            ("filters", nodes.Filter, self.filters),
            ("tests", nodes.Test, self.tests),
        ):
            known = getattr(self.environment, kind)
            asked = {one.name for one in every if isinstance(one, noun)}
            self._has_all &= asked <= known.keys()
            for name in sorted(asked & known.keys()):
                names[name] = self.temporary_identifier()
                at_hand[names[name]] = f"{kind}[{name!r}]"
        for name, where in at_hand.items():
            self.write(f"{name} = environment.{where}; ")
        super().visit_Template(node, frame)

    def pull_dependencies(self, nodes: Iterable[nodes.Node]) -> None:
        """Ask for filters and tests in each function only where not all are known."""
        if not self._has_all:
            super().pull_dependencies(nodes)

    def macro_def(self, *about: Any) -> None:
        """Write a macro as ours, which is called without further questions."""
        self.write("environment.")
        super().macro_def(*about)

    def visit_Name(self, node: nodes.Name, frame: Frame) -> None:  # noqa: N802
        """Take what a context has, which knows itself what is undefined."""
        ref = frame.symbols.ref(node.name)
        load = frame.symbols.find_load(ref)
        if node.ctx == "load" and load is not None and load[0] == VAR_LOAD_RESOLVE:
            self.write(ref)
        else:
            super().visit_Name(node, frame)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        """Take an attribute."""
        direct = getattr(self.environment, "is_direct", False)
        if not direct or not _NAME.fullmatch(node.attr):
            super().visit_Getattr(node, frame)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def visit_Call(  # type: ignore[override]  # noqa: N802
        self, node: nodes.Call, frame: Frame, **more: bool
    ) -> None:
        """Call at once what cannot want the context, as Jinja's own functions may."""
        called = node.node
        if isinstance(called, nodes.Name) and called.name in self.environment.globals:
            super().visit_Call(node, frame, **more)
            return
        self.visit(called, frame)
        self.write(f"({self._given(node, frame, **more)})")

    def _given(
        self, node: nodes.Call, frame: Frame, *, forward_caller: bool = False
    ) -> str:
        stream, self.stream = self.stream, StringIO()
        try:
            caller = {"caller": "caller"} if forward_caller else None
            self.signature(node, frame, caller)
            return self.stream.getvalue().removeprefix(", ")
        finally:
            self.stream = stream

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if self._is_escaped(frame):
            self.write("(inner(v) if type(v := ")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if self._is_escaped(frame):
            self.write(") is str else escaped(v))")
        else:
            super()._output_child_post(node, frame, finalize)

    @staticmethod
    def _is_escaped(frame: Frame) -> bool:
        return frame.eval_ctx.autoescape and not frame.eval_ctx.volatile


def listed(code: str) -> str:
    """Return a template's code whose functions return a list of what is put out.

    Jinja's yield each part, and it goes through as many generators as templates extend
    each other. Lines stay where they are, for their numbers tell where an error is.
    """
    lines = code.split("\n")
    begun = False
    for at, line in enumerate(lines):
        if begins := _BEGINNING.fullmatch(line):
            lines[at] = f"{begins[1]}out = []"
            begun = True
        elif passed := _PASSED_ON.fullmatch(line):
            lines[at] = f"{passed[1]}out += {passed[2]}"
        elif begun and not line and lines[at + 1].startswith(_ENDS):
            lines[at] = "    return out"
        elif line.endswith("finally: gen.close()"):
            lines[at] = line.replace("gen.close()", "pass")
    found = [_PUT_OUT.fullmatch(line) for line in lines]
    for at, one in enumerate(found):
        if one is None:
            continue
        opens, closes = _is_apart(found, at, at - 1), _is_apart(found, at, at + 1)
        begin = f"{one[1]}out += (" if opens else f"{one[1]} "
        lines[at] = f"{begin}{one[2]},{')' if closes else ''}"
    return "\n".join(lines)


def _is_apart(found: list[re.Match[str] | None], at: int, beside: int) -> bool:
    here, other = found[at], found[beside] if 0 <= beside < len(found) else None
    return here is None or other is None or here[1] != other[1]
