"""One calendar on a server: what is in it, and writing into it (RFC 4791).

The caldav library brings the connection, the login and the XML. Its nouns are left
alone: they ask the server more often than a run that writes nothing may.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit
from xml.sax.saxutils import escape

from announcer.classes import dataclass
from announcer.delivery.caldav import answers
from announcer.delivery.caldav.answers import CAL, DAV, Account
from announcer.errors import BadValue, DeliveryError
from announcer.post import Secret, Via
from announcer.secret import has_password

if TYPE_CHECKING:
    from caldav.davclient import DAVClient

# Its warnings are for programmers; what went wrong is said in our own words.
logging.getLogger("caldav").addHandler(logging.NullHandler())

_SPACES = 'xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"'
_LISTING = (
    f"<propfind {_SPACES}><prop><resourcetype/><getetag/><displayname/>"
    "<current-user-privilege-set/><C:supported-calendar-component-set/>"
    "</prop></propfind>"
)
_TAG = f"<propfind {_SPACES}><prop><getetag/></prop></propfind>"
_PRINCIPAL = (
    f"<propfind {_SPACES}><prop><current-user-principal/>"
    "<C:calendar-home-set/></prop></propfind>"
)
_XML = {"Content-Type": "application/xml; charset=utf-8"}
_CALENDAR = {"Content-Type": "text/calendar; charset=utf-8"}
_WRITING = {"all", "write", "write-content", "bind"}
_AT_ONCE = 100  # events that are asked for in one request
# Trouble that is the server's and not one event's: there is no use in going on.
_BUSY = frozenset({429, 502, 503, 504})


class Outcome(StrEnum):
    """What became of one event. CHANGED: somebody else wrote it since it was listed."""

    DONE = "done"
    CHANGED = "changed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one event, its new tag if the server says, and why it did not."""

    outcome: Outcome
    etag: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Stored:
    """One event on the server: its path, its tag, and its iCalendar text."""

    href: str
    etag: str
    content: str


class _RefusedError(DeliveryError):
    """The server does not want this one event."""


@contextmanager
def open_calendar(
    address: str,
    user: str | None = None,
    secret: Secret | None = None,
    *,
    timeout: int = 60,
) -> Iterator[Calendar]:
    """Open the calendar at an address; ``timeout`` is seconds to wait for any answer.

    Nothing is asked of the server before ``entries``. Raises BadValue for an address
    that cannot be meant, DeliveryError if the caldav library is not installed.
    """
    password = secret() if secret and user else None
    account = Account(calendar_address(address), user, password)
    client = _client(account, timeout)
    try:
        yield Calendar(client, account)
    finally:
        client.close()


def calendar_address(address: str) -> str:
    """Return an address with the slash at its end. Raises BadValue."""
    try:
        parts = urlsplit(address)
        host, scheme, port = parts.hostname, parts.scheme.casefold(), parts.port
    except ValueError:
        host, port = None, 0
    if not host or port == 0 or scheme not in {"http", "https"}:
        raise BadValue("the calendar's address cannot be read", answers.EXAMPLE)
    if "@" in parts.netloc or has_password(address):
        message = "the calendar's address holds a user name or a password"
        raise BadValue(message, "Write the name as `user:` and the password nowhere.")
    if scheme == "http" and not Via(scheme=scheme, host=host).on_loopback:
        message = f"http://{host} would show the password to everybody on the way"
        raise BadValue(message, f"Write https://{host}.")
    return f"{scheme}://{parts.netloc}{parts.path.rstrip('/')}/"


def _client(account: Account, timeout: int) -> DAVClient:
    try:
        from caldav.davclient import DAVClient  # noqa: PLC0415 - an extra
    except ImportError:
        raise DeliveryError(
            "`announcer sync` needs the caldav library, which is not installed: "
            "pip install 'talk-announcer[caldav]'."
        ) from None
    user, password = account.user, account.password
    client = DAVClient(
        account.address, username=user, password=password, timeout=timeout
    )
    # a redirected PROPFIND becomes a GET, and its goal may be a stranger
    client.session.max_redirects = 0
    # or a ~/.netrc would log in as somebody else
    client.session.auth = lambda request: request
    return client


