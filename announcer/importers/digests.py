"""Digests of mailing lists: many mails in one text, each to be read by itself."""

from __future__ import annotations

import re

from announcer.importers.encoding import text_of

# The digests of Mailman number their messages; those of RFC 1153 and LISTSERV only
# rule them off, and each begins with its headers.
_NUMBERED = re.compile(
    r"^-{20,}[ \t]*\n(?:[ \t]*\n)?Message: \d+[ \t]*\n", re.MULTILINE
)
_RULED = re.compile(
    r"^-{20,}[ \t]*\n(?:[ \t]*\n)?(?=(?:Date|From|Subject):[^\n]*\n"
    r"(?:[ \t]+[^\n]*\n)*(?:[\w-]+:[^\n]*\n(?:[ \t]+[^\n]*\n)*){2,})",
    re.MULTILINE,
)
_FOOT = re.compile(
    r"^-{20,}[ \t]*\n\s*(?:Subject: Digest Footer|End of [^\n]* Digest)", re.MULTILINE
)
_CLOSED = re.compile(r"\n-{20,}[ \t]*\s*$")


def messages_of(content: bytes) -> list[tuple[bytes, int]]:
    """Return the mails of a digest, each with the lines above it; none for a mail."""
    if b"-" * 20 not in content:
        return []
    text = text_of(content).replace("\r\n", "\n")
    marks = list(_NUMBERED.finditer(text)) or list(_RULED.finditer(text))
    if not marks or (len(marks) < 2 and not _FOOT.search(text)):
        return []
    found = []
    ends = [*(one.start() for one in marks[1:]), len(text)]
    for mark, end in zip(marks, ends, strict=True):
        body = text[mark.end() : end]
        if foot := _FOOT.search(body):
            body = body[: foot.start()]
        body = _CLOSED.sub("\n", body)
        above = text.count("\n", 0, mark.end())
        head = body.partition("\n\n")[0]  # its headers, which are counted, too
        found.append((body.encode(), above + head.count("\n") + 2))
    return found
