"""Finding and filling templates: the only room that knows Jinja2.

The project's own folder comes first, file by file; what ships comes second. Names that
end in ``.html.j2`` or ``.xml.j2`` are escaped, all others are plain text.
"""

from __future__ import annotations

import difflib
import json
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import nodes
from markupsafe import Markup

from announcer import access, markup, urls, when, words
from announcer.errors import AnnouncerError, Problem, TemplateError
from announcer.output import media_type
from announcer.pictures import Pictures
from announcer.templating.earlier import Earlier
from announcer.templating.folding import INNER, Environment
from announcer.templating.kept import Kept
from announcer.templating.unused import unused


class Templates:
    """The templates of one project, compiled once for each language.

    ``pictures`` are those of the project, for what is filled in; ``ornaments`` know
    what of it had to be left out. ``kept`` is a folder for compiled ones. ``earlier``
    knows what need not be filled again.
    """

    def __init__(
        self,
        own: Path | None = None,
        pictures: Pictures | None = None,
        kept: Path | None = None,
    ) -> None:
        self._kept = kept
        self.earlier = Earlier()
        self.pictures = pictures or Pictures()
        self.ornaments = self.pictures.ornaments
        self._own = own
        folders = [own] if own and own.is_dir() else []
        self.folders = [*folders, builtin_folder()]
        self._loader = jinja2.FileSystemLoader(self.folders)
        self._environments: dict[tuple[str, bool], Environment] = {}
        self._indirect: set[str] = set()  # the names of those that ask for keys

    def render(self, name: str, language: str, /, **context: object) -> str:
        """Fill the template with the context, in that language.

        Raises TemplateError, which names the template and its line.
        """
        return self.fill(name, language, context)

    def fill(self, name: str, language: str, given: dict[str, object]) -> str:
        """Do the same with all names in one dictionary, which is then the template's.

        What is handed on as arguments is copied twice, name by name.
        """
        return self._filled(name, language, given)[0]

    def texts(self, name: str, language: str, /, **context: object) -> dict[str, Any]:
        """Fill the template and return the texts that it sets, by their names.

        Raises TemplateError, which names the template and its line.
        """
        return self._filled(name, language, context)[1]

    def _filled(
        self, name: str, language: str, given: dict[str, object]
    ) -> tuple[str, dict[str, Any]]:
        try:
            if name not in self._indirect:
                try:
                    return _fill(self._environment(language), name, given)
                except AttributeError:
                    self._indirect.add(name)
            return _fill(self._environment(language, direct=False), name, given)
        except AnnouncerError:
            raise
        except jinja2.TemplateError as error:
            raise self._explained(error, name) from error
        except Exception as error:  # a template may do anything a Python value can
            raise self._explained(error, name) from error

    def _environment(self, language: str, *, direct: bool = True) -> Environment:
        known = self._environments.get((language, direct))
        if known is None:
            known = _environment(self._loader, language, direct=direct)
            if self._kept:
                with suppress(OSError):  # where our own files cannot be read
                    known.bytecode_cache = Kept(self._kept, language, direct=direct)
            self._environments[language, direct] = known
        return known

    def wrong(self, language: str) -> Iterator[TemplateError]:
        """Yield why own templates cannot be compiled, or ask for what there is not."""
        for name in self.own:
            environment = self._environment(language)
            try:
                environment.get_template(name)
                source, _, _ = self._loader.get_source(environment, name)
                parsed = environment.parse(source, name)
            except Exception as error:  # noqa: BLE001 - also what is no text at all
                yield self._explained(error, name)
                continue
            known = {*self._loader.list_templates()}
            for wanted, line in _asked_for(parsed):
                if wanted not in known:
                    yield TemplateError(self._missing(wanted), _path(name), line)

    def unused(self, language: str) -> list[Problem]:
        """Return a doubt about each own file that no output is ever made from."""
        if self._own is None:
            return []
        made = partial(self._environment, language)
        return unused(self._own, self.folders[-1], made)

    @property
    def own(self) -> list[str]:
        """Return the names of the project's own templates, such as mail/dear.txt.j2."""
        if len(self.folders) < 2:
            return []
        names = jinja2.FileSystemLoader(self.folders[0]).list_templates()
        return [name for name in names if name.endswith(".j2")]

    def _explained(self, error: Exception, name: str) -> TemplateError:
        path, line = self._place(error) or (_path(name), 0)
        if not isinstance(error, jinja2.TemplateNotFound):
            return TemplateError(str(error), path, line)
        missing = self._missing(str(error.name))
        if line or error.name != name:
            return TemplateError(missing, path, line)
        return TemplateError(missing)

    def _missing(self, wanted: str) -> str:
        text = f"there is no template {wanted!r}"
        close = difflib.get_close_matches(wanted, self._loader.list_templates(), n=1)
        return f"{text}; did you mean {close[0]!r}?" if close else text

    def _place(self, error: Exception) -> tuple[str, int] | None:
        if isinstance(error, jinja2.TemplateSyntaxError):
            return self._shown(error.filename or error.name or "?"), error.lineno
        frames = traceback.extract_tb(error.__traceback__)
        for frame in reversed(frames):
            if frame.filename.endswith(".j2"):
                return self._shown(frame.filename), frame.lineno or 0
        return None

    def _shown(self, filename: str) -> str:
        for folder in self.folders:
            if Path(filename).is_relative_to(folder):
                return _path(Path(filename).relative_to(folder).as_posix())
        return filename


