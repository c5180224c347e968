"""What libyaml says about broken YAML, in words for people who write talks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

from announcer.lazy import pattern
from announcer.record.source import Document, Spot

if TYPE_CHECKING:
    import yaml

# place, code, message and hint of a problem
Verdict: TypeAlias = tuple[Spot, str, str, str]

_KEY = pattern(r"\s*(?:-\s+)*[\"']?(?P<key>[\w-]+)[\"']?\s*:(?P<value>\s.*)?$")
_VALUE_BEGINS = pattern(r"\s*(?:-\s+)*[\w-]+\s*:\s*[\"']")
# A colon of another script, or one before a space that only looks like one.
_WIDE_COLON = pattern(r"\s*(?:-\s+)*(?P<key>[\w-]+)\s*\uff1a")
_ODD_SPACE = pattern(
    r"[ \t]*(?:-[ \t]+)*(?P<key>[\w-]+)[ \t]*:(?P<space>[^\S \t\n]|[\u200b\u2060])"
)
CURLY = "“„«‘‚»"  # quotes that word processors make, and YAML does not know
_QUOTE_IT = "Put the whole value in quotes"
# What is refused for its depth, here or, since PyYAML 6.0.4, by the parser itself.
TOO_DEEP = (
    "too-deep",
    "lists and mappings are nested too deeply here",
    "No field needs this; quote the text if it begins with [ or {.",
)
_SCANNED = ("an alias", "an anchor", "a tag", "a block scalar")
_SIGNS = dict.fromkeys("*&!", "reference") | dict.fromkeys("|>", "block-sign")


def explain(document: Document, error: yaml.YAMLError) -> None:
    """Note one clear problem for an error of the parser."""
    trouble = _Trouble(document, error)
    for judge in _JUDGES:
        verdict = judge(trouble)
        if verdict:
            place, code, message, hint = verdict
            document.blame(place, message, hint, code=code)
            return


class _Trouble:
    """An error of the parser with the lines around it."""

    def __init__(self, document: Document, error: Any) -> None:
        self.said = str(getattr(error, "problem", None) or error)
        self.context = str(getattr(error, "context", None) or "")
        self.document = document
        self.place = self.spot(getattr(error, "problem_mark", None)) or Spot(1, 1)
        opening = self.spot(getattr(error, "context_mark", None))
        self.opening = opening or self.place
        line = document.text.split("\n")[self.place.line - 1 : self.place.line]
        self.text = line[0] if line else ""
        self.rest = self.text[self.place.column - 1 :]

    def spot(self, mark: Any) -> Spot | None:
        """Return the place of a mark, at most the last line that is written."""
        if mark is None:
            return None
        last = self.document.yaml.rstrip("\n").count("\n") + 1
        line = min(mark.line + 1, last)
        return Spot(line, mark.column + 1 if mark.line < last else 1)

    def line_above(self) -> int:
        """Return the number of the last line above that is not blank."""
        above = self.document.text.split("\n")[: self.place.line - 1]
        written = [number for number, line in enumerate(above, 1) if line.strip()]
        return written[-1] if written else self.place.line

    def key(self) -> str:
        """Return the key of the line, or a word for it."""
        found = _KEY.match(self.text)
        return found["key"] if found else "value"


def _depth(trouble: _Trouble) -> Verdict | None:
    return (trouble.place, *TOO_DEEP) if "nesting depth" in trouble.said else None


def _tab(trouble: _Trouble) -> Verdict | None:
    if not trouble.rest.startswith("\t") and "tab" not in trouble.said:
        return None
    return (
        trouble.place,
        "tab",
        "a tab stands where YAML needs spaces",
        "Indent with spaces, two for each step.",
    )


def _colon(trouble: _Trouble) -> Verdict | None:
    if "mapping values are not allowed" not in trouble.said:
        return None
    found = _KEY.match(trouble.text)
    before = trouble.text[: trouble.place.column - 1]
    if found and found.end("key") < len(before.rstrip("\"' ")):
        key, sign = found["key"], (found["value"] or "").strip()[:1]
        cure = f"Quote the {key}: it contains a colon."
        if sign in CURLY:
            cure = f"Put straight quotes (' or \") around the {key}: {sign} is none."
        return (
            trouble.place,
            "colon",
            f"the value of `{key}` contains a colon",
            cure,
        )
    if trouble.text[:1] in " \t":
        return (
            trouble.place,
            "indentation",
            f"`{trouble.key()}` is indented, so it continues the value above",
            "Begin it in the same column as the other keys.",
        )
    return _without_key(trouble, Spot(trouble.line_above(), 1), "Write `key: value`.")


def _open_quote(trouble: _Trouble) -> Verdict | None:
    if "quoted scalar" not in trouble.context:
        return None
    if "escape" in trouble.said or "hexadecimal" in trouble.said:
        return (
            trouble.place,
            "escape",
            "a backslash has a meaning of its own in double quotes",
            "Put the text in single quotes.",
        )
    return _never_closed(trouble.opening)


def _never_closed(place: Spot) -> Verdict:
    return (
        place,
        "open-quote",
        "this quote is never closed",
        "Close it, or put the text in quotes of the other kind.",
    )


def _open_above(trouble: _Trouble) -> Spot | None:
    """Return the quote above that the opening one of a line has closed."""
    quote = trouble.text[trouble.place.column - 2]
    above = trouble.document.yaml.split("\n")[: trouble.place.line - 1]
    for number, line in reversed(list(enumerate(above, 1))):
        found = _VALUE_BEGINS.match(line)
        if found and line[found.end() - 1] == quote and line.count(quote) == 1:
            return Spot(number, found.end())
    return None


def _open_bracket(trouble: _Trouble) -> Verdict | None:
    for word, sign, close in (("sequence", "[", "]"), ("mapping", "{", "}")):
        if f"flow {word}" in trouble.context:
            return (
                trouble.opening,
                "open-bracket",
                f"the {sign} is not followed by commas and a {close}",
                f"Close it with {close}, or quote the text if it begins with {sign}.",
            )
    if "flow node" in trouble.context:
        return (
            trouble.opening,
            "open-bracket",
            "a bracket is not closed, or a # in it begins a comment",
            "Close it with ] or }; quote a value that holds #.",
        )
    return None


def _special(trouble: _Trouble) -> Verdict | None:
    if trouble.context.endswith(_SCANNED):
        line, column = trouble.opening.line, trouble.opening.column
        sign = trouble.document.excerpt(line)[column - 1 : column]
        return _begins_with(trouble.opening, sign, _SIGNS.get(sign, "special-sign"))
    refusals = ("cannot start any token", "are not allowed in this context")
    if any(refusal in trouble.said for refusal in refusals):
        return _begins_with(trouble.place, trouble.rest[:1], "special-sign")
    return None


def _begins_with(place: Spot, sign: str, code: str) -> Verdict:
    return (
        place,
        code,
        f"a value cannot begin with {sign} unless it is quoted",
        _QUOTE_IT + ".",
    )


def _no_colon(trouble: _Trouble) -> Verdict | None:
    if "could not find expected ':'" not in trouble.said:
        return None
    return _without_key(
        trouble,
        trouble.opening,
        "Write `key: value`; indent a line that continues the value above.",
    )


def _without_key(trouble: _Trouble, place: Spot, cure: str) -> Verdict:
    """Say why a line has no key; what looks like one is told apart from nothing."""
    line = trouble.document.excerpt(place.line)
    if found := _WIDE_COLON.match(line):
        return (
            Spot(place.line, found.end()),
            "missing-colon",
            f"the colon after `{found['key']}` is a wide one, of another script",
            f"Type {found['key']}: with an ordinary colon, and a space.",
        )
    if found := _ODD_SPACE.match(line):
        return (
            Spot(place.line, found.start("space") + 1),
            "missing-colon",
            f"what stands after `{found['key']}:` is no ordinary space "
            f"(U+{ord(found['space']):04X})",
            "Delete it and type a space; it often comes from a copied text.",
        )
    return (
        place,
        "missing-colon",
        "this line has no key, or no colon with a space after it",
        cure,
    )


def _after_quote(trouble: _Trouble) -> Verdict | None:
    if "did not find expected" not in trouble.said:
        return None
    before = trouble.text[: trouble.place.column - 1].rstrip()
    opening = _open_above(trouble) if _VALUE_BEGINS.fullmatch(before) else None
    if opening:
        return _never_closed(opening)
    if before and before[-1] in "\"'" and trouble.rest.strip():
        return (
            trouble.place,
            "after-quote",
            f"text follows the closing quote in the value of `{trouble.key()}`",
            _QUOTE_IT + " of the other kind.",
        )
    if before and before[-1] in "]}" and trouble.rest.strip():
        return (
            trouble.place,
            "after-bracket",
            f"text follows the closing bracket in the value of `{trouble.key()}`",
            _QUOTE_IT + ".",
        )
    return (
        trouble.place,
        "indentation",
        "this line is not indented like the lines above",
        "Begin keys of one kind in the same column, and list items with -.",
    )


def _anything(trouble: _Trouble) -> Verdict:
    return (
        trouble.place,
        "bad-yaml",
        f"this is not YAML: {trouble.said}",
        "Compare the line with a record that works; quotes around a value often help.",
    )


_JUDGES: tuple[Callable[[_Trouble], Verdict | None], ...] = (
    *(_depth, _tab, _open_quote, _colon, _special),
    *(_open_bracket, _no_colon, _after_quote, _anything),
)
