"""A real Postfix of our own on a loopback port; the machine's is not touched."""

import grp
import os
import pwd
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from announcer.delivery import open_delivery
from announcer.errors import DeliveryError
from announcer.post import Fate
from tests.delivery.servers import MESSAGE, SENDER, free_port, wait_for

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("postfix")]

MAIN = """
compatibility_level = 3.6
config_directory = {top}/etc
queue_directory = {top}/queue
data_directory = {top}/data
maillog_file_prefixes = {top}
maillog_file = {top}/log
mail_owner = postfix
setgid_group = postdrop
myhostname = mx.example.edu
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
virtual_mailbox_domains = example.edu
virtual_mailbox_base = {top}/mail
virtual_mailbox_maps = inline:{{ stat-seminars@example.edu=list/, a@example.edu=a/ }}
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
virtual_minimum_uid = 1
smtpd_tls_cert_file = {certificate}
smtpd_tls_key_file = {key}
smtpd_tls_security_level = may
smtpd_tls_received_header = yes
smtpd_recipient_restrictions = permit_mynetworks, reject
smtpd_sender_restrictions = check_sender_access
    inline:{{ {{ later@example.edu = 450 come back later }} }}
smtpd_delay_reject = no
strict_rfc821_envelopes = yes
strict_7bit_headers = yes
strict_8bitmime = yes
"""
# service, type, and the program: what one machine needs to take and deliver mail
MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 1 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000 0 flush
proxymap unix - - n - - proxymap
error unix - - n - - error
virtual unix - n n - - virtual
smtp unix - - n - - smtp
local unix - n n - - local
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
tlsmgr unix - - n 1000 1 tlsmgr
postlog unix-dgram n - n - 1 postlogd
"""


@dataclass
class Postfix:
    """A running instance."""

    top: Path
    port: int

    def received(self, box: str) -> list[bytes]:
        """Wait for a message in a mailbox, and return all as they lie on the disk."""
        folder = self.top / "mail" / box
        for _ in range(200):
            files = list(folder.glob("new/*"))
            if files:
                return [file.read_bytes() for file in sorted(files)]
            threading.Event().wait(0.05)
        pytest.fail((self.top / "log").read_text(encoding="utf-8"))


def why_not() -> str:
    """Say why no Postfix can be started here; empty if one can."""
    if shutil.which("postfix", path=f"{os.environ['PATH']}:/usr/sbin") is None:
        return "Postfix is not installed"
    if os.geteuid() != 0:
        return "Postfix can only be started by root"
    return ""


@pytest.fixture(scope="module")
def postfix(
    certificates: Callable[[str], tuple[Path, Path]],
) -> Iterator[Postfix]:
    if reason := why_not():
        pytest.skip(reason)
    # not tmp_path: its parents are closed to the users that Postfix runs as
    with tempfile.TemporaryDirectory(prefix="announcer-postfix-") as folder:
        top = Path(folder)
        top.chmod(0o755)
        port = free_port()
        configure(top, port, certificates("server"))
        control = ["postfix", "-c", str(top / "etc")]
        subprocess.run([*control, "start"], check=True, capture_output=True)
        try:
            wait_for(port)
            yield Postfix(top, port)
        finally:
            subprocess.run([*control, "stop"], check=False, capture_output=True)


def configure(top: Path, port: int, certificate: tuple[Path, Path]) -> None:
    owner, nobody = pwd.getpwnam("postfix"), pwd.getpwnam("nobody")
    for name in ("etc", "queue", "data", "mail"):
        (top / name).mkdir(mode=0o755)
    os.chown(top / "data", owner.pw_uid, -1)
    os.chown(top / "mail", nobody.pw_uid, nobody.pw_gid)
    for name in ("maildrop", "public"):  # where the sendmail program reaches in
        (top / "queue" / name).mkdir()
        os.chown(top / "queue" / name, owner.pw_uid, grp.getgrnam("postdrop").gr_gid)
    (top / "queue" / "maildrop").chmod(0o1730)
    (top / "queue" / "public").chmod(0o2710)
    keep = [Path(shutil.copy(file, top / "etc")) for file in certificate]
    settings = {"top": top, "uid": nobody.pw_uid, "gid": nobody.pw_gid}
    settings |= {"certificate": keep[0], "key": keep[1]}
    (top / "etc" / "main.cf").write_text(MAIN.format(**settings), encoding="utf-8")
    (top / "etc" / "master.cf").write_text(MASTER.format(port=port), encoding="utf-8")


def deliver(
    address, recipient="stat-seminars@example.edu", sender=SENDER, message=MESSAGE
):
    with open_delivery(address, timeout=20) as delivery:
        return delivery.deliver(message, sender, recipient)


ON_DISK = MESSAGE.replace(b"\r\n", b"\n")


def test_postfix_takes_and_delivers_exactly_what_was_sent(postfix, certificates):
    address = f"smtp://127.0.0.1:{postfix.port}?ca={certificates('server')[0]}"
    receipt = deliver(address)
    assert receipt.fate is Fate.SENT
    assert receipt.reason.startswith("250")
    (stored,) = postfix.received("list")
    assert stored.endswith(ON_DISK)
    assert b"(using TLSv1." in stored


def test_postfix_refuses_whom_it_does_not_know(postfix):
    address = f"smtp://127.0.0.1:{postfix.port}"
    receipt = deliver(address, "nobody@example.edu")
    assert receipt.fate is Fate.REFUSED
    assert "User unknown" in receipt.reason
    assert deliver(address, "a@example.edu").fate is Fate.SENT
    assert len(postfix.received("a")) == 1


def test_postfix_says_later(postfix):
    receipt = deliver(f"smtp://127.0.0.1:{postfix.port}", sender="later@example.edu")
    assert receipt.fate is Fate.DEFERRED
    assert receipt.reachable


def test_the_certificate_of_postfix_is_not_taken_on_trust(postfix, certificates):
    other = certificates("other")[0]
    with pytest.raises(DeliveryError, match="cannot be trusted"):
        deliver(f"smtp://127.0.0.1:{postfix.port}?ca={other}")


@pytest.fixture
def program(postfix: Postfix) -> str:
    path = postfix.top / "sendmail"
    real = shutil.which("sendmail.postfix", path="/usr/sbin") or "/usr/sbin/sendmail"
    call = f'#!/bin/sh\nexec {real} -C {postfix.top}/etc "$@"\n'
    path.write_text(call, encoding="utf-8")
    path.chmod(0o755)
    return f"sendmail:{path}"


def test_the_sendmail_program_of_postfix_delivers_too(postfix, program):
    def stored() -> int:  # the first message makes the folder
        return len(list((postfix.top / "mail" / "list").glob("new/*")))

    before = stored()
    assert deliver(program).fate is Fate.SENT
    for _ in range(200):
        if stored() > before:
            break
        threading.Event().wait(0.05)
    assert stored() == before + 1
    assert all(one.endswith(ON_DISK) for one in postfix.received("list"))


def test_the_sendmail_program_of_postfix_says_what_is_too_big(program):
    receipt = deliver(program, message=MESSAGE + b"one line more\r\n" * 800_000)
    assert receipt.fate is Fate.REFUSED
    assert "message file too big" in receipt.reason


def test_the_sendmail_program_of_postfix_may_be_without_its_settings(postfix, program):
    """Its status is 75, which says nothing by itself; its words do."""
    path = Path(program.removeprefix("sendmail:"))
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("/etc ", "/nowhere "), encoding="utf-8")
    receipt = deliver(program)
    assert receipt.fate is Fate.DEFERRED
    assert "exit status 75" in receipt.reason
