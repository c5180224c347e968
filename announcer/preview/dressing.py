"""What the preview adds to a page: a script that reloads it, and what is wrong.

The pages forbid inline styles and connections (Content-Security-Policy): what is added
comes from files of the preview's own, and its copy of the policy allows just those.
"""

from __future__ import annotations

import re
from html import escape

from announcer.errors import Severity
from announcer.lazy import pattern
from announcer.preview.workshop import Page
from announcer.templating import Templates, builtin_folder

# Where the mails and the preview's own files are; no series can have such a name.
MAILS = "/_mail/"
OWN = "/_serve/"
SCRIPT = "reload.js"
STYLE = "preview.css"

_POLICY = pattern(
    r'(<meta\s+http-equiv="Content-Security-Policy"\s+content=")([^"]*)(")',
    re.IGNORECASE,
)
_HEAD = pattern(r"</head\s*>", re.IGNORECASE)
_BODY = pattern(r"<body\b(?:[^>\"]|\"[^\"]*\")*>", re.IGNORECASE)
_NEEDED = ("script-src", "style-src", "connect-src")


def own_file(name: str) -> bytes | None:
    """Return one of the preview's own files."""
    if name not in {SCRIPT, STYLE}:
        return None
    return (builtin_folder() / "preview" / name).read_bytes()


def dressed(page: Page) -> bytes:
    """Return a page with the script, and with a list of what is wrong above it.

    What is no whole page, such as a fragment to include elsewhere, stays as it is.
    """
    if page.content is None:
        return _filled("broken", page).encode()
    text = page.content.decode("utf-8", "replace")
    head = _HEAD.search(text)
    if not head:
        return page.content
    before, after = text[: head.start()], text[head.start() :]
    before = _POLICY.sub(
        lambda found: found[1] + _allowing(found[2]) + found[3], before
    )
    if page.problems:
        banner = _filled("problems", page)
        after = _BODY.sub(lambda found: found[0] + banner, after, count=1)
    return (before + _links(page) + after).encode()


def _filled(name: str, page: Page) -> str:
    """Fill ``problems``, to stand above a page, or ``broken``, for one never made."""
    problems = page.problems
    ordered = sorted(problems, key=lambda problem: problem.severity is Severity.WARNING)
    return Templates().render(
        f"preview/{name}.html.j2",
        "en",
        problems=ordered,
        links=_links(page),
        errors=sum(problem.severity is Severity.ERROR for problem in problems),
    )


def _links(page: Page) -> str:
    style = f'<link rel="stylesheet" href="{OWN}{STYLE}">\n' if page.problems else ""
    version = escape(page.version)
    return (
        f'{style}<script src="{OWN}{SCRIPT}" data-version="{version}" defer></script>\n'
    )


def _allowing(policy: str) -> str:
    """Return the policy with the preview's own files and events allowed."""
    directives: dict[str, list[str]] = {}
    for part in policy.split(";"):
        name, *sources = part.split() or [""]
        if name:
            directives.setdefault(name.lower(), sources)
    for name in _NEEDED:
        allowed = directives.get(name, directives.get("default-src", ["*"]))
        if not {"'self'", "*"} & set(allowed):
            kept = [source for source in allowed if source.lower() != "'none'"]
            directives[name] = [*kept, "'self'"]
    return "; ".join(" ".join((name, *rest)) for name, rest in directives.items())
