"""Deliveries on this machine: the sendmail program, a Maildir folder, an mbox file."""

import mailbox
from pathlib import Path

import pytest

from announcer.delivery import open_delivery, parse_via
from announcer.errors import BadValue, DeliveryError
from announcer.post import Fate, Parcel, Receipt
from tests.delivery.servers import MESSAGE, SENDER

LIST = "stat-seminars@example.edu"
PROOFS = {64, 67, 68, 78}
ON_DISK = MESSAGE.replace(b"\r\n", b"\n")


def deliver(address, recipient=LIST, folder=Path(), message=MESSAGE, **options):
    with open_delivery(address, folder=folder, **options) as delivery:
        return delivery.deliver(message, SENDER, recipient)


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
    assert deliver(program("exit 0")).fate is Fate.SENT
    said = (tmp_path / "arguments").read_text(encoding="utf-8").split()
    assert said == ["-i", "-f", SENDER, "--", LIST]
    assert (tmp_path / "message").read_bytes() == ON_DISK


@pytest.mark.parametrize(
    ("status", "fate"),
    [(64, Fate.REFUSED), (67, Fate.REFUSED), (68, Fate.DEFERRED), (78, Fate.REFUSED)],
)
def test_a_status_that_no_program_gives_after_sending_proves_that_nothing_left(
    program, status, fate
):
    receipt = deliver(program(f"echo 'no such  user' >&2; exit {status}"))
    assert receipt == Receipt(fate, f"exit status {status}: no such user")


@pytest.mark.parametrize(
    "status", [s for s in (1, 2, *range(65, 80), 126, 127, 130, 255) if s not in PROOFS]
)
def test_any_other_status_leaves_a_doubt(program, status):
    """sendmail has queued it (75), or a wrapper's last command failed (127)."""
    receipt = deliver(program(f"exit {status}"))
    assert receipt == Receipt(Fate.UNKNOWN, f"exit status {status}")


MSMTP = "msmtp: could not send mail (account default from /etc/msmtprc)"


@pytest.mark.parametrize(
    ("said", "status", "fate"),
    [
        ("cannot connect to mx.example.edu, port 25: refused", 75, Fate.DEFERRED),
        (
            "recipient address a@b.c not accepted by the server|450 later",
            69,
            "deferred",
        ),
        ("the server did not accept the mail|554 spam", 69, Fate.REFUSED),
        ("the server does not support authentication", 69, Fate.REFUSED),
        ("authentication failed (method PLAIN)|535 no", 77, Fate.REFUSED),
        ("the server sent an empty reply", 76, Fate.UNKNOWN),
        ("network read error: Connection reset by peer", 74, Fate.UNKNOWN),
    ],
)
def test_msmtp_says_whether_anything_left(program, said, status, fate):
    lines = [
        f"msmtp: {line}" for line in said.replace("|", "|server message: ").split("|")
    ]
    told = "; ".join(f"echo '{line}' >&2" for line in [*lines, MSMTP])
    assert deliver(program(f"{told}; exit {status}")).fate == fate


def test_a_wrapper_that_tried_two_servers_leaves_a_doubt(program):
    first = "echo 'msmtp: cannot connect to mx.example.edu, port 25: no' >&2"
    second = "echo 'msmtp: the server sent an empty reply' >&2"
    gave_up = f"echo '{MSMTP}' >&2"
    told = "; ".join((first, gave_up, second, gave_up))
    assert deliver(program(f"{told}; exit 76")).fate is Fate.UNKNOWN


def test_a_sendmail_speaks_a_language_that_can_be_read(program, monkeypatch):
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    receipt = deliver(program('echo "in $LC_ALL" >&2; exit 1'))
    assert receipt.reason == "exit status 1: in C"


def test_a_sendmail_that_is_killed_leaves_a_doubt(program):
    assert deliver(program("kill -9 $$")).fate is Fate.UNKNOWN


