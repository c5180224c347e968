"""Formulas: TeX to MathML that is safe and small, and to readable text.

This module alone knows latex2mathml. That library copies what it does not understand,
so its tree is rebuilt here from an allow-list of MathML Core, letter by letter escaped.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from html import escape
from xml.etree.ElementTree import Element

from announcer.classes import dataclass
from announcer.lazy import pattern
from announcer.markup import mathsimple
from announcer.markup.characters import clean, display_width
from announcer.markup.letters import styled
from announcer.markup.mathlayout import laid_out
from announcer.markup.mathmail import for_mail
from announcer.markup.mathtext import forget, readable
from announcer.markup.tex import accents

_DEEPEST = 40  # nested groups; latex2mathml needs several Python frames for each
_LONG = 12  # columns; a wider formula gets a wrapper that may scroll on a phone

_ARITY = {
    "mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2,
    "msubsup": 3, "munderover": 3,
}  # fmt: skip
_LEAVES = frozenset({"mi", "mn", "mo", "mtext", "mspace"})
_TABLES = {"mtable": {"mtr"}, "mtr": {"mtd"}}
_ELEMENTS = frozenset(
    {*_ARITY, *_LEAVES, *_TABLES}
    | {"mrow", "msqrt", "mstyle", "mpadded", "mphantom", "mtd"}
)
_LENGTH = pattern(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:em|ex|px|pt|cm|mm|in|pc|%)|0")
_FLAG = pattern(r"true|false")
_ATTRIBUTES = {
    "mo": {
        "form": pattern(r"prefix|infix|postfix"),
        **dict.fromkeys(("lspace", "rspace", "minsize", "maxsize"), _LENGTH),
        **dict.fromkeys(
            ("stretchy", "fence", "separator", "symmetric", "largeop", "movablelimits"),
            _FLAG,
        ),
    },
    "mspace": dict.fromkeys(("width", "height", "depth"), _LENGTH),
    "mpadded": dict.fromkeys(
        ("width", "height", "depth", "lspace", "voffset"),
        pattern(r"-?(?:\d+\.?\d*|\.\d+)(?:em|ex|px|pt|cm|mm|in|pc)|0"),
    ),
    "mfrac": {"linethickness": _LENGTH},
    "mstyle": {"displaystyle": _FLAG, "scriptlevel": pattern(r"[0-3]")},
    "mtable": {"displaystyle": _FLAG},
    # of no meaning in Core: the stylesheet of the pages goes by it
    "mtd": {"columnalign": pattern(r"left|center|right")},
    "mover": {"accent": _FLAG},
    "munder": {"accentunder": _FLAG},
}
_SPACES = {
    "thinmathspace": "0.167em", "mediummathspace": "0.222em",
    "thickmathspace": "0.278em", "negativethinmathspace": "-0.167em",
    "negativemediummathspace": "-0.222em", "negativethickmathspace": "-0.278em",
}  # fmt: skip
_REFERENCE = pattern(r"&#x([0-9A-Fa-f]{1,6});")
_TEXT = pattern(
    r"\\(text(?:bf|it|md|normal|rm|sf|tt|up)?|mbox|operatorname\*?|mathrm(?=\{[^{}]*\\[^a-z]))"
    r"\s*\{((?:\\.|[^{}\\]|\{(?:\\.|[^{}\\]|\{[^{}]*\})*\})*)\}"
)
_STYLE = pattern(r"\\(?:emph|mathrm|text[a-z]{0,6})\s*(?=\{)")
_TEXT_SPACE = pattern(r"\\[,;:! ]|~")
_TEXT_ESCAPE = pattern(r"\\([%&#_])")
_COMMAND = pattern(r"\\([A-Za-z]+)")

_DELIMITERS = {r"\{": "{", r"\}": "}", r"\|": "‖"}  # as \bigl leaves them

# Own macros can blow a line up to gigabytes; the others reach outside a formula.
_REFUSED = pattern(
    r"\\(def|gdef|edef|let|newcommand|renewcommand|newenvironment|DeclareMathOperator"
    r"|unicode|input|include|href|style|class|html[A-Za-z]*)(?![A-Za-z])"
)
# What is accepted and has no form here: the formula stands without it.
_DROPPED = pattern(
    r"\\(?:[bx]?cancel|boxed|fbox|framebox|tag\*?|label|color|textcolor|colorbox"
    r"|fcolorbox|hline|hdashline|cline|rule)(?![A-Za-z])"
)
_RULED = pattern(r"\\begin\{array\}(?:\[\w\])?(\{[^{}]*\|[^{}]*\})")
_ALIASES = (
    (pattern(r":\s*="), r"\\coloneqq "),
    (pattern(r"\\arg(?![A-Za-z])"), r"\\operatorname{arg}"),
    (pattern(r"\\([NZQRC])(?![A-Za-z])"), r"\\mathbb{\1}"),
    (pattern(r"\\mathrm\s*\{([A-Za-z])\}"), r"\\mathrm{{\1}}"),
    (pattern(r"\\AA(?![A-Za-z])"), "Å"),
    (pattern(r"\\math(?:ds|bbm|bbold)(?![A-Za-z])"), r"\\mathbb"),
    (pattern(r"\\(?:text|math)sc(?![A-Za-z])"), r"\\text"),
    (pattern(r"\\(?:label|tag\*?|eqref|ref)\s*\{[^{}]*\}"), ""),
    (
        pattern(r"\\(?:nonumber|notag|displaylimits|allowbreak|nobreak)(?![A-Za-z])"),
        "",
    ),
    (pattern(r"\\not\s*="), r"\\neq "),
    (pattern(r"\\not\s*\\in(?![A-Za-z])"), r"\\notin "),
    (pattern(r"\\(begin|end)\{(?:equation|displaymath|math)\*?\}"), ""),
    (
        pattern(r"\\(begin|end)\{(?:aligned|align|alignat|alignedat|eqnarray)\*?\}"),
        r"\\\1{align*}",
    ),
    (
        pattern(r"\\(begin|end)\{(?:gather|gathered|multline|multlined)\*?\}"),
        r"\\\1{matrix}",
    ),
    (pattern(r"\\(begin|end)\{([dr]?cases)\*?\}"), r"\\\1{cases}"),
    (
        pattern(r"\\substack\s*\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}"),
        r"{\\begin{matrix}\1\\end{matrix}}",
    ),
    (pattern(r"\\colon(?![A-Za-z])"), r"\\mathpunct{:}"),
    (pattern(r"\\lbrace(?![A-Za-z])"), r"\\{"),
    (pattern(r"\\rbrace(?![A-Za-z])"), r"\\}"),
)
_HAS_ALIAS = pattern("|".join(f"(?:{one.pattern})" for one, _ in _ALIASES))


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula for a page, for plain text, and what is wrong with it (or nothing)."""

    html: str
    text: str
    mail: str
    warning: str = ""
    doubts: tuple[str, ...] = ()


