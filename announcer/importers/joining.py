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
    r"|rendez-vous\.renater\.fr|collab\w*\.[\w.-]+|senfcall\.de"
    r"|jitsi[\w-]*\.[\w.-]+|webex\.[\w.-]+)"
    r"(?:[:/?]|$)"
    # servers of an institute's own, by the paths of their kind
    r"|/(?:b|rooms)/[a-z]{3}-[a-z0-9]{3}-[a-z0-9]{3}|/(?:j|w|wc)/\d{9,11}\b"
    r"|/l/meetup-join/|//[\w.-]*webex[\w.-]*/(?:meet|join|\w+/j\.php)"
    r"|//[\w.-]*zoom[\w.-]*/my/",
    re.IGNORECASE,
)
_NOT_JOIN = re.compile(
    r"zoom\.[\w.]+/(?:meeting/|webinar/)?register|/rec/|registration"
    r"|anmeldung|eventbrite|forms\.gle|docs\.google\.com/forms"
    r"|youtube\.com/(?:watch|playlist|channel|@|c/)|youtu\.be"
    r"|vimeo\.com|panopto"
    r"|/test\b|//[\w.-]*zoom[\w.-]*/u/|zoom\.us/(?:test|u/|zoomconference|download)"
    r"|support\.|aka\.ms|/meetingOptions|dialin|JoinTeamsMeeting",
    re.IGNORECASE,
)
_NEAR = 140  # letters before an address that may say what it is for
_STREAM = re.compile(
    r"youtube\.com/(?:live|watch|channel|c/|@)|youtu\.be|twitch\.tv|vimeo\.com",
    re.IGNORECASE,
)
# What says before an address that one follows a talk there, by language.
_TO_JOIN = re.compile(
    r"\b(?:join(?:ing)?|stream(?:ed|ing)?|live(?:stream)?|connect|online|remote(?:ly)?"
    r"|dial in|follow(?: along| it| the talk"
    r"|(?: us)? (?:at|on|from)$)"
    r"|watch(?: it| live| the talk)* (?:at|on|from)$"
    r"|use th(?:is|e) link|attend (?:via|from)"
    r"|zoom"
    r"|teams|webex|bbb|jitsi|webinar|virtual(?:ly)?|via|teilnehmen|teilnahme|gestreamt"
    r"|übertragen|zugang(?:slink)?|einwahl\w*|zugeschaltet|zuschalten|suivre|rejoindre"
    r"|connexion|connecter|à distance|en ligne|en direct|visio\w*|partecipare|colleg\w+"
    r"|diretta|a distanza|conect\w+|unirse|la liga|enlace|en línea|transmi\w+|ao vivo"
    r"|link de acesso|à distância|deelnemen|meekijken|te volgen|volgen via|dołącz\w*"
    r"|retransmi\w+|diffus\w+|streaming|broadcast|webcast|emitirá|difundirá|trasmess\w+"
    r"|łącz\w*|połącz\w*|zdalnie|připoj\w+|přenos|ansluta|delta(?:ga|ge)?|följ[as]?"
    r"|länk\w*|følg[ea]? med|lenke)\b|הצטרפ|קישור|לינק|[בתי]?שידור|[תי]שודר|זום|מקוון",
    re.IGNORECASE,
)
_FOR_OTHERS = re.compile(
    r"\b(?:regist\w+|tickets?|recording|recorded|slides|web ?site|home ?page|paper"
    r"|details|information|infos?|programme?|abstracts?|unsubscribe|archive\w*|past"
    r"|previous"
    r"|follow us|survey|poll|donat\w+|subscri\w+|mailing|list|anmeld\w+|aufzeichnung\w*"
    r"|karten|weitere|réserv\w+|inscri\w+|enregistrement|désabonn\w+|désinscri\w+"
    r"|renseignements|iscri\w+|registrazione|prenot\w+|informa\w+|grabaci\w+|entradas"
    r"|inscrev\w+|gravaç\w+|aanmeld\w+|opname|kaarten|zapis\w*|rejestr\w+|nagran\w+"
    r"|bilet\w*|záznam\w*|registr\w+|vstupenk\w+|anmäl\w+|inspel\w+|biljett\w*"
    r"|tilmeld\w*|påmeld\w*|optagels\w+|opptak\w*|billet\w*)\b|הרשמה|הקלטה|לפרטים",
    re.IGNORECASE,
)
_OF_CROWDS = re.compile(
    r"//(?:www\.)?(?:twitter|x(?=\.com)|facebook|instagram|linkedin|bsky|github)\.",
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
    return _told(text)


def _told(text: str) -> str | None:
    """Return an address that a sentence tells people to follow the talk at."""
    for found in _URL.finditer(text):
        near = text[max(0, found.start() - _NEAR) : found.start()]
        before = re.split(r"[.!?]\s+(?=[^a-zß-ÿ])|\n\s*\n", near)[-1]
        before = " ".join(before[-_NEAR:].split())
        url = next(iter(addresses_in(found[0])), "")
        other = _NOT_JOIN.search(url) and not _STREAM.search(url)
        if not url or other or _OF_CROWDS.search(url) or _FOR_OTHERS.search(before):
            continue
        if _TO_JOIN.search(before):
            return url
    return None