def test_a_sendmail_that_does_not_end_leaves_a_doubt(program):
    receipt = deliver(program("exec sleep 60"), final_timeout=0.3)
    assert receipt.fate is Fate.UNKNOWN


def test_a_sendmail_that_does_not_read_is_judged_by_its_exit_status(tmp_path):
    path = tmp_path / "sendmail"
    path.write_text("#!/bin/sh\nexit 68\n", encoding="utf-8")
    path.chmod(0o755)
    receipt = deliver(f"sendmail:{path}", message=MESSAGE + b"line\r\n" * 100_000)
    assert receipt.fate is Fate.DEFERRED


def test_a_sendmail_that_cannot_run_has_sent_nothing(tmp_path):
    path = tmp_path / "sendmail"
    path.write_text("#!/no/such/interpreter\n", encoding="utf-8")
    path.chmod(0o755)
    assert deliver(f"sendmail:{path}").fate is Fate.DEFERRED


def test_a_sendmail_that_is_not_there_is_said_on_opening(tmp_path):
    with pytest.raises(DeliveryError, match="there is no program"):
        deliver(f"sendmail:{tmp_path / 'none'}")


@pytest.mark.parametrize(
    "address", ["-X/etc/passwd@x.org", "|/bin/sh", "a@b; rm -rf x"]
)
def test_no_address_becomes_an_option_or_a_command(program, tmp_path, address):
    assert deliver(program("exit 0"), address).fate is Fate.REFUSED
    assert not (tmp_path / "arguments").exists()


# Maildir and mbox


def test_a_maildir_folder_is_made_and_filled(tmp_path):
    assert deliver("maildir:outbox", folder=tmp_path).fate is Fate.SENT
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
        receipt = delivery.deliver(MESSAGE, SENDER, LIST)
    assert receipt.fate is Fate.DEFERRED


def test_an_mbox_file_grows_by_one_message_at_a_time(tmp_path):
    for _ in range(2):
        assert deliver("mbox:sent/box", folder=tmp_path).fate is Fate.SENT
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
    assert receipt.fate is Fate.DEFERRED
    assert "locked" in receipt.reason
    assert (tmp_path / "box").read_bytes() == b""


def test_an_mbox_file_takes_several_messages_in_one_go(tmp_path):
    with open_delivery("mbox:box", folder=tmp_path) as delivery:
        assert delivery.together > 1
        good = Parcel(MESSAGE, SENDER, LIST)
        bad = good._replace(recipient="no address")
        receipts = delivery.deliver_all([good, bad, good])
    assert [one.fate for one in receipts] == [Fate.SENT, Fate.REFUSED, Fate.SENT]
    box = mailbox.mbox(tmp_path / "box")
    assert len(box) == 2
    box.close()


def test_a_disk_that_is_full_leaves_an_mbox_file_as_it_was(tmp_path):
    resource = pytest.importorskip("resource")
    deliver("mbox:box", folder=tmp_path)
    before = (tmp_path / "box").read_bytes()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    with open_delivery("mbox:box", folder=tmp_path) as delivery:
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) * 2 + 10, limits[1]))
        try:
            receipts = delivery.deliver_all([Parcel(MESSAGE, SENDER, LIST)] * 3)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert [one.fate for one in receipts] == [Fate.DEFERRED] * 3
    assert (tmp_path / "box").read_bytes() == before


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
        ("mbox:my box%20", "mbox:project/my box%20"),
        ("imap://olga@localhost", "imap://olga@localhost:143"),
        (
            "imaps://olga@mail.example.edu/Entw%C3%BCrfe",
            "imaps://olga@mail.example.edu:993",
        ),
    ],
)
def test_each_way_has_an_address(text, shown):
    assert str(parse_via(text, Path("project"))) == shown


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "not a way"),
        ("localhost", "not a way"),
        ("http://x", "not a way"),
        ("maildir:", "nothing stands"),
        ("mbox:smtp://localhost", "a place on the net"),
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