class Calendar:
    """One calendar; a DeliveryError of its methods means that going on is useless."""

    __slots__ = ("_account", "_client", "address", "name")

    def __init__(self, client: DAVClient, account: Account) -> None:
        self._client = client
        self._account = account
        self.address = account.address
        self.name = ""

    def href_for(self, uid: str) -> str:
        """Return where an event of ours lies: a name that no UID can break out of."""
        name = sha256(uid.encode("utf-8", "surrogatepass")).hexdigest()[:40]
        return answers.path(urljoin(self.address, f"{name}.ics"))

    def entries(self) -> dict[str, str]:
        """Return the paths of everything in the calendar with their tags.

        Raises DeliveryError where there is no calendar, or one that cannot be written.
        """
        response = self._propfind(self.address, _LISTING, "1")
        found = dict(answers.properties(response))
        own = found.pop(answers.path(self.address), {})
        if response.status != 207 or not answers.is_calendar(own):
            there = self._elsewhere()
            raise answers.no_calendar(self._account, response.status, there)
        self.name = answers.text(own, "displayname")
        self._check_use(own)
        return {
            href: answers.bare(answers.text(known, "getetag"))
            for href, known in found.items()
            if not answers.holds(known, "resourcetype", f"{DAV}collection")
        }

    def read(self, hrefs: Iterable[str]) -> dict[str, Stored]:
        """Return the events at these paths, as far as they are (still) there."""
        wanted = sorted(hrefs)
        found: dict[str, Stored] = {}
        for first in range(0, len(wanted), _AT_ONCE):
            names = "".join(
                f"<href>{escape(href)}</href>"
                for href in wanted[first : first + _AT_ONCE]
            )
            body = (
                f"<C:calendar-multiget {_SPACES}><prop><getetag/><C:calendar-data/>"
                f"</prop>{names}</C:calendar-multiget>"
            )
            response = self._ask("REPORT", self.address, body, _XML)
            if response.status != 207:
                raise self._unwilling("show its events", response)
            for href, known in answers.properties(response):
                data = known.get(f"{CAL}calendar-data")
                if data is not None and data.text:
                    tag = answers.bare(answers.text(known, "getetag"))
                    found[href] = Stored(href, tag, data.text)
        return found

    def put(self, href: str, content: bytes, etag: str | None) -> Answer:
        """Write an event: a new one, or for a tag the one that has this tag.

        An empty tag stands for whatever is there.
        """
        condition = {"If-None-Match": "*"} if etag is None else _match(etag)
        answer = self._write("PUT", href, content, _CALENDAR | condition)
        if answer.outcome is Outcome.DONE and not answer.etag:
            # the server changed what it was given (RFC 4791 section 5.3.4)
            return Answer(Outcome.DONE, self._tag_of(href))
        return answer

    def delete(self, href: str, etag: str) -> Answer:
        """Remove the event that has this tag; one that is gone already is no matter."""
        return self._write("DELETE", href, b"", _match(etag))

    def _write(
        self, method: str, href: str, content: bytes, headers: Mapping[str, str]
    ) -> Answer:
        url = urljoin(self.address, href)
        try:
            response = self._ask(method, url, content, headers)
        except _RefusedError as refused:
            return Answer(Outcome.REFUSED, reason=str(refused))
        status = response.status
        if status in {200, 201, 204} or (method == "DELETE" and status in {404, 410}):
            return Answer(
                Outcome.DONE, answers.bare(response.headers.get("ETag") or "")
            )
        if status == 412:
            return Answer(Outcome.CHANGED)
        if status == 507:
            raise self._unwilling("take more: it is full", response)
        return Answer(
            Outcome.REFUSED, reason=answers.said(response) or f"status {status}"
        )

    def _tag_of(self, href: str) -> str:
        response = self._propfind(urljoin(self.address, href), _TAG, "0")
        known = dict(answers.properties(response)).get(href, {})
        return answers.bare(answers.text(known, "getetag"))

    def _propfind(self, url: str, body: str, depth: str) -> Any:
        return self._ask("PROPFIND", url, body, _XML | {"Depth": depth})

    def _ask(
        self, method: str, url: str, body: str | bytes, headers: Mapping[str, str]
    ) -> Any:
        from caldav.lib.error import (  # noqa: PLC0415 - an extra
            AuthorizationError,
            DAVError,
        )

        try:
            # bytes go through as they are; the library's types know only text
            response = self._client.request(url, method, body, headers)  # type: ignore[arg-type]
        except AuthorizationError as error:
            raise self._locked_out(error, method) from None
        except DAVError as error:  # 429 and 503
            raise answers.busy(self._account, str(error.reason)) from None
        except (OSError, SyntaxError, NotImplementedError, ValueError) as error:
            raise answers.unreachable(self._account, error) from None
        if response.status in _BUSY:
            raise answers.busy(self._account, f"status {response.status}")
        return response

    def _check_use(self, own: Mapping[str, Any]) -> None:
        kinds = own.get(f"{CAL}supported-calendar-component-set")
        if kinds is not None and len(kinds):
            names = sorted({str(kind.get("name")).upper() for kind in kinds})
            if "VEVENT" not in names:
                raise answers.no_events(self._account, names)
        rights = own.get(f"{DAV}current-user-privilege-set")
        if rights is not None and len(rights):
            held = {answers.local(right) for holder in rights for right in holder}
            if not held & _WRITING:
                raise answers.read_only(self._account)

    def _locked_out(self, error: Any, method: str) -> DeliveryError:
        if error.status == 401:
            return answers.no_login(self._account)
        if method not in {"PUT", "DELETE"}:
            return answers.hidden(self._account)
        broken = [str(one).rpartition("}")[2] for one in error.preconditions]
        if broken and "need-privileges" not in broken:
            return _RefusedError(answers.clip(", ".join(broken)))
        return answers.read_only(self._account)

    def _unwilling(self, what: str, response: Any) -> DeliveryError:
        words = answers.said(response) or f"status {response.status}"
        return answers.unwilling(self._account, what, words)

    def _elsewhere(self) -> list[str]:
        """Look where the server keeps this user's calendars; it need not tell."""
        for start in dict.fromkeys((self.address, urljoin(self.address, "/"))):
            try:
                home = self._home(start)
                if urlsplit(home).netloc != urlsplit(self.address).netloc:
                    return [home]  # not ours to ask with this password
                found = dict(answers.properties(self._propfind(home, _LISTING, "1")))
            except DeliveryError:
                continue
            places = sorted(
                href for href, known in found.items() if answers.is_calendar(known)
            )
            if places:
                return [urljoin(home, href) for href in places[:20]]
        return []

    def _home(self, url: str) -> str:
        here = urlsplit(url).netloc
        for name in (f"{DAV}current-user-principal", f"{CAL}calendar-home-set"):
            if urlsplit(url).netloc != here:
                break
            for _, known in answers.properties(self._propfind(url, _PRINCIPAL, "0")):
                href = known[name].find(f"{DAV}href") if name in known else None
                if href is not None and href.text:
                    url = urljoin(url, href.text.strip())
        return url


def _match(etag: str) -> dict[str, str]:
    return {"If-Match": f'"{etag}"' if etag else "*"}
