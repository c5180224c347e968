"""Drafts in an IMAP folder: a small server that misbehaves, and a real Dovecot."""

import base64
import os
import pwd
import re
import shutil
import ssl
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from announcer.delivery import open_delivery
from announcer.errors import DeliveryError
from announcer.post import Fate
from tests.delivery.servers import MESSAGE, SENDER, free_port, wait_for

SECRET = "correct hörse"
LIST = "stat-seminars@example.edu"


def deliver(address, secret=SECRET, times=1):
    with open_delivery(address, secret, timeout=5) as delivery:
        return [delivery.deliver(MESSAGE, SENDER, LIST) for _ in range(times)]


def fates(receipts):
    return [receipt.fate for receipt in receipts]


# A small server


class Folder:
    """An IMAP server with one folder; ``answer`` ends an APPEND."""

    def __init__(self, answer="OK done", *, auth=True, password=SECRET):
        self.answer, self.auth, self.password = answer, auth, password
        self.kept: list[tuple[str, bytes]] = []

    def __call__(self, peer):
        say(peer, "* OK ready")
        while line := peer.rfile.readline():
            tag, _, command = line.decode().strip().partition(" ")
            if self.serve(peer, tag, command) == "bye":
                return

    def serve(self, peer, tag, command):
        name = command.split(" ")[0].upper()
        answer = "OK done"
        if name == "CAPABILITY":
            say(peer, f"* CAPABILITY IMAP4rev1{' AUTH=PLAIN' * self.auth}")
        elif name == "AUTHENTICATE":
            say(peer, "+ ")
            given = base64.b64decode(peer.rfile.readline()).decode().split("\0")
            if given != ["", "olga@example.edu", self.password]:
                answer = f"NO wrong password {given[-1]}"
        elif name == "APPEND":
            return self.append(peer, tag, command)
        say(peer, f"{tag} {answer}")
        return "bye" if name == "LOGOUT" else ""

    def append(self, peer, tag, command):
        say(peer, "+ go on")
        size = int(command.rpartition("{")[2].rstrip("}"))
        self.kept.append((command, peer.rfile.read(size)))
        peer.rfile.readline()
        if self.answer:
            say(peer, f"{tag} {self.answer}")
        return "" if self.answer else "bye"


def say(peer, line):
    peer.wfile.write(line.encode() + b"\r\n")


@pytest.fixture
def folder(script: Any, certificates: Any) -> Callable[..., str]:
    certificate, key = certificates("server")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)

    def start(*scenes: Callable[..., object], name: str = "Drafts") -> str:
        address = script(*scenes, tls=context).replace("smtp://", "")
        return f"imaps://olga%40example.edu@{address}/{name}?ca={certificate}"

    return start


def test_a_message_becomes_one_draft_byte_for_byte(folder):
    server = Folder()
    assert fates(deliver(folder(server))) == [Fate.SENT]
    ((command, content),) = server.kept
    assert command == f'APPEND "Drafts" (\\Draft) {{{len(MESSAGE)}}}'
    assert content == MESSAGE


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Entw%C3%BCrfe", '"Entw&APw-rfe"'),
        ("INBOX/My%20drafts", '"INBOX/My drafts"'),
        ("R%26D", '"R&-D"'),
        ("%22x%5C", '"\\"x\\\\"'),
        ("%E6%97%A5%E6%9C%AC", '"&ZeVnLA-"'),
    ],
)
def test_a_folder_may_have_any_name(folder, name, written):
    server = Folder()
    deliver(folder(server, name=name))
    assert server.kept[0][0].startswith(f"APPEND {written} ")


@pytest.mark.parametrize(
    ("answer", "fate", "words"),
    [
        ("NO [TRYCREATE] no such folder", Fate.REFUSED, "there is no folder 'Drafts'"),
        ("NO [OVERQUOTA] full", Fate.DEFERRED, "full"),
        ("NO [UNAVAILABLE] later", Fate.DEFERRED, "later"),
        ("NO not today", Fate.REFUSED, "not today"),
        ("BAD what", Fate.REFUSED, "what"),
        ("", Fate.UNKNOWN, "the connection broke"),
    ],
)
def test_the_answer_decides(folder, answer, fate, words):
    receipts = deliver(folder(Folder(answer)))
    assert fates(receipts) == [fate]
    assert words in receipts[0].reason


def test_a_connection_that_dropped_between_messages_is_renewed(folder):
    server = Folder()

    def once(peer):
        peer.rfile = Cut(peer.rfile)
        server(peer)

    class Cut:
        def __init__(self, file):
            self.file = file

        def readline(self):
            line = self.file.readline()
            return b"" if b"NOOP" in line else line

        def read(self, size):
            return self.file.read(size)

        def close(self):
            self.file.close()

    receipts = deliver(folder(once, server), times=2)
    assert fates(receipts) == [Fate.SENT] * 2
    assert len(server.kept) == 2


def test_a_wrong_password_is_said_without_saying_it(folder):
    with pytest.raises(
        DeliveryError, match=r"does not let olga@example\.edu in"
    ) as told:
        deliver(folder(Folder()), "wröng-secret")
    assert "secret" not in repr(told.value)


