"""What stands where something is not known yet: no title, no name, no text.

The list is that of records; here are only words that a person would not write there.
"""

from __future__ import annotations

import re
from dataclasses import replace

from announcer.importers.found import Doubt, Found, Moment
from announcer.record.placeholders import is_placeholder

_UNREAD = "time-unread"
_MORE = re.compile(
    r"(?:n/?a|none|unknown|not ?(?:yet ?)?known|to ?be ?(?:announced|determined"
    r"|confirmed|decided)|title to follow|title/speakers? (?:tb[acd]|to be (?:announced"
    r"|confirmed))|various speakers|open slot|da (?:definire|annunciare)"
    r"|por (?:confirmar|anunciar|definir))?",
    re.IGNORECASE,
)

# What organisers write for what is to come, in languages beside those of records.
_TO_COME = re.compile(
    r"(?:(?:t[íi]tulo|titolo|titel|tytu[łl]|n[áa]zev|ponente|relatore|orador|spreker)?"
    r"\W*(?:da (?:definire|annunciare|confermare|stabilire|comunicare)"
    r"|(?:por|a) (?:confirmar|anunciar|definir|determinar)|sin confirmar"
    r"|(?:wordt )?(?:nog|later) (?:bekend ?(?:gemaakt)?|te bepalen)|n\.?t\.?b\.?"
    r"|nader te bepalen|do (?:ustalenia|potwierdzenia)|bude up[řr]esn[ěe]no"
    r"|meddelas senare|meddeles senere|annonceres senere|ilmoitetaan my[öo]hemmin))",
    re.IGNORECASE,
)


def is_to_come(text: str) -> bool:
    """Say whether a text says in words that something is to be announced."""
    return _TO_COME.fullmatch(_core(text)) is not None or is_placeholder(text)


def is_gap(text: str) -> bool:
    """Say whether a text, which may be empty, says only that nothing is known yet."""
    return _MORE.fullmatch(_core(text)) is not None or is_to_come(text)


def hours_missed(talks: list[Found]) -> tuple[list[Found], tuple[Doubt, ...]]:
    """Return talks with a doubt at those without an hour among others that have one.

    Where none has one, that is said once, of all of them.
    """
    open_ = [one.moment.day is not None and _lacks_hour(one) for one in talks]
    if not any(open_):
        return talks, ()
    if not any(map(_has_hour, talks)):
        text = "no time of day is said of any talk here"
        way = "Ask when they begin, or write `time:` once for their series."
        return talks, (Doubt("no-time", text, way),)
    text = "no time of day is said here, and others have one"
    doubt = Doubt("no-time", text, "Ask when it begins.")
    return [
        replace(one, doubts=(*one.doubts, replace(doubt, line=one.line)))
        if lacks else one
        for one, lacks in zip(talks, open_, strict=True)
    ], ()  # fmt: skip


def hour_unread(text: str, moment: Moment) -> list[Doubt]:
    """Return a doubt where a field for the time says one that nobody understands."""
    timed = moment.time or moment.instant or moment.all_day
    if timed or is_gap(text) or not any(map(str.isalnum, text)):
        return []
    said = f"the time `{' '.join(text.split())}` is not understood"
    return [Doubt(_UNREAD, said, "Write it as 16:15.")]


def _has_hour(talk: Found) -> bool:
    """Say whether a talk tells its hour, also where nobody understands it."""
    unread = any(one.code == _UNREAD for one in talk.doubts)
    return unread or bool(talk.moment.time or talk.moment.instant)


def _lacks_hour(talk: Found) -> bool:
    """Say whether a talk that is held has no hour, and needs one."""
    moment = talk.moment
    timed = _has_hour(talk) or moment.all_day or moment.last_day
    return not timed and talk.record.get("status") not in {"cancelled", "postponed"}


def _core(text: str) -> str:
    """Return a text without what stands around its words."""
    first = re.search(r"\w", text)
    end = len(text)
    while first and not (text[end - 1].isalnum() or text[end - 1] == "_"):
        end -= 1
    return text[first.start() : end] if first else ""