class _Unreadable(Exception):
    """Say in the organiser's words why a formula cannot be shown."""


@lru_cache(maxsize=256)  # a text is rendered once; what many say stays
def formula(tex: str, *, display: bool, source: str) -> Formula:
    """Convert TeX; on any failure show ``source`` as code, with a warning."""
    try:
        tree = _tree(tex, display=display)
        text = readable(tree)
        mail = for_mail(tree)
        laid_out(tree)
        inner = "".join(map(_serialised, tree))
        markup = _wrapped(inner, text, tex, display=display)
    except Exception as error:  # noqa: BLE001 - the library raises whatever it likes
        reason = (
            str(error) if isinstance(error, _Unreadable) else "it is not valid LaTeX"
        )
        plain = " ".join(source.split())
        warning = f"the formula {_short(source)} is shown as written: {reason}"
        code = f"<code>{escape(plain)}</code>"
        return Formula(code, plain, code, warning)
    finally:
        forget()
    return Formula(markup, text, mail, doubts=tuple(_dropped(tex, source)))


def _dropped(tex: str, source: str) -> Iterator[str]:
    """Yield a doubt for each part of a formula that is read over."""
    for command in dict.fromkeys(_DROPPED.findall(tex)):
        yield f"{command} in the formula {_short(source)} is left out"
    for columns in _RULED.findall(tex):
        yield f"the rules of {columns} in the formula {_short(source)} are left out"


