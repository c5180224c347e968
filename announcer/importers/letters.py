"""What a person reads of a mail, page or post: its text, its headers, its quotes."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import field, replace
from datetime import date
from email import message_from_bytes
from email.message import MIMEPart
from email.policy import default
from email.utils import parsedate_to_datetime

from announcer.classes import dataclass
from announcer.importers.clocks import clocks_in
from announcer.importers.days import days_in
from announcer.importers.encoding import guessed, text_of
from announcer.importers.found import Doubt, Given
from announcer.importers.hypertext import is_html, markdown_of
from announcer.importers.labels import TELLING, label_of
from announcer.importers.links import ADDRESS, unwrapped_in
from announcer.importers.notices import status_of
from announcer.importers.phrases import HALL

_HEADERS = re.compile(
    r"(?:(?:From|Subject|Date|To|Received|Return-Path|Message-ID"
    r"|MIME-Version|Delivered-To"
    r"|X-[\w-]+|Content-Type|Content-Transfer-Encoding|Reply-To"
    r"|List-[\w-]+|Sender|Cc|DKIM-Signature|User-Agent|Auto-Submitted"
    r"|From [^\n]*)"
    r":[^\n]*(?:\n[ \t]+[^\n]*)*\n)",
    re.IGNORECASE,
)
# When a mail was sent, as only mail programs write it.
_SENT = re.compile(r"^Date: .*\d{4} \d\d:\d\d:\d\d [+-]\d{4}", re.MULTILINE)
_FRONT = re.compile(r"\s*(---|\+\+\+)[ \t]*\n(.*?)\n\1[ \t]*(?:\n|$)", re.DOTALL)
_ENTRY = re.compile(r"^([A-Za-z][\w -]*?)\s*[:=]\s*(.*)$")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad]")
_FOOT = re.compile(
    r"^(?:_{20,}|-{20,})\s*\n(?=.*(?:mailing list|Mailingliste"
    r"|liste de diffusion|mailman|listinfo|unsubscribe))"
    r"|^[^\S\n]*(?:to unsubscribe|you (?:are receiving|received?|get|are getting) this"
    r"|you are subscribed|sie erhalten diese|vous recevez ce|ricevi questa?"
    r"|recibes este"
    r"|recibe este|recebe est[ea]|u ontvangt de[zs]e|je ontvangt de[zs]e|du får dett?e"
    r"|otrzymujesz t[ęo]|tuto zprávu dostáváte"
    r"|um sich abzumelden|pour vous désinscrire|per cancellarsi"
    r"|unsubscribe)\b"
    r"|^-{2,3} ?\n(?!-)|^-{4,} ?(?:original message|forwarded message"
    r"|ursprüngliche nachricht)",
    re.IGNORECASE | re.MULTILINE,
)
_FORWARDED = re.compile(
    r"^[ >]*(?:-{3,} ?(?:forwarded message|original message"
    r"|weitergeleitete nachricht|ursprüngliche nachricht|message transféré"
    r"|message d['’]origine|messaggio (?:inoltrato|originale)"
    r"|mensaje (?:reenviado|original)|mensagem (?:encaminhada|original)"
    r"|doorgestuurd bericht|oorspronkelijk bericht|(?:wiadomość )?przekazana"
    r"|oryginalna wiadomość|přeposlaná zpráva|původní zpráva|vidarebefordrat"
    r"|ursprungligt meddelande|videresendt|oprindelig meddelelse|הודעה שהועברה)[^\n]*"
    r"|begin forwarded message:?|anfang der weitergeleiteten nachricht:?"
    r"|début du message (?:réexpédié|transféré) ?:?|inizio messaggio inoltrato:?)[ ]*$",
    re.IGNORECASE | re.MULTILINE,
)


_CLOSING = re.compile(
    r"\n[ \t]*(?:(?:best|kind|warm)(?:est)?(?: (?:wishes|regards))?"
    r"|(?:have a |einen )?(?:good|nice|great|schönen?|bonne|belle|buona|bella|buen"
    r"|feliz)"
    r" (?:day|week|weekend|evening|tag|woche|wochenende|abend|journée|semaine|soirée"
    r"|giornata|settimana|serata|día|semana)|à (?:très )?bientôt|au plaisir"
    r"|regards|sincerely(?: yours)?|yours(?: sincerely)?|cheers"
    r"|many thanks|thanks|thank you|all the best|mit (?:freundlichen"
    r"|besten|herzlichen) grüßen|(?:viele|beste|herzliche|liebe"
    r"|schöne) grüße|mfg|cordialement|bien cordialement|amicalement"
    r"|bien à vous|cordiali saluti|un saluto|saluti|saludos"
    r"(?: cordiales)?|un saludo|atentamente|un abrazo|abraços?|atenciosamente"
    r"|com os melhores cumprimentos"
    r"|cumprimentos|groet(?:en|jes)?|met vriendelijke groet(?:en)?|mvg"
    r"|hartelijke groet(?:en)?"
    r"|pozdrawiam|z poważaniem|z wyrazami szacunku|s pozdravem|s přátelským pozdravem"
    r"|hezký den"
    r"|mange hilsner|(?:venlig |mvh |med venlig )?hilsen|mvh"
    r"|(?:med )?vänlig(?:a)? hälsning(?:ar)?"
    r"|hälsningar|terveisin|üdvözlettel|a presto|distinti saluti|bises|à bientôt"
    r"|yours faithfully"
    r"|בברכה)[ \t]*[,.!]?[ \t]*\n"
    r"(?:[ \t]*\n)?(?:[ \t]*(?!https?:)[^\n:]{1,60}\n?){0,4}?(?=[ \t]*\n|\Z)",
    re.IGNORECASE,
)


_SUBJECT = (
    "Subject|Betreff|Objet|Oggetto|Asunto|Assunto|Onderwerp|Temat|Předmět|Predmet|Emne"
    "|Ämne|Aihe|Tárgy|件名|נושא"
)
_DATED = (
    "Date|Sent|Datum|Gesendet|Envoyé|Envoyé le|Data|Inviato|Fecha|Enviado|Enviada em"
    "|Enviado el|Verzonden|Wysłano|Odesláno|Dato|Sendt|Skickat|Lähetetty|送信日時|תאריך"
)
_OTHERS = (
    "From|To|Cc|Bcc|Reply-To|Von|An|Kopie|De|À|Da|A|Para|CC|Van|Aan|Od|Do|Komu|Fra|Til"
    "|Från|Till|Expéditeur|Mittente|差出人|宛先|מאת|אל"
)
_FORWARDED_HEADERS = re.compile(
    rf"(?:[ >]*\n){{0,2}}(?:[ >*]*(?:{_SUBJECT}|{_DATED}|{_OTHERS})\*?\s?:[^\n]*\n)*"
)
# The same below the first lines of a text, if there are three or more of them.
_INNER = re.compile(
    rf"(?<=\n\n)(?:(?:{_SUBJECT}|{_DATED}|{_OTHERS})\s?:[^\n]*\n){{3,}}(?=\s*\n)"
)
_SAID_THERE = {
    "subject": re.compile(rf"(?:{_SUBJECT})\*?\s?:\s*(.*)"),
    "date": re.compile(rf"(?:{_DATED})\*?\s?:\s*(.*)"),
}
# Above a text these are headers if a sender stands there, or nothing but the subject.
_SENDER = re.compile(
    r"^(?:From|Von|De|Da|Van|Od|Fra|Från|Expéditeur|差出人|מאת)\s?:", re.MULTILINE
)
_ALONE = re.compile(rf"\s*(?:{_SUBJECT})\s?:[^\n]*\n\s*$")
_WIDE = str.maketrans({"\u00a0": " ", "（": " (", "）": ") ", "〜": "–", "～": "–"})
_GAP = " " * 120
_GULF = re.compile(f"{_GAP}[ ]+")
_CODE = re.compile(r"^(```|~~~).*?^\1[ \t]*$", re.DOTALL | re.MULTILINE)
# Pieces of HTML and of templates in Markdown and plain text.
_JUNK = (
    (re.compile(r"^[ \t]*>{1,3} *(\S.*?\S) *<{1,3}[ \t]*$", re.MULTILINE), r"\1"),
    (re.compile(r"<!--.*?-->", re.DOTALL), ""),
    (
        re.compile(
            r"\[(?:image|cid|bild|immagine|imagen?|obraz)[ :][^\]\n]*\](?:\s?<\S+>)?",
            re.IGNORECASE,
        ),
        "",
    ),
    (re.compile(r"<(iframe|script|style)\b.*?</\1>", re.DOTALL | re.IGNORECASE), ""),
    (re.compile(r"<br ?/?>", re.IGNORECASE), "\n"),
    (
        re.compile(
            r"</?(?:div|span|p|center|font|b|i|u|em|strong|small)\b[^<>]*>",
            re.IGNORECASE,
        ),
        "",
    ),
    (re.compile(r"\{%.*?%\}|\{\{.*?\}\}"), ""),
)
# Capitals apart, as on notices: K O L L O Q U I U M
_SPACED = re.compile(
    r"^[ \t]*(?:[^\W\d_a-zß-ÿ][ ]+){3,}[^\W\d_a-zß-ÿ][ \t]*$", re.MULTILINE
)
# Addresses below a page that was made text: [2] https://...
_FOOTNOTE = re.compile(r"^[ \t]*\[(\d{1,2})\][: \t]+<?(https?://[^\s>]+)", re.MULTILINE)
_NUMBER = re.compile(r"(?<=[^\W_])[ ]?\[(\d{1,2})\]")
_WROTE = re.compile(
    r"^[ \t]*(?:On|Am|Le|Il|El|Op|Em|Den|W dniu|Dne|No dia)\b[^\n]{5,90}\n?[^\n]{0,90}"
    r"(?:wrote|schrieb|a écrit|ha scritto|escribió|schreef|escreveu|skrev|napisał\w*"
    r"|napsal\w*|kirjoitti)\b[^\n]{0,60}:[ \t]*$",
    re.MULTILINE,
)
_HEADED = re.compile(r"^#{1,6} \S.*\n(?:.*\n)*?^#{1,6} \S", re.MULTILINE)
_REMARK = 300  # letters of what somebody who passes a mail on says of it
_STUB = 80  # letters; so short a text only says that the mail is in HTML


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """The text of a source and what stands above it.

    ``quoted`` is what an answer cites; ``posted`` the day on which it was sent;
    ``entries`` are the lines of its front matter, ``calendar`` the one that it carries.
    """

    text: str
    quoted: str = ""
    subject: str = ""
    posted: date | None = None
    entries: dict[str, str] = field(default_factory=dict)
    calendar: bytes = b""
    doubts: tuple[Doubt, ...] = ()


def letter_of(content: bytes) -> Letter:
    """Open a mail, a page or a post, as what a person reads of it."""
    raw = content.lstrip(b"\xef\xbb\xbf \t\r\n")
    raw = _below_rule(raw)
    head = raw[:4000].decode("latin-1").replace("\r\n", "\n")
    top = re.split(r"\n\s*\n", head)[0] + "\n"
    if _starts(head) and (len(_HEADERS.findall(top)) >= 3 or _SENT.search(top)):
        return _of_mail(raw)
    text, doubts = text_of(content), guessed(content)
    entries: dict[str, str] = {}
    if front := _FRONT.match(text):
        entries = _entries(front[2])
        text = text[front.end() :]
    return replace(_clean(text, entries=entries), doubts=doubts)


def _below_rule(raw: bytes) -> bytes:
    """Return a mail without the line that archives of lists draw above it."""
    rule = re.match(rb"(?:[=*_#-]{20,}[ \t]*\r?\n)+", raw)
    below = raw[rule.end() :] if rule else b""
    return below if below and _starts(below[:200].decode("latin-1")) else raw


def _starts(head: str) -> bool:
    return bool(_HEADERS.match(head)) or head.startswith("From ")


def _entries(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in text.split("\n"):
        entry = _ENTRY.match(line)
        if entry:
            value = entry[2].strip()
            if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
                value = value[1:-1]
            found[entry[1].strip().casefold()] = value
    return found


def _of_mail(raw: bytes) -> Letter:
    message = message_from_bytes(raw, policy=default)
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    text, doubts = _content(plain) if plain else ("", ())
    if plain and plain.get_param("format") == "flowed":
        text = _reflowed(text)
    if html and len(text.strip()) < _STUB:
        page, more = _content(html)
        if made := markdown_of(page):
            text, doubts = made, more
    posted: date | None
    try:
        posted = parsedate_to_datetime(str(message["Date"])).date()
    except (TypeError, ValueError):
        posted = None
    letter = _clean(text, subject=str(message["Subject"] or ""), posted=posted)
    return replace(letter, doubts=doubts, calendar=_calendar(message))


def _calendar(message: MIMEPart) -> bytes:
    for part in message.walk():
        if part.get_content_type() == "text/calendar":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and content.strip():
                return content
    return b""


def _content(part: MIMEPart) -> tuple[str, tuple[Doubt, ...]]:
    """Return the text of a part, by its bytes where its encoding is named wrongly."""
    try:
        text = str(part.get_content()) if part.get_content_maintype() == "text" else ""
    except (LookupError, UnicodeError):
        text = "\ufffd"
    doubts: tuple[Doubt, ...] = ()
    if "\ufffd" in text:
        payload = part.get_payload(decode=True)
        content = payload if isinstance(payload, bytes) else b""
        text, doubts = text_of(content), guessed(content)
    return text.replace("\r\n", "\n"), doubts


def _closed(found: re.Match[str]) -> str:
    """Return a line of letters set apart as words: `T A L K   1`."""
    words = re.split(r"[ ]{2,}", found[0].strip())
    return " " * (len(found[0]) - len(found[0].lstrip())) + " ".join(
        word.replace(" ", "") for word in words
    )


def _with_footnotes(text: str) -> str:
    """Put the addresses that are numbered below a text where their numbers stand."""
    notes = dict(_FOOTNOTE.findall(text))
    if not notes:
        return text
    return _NUMBER.sub(
        lambda one: f" <{notes[one[1]]}>" if one[1] in notes else one[0], text
    )


def _reflowed(text: str) -> str:
    """Join the lines that a mail program broke (RFC 3676)."""
    return re.sub(
        r"(?<=\S) \n(?![> \n-])", " ", text.replace("-- \n", "--\u2008\n")
    ).replace("\u2008", " ")


def _clean(
    text: str,
    subject: str = "",
    posted: date | None = None,
    entries: dict[str, str] | None = None,
) -> Letter:
    if is_html(text):
        text = markdown_of(text)
    text = _INVISIBLE.sub("", text).translate(_WIDE).expandtabs(8)
    text = unwrapped_in(unicodedata.normalize("NFC", _narrowed(text)))
    for junk, instead in _JUNK:
        text = junk.sub(instead, text)
    text = _SPACED.sub(_closed, _with_footnotes(text))
    if _HEADED.search(text) and not _WROTE.search(text):
        text = re.sub(r"^> ?", "", text, flags=re.MULTILINE)  # of Markdown, no answer
    text, headers = _unforwarded(_marked(_without_code(text)))
    posted = posted or _day_of(headers.get("date", ""))
    if wrote := _WROTE.search(text):
        posted = posted or _day_of(wrote[0])  # of what is cited, a little before
        text = _WROTE.sub("", text)
    lines = text.split("\n")
    quoted = [re.sub(r"^(?:> ?)+", "", line) for line in lines if line.startswith(">")]
    own = "\n".join(line for line in lines if not line.startswith(">"))
    return Letter(
        text=_CLOSING.sub("\n", own[: _foot(own)]),
        quoted="\n".join(quoted),
        subject=" ".join((subject or headers.get("subject", "")).split()),
        posted=posted,
        entries=entries or {},
    )


def _narrowed(text: str) -> str:
    """Return a text without blanks in empty lines, and with no gap wider than pages."""
    lines = (line if line.strip() else "" for line in text.split("\n"))
    return _GULF.sub(_GAP, "\n".join(lines))


def _foot(text: str) -> int | None:
    """Return where a signature begins: below dashes no label tells of a talk."""
    for found in _FOOT.finditer(text):
        below = text[found.end() :].split("\n")
        if not any((label := label_of(one)) and label.kind in TELLING for one in below):
            return found.start()
    return None


def _day_of(text: str) -> date | None:
    """Return the day that a text names first, if it has its year."""
    days = days_in(text, Given())
    return days[0].day if days and isinstance(days[0].day, date) else None


def _without_code(text: str) -> str:
    """Return a text without blocks of code, unless there is hardly anything besides."""
    rest = _CODE.sub(lambda found: "\n" * found[0].count("\n"), text)
    return rest if sum(bool(line.strip()) for line in rest.split("\n")) > 2 else text


def _marked(text: str) -> str:
    """Return a text that begins with headers in other words than mail has, as cited."""
    head = _FORWARDED_HEADERS.match(text.lstrip())
    lines = head[0] if head else ""
    inner = _INNER.search(text)
    if inner and _SAID_THERE["subject"].search(inner[0]) and _SENDER.search(inner[0]):
        begin = inner.start()
        return f"{text[:begin]}--- Forwarded message ---\n{text[begin:]}"
    subject = _SAID_THERE["subject"].search(lines)
    below = text.lstrip()[len(lines) :]
    alone = _ALONE.match(lines) and (below[:1] == "\n" or not below.strip())
    if subject and (alone or _SENDER.search(lines)):
        return f"--- Forwarded message ---\n{text.lstrip()}"
    return text


def _unforwarded(text: str) -> tuple[str, dict[str, str]]:
    """Return a text without the headers of what it forwards, and those headers."""
    headers: dict[str, str] = {}
    while marked := _FORWARDED.search(text):
        below = text[marked.end() :]
        head = _FORWARDED_HEADERS.match(below)
        lines = head[0] if head else ""
        for name, pattern in _SAID_THERE.items():
            if found := pattern.search(lines):
                headers.setdefault(name, found[1].strip())
        body = _uncited(below[len(lines) :])
        above = text[: marked.start()]
        text = body if _is_remark(above) and body.strip() else f"{above}\n{body}"
    return text, headers


def _is_remark(text: str) -> bool:
    """Say whether a text above a mail that is passed on says nothing of its talk."""
    told = days_in(text, Given()) or clocks_in(text) or ADDRESS.search(text)
    room = HALL.search(text) or any(map(label_of, text.split("\n")))
    return len(text) < _REMARK and not (told or room or status_of(text, text)[0])


def _uncited(text: str) -> str:
    """Return a text that is cited whole as it was, however often it was passed on."""
    said = [line for line in text.split("\n") if line.strip()]
    cited = [line for line in said if line.startswith(">")]
    if not said or len(cited) * 2 < len(said):
        return text
    return _uncited(re.sub(r"^> ?", "", text, flags=re.MULTILINE))
