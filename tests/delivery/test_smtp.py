# ruff: noqa: ARG002, N802 - the server calls its hooks by these names
"""SMTP against real servers that fail in every way a server can fail."""

import base64
import ssl

import pytest
from aiosmtpd.smtp import SMTP, AuthResult

from announcer.delivery import open_delivery, parse_via
from announcer.errors import DeliveryError
from announcer.post import Fate, Receipt
from tests.delivery.servers import MESSAGE, SENDER, Answers, Hangs, Inbox

LIST = "stat-seminars@example.edu"
SECRET = "correct horse"


def opened(address, *args, **options):
    return open_delivery(
        address, *args, **({"timeout": 5, "final_timeout": 5} | options)
    )


def deliver(address, message=MESSAGE, recipient=LIST, sender=SENDER, **options):
    with opened(address, **options) as delivery:
        return delivery.deliver(message, sender, recipient)


# The ordinary case


def test_what_arrives_is_byte_for_byte_what_was_shown(serve):
    inbox = Inbox()
    receipt = deliver(serve(inbox))
    assert receipt.fate is Fate.SENT
    assert inbox.envelopes == [(SENDER, [LIST], MESSAGE)]


def test_many_messages_share_one_connection(serve):
    inbox = Inbox()
    with opened(serve(inbox)) as delivery:
        for _ in range(5):
            delivery.deliver(MESSAGE, SENDER, LIST)
    assert len(inbox.messages) == 5
    assert len(inbox.sessions) == 1


# What servers answer


def test_a_refused_recipient_is_reported_and_the_next_message_goes_out(serve):
    inbox = Answers(rcpt=["550 no such user"])
    with opened(serve(inbox)) as delivery:
        receipt = delivery.deliver(MESSAGE, SENDER, "nobody@example.edu")
        assert receipt == Receipt(Fate.REFUSED, "550 no such user")
        assert delivery.deliver(MESSAGE, SENDER, LIST).fate is Fate.SENT
    assert [recipients for _, recipients, _ in inbox.envelopes] == [[LIST]]


@pytest.mark.parametrize(
    ("answer", "fate"),
    [
        ("451 try again later", Fate.DEFERRED),
        ("554 looks like spam", Fate.REFUSED),
        ("421 shutting down", Fate.DEFERRED),
        ("999 what", Fate.UNKNOWN),
    ],
)
def test_the_answer_to_the_whole_message_decides(serve, answer, fate):
    receipt = deliver(serve(Answers(data=[answer])))
    assert receipt.fate is fate
    assert receipt.reason == answer


def test_a_refused_sender_sends_nothing(serve):
    class Picky(Inbox):
        async def handle_MAIL(self, server, session, envelope, address, options):
            return "553 not your address"

    inbox = Picky()
    assert deliver(serve(inbox)).fate is Fate.REFUSED
    assert inbox.messages == []


def test_a_server_with_a_size_limit_refuses_before_the_data(serve):
    inbox = Inbox()
    receipt = deliver(serve(inbox, data_size_limit=100))
    assert receipt.fate is Fate.REFUSED
    assert inbox.messages == []


# Connections that break


class Breaks(Inbox):
    async def handle_RCPT(self, server, session, envelope, address, options):
        server.transport.abort()
        return "250 OK"


def test_a_connection_lost_before_the_data_means_not_sent(serve):
    receipt = deliver(serve(Breaks()))
    assert receipt.fate is Fate.DEFERRED
    assert not receipt.reachable


def test_a_connection_lost_after_the_final_dot_leaves_a_doubt(serve):
    class Rude(Inbox):
        async def handle_DATA(self, server, session, envelope):
            self.keep(envelope)
            server.transport.abort()
            return "250 OK"

    inbox = Rude()
    receipt = deliver(serve(inbox))
    assert receipt.fate is Fate.UNKNOWN
    assert "no answer after the whole message" in receipt.reason
    assert len(inbox.messages) == 1


def test_a_server_that_hangs_before_the_data_has_nothing(serve):
    receipt = deliver(serve(Hangs("MAIL")), timeout=0.2)
    assert receipt.fate is Fate.DEFERRED