def _short(source: str) -> str:
    return source if len(source) <= 60 else source[:59] + "…"


def _tree(tex: str, *, display: bool) -> Element:
    """Return the MathML of ``tex``, cut down; raise for what is not understood."""
    prepared = _prepared(tex)
    try:
        parts = mathsimple.parts(prepared, _sign, display=display)
    except mathsimple.UnsureError:
        parts = _parts(prepared, display=display)
    tree = Element("math")
    bare = len(parts) == 1 and parts[0].tag == "mrow"
    tree.extend(parts[0] if bare else parts)
    return tree


def _parts(prepared: str, *, display: bool) -> list[Element]:
    """Return what the library makes of a formula, as far as Core has it."""
    found = _converted(prepared, display=display)
    return _merged(child for part in found for child in _allowed(part))


def _converted(prepared: str, *, display: bool) -> Element:
    # imported late: 47 ms that only builds with a formula need
    from latex2mathml import converter  # noqa: PLC0415 - start-up time

    return converter.convert_to_element(
        prepared, display="block" if display else "inline"
    )


@lru_cache(maxsize=4096)
def _sign(tex: str) -> tuple[str, str, dict[str, str]] | None:
    """Return the element of a sign or a command that stands for itself, if it does."""
    try:
        [row] = _converted(tex, display=False)
        [only] = [child for part in row for child in _allowed(part)]
    except Exception:  # noqa: BLE001 - the library raises whatever it likes
        return None
    if only.tag not in _LEAVES or len(only) or _is_upright(only):
        return None
    if not only.text and only.tag != "mspace":  # it waits for what comes after it
        return None
    return only.tag, only.text or "", only.attrib


def _prepared(tex: str) -> str:
    refused = _REFUSED.search(tex)
    if refused:
        raise _Unreadable(f"\\{refused.group(1)} is not allowed here")
    _refuse_depth(tex)
    tex = _TEXT.sub(_plain_text, tex)
    for alias, replacement in _ALIASES if _HAS_ALIAS.search(tex) else ():
        tex = alias.sub(replacement, tex)
    return tex


def _plain_text(match: re.Match[str]) -> str:
    """Make the words of a text command what latex2mathml's tokenizer can read.

    It stops at the first closing brace and takes letters only for operator names.
    """
    command, words = match.group(1), accents(_STYLE.sub("", match.group(2)))
    words = _TEXT_ESCAPE.sub(r"\1", _TEXT_SPACE.sub(" ", words))
    words = words.replace(r"\(", "$").replace(r"\)", "$")
    if command.startswith("operatorname"):
        name = words.strip()
        if re.fullmatch(r"[A-Za-z ]+", name):
            name = name.replace(" ", "\u2009")  # the tokenizer drops ordinary spaces
            return f"\\{command}{{{name}}}"
        command = "text"
    if "$" in words:
        command = "hbox"
    return f"\\{command}{{{words.replace('{', '').replace('}', '')}}}"


def _refuse_depth(tex: str) -> None:
    if tex.count("{") + tex.count("\\") <= _DEEPEST:
        return
    depth = deepest = 0
    for match in re.finditer(
        r"\\left(?![a-z])|\\right(?![a-z])|\\begin|\\end|\\.|[{}]", tex
    ):
        opened = match.group() in {"{", r"\left", r"\begin"}
        closed = match.group() in {"}", r"\right", r"\end"}
        depth += opened - closed
        deepest = max(deepest, depth)
    if deepest > _DEEPEST:
        raise _Unreadable(f"it is nested more than {_DEEPEST} levels deep")


def _allowed(element: Element) -> Iterator[Element]:
    """Yield ``element`` as MathML Core, or its content where Core has no such thing."""
    text = _decoded(element)
    children = _merged(part for child in element for part in _allowed(child))
    name = "mo" if element.tag == "mi" and _is_sign(text) else element.tag
    lone = len(children) == 1 and children[0].tag != "mo"
    if name not in _ELEMENTS or (name == "mrow" and lone):
        if text:
            children.insert(0, _leaf("mtext", text))
        yield _leaf("mrow", "", children) if len(children) != 1 else children[0]
        return
    if len(children) != _ARITY.get(name, len(children)):
        raise _Unreadable("a part of it is missing")
    if name in _LEAVES and children:
        text, children = _joined(children), []
    elif text and name not in _LEAVES:
        children.insert(0, _leaf("mtext", text))
        text = ""
    kept = _leaf(name, styled(text, element.get("mathvariant", "")), children)
    for key, value in _attributes(element):
        kept.set(key, value)
    yield kept


