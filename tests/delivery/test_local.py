"""Deliveries on this machine: the sendmail program, a Maildir folder, an mbox file."""

import mailbox
import os
from pathlib import Path

import pytest

from announcer.delivery import DELIVERIES, open_delivery
from announcer.errors import BadValue, DeliveryError
from announcer.post import Fate, parse_via
from tests.delivery.servers import MESSAGE, SENDER

TWO = ["a@example.edu", "b@example.edu"]
ON_DISK = MESSAGE.replace(b"\r\n", b"\n")


def deliver(address, recipients=TWO, folder=Path(), message=MESSAGE, **options):
    with open_delivery(address, folder=folder, **options) as delivery:
        return delivery.deliver(message, SENDER, recipients)


def fates(receipt):
    return [result.fate for result in receipt.results]


# sendmail


@pytest.fixture
def program(tmp_path):
    """Make a sendmail program that keeps what it gets and then ends as it is told."""

    def make(end: str) -> str:
        path = tmp_path / "sendmail"
        keep = f'printf "%s\\n" "$@" > {tmp_path}/arguments; cat > {tmp_path}/message'
        path.write_text(f"#!/bin/sh\n{keep}\n{end}\n", encoding="utf-8")
        path.chmod(0o755)
        return f"sendmail:{path}"

    return make


def test_sendmail_gets_the_envelope_as_arguments_and_the_message_as_input(
    program, tmp_path
):
    assert fates(deliver(program("exit 0"))) == [Fate.SENT, Fate.SENT]
    said = (tmp_path / "arguments").read_text(encoding="utf-8").split()
    assert said == ["-i", "-f", SENDER, "--", *TWO]
    assert (tmp_path / "message").read_bytes() == ON_DISK


@pytest.mark.parametrize(
    ("status", "fate"),
    [
        (os.EX_TEMPFAIL, Fate.DEFERRED),
        (os.EX_OSERR, Fate.DEFERRED),
        (os.EX_NOUSER, Fate.REFUSED),
        (os.EX_UNAVAILABLE, Fate.REFUSED),
        (os.EX_USAGE, Fate.REFUSED),
    ],
)
def test_the_exit_status_of_sendmail_decides(program, status, fate):
    receipt = deliver(program(f"echo 'mail system is down' >&2; exit {status}"))
    assert fates(receipt) == [fate, fate]
    assert receipt.results[0].reason == f"exit status {status}: mail system is down"


def test_a_sendmail_that_is_killed_leaves_a_doubt(program):
    assert fates(deliver(program("kill -9 $$"))) == [Fate.UNKNOWN] * 2


def test_a_sendmail_that_does_not_end_leaves_a_doubt(program):
    receipt = deliver(program("exec sleep 60"), final_timeout=0.3)
    assert fates(receipt) == [Fate.UNKNOWN] * 2


def test_a_sendmail_that_does_not_read_is_judged_by_its_exit_status(tmp_path):
    path = tmp_path / "sendmail"
    path.write_text("#!/bin/sh\nexit 75\n", encoding="utf-8")
    path.chmod(0o755)
    receipt = deliver(f"sendmail:{path}", message=MESSAGE + b"line\r\n" * 100_000)
    assert fates(receipt) == [Fate.DEFERRED] * 2


def test_a_sendmail_that_cannot_run_has_sent_nothing(tmp_path):
    path = tmp_path / "sendmail"
    path.write_text("#!/no/such/interpreter\n", encoding="utf-8")
    path.chmod(0o755)
    assert fates(deliver(f"sendmail:{path}")) == [Fate.DEFERRED] * 2


def test_a_sendmail_that_is_not_there_is_said_on_opening(tmp_path):
    with pytest.raises(DeliveryError, match="there is no program"):
        deliver(f"sendmail:{tmp_path / 'none'}")


@pytest.mark.parametrize(
    "address", ["-X/etc/passwd@x.org", "|/bin/sh", "a@b; rm -rf x"]
)
def test_no_address_becomes_an_option_or_a_command(program, tmp_path, address):
    receipt = deliver(program("exit 0"), [address, TWO[0]])
    assert fates(receipt) == [Fate.REFUSED, Fate.SENT]
    said = (tmp_path / "arguments").read_text(encoding="utf-8").split()
    assert said[4:] == [TWO[0]]


# Maildir and mbox


def test_a_maildir_folder_is_made_and_filled(tmp_path):
    assert fates(deliver("maildir:outbox", folder=tmp_path)) == [Fate.SENT] * 2
    (file,) = (tmp_path / "outbox" / "new").iterdir()
    assert file.read_bytes() == ON_DISK
    assert not list((tmp_path / "outbox" / "tmp").iterdir())


