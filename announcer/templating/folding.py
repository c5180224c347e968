"""What a template asks that is the same every time, answered while it is compiled.

There is an environment for each language, so a fixed word is one text in it: Jinja
would look it up, copy its context and format anew for every talk. Our own functions are
called as filters are, without the question whether they want the context. What a
template names itself (``set``, a macro, a parameter) is not ours and stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import Any

import jinja2
from jinja2 import nodes, pass_eval_context
from jinja2.environment import TemplateModule
from jinja2.filters import do_xmlattr
from jinja2.runtime import Context, Macro
from jinja2.utils import missing
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from announcer.lazy import pattern
from announcer.templating.writing import Writer, listed
from announcer.words import Words

try:
    from markupsafe import _escape_inner  # type: ignore[attr-defined]
except ImportError:  # an older one, whose ``escape`` is all in C
    _escape_inner = escape

# Of what templates call. What wants the context is asked for by itself.
_PLAIN = frozenset(
    {FunctionType, MethodType, BuiltinFunctionType, type(lru_cache(repr))}
)
_markup = str.__new__  # of what is a text already, without a look at it
_MOST_ATTRIBUTES = 1024
_ESCAPED = nodes.EvalContext(jinja2.Environment(autoescape=True))
_PLACE = pattern(r"%\((\w+)\)s")
_IMPORTED = pattern(
    r"environment\.get_template\(('[^'\\]*'), '[^'\\]*'\)"
    r"\._get_default_module\(context\)"
)
_GETTEXT = frozenset({"_", "gettext"})
INNER = " inner"  # the name, which no template can write, of a list of all names


class _Names(dict[str, Any]):
    """What names stand for, in one dictionary."""

    def __missing__(self, name: str) -> jinja2.Undefined:
        return _undefined(name)


@cache
def _undefined(name: str) -> jinja2.Undefined:
    return jinja2.StrictUndefined(name=name)


class _Context(Context):
    """A context that calls what wants nothing of it without further questions.

    What was given and what the template sets lie together, and are found at once.
    """

    def __init__(
        self,
        environment: jinja2.Environment,
        parent: Mapping[str, Any],
        *arguments: Any,
        globals: object = None,  # noqa: A002, ARG002 - all templates have the same
        names: _Names | None = None,
    ) -> None:
        if names is None:  # the parent may be another context's
            names = _Names(parent)
        super().__init__(environment, names, *arguments)
        self.vars = names
        self.resolve_or_missing = names.__getitem__  # type: ignore[assignment, method-assign]

    def get_all(self) -> dict[str, Any]:
        """Return all names, which is not to be changed."""
        return self.parent


class _Macro(Macro):
    """A macro that is called as it is defined, without further questions.

    It gives what its own template makes, also where one of the other kind asks: Jinja
    takes the text of a text template for HTML where HTML asks.
    """

    def __init__(self, *about: Any) -> None:
        super().__init__(*about)
        self._is_plain = not (self.caller or self.catch_kwargs or self.catch_varargs)

    def __call__(self, *args: Any, **kwargs: Any) -> str:
        if kwargs or len(args) != self._argument_count or not self._is_plain:
            return super().__call__(*args, **kwargs)
        text = self._func(*args)
        return _markup(Markup, text) if self._default_autoescape else text


class _Template(jinja2.Template):
    """A template whose names are gathered once for its context."""

    def new_context(
        self,
        vars: dict[str, Any] | None = None,  # noqa: A002
        shared: bool = False,  # noqa: FBT001, FBT002 - the library's
        locals: Mapping[str, Any] | None = None,  # noqa: A002
    ) -> Context:
        """Return a context of what is given; ``shared`` has the globals in it."""
        names = _Names((vars or ()) if shared else self.globals)
        if not shared:
            names.update(vars or ())
        if locals:
            names |= {k: v for k, v in locals.items() if v is not missing}
        if INNER in names:
            names[INNER].append(names)
        return _Context(self.environment, names, self.name, self.blocks, names=names)


class Environment(jinja2.Environment):
    """An environment whose templates are compiled with the words of one language.

    ``constants`` are globals that never change: objects with functions, and functions.
    Where it is ``direct``, ``talk.title`` is an attribute, and else AttributeError.
    """

    context_class = _Context
    template_class = _Template
    code_generator_class = Writer
    Macro = _Macro
    inner = staticmethod(_escape_inner)

    def __init__(
        self,
        spoken: Words,
        constants: Mapping[str, Any],
        *,
        direct: bool = True,
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self.is_direct = direct
        self._spoken = spoken
        self._constants = constants
        self._known: dict[Any, jinja2.Template] = {}
        self._modules: dict[str, TemplateModule] = {}
        self.globals.update(constants)
        # all of them, for a template may have been compiled in another run
        self.filters.update(_callable(constants))
        self.filters["xmlattr"] = _spaced

    def make_globals(self, more: Any) -> Any:
        """Return the globals of a template: those of all others, without a layer."""
        return super().make_globals(more) if more else self.globals

    def get_template(
        self,
        name: Any,
        parent: str | None = None,
        globals: Any = None,  # noqa: A002
    ) -> jinja2.Template:
        """Return a template, which is loaded once: a page asks for twenty."""
        if globals or type(name) is not str:
            return super().get_template(name, parent, globals)
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = super().get_template(name)
        return known

    def module(self, name: str) -> TemplateModule:
        """Return what a template without a context offers to others; made once."""
        known = self._modules.get(name)
        if known is None:
            known = self._modules[name] = self.get_template(name).module
        return known

    def _generate(
        self, source: nodes.Template, name: str | None, *rest: Any, **more: Any
    ) -> str:
        every = [*source.find_all(nodes.Node)]  # once, for it takes long
        # where escaping is switched on and off nobody knows here what is escaped
        if not any(isinstance(one, nodes.EvalContextModifier) for one in every):
            taken = frozenset(_named(every))
            folder = _Folder(self, self._spoken, self._constants, taken, name)
            source = folder.visit(source)
        code = listed(super()._generate(source, name, *rest, **more))
        return _IMPORTED.sub(r"environment.module(\1)", code)

    @staticmethod
    def escaped(value: object) -> str:
        """Return a value that is no plain text as HTML that is put out at once."""
        if type(value) is Markup:
            return value
        return str(value) if type(value) is int else escape(value)


@pass_eval_context
def _spaced(
    context: nodes.EvalContext, given: Mapping[str, Any], *autospace: Any, **more: Any
) -> str:
    """Return attributes of an element as the filter ``xmlattr`` does.

    There are few different ones, such as those of a language, and many of each.
    """
    texts = all(type(value) is str for value in given.values())
    if not texts or not context.autoescape or autospace or more:
        return do_xmlattr(context, given, *autospace, **more)
    return _attributes(tuple(given.items()))


@lru_cache(maxsize=_MOST_ATTRIBUTES)
def _attributes(items: tuple[tuple[str, str], ...]) -> str:
    return do_xmlattr(_ESCAPED, dict(items))


class _Folder(NodeTransformer):
    """Puts answers into one template, where ``taken`` names are its own."""

    def __init__(
        self,
        environment: jinja2.Environment,
        spoken: Words,
        constants: Mapping[str, Any],
        taken: frozenset[str],
        name: str | None,
    ) -> None:
        self._filters = environment.filters
        self._constants = {k: v for k, v in constants.items() if k not in taken}
        self._gettext = spoken.gettext
        self._words = _GETTEXT - taken
        self._numbered = {"ngettext"} - taken
        escape = environment.autoescape
        self._is_escaped = escape(name) if callable(escape) else escape

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - the library's
        """Answer a call for a fixed word, and call what is known directly."""
        self.generic_visit(node)
        called = node.node
        if isinstance(called, nodes.Name) and called.name in self._words:
            return self._word(node)
        if isinstance(called, nodes.Name) and called.name in self._numbered:
            return self._number(node)
        name = _path(called)
        if self._known(called) and name in self._filters and node.args:
            # a filter is called at once; of what never changes Jinja takes the answer
            return nodes.Filter(
                node.args[0], name, node.args[1:], node.kwargs,
                node.dyn_args, node.dyn_kwargs, lineno=node.lineno,
            )  # fmt: skip
        return node

    def visit_Output(self, node: nodes.Output) -> nodes.Node:  # noqa: N802
        """Put out one by one what would be joined for that."""
        self.generic_visit(node)
        parts: list[nodes.Expr] = []
        for each in node.nodes:
            if isinstance(each, nodes.CondExpr) and each.expr2 is None:
                each.expr2 = _text("", each)  # or something undefined says the same
            parts += each.nodes if isinstance(each, nodes.Concat) else [each]
        node.nodes = parts
        return node

    def visit_Getattr(self, node: nodes.Getattr) -> nodes.Node:  # noqa: N802
        """Put in a text that a constant has."""
        self.generic_visit(node)
        value = self._known(node)
        return _text(value, node) if isinstance(value, str) else node

    def _word(self, node: nodes.Call) -> nodes.Node:
        """Return a fixed text, as it is or with what is put into it."""
        message = node.args[0] if len(node.args) == 1 else None
        if not isinstance(message, nodes.Const) or node.dyn_args or node.dyn_kwargs:
            return node
        text = self._gettext(str(message.value))
        if self._is_escaped:
            text = Markup(text)  # noqa: S704 - fixed texts are ours
        if not node.kwargs:
            return _text(text % {}, node)  # %% is a sign even where nothing is put in
        given = {each.key: each.value for each in node.kwargs}
        return _filled(text, given, node)

    def _number(self, node: nodes.Call) -> nodes.Node:
        """Ask at once for one of two words into which nothing is put."""
        both = [one.value for one in node.args[:2] if isinstance(one, nodes.Const)]
        is_plain = len(both) == 2 and not any("%" in str(word) for word in both)
        if not is_plain or len(node.args) != 3 or node.kwargs or node.dyn_kwargs:
            return node
        word = nodes.Filter(
            node.args[0], " words.ngettext", node.args[1:], [], None, None,
            lineno=node.lineno,
        )  # fmt: skip
        # fixed texts are ours
        return nodes.MarkSafe(word, lineno=node.lineno) if self._is_escaped else word

    def _known(self, node: nodes.Node) -> object:
        """Return a constant, or what one has by a name; None if it is neither."""
        if isinstance(node, nodes.Name):
            return self._constants.get(node.name)
        if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
            return getattr(self._constants.get(node.node.name), node.attr, None)
        return None


def _named(every: Iterable[nodes.Node]) -> Iterator[str]:
    """Yield every name that a template gives to something."""
    for one in every:
        if isinstance(one, nodes.Name):
            if one.ctx != "load":
                yield one.name
        elif isinstance(one, nodes.Macro):
            yield one.name
        elif isinstance(one, nodes.Import):
            yield one.target
        elif isinstance(one, nodes.FromImport):
            yield from (it if isinstance(it, str) else it[1] for it in one.names)


def _filled(text: str, given: dict[str, nodes.Expr], node: nodes.Node) -> nodes.Expr:
    """Return a fixed text with values put in where it names them."""
    at = {"lineno": node.lineno}
    words = _PLACE.split(text)
    named = words[1::2]
    if "%" in "".join(words[::2]) or not given.keys() >= set(named):
        pairs = [nodes.Pair(nodes.Const(k, **at), v, **at) for k, v in given.items()]
        return nodes.Mod(_text(text, node), nodes.Dict(pairs, **at), **at)
    kind = type(text)  # text that is HTML stays so, and what is put in is escaped
    parts = [
        given[word] if number % 2 else _text(kind(word), node)
        for number, word in enumerate(words)
    ]
    return nodes.Concat(parts, **at)


def _callable(constants: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the functions among constants and those that they have, by their paths."""
    for name, value in constants.items():
        if type(value) in _PLAIN:
            yield f" {name}", value
        else:
            names = vars(value if isinstance(value, ModuleType) else type(value))
            for inner in names:
                if not inner.startswith("_") and callable(names[inner]):
                    yield f" {name}.{inner}", getattr(value, inner)


def _path(node: nodes.Node) -> str:
    """Return the name as a filter, which no template can write itself."""
    if isinstance(node, nodes.Getattr):
        return f"{_path(node.node)}.{node.attr}"
    return f" {getattr(node, 'name', '')}"


def _text(value: str, node: nodes.Node) -> nodes.Const:
    return nodes.Const(value, lineno=node.lineno)
