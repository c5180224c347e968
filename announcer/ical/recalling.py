"""Events that stand in a calendar which was made before, taken as they are."""

from __future__ import annotations

from announcer.ical.lines import fold, text
from announcer.talk import Talk

_BEGIN, _STAMP = b"BEGIN:VEVENT\r\n", b"\r\nDTSTAMP:"
_END = b"\r\nEND:VEVENT\r\n"


class Events:
    """The events of a calendar that `calendar` wrote, by the UIDs of their talks."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._places: dict[bytes, tuple[int, int]] = {}
        first = content.find(_BEGIN)
        while first >= 0:
            named = content.find(_STAMP, first)
            last = content.find(_END, first)
            if not first < named < last:
                break  # not of this release
            uid = content[first + len(_BEGIN) : named]
            self._places[uid] = first, last + len(_END)
            first = content.find(_BEGIN, last)

    def of(self, talk: Talk) -> bytes | None:
        """Return the event of a talk; None where there is none."""
        uid = fold(b"UID:" + text(talk.uid)).removesuffix(b"\r\n")
        place = self._places.get(uid)
        return self._content[slice(*place)] if place else None

    def sequence(self, talk: Talk) -> int:
        """Return the SEQUENCE of a talk's event; 0 where there is none."""
        _, _, rest = (self.of(talk) or b"").partition(b"\r\nSEQUENCE:")
        number = rest.partition(b"\r\n")[0]
        return int(number) if number.isdigit() else 0