def _fill(
    environment: Environment, name: str, given: dict[str, object]
) -> tuple[str, dict[str, Any]]:
    template = environment.get_template(name)
    inner: list[dict[str, Any]] = []  # the names of it, and of all that it includes
    given[INNER] = inner
    context = template.new_context(given)
    try:
        text = "".join(template.root_render_func(context))
    except AttributeError:
        if not environment.is_direct:
            environment.handle_exception()
        raise
    except Exception:  # noqa: BLE001 - Jinja raises it again, its lines in it
        environment.handle_exception()
    exported = context.get_exported()
    for names in inner:
        names.clear()  # a macro holds its context, and that the macro
    return text, exported


def _asked_for(parsed: nodes.Template) -> Iterator[tuple[str, int]]:
    """Yield the names of templates that one cannot do without, and the lines."""
    for one in parsed.find_all(nodes.Stmt):
        if not isinstance(
            one, (nodes.Include, nodes.Extends, nodes.Import, nodes.FromImport)
        ):
            continue
        named = one.template
        is_needed = not getattr(one, "ignore_missing", False)
        if is_needed and isinstance(named, nodes.Const) and type(named.value) is str:
            yield named.value, one.lineno


def _path(name: str) -> str:
    return f"templates/{name}"


def builtin_folder() -> Path:
    """Return the shipped templates: in the wheel, or beside a checkout."""
    package = Path(__file__).parent.parent
    shipped = package / "templates"
    return shipped if shipped.is_dir() else package.parent / "templates"


def _environment(
    loader: jinja2.BaseLoader, language: str, *, direct: bool
) -> Environment:
    spoken = words.words_for(language)
    environment = Environment(
        spoken,
        _constants(spoken),
        direct=direct,
        loader=loader,
        autoescape=_is_escaped,  # on for HTML and XML, off for text
        undefined=jinja2.StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
    )
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        spoken.gettext,
        spoken.ngettext,
        newstyle=True,
        pgettext=spoken.pgettext,
        npgettext=spoken.npgettext,
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.policies["json.dumps_function"] = _dumps
    environment.filters.update(_FILTERS)
    return environment


def _is_escaped(name: str | None) -> bool:
    return name is not None and name.endswith((".html.j2", ".xml.j2"))


def _constants(spoken: words.Words) -> dict[str, Any]:
    return {
        "words": spoken,
        "words_for": words.words_for,
        "attendance": access.attendance,
        "has_room": access.has_room,
        "is_over": access.is_over,
        "joining": access.joining,
        "days_of": when.days_of,
        "elsewhere": when.elsewhere,
        "room_key": access.room_key,
        "media_type": lru_cache(maxsize=4096)(media_type),
        "in_zone": when.in_zone,
        "zone": when.zone,
        "urls": urls,
    }


# An encoder is made once; ``json.dumps`` makes one for each call where keys are sorted.
_encode = json.JSONEncoder(sort_keys=True, check_circular=False).encode


def _dumps(value: object, **options: Any) -> str:
    if options == {"sort_keys": True}:
        return _encode(value)
    return json.dumps(value, **options)


def _safe(html: str) -> Markup:
    return Markup(html)  # noqa: S704 - markup has sanitised it


# Markdown and LaTeX on their way to a page (html), a mail (mail_html) or plain text;
# `line` is for a notice or a description, `inline` for a title.
_FILTERS: dict[str, Callable[..., object]] = {
    "html": lambda source: _safe(markup.rich(source).html),
    "mail_html": lambda source: _safe(markup.rich(source).mail_html),
    "text": lambda source: markup.rich(source).text,
    "line_html": lambda source: _safe(markup.line(source).html),
    "line_mail_html": lambda source: _safe(markup.line(source).mail_html),
    "line_text": lambda source: markup.line(source).text,
    "inline_html": lambda source: _safe(markup.inline(source).html),
    "inline_mail_html": lambda source: _safe(markup.inline(source).mail_html),
    "inline_text": lambda source: markup.inline(source).text,
    "wrapped": markup.wrap,
}