def test_a_server_that_hangs_after_the_data_may_have_it(serve):
    receipt = deliver(serve(Hangs("DATA")), final_timeout=0.2)
    assert receipt.fate is Fate.UNKNOWN


def say(peer, *lines):
    for line in lines:
        peer.wfile.write(line.encode() + b"\r\n")


def hear(peer):
    line = peer.rfile.readline()
    if not line:
        raise ConnectionError
    return line


def greet(peer):
    say(peer, "220 here")
    hear(peer)
    say(peer, "250 here")


def envelope(peer):
    for answer in ("250 sender", "250 recipient", "354 go ahead"):
        hear(peer)
        say(peer, answer)


def content(peer):
    lines = []
    while (line := hear(peer)) != b".\r\n":
        lines.append(line)
    return b"".join(lines)


def whole(peer):
    greet(peer)
    envelope(peer)
    content(peer)
    say(peer, "250 taken")


LONG = MESSAGE + b"another line of the abstract\r\n" * 200_000


def test_a_connection_lost_within_the_data_means_not_sent(script):
    def breaks(peer):
        greet(peer)
        envelope(peer)
        hear(peer)

    assert deliver(script(breaks), LONG).fate is Fate.DEFERRED


def test_a_server_that_hung_up_between_messages_is_called_again(script):
    with opened(script(whole, whole)) as delivery:
        receipts = [delivery.deliver(MESSAGE, SENDER, LIST) for _ in range(2)]
    assert [receipt.fate for receipt in receipts] == [Fate.SENT, Fate.SENT]


def test_a_server_that_asks_to_leave_between_messages_is_called_again(script):
    def tired(peer):
        whole(peer)
        hear(peer)
        say(peer, "421 you talk too much")

    with opened(script(tired, whole)) as delivery:
        receipts = [delivery.deliver(MESSAGE, SENDER, LIST) for _ in range(2)]
    assert [receipt.fate for receipt in receipts] == [Fate.SENT, Fate.SENT]


def test_a_server_that_is_gone_for_good_is_named_in_the_receipt(script):
    with opened(script(whole)) as delivery:
        delivery.deliver(MESSAGE, SENDER, LIST)
        receipt = delivery.deliver(MESSAGE, SENDER, LIST)
    assert receipt.fate is Fate.DEFERRED
    assert not receipt.reachable


def test_an_answer_that_breaks_off_after_the_whole_message_leaves_a_doubt(script):
    def stutters(peer):
        greet(peer)
        envelope(peer)
        content(peer)
        peer.wfile.write(b"25")

    assert deliver(script(stutters)).fate is Fate.UNKNOWN


def test_an_endless_answer_to_the_whole_message_leaves_a_doubt(script):
    def babbles(peer):
        greet(peer)
        envelope(peer)
        content(peer)
        peer.wfile.write(b"5" * 10_000)

    assert deliver(script(babbles)).fate is Fate.UNKNOWN


def test_a_slow_reader_gets_it_all_though_it_takes_longer_than_any_one_wait(script):
    """The timeout is for a standstill, not for the whole message."""
    read = bytearray()

    def crawls(peer):
        greet(peer)
        envelope(peer)
        while not read.endswith(b"\r\n.\r\n"):
            read.extend(peer.connection.recv(4096))
            peer.server.pause(0.001)
        say(peer, "250 taken")

    assert deliver(script(crawls), LONG, timeout=1).fate is Fate.SENT
    assert read.count(b"another line") == 200_000


def test_an_answer_that_comes_a_byte_at_a_time_is_heard(script):
    def dribbles(peer):
        greet(peer)
        envelope(peer)
        content(peer)
        for byte in b"250 taken\r\n":
            peer.wfile.write(bytes([byte]))
            peer.server.pause(0.01)

    assert deliver(script(dribbles)).fate is Fate.SENT


def test_no_server_at_all_is_said_on_opening(script):
    free = script().rpartition(":")[2]
    with (
        pytest.raises(DeliveryError, match=r"cannot reach smtp://127\.0\.0\.2"),
        opened(f"smtp://127.0.0.2:{free}"),
    ):
        pass