def test_a_maildir_folder_that_is_a_file_is_said_on_opening(tmp_path):
    (tmp_path / "outbox").write_bytes(b"")
    with pytest.raises(DeliveryError, match="no Maildir"):
        deliver("maildir:outbox", folder=tmp_path)


def test_a_maildir_folder_that_vanishes_has_nothing(tmp_path):
    with open_delivery("maildir:outbox", folder=tmp_path) as delivery:
        for name in ("tmp", "new", "cur"):
            (tmp_path / "outbox" / name).rmdir()
        receipt = delivery.deliver(MESSAGE, SENDER, TWO)
    assert fates(receipt) == [Fate.DEFERRED] * 2


def test_an_mbox_file_grows_by_one_message_at_a_time(tmp_path):
    for _ in range(2):
        assert fates(deliver("mbox:sent/box", folder=tmp_path)) == [Fate.SENT] * 2
    text = (tmp_path / "sent" / "box").read_bytes()
    separator = b"From talks@example.edu Mon Mar  1 14:00:00 2021\n"
    message = ON_DISK.replace(b"\nFrom now", b"\n>From now")
    assert text == (separator + message + b"\n") * 2
    box = mailbox.mbox(tmp_path / "sent" / "box")
    assert [m["Subject"] for m in box] == ["Surprises in Deep Learning Training"] * 2
    box.close()


def test_an_mbox_file_in_use_is_left_alone(tmp_path):
    (tmp_path / "box.lock").write_bytes(b"")
    receipt = deliver("mbox:box", folder=tmp_path)
    assert fates(receipt) == [Fate.DEFERRED] * 2
    assert "locked" in receipt.results[0].reason
    assert (tmp_path / "box").read_bytes() == b""


def test_an_mbox_file_gets_a_message_without_a_date(tmp_path):
    deliver("mbox:box", folder=tmp_path, message=b"Subject: x\r\n\r\nbody\r\n")
    assert (
        (tmp_path / "box")
        .read_bytes()
        .startswith(b"From talks@example.edu Thu Jan  1 00:00:00 1970\n")
    )


def test_an_mbox_file_that_cannot_be_is_said_on_opening(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(DeliveryError, match="cannot open"):
        deliver("mbox:file/box", folder=tmp_path)


# Addresses of ways


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("smtp://localhost", "smtp://localhost:25"),
        ("smtps://olga@mail.example.edu", "smtps://olga@mail.example.edu:465"),
        (
            "smtp://o%40x.edu@mail.example.edu:587",
            "smtp://o@x.edu@mail.example.edu:587",
        ),
        ("smtp://[::1]:2525", "smtp://[::1]:2525"),
        ("sendmail:", "sendmail:/usr/sbin/sendmail"),
        ("maildir:out", "maildir:project/out"),
        ("mbox:/var/mail/x", "mbox:/var/mail/x"),
        ("mbox:my%20box", "mbox:project/my box"),
        ("imap://olga@localhost", "imap://olga@localhost:143"),
        (
            "imaps://olga@mail.example.edu/Entw%C3%BCrfe",
            "imaps://olga@mail.example.edu:993",
        ),
    ],
)
def test_each_way_has_an_address(text, shown):
    via = parse_via(text, Path("project"))
    assert str(via) == shown
    assert via.scheme in DELIVERIES


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "not a way"),
        ("localhost", "not a way"),
        ("http://x", "not a way"),
        ("maildir:", "not a way"),
        ("smtp://", "names no server"),
        ("smtp://host:99999", "cannot be read"),
        ("smtp://host/path", "ends with the port"),
        ("smtp://host?verify=no", "unknown option 'verify'"),
        ("sendmail:sendmail -t", "full path"),
    ],
)
def test_an_address_that_names_no_way_is_explained(text, words):
    with pytest.raises(BadValue, match=words) as told:
        parse_via(text)
    assert told.value.hint


def test_a_password_in_an_address_is_refused_and_not_repeated():
    for text in ("smtp://o:hunter2@host", "imaps://o:hunter2@host", "x://o:hunter2@h"):
        with pytest.raises(BadValue) as told:
            parse_via(text)
        assert "hunter2" not in f"{told.value!r} {told.value.hint}"


def test_every_scheme_that_can_be_written_has_a_delivery():
    assert sorted(DELIVERIES) == [
        "imap",
        "imaps",
        "maildir",
        "mbox",
        "sendmail",
        "smtp",
        "smtps",
    ]