def test_a_server_without_plain_login_is_asked_the_old_way(folder):
    server = Folder(auth=False)
    assert fates(deliver(folder(server), "ascii")) == [Fate.SENT]
    with pytest.raises(DeliveryError, match="does not let") as told:
        deliver(folder(Folder(auth=False)), SECRET)
    assert "hörse" not in repr(told.value)


def test_no_password_is_said_with_the_places_it_may_come_from(folder):
    with pytest.raises(DeliveryError, match="ANNOUNCER_IMAP_PASSWORD"):
        deliver(folder(Folder()), None)


def test_a_server_that_is_not_trusted_gets_no_password(folder, certificates):
    server, other = Folder(), certificates("other")[0]
    address = re.sub(r"\?ca=.*", f"?ca={other}", folder(server))
    with pytest.raises(DeliveryError, match="cannot be trusted"):
        deliver(address)


# Dovecot

SILENT: Any = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}

CONFIG = """
protocols = imap
listen = 127.0.0.1
base_dir = {top}/run
state_dir = {top}/state
log_path = {top}/log
ssl = required
ssl_cert = <{certificate}
ssl_key = <{key}
mail_location = maildir:{top}/mail/%n
first_valid_uid = 1
first_valid_gid = 1
service imap-login {{
  inet_listener imap {{
    port = {plain}
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
# who is not let in need not wait, nor whoever comes next
auth_failure_delay = 0
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
namespace inbox {{
  inbox = yes
  mailbox Entwürfe {{
    auto = create
    special_use = \\Drafts
  }}
}}
passdb {{
  driver = static
  args = password={secret}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={top}/mail/%n
}}
"""


class Dovecot(NamedTuple):
    """A running instance: its mail, and two ways to one drafts folder."""

    mail: Path
    tls: str
    starttls: str


@pytest.fixture(scope="module")
def dovecot(
    certificates: Callable[[str], tuple[Path, Path]],
) -> Iterator[Dovecot]:
    if shutil.which("dovecot", path=f"{os.environ['PATH']}:/usr/sbin") is None:
        pytest.skip("Dovecot is not installed")
    if os.geteuid() != 0:
        pytest.skip(
            "Dovecot can only be started by root with a configuration like this"
        )
    certificate, key = certificates("server")
    owner = pwd.getpwnam("nobody")
    with tempfile.TemporaryDirectory(prefix="announcer-dovecot-") as folder:
        top, port, plain = Path(folder), free_port(), free_port()
        top.chmod(0o755)
        (top / "mail").mkdir()
        os.chown(top / "mail", owner.pw_uid, owner.pw_gid)
        config = CONFIG.format(
            top=top,
            port=port,
            plain=plain,
            certificate=certificate,
            key=key,
            secret="letmein",
            uid=owner.pw_uid,
            gid=owner.pw_gid,
        )
        (top / "dovecot.conf").write_text(config, encoding="utf-8")
        control = ["/usr/sbin/dovecot", "-c", str(top / "dovecot.conf")]
        # it stays in the background and would keep a pipe open
        subprocess.run(control, check=True, stdin=subprocess.DEVNULL, **SILENT)
        try:
            wait_for(port)
            query = f"Entw%C3%BCrfe?ca={certificate}"
            yield Dovecot(
                top / "mail",
                f"imaps://olga@127.0.0.1:{port}/{query}",
                f"imap://olga@127.0.0.1:{plain}/{query}",
            )
        finally:
            subprocess.run([*control, "stop"], check=False, **SILENT)


@pytest.mark.slow
def test_dovecot_keeps_the_draft_as_it_was_sent(dovecot):
    assert fates(deliver(dovecot.tls, "letmein", times=2)) == [Fate.SENT] * 2
    drafts = sorted(dovecot.mail.glob("olga/.Entw*/cur/*"))
    assert [draft.read_bytes() for draft in drafts] == [
        MESSAGE.replace(b"\r\n", b"\n")
    ] * 2
    assert all(draft.name.endswith(":2,D") for draft in drafts)


@pytest.mark.slow
def test_dovecot_has_no_such_folder_and_lets_nobody_in(dovecot):
    (receipt,) = deliver(dovecot.tls.replace("Entw%C3%BCrfe", "Nowhere"), "letmein")
    assert receipt.reason.startswith("there is no folder 'Nowhere'")
    with pytest.raises(DeliveryError, match="does not let olga in"):
        deliver(dovecot.tls, "wrong")


@pytest.mark.slow
def test_dovecot_starts_tls_and_its_certificate_is_not_taken_on_trust(
    dovecot, certificates
):
    assert fates(deliver(dovecot.starttls, "letmein")) == [Fate.SENT]
    untrusted = re.sub(r"\?ca=.*", f"?ca={certificates('other')[0]}", dovecot.starttls)
    with pytest.raises(DeliveryError, match="cannot be trusted"):
        deliver(untrusted, "letmein")
