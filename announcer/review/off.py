"""Talks whose words say that they are off, while their records say that they are not.

Whoever writes no YAML otherwise writes it where readers will see it. Calendars and
reminders do not read: to them such a talk takes place.
"""

from __future__ import annotations

from collections.abc import Iterator

from announcer.access import is_off
from announcer.errors import Problem, doubt
from announcer.lazy import pattern
from announcer.talk import Talk

_EVENT = r"(?:seminar|talk|colloquium|meeting|lecture|session)"
_EREIGNIS = r"(?:seminar|vortrag|kolloquium|sitzung|veranstaltung)"
_SEANCE = r"(?:séminaire|exposé|séance|colloque)"
_CANCELLED = (
    rf"cancell?ed|called off|no {_EVENT}|abgesagt|(?:{_EREIGNIS} )?entfällt|fällt aus"
    rf"|kein {_EREIGNIS}|annulée?|pas de {_SEANCE}|בוטלה?|מבוטלת?|אין (?:סמינר|הרצאה)"
)
_POSTPONED = "postponed|verschoben|reportée?|נדח(?:ה|תה)"
_EDGE = r"[\W_]*"
# At its beginning or end, apart from the rest: "Postponed rewards" is a title.
_TITLE = pattern(
    rf"(?i){_EDGE}(?P<first>{_CANCELLED}|{_POSTPONED})(?:{_EDGE}$|\s*[-–—:!()\[\]*])"
    rf"|.*(?:[-–—:!(\[*]|\s{{2}})\s*(?P<last>{_CANCELLED}|{_POSTPONED}){_EDGE}$"
)
_NOTICE = pattern(rf"(?i)(?<!\w)(?P<first>{_CANCELLED})(?!\w)")


def off_in_words(talk: Talk) -> Iterator[Problem]:
    """Yield a doubt about a talk that takes place by its record, not by its words."""
    if is_off(talk):
        return
    texts = [("title", _TITLE.match(talk.title or ""))]
    texts += [("speaker", _TITLE.match(one.name)) for one in talk.speakers]
    texts += [("location", _TITLE.match(talk.location or ""))]
    texts += [("notice", _NOTICE.search(talk.notice or ""))]
    for field, found in texts:
        if found:
            said = found["first"] or found.groupdict().get("last")
            yield doubt(
                talk.source,
                "off-in-words",
                f"`{field}` says {said!r}, but its status is {talk.status}: people are "
                "reminded of the talk, and calendars keep it",
                f"off? announcer cancel {talk.slug} --because TEXT, or status: "
                "postponed; a day without a talk stands in `skip:` of series.yaml",
            )
            return
