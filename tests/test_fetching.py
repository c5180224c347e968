"""The one door to other people's servers, and where it does not lead."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from announcer import fetching
from announcer.errors import AnnouncerError
from announcer.fetching.guard import Guard


@pytest.fixture
def address() -> Iterator[str]:
    """Yield the address of a server that answers, and leads on by the path."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            goal = self.path.removeprefix("/to/")
            self.send_response(302 if goal != self.path else 200)
            self.send_header("Location", goal)
            self.end_headers()
            self.wfile.write(b"here")

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.daemon = True
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_number_that_somebody_wrote_is_asked(address):
    answer = fetching.ask(f"{address}/x")
    assert answer
    assert answer.content == b"here"
    assert fetching.fetch(f"{address}/to/{address}/x") == b"here"


@pytest.mark.parametrize(
    "place",
    [
        *("http://10.0.0.1/", "http://192.168.1.1/x", "http://169.254.169.254/latest"),
        *(
            "http://100.64.0.1/",
            "http://0.0.0.0/",
            "http://[::1]/",
            "http://[fe80::1]/",
        ),
        *(
            "http://[::ffff:10.0.0.1]/",
            "http://[64:ff9b::7f00:1]/",
            "http://224.0.0.1/",
        ),
        *(
            "http://2130706433/",
            "http://0x7f.1/",
            "http://localhost/",
            "http://[fd00::1]/",
        ),
    ],
)
def test_nobody_is_led_into_a_network(address, place):
    for ask in (fetching.ask, fetching.fetch):
        with pytest.raises(AnnouncerError, match="inside of a network"):
            ask(f"{address}/to/{place}")


def test_another_port_of_the_same_machine_is_another_place(address):
    with pytest.raises(AnnouncerError, match="inside of a network"):
        fetching.ask(f"{address}/to/http://127.0.0.1:22/")


def test_a_name_that_stands_for_a_number_inside_is_asked_only_for_who_is_there(address):
    """Somebody who types the name may mean it; a file that is read at night may not."""
    named = address.replace("127.0.0.1", "localhost.localdomain")
    with pytest.raises(
        AnnouncerError, match=r"inside of a network|not known|resolution"
    ):
        fetching.ask(named)
    guard = Guard("http://intranet.example.edu/", inside=True)
    guard.refuse_inside("intranet.example.edu", 80, "10.0.0.5")
    with pytest.raises(AnnouncerError, match="inside of a network"):
        guard.refuse_inside("intranet.example.edu", 22, "10.0.0.5")
    with pytest.raises(AnnouncerError, match="inside of a network"):
        guard.refuse_inside("elsewhere.example.edu", 80, "10.0.0.5")


def test_the_web_is_no_inside():
    guard = Guard("https://talks.example.edu/", inside=False)
    for number in ("93.184.216.34", "2606:2800:220:1::1", "64:ff9b::5db8:d822"):
        guard.refuse_inside("talks.example.edu", 443, number)


def test_a_proxy_of_this_machine_may_be_inside(monkeypatch):
    monkeypatch.setenv("http_proxy", "http://10.1.1.1:3128")
    guard = Guard("http://talks.example.edu/", inside=False)
    guard.refuse_inside("10.1.1.1", 3128, "10.1.1.1")
