"""Talks as pages of somebody else's site: Markdown with front matter, and data files.

This room alone knows what Jekyll and Hugo want; here stands what both are told alike.
Nothing of it is part of a build: it is written into a site that exists, when it is
asked for. What is not public on our own pages is not in these files either.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from announcer import catalogue, markup, urls
from announcer.access import Channel, attendance, consent, joining
from announcer.ical import revision_of
from announcer.lazy import pattern
from announcer.record import to_yaml
from announcer.talk import Programme, Speaker, Talk
from announcer.templating import Templates
from announcer.when import days_of, last_day
from announcer.words import Words, words_for

Value = str | bool | Sequence["Value"] | Mapping[str, "Value"]
Record = dict[str, Value]

# Raw HTML, and what kramdown makes HTML of: neither is cleaned on its way to a page.
_RAW = pattern(r"<(?!https?://[^\s<>\"']+>)(?:[a-zA-Z][^<>]*>|[/!?])|\{::?|&#?\w+;")
# What leads out of a formula, into addresses or the page around it.
_LEADS_OUT = pattern(
    r"\\(?:href|url|class|cssId|style|html\w*|data|require|unicode)(?![A-Za-z])"
)
_SIGN = pattern(r"[!-/:-@\[-`{-~\n]")
_COMMENT = pattern(r"(?<!\\)%")
# Where a link leads, in the line or below the text.
_TARGET = pattern(r"\]\s*(?:\(|:)\s*<?([^\s)>]*)")
_HARMLESS = pattern(r"https?://|mailto:|[^:]*\Z", re.IGNORECASE)


def page(head: Mapping[str, Value], body: str) -> bytes:
    """Return a page: front matter, and what follows it."""
    return f"---\n{to_yaml(head)}---\n{body}".encode()


def body(
    talk: Talk,
    programme: Programme,
    templates: Templates,
    clean: Callable[[str], str],
) -> str:
    """Return what follows the front matter: facts in words, the abstract in Markdown.

    ``clean`` makes something harmless of an abstract that could run.
    """
    words = words_for(programme.site.language)
    text = templates.render(
        "frontmatter/talk.md.j2",
        programme.site.language,
        talk=talk,
        when=when(talk, words),
        abstract=markdown(talk.abstract, clean) if talk.abstract else None,
        plain=plain,
        join=joining(talk, Channel.PUBLIC, programme.now),
        address=urls.absolute(programme.site, urls.talk_page(talk)),
        calendar=urls.absolute(programme.site, urls.talk_ics(talk)),
    )
    return f"\n{text}"


def record(talk: Talk, programme: Programme) -> Record:
    """Return the facts of a talk; what nobody said is left out."""
    words = words_for(programme.site.language)
    join = joining(talk, Channel.PUBLIC, programme.now)
    revision = revision_of(talk, programme)
    values: dict[str, Value | None] = {
        "uid": talk.uid,
        "title": words.marked(catalogue.title(talk, words), talk.status),
        "speakers": [_speaker(s) for s in talk.speakers],
        "series": talk.series.name,
        "series_key": talk.series.key,
        "when": when(talk, words),
        "start": stamp(talk.start, talk),
        "end": stamp(talk.end, talk),
        "timezone": talk.timezone,
        "all_day": talk.all_day or None,
        "status": talk.status.value,
        "attendance": attendance(talk).value,
        "location": talk.location,
        "address": talk.address,
        "join": join.link,
        "registration": join.registration,
        "notice": markup.line(talk.notice).text if talk.notice else None,
        "topics": list(talk.topics),
        "language": talk.language,
        "slides": talk.slides,
        "video": talk.video,
        "paper": talk.paper,
        "recording": consent(talk),
        "type": talk.type,
        "extra": talk.extra,
        "page": urls.absolute(programme.site, urls.talk_page(talk)),
        "calendar": urls.absolute(programme.site, urls.talk_ics(talk)),
        "modified": revision.modified.isoformat(),
    }
    return {key: value for key, value in values.items() if value not in (None, [], {})}


def address(talk: Talk) -> str:
    """Return the address of a talk's page on that site."""
    return f"/talks/{urls.talk_folder(talk)}/"


def listed(programme: Programme) -> bytes:
    """Return all talks as a YAML list, with their addresses on that site."""
    if not programme.talks:
        return b"[]\n"
    items = []
    for talk in programme.talks:
        facts = to_yaml({**record(talk, programme), "url": address(talk)}, 2)
        items.append(f"- {facts[2:]}")
    return "".join(items).encode()


def when(talk: Talk, words: Words) -> str:
    """Return day and time in words, with the name of the zone."""
    days = words.date_range(*days_of(talk))
    if talk.all_day:
        return days
    return f"{days}, {words.hours(talk)} {words.zone(talk.start)}"


def stamp(moment: datetime, talk: Talk) -> str:
    """Return a moment with its offset; of an all-day talk only the day."""
    if talk.all_day:
        day = moment if moment == talk.start else last_day(moment)
        return f"{day:%Y-%m-%d}"
    return moment.isoformat()


def markdown(source: str, clean: Callable[[str], str]) -> str:
    r"""Return Markdown that no program makes a script of, and of no formula emphasis.

    It is the text as it was written, with ``\(…\)`` and ``\[…\]`` around its formulas,
    unless it holds raw HTML, attributes or links of an unusual kind, or stars that
    another program may take for emphasis.
    """
    words = markup.with_formulas(markup.clean(source), lambda _: "x")
    targets = _TARGET.findall(words)
    if _RAW.search(words) or not all(map(_HARMLESS.match, targets)):
        return clean(source)
    if "*" in words and "*" in markup.rich(source).text:
        return clean(source)
    return markup.with_formulas(markup.clean(source), _formula)


def _formula(cut: markup.Cut) -> str:
    """Return TeX that every Markdown passes on as it is, with the marks of MathJax.

    A character reference is never taken for structure (CommonMark, section 2.5), nor
    for a tag of Liquid or a shortcode of Hugo. What could leave the formula is code.
    """
    if _LEADS_OUT.search(cut.tex):
        source = " ".join(cut.source.split())
        ticks = "`" * (1 + max(map(len, re.findall("`*", source))))
        return f"{ticks} {source} {ticks}"
    tex = cut.tex if _COMMENT.search(cut.tex) else " ".join(cut.tex.split())
    if not tex.startswith(r"\begin{") or cut.tex != cut.source:
        tex = rf"\[{tex}\]" if cut.display else rf"\({tex}\)"
    return _SIGN.sub(lambda sign: f"&#{ord(sign[0])};", tex)


def as_html(source: str) -> str:
    """Return Markdown as the cleaned HTML of our own pages."""
    return markup.rich(source).html


def as_text(source: str) -> str:
    """Return Markdown as its text alone, for programs that leave HTML out."""
    return "\n\n".join(map(plain, markup.rich(source).text.split("\n\n")))


def plain(text: str) -> str:
    """Return a text as Markdown that shows it as it is."""
    line = " ".join(text.split())
    escaped = re.sub(r"([\\`*_{}\[\]>$|#~])", r"\\\1", line)
    return escaped.replace("&", "&amp;").replace("<", "&lt;")


def _speaker(one: Speaker) -> Record:
    found = {"name": one.name, "affiliation": one.affiliation, "url": one.url}
    found["role"] = one.role and one.role.value
    return {key: value for key, value in found.items() if value}
