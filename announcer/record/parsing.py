"""YAML text to nodes with places; every scalar stays the text that was typed.

The events of libyaml's parser are read with an own constructor: no implicit types, so
that ``12:30`` is not 750 and ``No`` not false; no aliases, so that nothing can blow up;
and a bounded depth, so that nothing can recurse.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any, NoReturn

import yaml
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)

from announcer.errors import BadValue
from announcer.lazy import pattern
from announcer.record.blame import CURLY, TOO_DEEP, explain
from announcer.record.salvage import HOPELESS, SHAPELESS, is_blank, without
from announcer.record.source import (
    PROBLEM_LIMIT,
    Document,
    Spot,
    check_characters,
    clip,
    normalise,
    spot,
)
from announcer.record.tree import (
    MAX_DEPTH,
    MAX_NODES,
    Entries,
    Mapping,
    Mark,
    Node,
    Scalar,
    Sequence,
    is_empty,
)

SCALAR, MAPPING = ScalarEvent, MappingStartEvent
ENDS = (MappingEndEvent, SequenceEndEvent)
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# Inside double quotes, \t of \theta is a tab and \n of \nu a line break. Only what is a
# command of TeX is one: JSON and YAML write line breaks the same way.
_TEX_COMMANDS = """
aleph alpha amalg angle approx arccos arcsin arctan arg ast asymp backslash bar because
begin beta beth between bf big bigcap bigcup bigg bigl bigoplus bigotimes bigr bigsqcup
bigvee bigwedge binom bm bmod boldsymbol bot bowtie boxed breve bullet ell emph
emptyset end epsilon eqref equiv eta exists exp fbox flat footnote forall frac frak
frown nabla natural ncong ne nearrow neg neq newline nexists ngeq ni nleq nmid noindent
nolimits nonumber norm not notag notin nparallel nrightarrow nsim nsubseteq nu nwarrow
rVert rangle rbrace rceil ref rfloor rho right rightarrow rightharpoonup
rightleftharpoons rm rtimes rvert tag tan tanh tau tbinom text textbf textit textrm
textsc texttt tfrac therefore theta thinspace tilde times to top triangle
triangleleft triangleright vDash varepsilon varnothing varphi varpi varrho varsigma
vartheta vdash vdots vec vee vert vspace Lambda Leftarrow Leftrightarrow
Longleftrightarrow Longrightarrow Phi Pi Pr Psi
"""
_TEX_ESCAPE = pattern(
    rf"(?<!\\)(?:\\\\)*\\(?P<command>{'|'.join(_TEX_COMMANDS.split())})(?![a-zA-Z])"
)
_TAB = pattern(r"(?<!\\)(?:\\\\)*\\(?P<command>t)(?=\w)")  # C:\temp
_ITEM = pattern(r"(?:[-*+]|\d{1,9}[.)]) ")
_COMMENT = pattern(r"[ \t]*:?[ \t]+#(?:[^\s#!]|[ \t]+of\b)")  # "the # of points"
_IN_QUOTES = pattern(f"[{CURLY}](?!https?:)[^{CURLY}”»]*[”»“’‘«]")


class _AbandonError(Exception):
    """Stop reading a file whose problem has been noted."""


def parse(document: Document) -> Mapping | None:
    """Return the record of a file, or None after noting why there is none.

    A field that is no YAML is noted and left out, so that the others are still read.
    """
    whole = document.yaml
    node = None
    while node is None:
        noted, errors = len(document.problems), document.errors
        node = _attempt(document)
        if node is not None or document.errors >= PROBLEM_LIMIT:
            break
        trouble = document.problems[-1]
        if document.lost and trouble.code in SHAPELESS:
            del document.problems[noted:]
            break
        document.problems[noted:] = [trouble]  # the rest is noted again
        document.errors = errors + 1
        if trouble.code in HOPELESS or not trouble.line:
            break
        document.yaml, key = without(document.yaml, trouble.line, trouble.code)
        document.lost.add(key)
        if is_blank(document.yaml):
            break
    document.yaml = whole
    return node


def _attempt(document: Document) -> Mapping | None:
    """Read the YAML of a file; None after noting what stops it."""
    loader = _Loader(document.yaml)
    before = document.errors
    try:
        node = _Builder(document, loader.get_event).document()
    except yaml.YAMLError as error:
        explain(document, error)
        return None
    except _AbandonError:
        return None
    finally:
        loader.dispose()
    if isinstance(node, Mapping):
        return node
    if document.errors == before:
        _blame_top(document, node)
    return None


def events(document: Document) -> Iterator[Any]:
    """Yield the events of the record of a file that ``parse`` has read.

    Each is a ``SCALAR``, the start of a ``MAPPING`` or list, or one of the ``ENDS``.
    """
    loader = _Loader(document.yaml)
    try:
        loader.get_event()
        loader.get_event()
        while type(event := loader.get_event()) is not StreamEndEvent:
            yield event
    finally:
        loader.dispose()


class _Builder:
    """Make nodes of events; one file, one builder."""

    def __init__(self, document: Document, get_event: Callable[[], Any]) -> None:
        self.file = document
        self.next = get_event
        self.escapes = "\\" in document.yaml
        self.comments = " #" in document.yaml
        self.curly = any(map(document.yaml.__contains__, CURLY))
        self.lines: list[str] = []
        self.left = MAX_NODES

    def document(self) -> Node | None:
        """Return the only document of the file."""
        self.next()
        event = self.next()
        if type(event) is StreamEndEvent:
            return None
        node = self.node(self.next(), 0)
        self.next()
        event = self.next()
        if type(event) is not StreamEndEvent:
            self.abandon(
                event,
                "multi-document",
                "a second record begins here",
                "Write one record into one file.",
            )
        return node

    def node(self, event: Any, depth: int) -> Node:
        """Return the node that begins with an event."""
        kind = type(event)
        if kind is AliasEvent or event.anchor or event.tag:
            self.refuse_reference(event)
        self.left -= 1
        if depth > MAX_DEPTH or self.left < 0:
            self.refuse_size(event)
        mark = self.mark(event)
        if kind is ScalarEvent:
            style = event.style or ""
            if style == '"' and self.escapes:
                return self.escaped(event)
            if self.curly and not style and _IN_QUOTES.fullmatch(event.value):
                self.doubt_quotes(mark)
            if style == ">":
                self.doubt_folded(event)
            return Scalar(event.value, mark, style)
        if kind is MappingStartEvent:
            return Mapping(self.entries(depth), mark)
        return Sequence(self.items(depth), mark)

    def mark(self, event: Any) -> Mark:
        """Return where an event begins."""
        return self.file.yaml, event.start_mark.index

    def items(self, depth: int) -> list[Node]:
        """Return the items of a list."""
        items = []
        event = self.next()
        while type(event) is not SequenceEndEvent:
            items.append(self.node(event, depth + 1))
            event = self.next()
        return items

    def entries(self, depth: int) -> Entries:
        """Return the keys and values of a mapping; a key twice is a problem."""
        entries: Entries = {}
        following, node, comments = self.next, self.node, self.comments
        event = following()
        while type(event) is not MappingEndEvent:
            if type(event) is not ScalarEvent or event.anchor or event.tag:
                self.bad_key(event, depth)
            key = event.value
            value_event = following()
            value = node(value_event, depth + 1)
            if key in entries:
                self.blame_double(event, entries[key][0])
            else:
                entries[key] = self.mark(event), value
                if comments and type(value) is Scalar and not value.style:
                    self.doubt_comment(value, event if not value.text else value_event)
            event = following()
        return entries

    def escaped(self, event: Any) -> Scalar:
        """Return a double-quoted text after looking at its escapes."""
        mark = self.mark(event)
        raw = self.file.yaml[event.start_mark.index : event.end_mark.index]
        trap = next(filter(_is_tex, _TEX_ESCAPE.finditer(raw)), None)
        if trap:
            command = trap["command"]
            self.file.blame(
                spot(*mark),
                f"in double quotes \\{command} is no TeX: \\{command[0]} is an escape",
                "Put the text in single quotes.",
                code="escape",
            )
            return Scalar(raw[1:-1], mark, '"')
        text = normalise(event.value)
        try:
            check_characters(text.replace("\r", ""))
        except BadValue as wrong:
            wrong.hint = "Put the text in single quotes if the backslash is meant."
            self.file.refuse(spot(*mark), wrong, "control-character")
            return Scalar("", mark, '"')
        if loose := _TEX_ESCAPE.search(raw) or _TAB.search(raw):
            command = loose["command"]
            self.file.doubt(
                spot(*mark),
                f"in double quotes \\{command} begins with \\{command[0]}, which is an "
                "escape",
                "Put the text in single quotes if the backslash is meant.",
                "escape",
            )
        return Scalar(text, mark, '"')

    def bad_key(self, event: Any, depth: int) -> NoReturn:
        """Refuse a list, a mapping or a reference as a key."""
        if type(event) is AliasEvent or event.anchor or event.tag:
            self.refuse_reference(event)
        if depth >= MAX_DEPTH:
            self.refuse_size(event)
        self.abandon(
            event,
            "bad-key",
            "a key must be a word, not a list or a mapping",
            "Quote the text if it begins with [ or {.",
        )

    def blame_double(self, event: Any, first: Mark) -> None:
        """Refuse a second value for a key."""
        self.file.blame(
            spot(*self.mark(event)),
            f"`{clip(event.value)}` stands here twice "
            f"(first in line {spot(*first).line})",
            "Keep one of the two.",
            code="duplicate-key",
        )

    def doubt_comment(self, value: Scalar, event: Any) -> None:
        """Warn where ``#`` begins a comment right after a value."""
        if not self.lines:
            self.lines = self.file.yaml.split("\n")
        mark = event.end_mark
        if mark.line >= len(self.lines):
            return
        if _COMMENT.match(self.lines[mark.line], mark.column):
            self.file.doubt(
                value if value.text else Spot(mark.line + 1, mark.column + 1),
                "what follows # is a comment and not part of the value",
                "Put the whole value in quotes if it belongs to it.",
                "comment-in-value",
            )

    def doubt_folded(self, event: Any) -> None:
        """Warn of a list in a text whose lines are joined."""
        raw = self.file.yaml[event.start_mark.index : event.end_mark.index]
        lines = [line for line in raw.split("\n")[1:] if line.strip()]
        left = min((len(line) - len(line.lstrip()) for line in lines), default=0)
        items = [_ITEM.match(line, left) for line in lines]
        if any(one and other for one, other in pairwise(items)):
            self.file.doubt(
                spot(*self.mark(event)),
                "the items of a list become one line here: > joins lines",
                "Write | in place of >.",
                "folded-list",
            )

    def doubt_quotes(self, mark: Mark) -> None:
        """Warn of quotes around a value that are no quotes to YAML."""
        self.file.doubt(
            spot(*mark),
            "the quotes around this value are those of a word processor, and are shown",
            "Take them out; put straight ones around them (' at both ends) if they are "
            "part of it.",
            "curly-quotes",
        )

    def refuse_reference(self, event: Any) -> NoReturn:
        """Refuse aliases, anchors and tags: here they are forgotten quotes."""
        if type(event) is AliasEvent:
            sign, word = "*", event.anchor
        elif event.anchor:
            sign, word = "&", event.anchor
        else:
            sign, word = "!", event.tag.removeprefix("tag:yaml.org,2002:").lstrip("!")
        self.abandon(
            event,
            "reference",
            f"the value begins with {sign}{clip(word or '')}, a sign of YAML's own",
            "Put the value in quotes; what talks share belongs in series.yaml.",
        )

    def refuse_size(self, event: Any) -> NoReturn:
        """Refuse what no record can need."""
        if self.left < 0:
            many = f"this file holds more than {MAX_NODES} values"
            hint = "Write one talk into one file."
            self.abandon(event, "too-many-values", many, hint)
        self.abandon(event, *TOO_DEEP)

    def abandon(self, event: Any, code: str, message: str, hint: str) -> NoReturn:
        """Note a problem after which nothing more can be read."""
        self.file.blame(spot(*self.mark(event)), message, hint, code=code)
        raise _AbandonError


def _is_tex(trap: re.Match[str]) -> bool:
    """Say whether a command of TeX is meant: it stands in a formula or takes words."""
    before, after = trap.string[: trap.start("command") - 1], trap.string[trap.end() :]
    in_dollars = before.replace(r"\\$", "").count("$") % 2 == 1
    in_brackets = before.rfind(r"\\(") > before.rfind(r"\\)")
    return in_dollars or in_brackets or after.startswith("{")


def _blame_top(document: Document, node: Node | None) -> None:
    place = node or Spot(1, 1)
    if node is None or is_empty(node):
        document.blame(
            Spot(1, 1),
            "this file is empty",
            "Write the fields of the talk, one `key: value` on each line.",
            code="empty-file",
        )
        return
    hint = "Write one `key: value` on each line."
    if type(node) is Scalar and re.match(r"[a-z_]+:\S", node.text):
        hint = "Put a space after the colon."
    elif type(node) is Sequence:
        hint = "Leave out the - in front; one file is one record."
    document.blame(
        place, "this file does not hold keys and values", hint, code="not-a-mapping"
    )
