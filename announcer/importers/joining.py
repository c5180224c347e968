"""Which of the addresses in an announcement is the one to join at."""

from __future__ import annotations

import re

_URL = re.compile(
    r"https?://[^\s<>\"\\^`{|}\]]+|(?<![\w@/.])(?:zoom\.us"
    r"|meet\.google\.com|teams\.microsoft\.com)/[^\s<>\")\]]+",
    re.IGNORECASE,
)
_MEETING = re.compile(
    r"//(?:[\w-]+\.)*(?:zoom\.us|zoom\.com|zoom-x\.de|zoomgov\.com"
    r"|teams\.microsoft\.com|teams\.live\.com|meet\.google\.com"
    r"|webex\.com|gotomeet(?:ing)?\.(?:com|me)|gotomeeting\.com"
    r"|whereby\.com"
    r"|bluejeans\.com|meet\.jit\.si|jitsi\.[\w.-]+|meet\.[\w.-]+"
    r"|bbb[\w-]*\.[\w.-]+|gather\.town|gotowebinar\.com|skype\.com"
    r"|chime\.aws|conf\.dfn\.de|webconf\.[\w.-]+|visio\.[\w.-]+"
    r"|rendez-vous\.renater\.fr|collab\w*\.[\w.-]+|senfcall\.de)"
    r"(?:[:/?]|$)"
    r"|/(?:b|rooms)/[a-z]{3}-[a-z0-9]{3}-[a-z0-9]{3}",
    re.IGNORECASE,
)
_NOT_JOIN = re.compile(
    r"zoom\.[\w.]+/(?:meeting/|webinar/)?register|/rec/|registration"
    r"|anmeldung|eventbrite|forms\.gle|docs\.google\.com/forms"
    r"|youtube\.com/(?:watch|playlist|channel|@|c/)|youtu\.be"
    r"|vimeo\.com|panopto"
    r"|/test\b|zoom\.us/(?:test|u/|zoomconference|download)"
    r"|support\.|aka\.ms|/meetingOptions|dialin|JoinTeamsMeeting",
    re.IGNORECASE,
)
_STREAM = re.compile(
    r"youtube\.com/(?:live|watch|channel|c/|@)|youtu\.be|twitch\.tv|vimeo\.com",
    re.IGNORECASE,
)


def addresses_in(text: str) -> list[str]:
    """Return the web addresses in a text, without the signs that follow them."""
    found = []
    for url in _URL.findall(text):
        bare = url.rstrip(".,;:!?'*_>")
        while bare.endswith(")") and bare.count(")") > bare.count("("):
            bare = bare[:-1].rstrip(".,;:!?'*_>")
        found.append(bare if "://" in bare else f"https://{bare}")
    return list(dict.fromkeys(found))


def is_meeting(url: str) -> bool:
    """Say whether one joins a meeting at an address."""
    return bool(_MEETING.search(url)) and not _NOT_JOIN.search(url)


def is_registration(url: str) -> bool:
    """Say whether an address asks people to register."""
    return bool(
        re.search(
            r"register|registration|anmeldung|eventbrite|forms\.gle"
            r"|docs\.google\.com/forms|inscription",
            url,
            re.IGNORECASE,
        )
    )


def joining(labelled: list[str], text: str, streams: str = "") -> str | None:
    """Return where to join: what a label says, or an address of a meeting service."""
    said = [url for value in labelled for url in addresses_in(value)]
    for url in (*said, *addresses_in(text)):
        if is_meeting(url):
            return url
    for url in said:
        if not _NOT_JOIN.search(url):
            return url
    for url in addresses_in(streams):
        if _STREAM.search(url):
            return url
    return None
