# ruff: noqa: ARG002, N802 - the server calls its hooks by these names
"""What the delivery tests share: one message, and an inbox that keeps what comes."""

SENDER = "talks@example.edu"
MESSAGE = (
    b"From: Talks <talks@example.edu>\r\n"
    b"To: stat-seminars@example.edu\r\n"
    b"Subject: Surprises in Deep Learning Training\r\n"
    b"Date: Mon, 01 Mar 2021 09:00:00 -0500\r\n"
    b"Message-ID: <soudry.0.announcement@talks.example.edu>\r\n"
    b"\r\n"
    b"Next week's seminar:\r\n"
    b".hidden line\r\n"
    b".\r\n"
    b"From now on, every Monday.\r\n"
)


class Inbox:
    """An aiosmtpd handler that keeps what it takes; tests override its hooks."""

    def __init__(self) -> None:
        self.envelopes: list[tuple[str, list[str], bytes]] = []
        self.sessions: set[int] = set()

    async def handle_DATA(self, server, session, envelope):
        self.sessions.add(id(session))
        self.keep(envelope)
        return "250 OK"

    def keep(self, envelope):
        self.envelopes.append(
            (envelope.mail_from, list(envelope.rcpt_tos), envelope.original_content)
        )

    @property
    def messages(self) -> list[bytes]:
        return [content for _, _, content in self.envelopes]
