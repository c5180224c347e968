"""The forms of a line that says who speaks on what, in calendars and feeds."""

from __future__ import annotations

import re

KIND = (
    r"(?:\w*seminar|colloqui(?:um|a)|\w*kolloquium|talk|lecture|webinar|workshop"
    r"|\w*vortrag|\w*vorlesung|s[ée]minaire|expos[ée]|seminario|conferenza|charla"
    r"|colloque|coloquio|conf[ée]rence|conferencia|palestra|lezing|foredrag|föredrag"
    r"|סמינר|הרצאה|קולוקוויום|reading group|journal club|series|\w*reihe|\w*kreis"
    r"|(?:th[èe]se|phd|doctoral|thesis) defen[cs]e|soutenance(?: de th[èe]se)?"
    r"|disputation|habilitation|antrittsvorlesung|circle|cercle|c[ií]rc[ou]lo|stammtisch|arbeitsgemeinschaft)s?"
)
BY = (
    r"(?:\s+(?:by|with|von|mit|par|avec|di|con|de|por|a cargo de|door|av|af|של|מאת|עם)"
    r"\s+|\s+d['’])"
)
PREFIX = re.compile(
    rf"^(?P<kind>[^:|–—\"“]*?\b{KIND}\b[^:|–—,\"“]{{0,25}}?)\s*(?::|\||–|—|\s-\s)\s*(?=\S)"
    rf"|^(?P<kind2>[^:|–—,\"“]*\b{KIND}),\s+(?=\S)",
    re.IGNORECASE,
)
BRACKET = re.compile(r"^\s*\[[^\]]{1,40}\]\s*(?=\S)")
TRAILING = re.compile(
    r"\s*[\[(](?:cancell?ed|postponed|online|hybrid|virtual|zoom|in person|abgesagt|verschoben|moved|rescheduled)[\])]\s*$",  # noqa: E501
    re.IGNORECASE,
)
GENERIC = re.compile(
    rf"^(?:[\w&/’'. -]+ )?{KIND}(?:[\s:#–-]+(?:week|woche|no|nr|number|session|part|talk|day|semaine)?\.?\s*(?:no\.?|nr\.?)?\s*\d*)?\W*$",  # noqa: E501
    re.IGNORECASE,
)
# Behind a name: one event under words of its own, and not the name of a series.
ONE_EVENT = re.compile(
    r"^(?P<before>\S.*)\s(?:talk|lecture|webinar|workshop|vortrag|vorlesung|expos[ée]"
    r"|conferenza|conf[ée]rence|conferencia|charla|palestra|lezing|foredrag|föredrag)$",
    re.IGNORECASE,
)
OF_ANY = re.compile(  # words before those that every such event may bear
    rf"\b{KIND}\b"
    r"|^(?:(?:the|an?|[1-9]\w*|first|second|third|last|next|invited|guest|plenary|keynote"
    r"|public|open|special|short|long|research|ph\.?d|masters?|master[’']s|bachelors?"
    r"|bachelor[’']s|thesis|doctoral|job|lunch|lunchtime|tea|coffee|brown bag|evening"
    r"|morning|afternoon|contributed|lightning|inaugural|distinguished|online|zoom|hybrid"
    r"|virtual|remote|student|faculty|department|departmental|annual|weekly|monthly"
    r"|opening|closing|introductory|survey|popular|math|maths|mathematics|physics|science"
    r"|gast|öffentliche[rs]?|eingeladene[rs]?|kurze[rs]?|online|videoconf[ée]rence"
    r"|premi[èe]re|seconde|une?|la|le|der|die|das|eine?)(?:[\s/&-]+|$))+$",
    re.IGNORECASE,
)
NUMBERED = re.compile(
    r"^(?:week|woche|talk|session|part|lecture|semaine|settimana|semana)\s*(?:no\.?|nr\.?|#)?\s*\d+\W*$",
    re.IGNORECASE,
)
NO_PERSON = re.compile(
    r"^(?:gro(?:ß|ss)e[rs]?|kleine[rs]?|neue[rs]?|alte[rs]?|new|old|big|small|public"
    r"|modern|future|quantum|digital|human|global|local|artificial|natural|dynamic"
    r"|random|black|dark|higher|recent)\b"
    r"|(?:\w{3,}(?:ity|ities|tions?|sions?|isms?|ology|ologies|ography|metry|nomics)"
    r"|theor(?:y|ies|ie)|equations?|networks?|models?|algebras?|spaces?|holes?|gravity"
    r"|lectures?|talks?)$"
    r"|\b(?:meet-?ups?|day|night|party|meetings?|hackathon|lunch|picnic|committee|social|hour|hours|summer|winter|spring|autumn|fall|open|event|retreat|symposium|congress|kickoff|kick-off|exam|defen[cs]e|forum|circle|cercle|\w*kreis|stammtisch|\w*gruppe|\w*runde|groupe|gruppo|grupo|club|network|community|discussion|tutorial|training|introduction|overview|general|annual|weekly|monthly|science|data|computing|mathematics|physics)\b"
    r"|(?-i:\b[A-Z]{2,}\b(?!\.))",
    re.IGNORECASE,
)
GIVEN = re.compile(
    r"^(?P<title>.+?)[\s,]+(?:given|presented|delivered|held) by\s+(?P<who>.+)$"
    r"|^(?P<title2>.+?)\s*,?\s+(?:by|von|par|di|por|a cargo de|door|av|af|מאת)\s+(?P<who2>(?:(?:Prof|Dr|Mr|Ms|Mrs)[.\w]* )*[^\W\d_].+)$",  # noqa: E501
    re.IGNORECASE | re.DOTALL,
)
TALK_BY = re.compile(
    rf"^(?:[\w&/’' -]{{0,50}}?\s)?{KIND}{BY}(?P<who>.+)$",
    re.IGNORECASE,
)
TALK_ON = re.compile(
    rf"^(?:[\w&/’' -]{{0,50}}?\s)?{KIND}{BY}"
    r"(?P<who>.+?)(?:\s+(?:on|about|über|zum thema|sur|su|sobre)\s+|\s*[:–—]\s*|\s+-\s+)(?P<title>\S.+)$",  # noqa: E501
    re.IGNORECASE,
)
TALK_OF = re.compile(  # Seminar Ada Roe (Rice): Trees
    rf"^(?:[\w&/’' -]{{0,50}}?\s)?{KIND}\s+"
    r"(?P<who>[^():\"“„«]+\([^()]+\)|(?:Prof|Dr|PD|Dott|Mme|Frau|Herr)\b[^():\"“„«–—]+?)"
    r"(?:(?:\s*[:–—]\s*|\s+-\s+)(?P<title>\S.+))?$",
    re.IGNORECASE,
)
OF_ONE = re.compile(  # Disputation Ada Roe: Trees
    r"^(?:disputation|soutenance|verteidigung|(?:phd |doctoral )?defen[cs]e|\w*vortrag"
    r"|talk|lecture|expos[ée]|charla|palestra|הרצאה)\s+(?P<who>[^():\"“„«–—]+?)"
    r"(?:\s*[:–—]\s*|\s+-\s+)(?P<title>\S.+)$",
    re.IGNORECASE,
)
AT_END = re.compile(r"^(?P<title>[^,].+?),\s+(?P<who>[^,()]+\([^()]+\))$")
HOMED = re.compile(
    r"^(?P<who>[^()]+\([^()]+\))(?:\s+[-–—]|\s*[,:;–—])\s+(?P<title>\S.+)$"
)
WORDS_OF_KIND = 4
# Behind a name: at whose seminar it is.
AT_SERIES = re.compile(
    rf"\s+(?:@|at the|in the)\s+[^:–—|]*\b{KIND}\b[^:–—|]*?"
    r"(?=\s*(?::|–|—|\||\s-\s|$))",
    re.IGNORECASE,
)
BEHIND = re.compile(r"(?P<title>.{4,}?)\s*\((?P<who>[^()]+(?:\([^()]*\))?)\)")
NO_NAME = re.compile(  # in brackets behind a title
    r"\b(?:part|session|room|link|only|version|remote|live|recorded|english|deutsch"
    r"|new|neue?r?|free|guest|speaker|talk|via|with|mit|teil)\b",
    re.IGNORECASE,
)
SMALL = re.compile(
    r"^(?:of|the|at|for|and|in|on|de|du|des|la|le|les|l|d|del|della|di|da|do|dos|das"
    r"|für|der|die|und|von|van|zu|am|an|et|y|e|i|en|och|og|für|im|a&m)$"
)
DASH = r"\s+[-–—|]+\s+|\s*[–—]\s*"
QUOTED = re.compile(r"[\"“„«]\s*([^\"”“»]{5,250}?)\s*[\"”“»]")
LEADING = re.compile(  # what is left of a sentence around a title in quotes
    rf"^\s*(?:(?:[\w&/’'-]+\s+){{0,2}}?{KIND}\s+)?"
    r"(?:(?:by|with|von|mit|par|di|por|a cargo de|door|av|af|de|של|מאת)\s+)?"
    r"|\s+(?:on|about|über|sur|su|sobre|over|om|zum thema|mit|with|speaks?"
    r"|spricht)\s*$",
    re.IGNORECASE,
)
