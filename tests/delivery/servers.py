# ruff: noqa: ARG002, N802 - the server calls its hooks by these names
"""What the delivery tests share: one message, and an inbox that keeps what comes."""

import asyncio
import socket
import subprocess
import threading

import pytest

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


class Answers(Inbox):
    """Answer MAIL, RCPT and DATA from lists, and 250 when they are used up."""

    def __init__(self, mail=(), rcpt=(), data=()):
        super().__init__()
        self.mail, self.rcpt, self.data = list(mail), list(rcpt), list(data)
        self.calls = 0

    async def handle_MAIL(self, server, session, envelope, address, options):
        self.calls += 1
        answer = self.mail.pop(0) if self.mail else "250 OK"
        if answer.startswith("250"):
            envelope.mail_from = address
        return answer

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = self.rcpt.pop(0) if self.rcpt else "250 OK"
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):
        answer = self.data.pop(0) if self.data else "250 OK"
        if answer.startswith("250"):
            self.keep(envelope)
        return answer


class Hangs(Inbox):
    """Never answer MAIL, or never answer the whole message."""

    def __init__(self, at):
        super().__init__()
        self.at = at

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.at == "MAIL":
            await asyncio.Event().wait()
        envelope.mail_from = address
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        await asyncio.Event().wait()


def free_port() -> int:
    """Return a port of this machine that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(port: int, server: subprocess.Popen[bytes] | None = None) -> None:
    """Wait until somebody listens at a port; a server may be seen to live so long."""
    for _ in range(600):
        assert server is None or server.poll() is None, "the server has ended"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            threading.Event().wait(0.05)
        else:
            return
    pytest.fail("the server did not start")