# What must not go out


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (b"Subject: x\n\nbody\n", "CRLF"),
        (b"Subject: x\r\n\r\nbody", "does not end with CRLF"),
        (b"Subject: x\r\n\r\na\n.\nMAIL FROM:<x@y>\r\n", "does not end with CRLF"),
        (b"Subject: x\r\n\r\na\r.\r\r\n", "does not end with CRLF"),
        (b"Subject: x\r\n\r\n\0\r\n", "NUL"),
        (b"Subject: x\r\n\r\n" + b"y" * 999 + b"\r\n", "998"),
    ],
)
def test_a_message_that_servers_would_read_differently_is_refused(
    serve, message, words
):
    inbox = Inbox()
    receipt = deliver(serve(inbox), message)
    assert receipt.fate is Fate.REFUSED
    assert words in receipt.reason
    assert inbox.messages == []


@pytest.mark.parametrize(
    "address",
    ["", "nobody", "a b@example.edu", "a@b>\r\nDATA", "-oQ/tmp@x.org", "<a@b.c>", "a@"],
)
def test_an_address_that_is_none_is_refused_and_harms_no_other(serve, address):
    inbox = Inbox()
    with opened(serve(inbox)) as delivery:
        assert delivery.deliver(MESSAGE, SENDER, address).fate is Fate.REFUSED
        assert delivery.deliver(MESSAGE, SENDER, LIST).fate is Fate.SENT
    assert [recipients for _, recipients, _ in inbox.envelopes] == [[LIST]]


def test_a_domain_outside_ascii_goes_out_in_punycode(serve):
    inbox = Inbox()
    receipt = deliver(serve(inbox), recipient="info@exämple.org")
    assert receipt.fate is Fate.SENT
    assert inbox.envelopes[0][1] == ["info@xn--exmple-cua.org"]


def test_a_name_outside_ascii_needs_a_server_that_takes_it(serve):
    able, unable = Inbox(), Inbox()
    person = "élie@example.edu"
    assert deliver(serve(able), recipient=person).fate is Fate.SENT
    assert able.envelopes[0][1] == [person]
    receipt = deliver(serve(unable, enable_SMTPUTF8=False), recipient=person)
    assert receipt.fate is Fate.REFUSED
    assert "SMTPUTF8" in receipt.reason
    assert unable.messages == []


# Encryption


def tls(certificate, key):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


def test_starttls_with_a_certificate_that_is_trusted(serve, certificates):
    certificate, key = certificates("server")
    inbox = Inbox()
    address = serve(inbox, tls_context=tls(certificate, key), require_starttls=True)
    assert deliver(f"{address}?ca={certificate}").fate is Fate.SENT


def test_starttls_with_a_certificate_that_is_not_trusted_sends_nothing(
    serve, certificates
):
    inbox = Inbox()
    address = serve(inbox, tls_context=tls(*certificates("server")))
    other, _ = certificates("other")
    with pytest.raises(DeliveryError, match=r"cannot be trusted .*self-signed"):
        deliver(f"{address}?ca={other}")
    assert inbox.messages == []


def test_a_server_without_encryption_is_refused_where_it_is_insisted_on(
    serve, certificates
):
    inbox = Inbox()
    certificate, _ = certificates("server")
    with pytest.raises(DeliveryError, match="offers no encryption"):
        deliver(f"{serve(inbox)}?ca={certificate}")
    assert inbox.messages == []


def test_a_mail_server_on_this_machine_may_have_a_certificate_of_its_own(
    serve, certificates
):
    """Debian's Postfix offers STARTTLS with one that nobody signed."""
    inbox = Inbox()
    context = tls(*certificates("server"))
    address = serve(inbox, tls_context=context, require_starttls=True)
    assert deliver(address).fate is Fate.SENT


@pytest.mark.parametrize(
    ("address", "loopback"),
    [
        ("smtp://localhost", True),
        ("smtp://127.0.0.1:25", True),
        ("smtp://[::1]:2525", True),
        ("smtp://mail.example.edu", False),
        ("smtp://192.168.1.1", False),
        ("smtp://localhost.example.edu", False),
    ],
)
def test_only_this_machine_is_loopback(address, loopback):
    assert parse_via(address).on_loopback is loopback


