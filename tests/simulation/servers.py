"""Mail servers in memory: they take, refuse, put off, hang, or are not there at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random

from announcer.errors import DeliveryError
from announcer.post import Fate, Receipt, Via

_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
MOODS = ("down", "later", "refuses", "hangs")


class Killed(BaseException):
    """The process ends here, and nothing after this line happens."""


@dataclass
class Mood:
    """How a server behaves until a moment; ``who`` are the recipients it refuses."""

    name: str = "well"
    until: datetime = _BEGINNING
    who: frozenset[str] = frozenset()


@dataclass
class Servers:
    """All mail servers of a world.

    ``arrived`` is told of every message that a server has taken. ``before`` and
    ``after`` are asked around each of them, and may end the process.
    """

    clock: Callable[[], datetime]
    arrived: Callable[[bytes, str, datetime], None]
    before: Callable[[], None]
    after: Callable[[], None]
    chance: Random
    moods: dict[str, Mood] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    faults: int = 0

    @contextmanager
    def connect(self, via: Via) -> Iterator[Line]:
        """Open a line to the server of an address."""
        if self.mood(via.host).name == "down":
            self.faults += 1
            raise DeliveryError(f"cannot connect to {via.host}")
        yield Line(self, via.host)

    def mood(self, host: str) -> Mood:
        """Return how a server behaves now."""
        mood = self.moods.get(host)
        return mood if mood and mood.until > self.clock() else Mood()

    def take(self, message: bytes, recipient: str) -> None:
        """Take a message over: now it is with its readers."""
        self.taken.add(_name(message))
        self.arrived(message, recipient, self.clock())


@dataclass
class Line:
    """An open line to one server."""

    servers: Servers
    host: str

    def deliver(self, message: bytes, sender: str, recipient: str) -> Receipt:
        """Take a message, or say why not, as the mood is."""
        servers = self.servers
        servers.before()
        mood = servers.mood(self.host)
        if mood.name == "down":
            servers.faults += 1
            return Receipt(Fate.DEFERRED, "the line broke", reachable=False)
        if mood.name == "later":
            servers.faults += 1
            return Receipt(Fate.DEFERRED, "451 try again later")
        if mood.name == "refuses" and recipient in mood.who:
            servers.faults += 1
            return Receipt(Fate.REFUSED, "550 no such list")
        if mood.name == "hangs":
            servers.faults += 1
            if servers.chance.random() < 0.5:
                servers.take(message, recipient)
            return Receipt(Fate.UNKNOWN, "the line broke after the final dot")
        servers.take(message, recipient)
        servers.after()
        return Receipt(Fate.SENT)


def _name(message: bytes) -> str:
    """Return the Message-ID of a message."""
    _, _, rest = message.partition(b"\r\nMessage-ID: ")
    return rest.partition(b"\r\n")[0].decode("ascii")
