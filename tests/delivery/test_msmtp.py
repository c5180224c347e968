"""A real msmtp as the program that sends: its words decide, its silence is a doubt."""

import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from announcer.delivery import open_delivery
from announcer.post import Fate
from tests.delivery.servers import MESSAGE, SENDER, Inbox, free_port

LIST = "stat-seminars@example.edu"


@pytest.fixture
def msmtp(tmp_path: Path) -> Callable[..., str]:
    """Make a program that hands its mail to a server with msmtp."""
    real = shutil.which("msmtp")
    if real is None:
        pytest.skip("msmtp is not installed")

    def make(server: str, more: str = "") -> str:
        port = urlsplit(server).port
        config, program = tmp_path / "msmtprc", tmp_path / "sendmail"
        config.write_text(f"host 127.0.0.1\nport {port}\ntls off\n{more}")
        config.chmod(0o600)
        program.write_text(f'#!/bin/sh\nexec {real} -C {config} "$@"\n')
        program.chmod(0o755)
        return f"sendmail:{program}"

    return make


def deliver(address):
    with open_delivery(address) as delivery:
        return delivery.deliver(MESSAGE, SENDER, LIST)


def talk(peer, *, end):
    """Take a message, and end before or after the answer to it."""
    peer.wfile.write(b"220 here\r\n")
    while line := peer.rfile.readline().upper():
        if line == b"DATA\r\n":
            peer.wfile.write(b"354 go ahead\r\n")
            while peer.rfile.readline() not in {b".\r\n", b""}:
                pass
            peer.wfile.write(end)
            return
        peer.wfile.write(b"250 yes\r\n")


def test_msmtp_hands_over_the_message(serve, msmtp):
    inbox = Inbox()
    assert deliver(msmtp(serve(inbox))).fate is Fate.SENT
    assert inbox.envelopes == [(SENDER, [LIST], MESSAGE)]


def test_a_server_that_hangs_up_on_msmtp_after_the_message_leaves_a_doubt(
    script, msmtp
):
    receipt = deliver(msmtp(script(lambda peer: talk(peer, end=b""))))
    assert receipt.fate is Fate.UNKNOWN


@pytest.mark.parametrize(
    ("answer", "fate"),
    [(b"451 later\r\n", Fate.DEFERRED), (b"554 spam\r\n", Fate.REFUSED)],
)
def test_msmtp_repeats_the_answer_to_the_message(script, msmtp, answer, fate):
    receipt = deliver(msmtp(script(lambda peer: talk(peer, end=answer))))
    assert receipt.fate is fate
    assert answer.decode().strip() in receipt.reason


def test_msmtp_reaches_no_server(msmtp):
    receipt = deliver(msmtp(f"smtp://127.0.0.1:{free_port()}"))
    assert receipt.fate is Fate.DEFERRED
    assert "cannot connect" in receipt.reason


def test_msmtp_is_not_let_in(serve, msmtp):
    login = "auth plain\nuser olga\npassword wrong\n"
    assert deliver(msmtp(serve(Inbox()), login)).fate is Fate.REFUSED


def test_msmtp_cannot_read_its_own_settings(msmtp):
    address = msmtp("smtp://127.0.0.1:1", "bogus\n")
    assert deliver(address).fate is Fate.REFUSED