def test_tls_from_the_start(serve, certificates):
    certificate, key = certificates("server")
    inbox = Inbox()
    address = serve(inbox, scheme="smtps", ssl_context=tls(certificate, key))
    assert deliver(f"{address}?ca={certificate}").fate is Fate.SENT


def test_tls_from_the_start_is_verified_on_this_machine_too(serve, certificates):
    inbox = Inbox()
    address = serve(inbox, scheme="smtps", ssl_context=tls(*certificates("server")))
    with pytest.raises(DeliveryError, match="cannot be trusted"):
        deliver(address)


def test_a_server_that_does_not_speak_tls_is_told_apart(script):
    def plain(peer):
        say(peer, "220 here")

    with pytest.raises(DeliveryError, match="cannot be talked to in TLS"):
        deliver(script(plain).replace("smtp:", "smtps:"))


def test_a_file_of_certificates_that_cannot_be_read_is_named(serve, tmp_path):
    with pytest.raises(DeliveryError, match=r"cannot read the certificates in .*none"):
        deliver(f"{serve(Inbox())}?ca={tmp_path / 'none'}".replace("smtp:", "smtps:"))


# Passwords


class Guard:
    """Accept one password, by whatever mechanism."""

    def __init__(self, password=SECRET):
        self.password = password.encode()
        self.seen = []

    def __call__(self, server, session, envelope, mechanism, data):
        self.seen.append((mechanism, data.login))
        right = data.password == self.password
        return AuthResult(success=right, handled=right)


def guarded(serve, inbox, guard, **options):
    return serve(
        inbox,
        user="olga%40example.edu@",
        authenticator=guard,
        auth_require_tls=False,
        **options,
    )


@pytest.mark.parametrize("password", [SECRET, "pässwörd", "日本"])
def test_a_login_with_any_letters(serve, password):
    guard, inbox = Guard(password), Inbox()
    assert deliver(guarded(serve, inbox, guard), secret=password).fate is Fate.SENT
    assert guard.seen[0][1] == b"olga@example.edu"


def test_the_password_is_asked_for_only_when_it_is_needed(serve):
    asked = []

    def ask():
        asked.append(1)
        return SECRET

    deliver(serve(Inbox()), secret=ask)
    assert asked == []
    deliver(guarded(serve, Inbox(), Guard()), secret=ask)
    assert asked == [1]


def every_word_of(error):
    """Everything that a log could show of an error and of what led to it."""
    seen = []
    while error is not None:
        seen += [str(error), repr(error), repr(error.args)]
        error = error.__cause__ or (
            None if error.__suppress_context__ else error.__context__
        )
    return " ".join(seen)


@pytest.mark.parametrize("password", ["wrong-secret", "fälsch-secret"])
def test_a_wrong_password_is_said_without_saying_it(serve, password):
    class Tactless(SMTP):
        async def push(self, status):
            wrong = status[:3] in {"535", b"535"}
            said = f"535 your password {password} is wrong"
            await super().push(said if wrong else status)

    address = guarded(serve, Inbox(), Guard(), factory=Tactless)
    with pytest.raises(
        DeliveryError, match=r"does not let olga@example\.edu in"
    ) as told:
        deliver(address, secret=password)
    for shown in (password, base64.b64encode(password.encode()).decode()):
        assert shown not in every_word_of(told.value)


def test_no_password_is_said_with_the_places_it_may_come_from(serve):
    with pytest.raises(DeliveryError, match="ANNOUNCER_SMTP_PASSWORD"):
        deliver(guarded(serve, Inbox(), Guard()), secret=lambda: None)


def test_a_server_without_login_is_said(serve):
    with pytest.raises(DeliveryError, match="no way to log in"):
        deliver(serve(Inbox(), user="olga@"), secret=SECRET)


def test_no_repr_shows_the_password(serve):
    with opened(guarded(serve, Inbox(), Guard()), SECRET) as delivery:
        assert SECRET not in f"{delivery!r} {delivery}"
        via = parse_via("smtp://olga@example.edu")
        assert "secret" not in repr(via)