def _is_sign(text: str) -> bool:
    """Say whether what was taken for an identifier is an operator: ∖ or a colon."""
    if len(text) != 1 or text in "∞∂∇":
        return False
    return text in ":;" or unicodedata.category(text) == "Sm"


def _leaf(name: str, text: str, children: list[Element] | None = None) -> Element:
    element = Element(name)
    element.text = text
    element.extend(children or [])
    return element


def _joined(children: list[Element]) -> str:
    r"""Return the letters of an operator made of several elements: ``\mathop``."""
    if any(
        child.tag not in {"mrow", *_LEAVES}
        for part in children
        for child in part.iter()
    ):
        raise _Unreadable("an operator of it is not made of letters")
    return "".join(text for child in children for text in child.itertext())


def _decoded(element: Element) -> str:
    """Return the text of an element, its character references resolved."""

    def char(match: re.Match[str]) -> str:
        code = int(match.group(1), 16)
        return chr(code) if code < 0x110000 else ""

    text = clean(_REFERENCE.sub(char, element.text or "")).replace("\n", " ")
    if element.tag == "mtext":
        text = accents(text)
    text = _DELIMITERS.get(text, text)
    unknown = _COMMAND.search(text)
    if unknown:
        raise _Unreadable(f"the command \\{unknown.group(1)} is unknown")
    return text


def _attributes(element: Element) -> Iterator[tuple[str, str]]:
    allowed = _ATTRIBUTES.get(element.tag, {})
    for key, value in element.attrib.items():
        named = _SPACES.get(value, value)
        if named.endswith("mu"):
            named = _in_em(named)
        if key in allowed and allowed[key].fullmatch(named):
            yield key, named
    if element.get("linebreak"):
        yield "width", "1em"
    if element.tag == "mi" and element.get("mathvariant") == "normal":
        yield "mathvariant", "normal"


def _in_em(value: str) -> str:
    """Turn TeX's mu into em, of which it is the eighteenth part."""
    number = value.removesuffix("mu").strip()
    try:
        return f"{float(number) / 18:.3f}em"
    except ValueError:
        return ""


def _merged(elements: Iterator[Element]) -> list[Element]:
    r"""Join upright letters that stand side by side: ``\mathrm{KL}`` is one name."""
    done: list[Element] = []
    for element in elements:
        last = done[-1] if done else None
        if last is not None and _is_upright(last) and _is_upright(element):
            last.text = (last.text or "") + (element.text or "")
        else:
            done.append(element)
    for element in done:
        if _is_upright(element) and len(element.text or "") > 1:
            del element.attrib["mathvariant"]
            element.set("upright", "")
    return done


def _is_upright(element: Element) -> bool:
    return element.tag == "mi" and element.get("mathvariant") == "normal"


def _serialised(element: Element) -> str:
    inner, tag = element.text or "", element.tag
    if inner and not inner.isalnum():
        inner = escape(inner, quote=False)
    if len(element):
        inner += "".join([_serialised(child) for child in element])
    attributes = element.items()
    if not attributes:
        return f"<{tag}>{inner}</{tag}>"
    written = "".join([_attribute(*one) for one in attributes])
    return f"<{tag}{written}>{inner}</{tag}>"


@lru_cache(maxsize=4096)
def _attribute(key: str, value: str) -> str:
    return f' {key}="{escape(value)}"' if key != "upright" else ""


def _wrapped(inner: str, text: str, tex: str, *, display: bool) -> str:
    """Put ``math`` around the elements; it reads left to right in any language."""
    alt = escape(" ".join(tex.split()))
    if display:
        math = f'<math display="block" dir="ltr" alttext="{alt}">{inner}</math>'
        return f'<span class="math-display">{math}</span>'
    math = f'<math dir="ltr" alttext="{alt}">{inner}</math>'
    if display_width(text) > _LONG:
        return f'<span class="math-inline">{math}</span>'
    return math
