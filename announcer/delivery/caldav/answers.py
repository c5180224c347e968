"""What a server answers, and what that means in words for the organiser.

Answers are multistatus XML (RFC 4918), tags, refusals, or nothing at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from typing import Any
from urllib.parse import quote, unquote, urljoin, urlsplit

from announcer.classes import dataclass
from announcer.errors import DeliveryError
from announcer.lazy import pattern

DAV = "{DAV:}"
CAL = "{urn:ietf:params:xml:ns:caldav}"
_SABRE = "{http://sabredav.org/ns}"
_CONTROL = pattern(r"[\x00-\x20\x7f-\x9f\u2028\u2029]+")
_UNTRUSTED = pattern("certificate[ _]verify|revoked", re.IGNORECASE)

EXAMPLE = (
    "Write the address of one calendar, such as "
    "https://cloud.example.edu/remote.php/dav/calendars/olga/talks/ (docs/sync.md "
    "says where it is to be found)."
)


@dataclass(frozen=True, slots=True)
class Account:
    """Whose calendar it is and where; the password is in no repr."""

    address: str
    user: str | None
    password: str | None = field(default=None, repr=False)

    @property
    def host(self) -> str:
        """Return the name of the server."""
        return urlsplit(self.address).hostname or ""


def properties(response: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every resource of a multistatus with the properties it has."""
    if response.tree is None:
        return
    for one in response.tree.iter(f"{DAV}response"):
        known = {
            prop.tag: prop
            for stat in one.iterfind(f"{DAV}propstat")
            if " 200" in (stat.findtext(f"{DAV}status") or " 200")
            for prop in stat.iterfind(f"{DAV}prop/*")
        }
        yield path(one.findtext(f"{DAV}href") or ""), known


def path(href: str) -> str:
    """Return the path of an address in one spelling; it never leaves the server."""
    return quote(unquote(urlsplit(href.strip()).path), safe="/~!$&'()*+,;=:@-._")


def is_calendar(known: Mapping[str, Any]) -> bool:
    """Tell whether a resource is a calendar."""
    return holds(known, "resourcetype", f"{CAL}calendar")


def holds(known: Mapping[str, Any], name: str, tag: str) -> bool:
    """Tell whether a property has an element in it."""
    element = known.get(f"{DAV}{name}")
    return element is not None and element.find(tag) is not None


def text(known: Mapping[str, Any], name: str) -> str:
    """Return the text of a property, empty if there is none."""
    element = known.get(f"{DAV}{name}")
    return (element.text or "").strip() if element is not None else ""


def local(element: Any) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def bare(tag: str) -> str:
    """Return a tag without what proxies put around it when they compress."""
    return tag.strip().removeprefix("W/").strip('"').removesuffix("-gzip")


def said(response: Any) -> str:
    """Return the server's own words about a refusal, as far as it has any."""
    if response.tree is None:
        is_text = str(response.headers.get("Content-Type", "")).startswith("text/plain")
        return clip(response.raw) if is_text else ""
    message = response.tree.findtext(f".//{_SABRE}message")
    names = [local(one) for one in response.tree if isinstance(one.tag, str)]
    return clip(message or ", ".join(names))


def reason(said: str) -> str:
    """Return the few words of a long technical complaint that help."""
    known = (
        "certificate verify failed: [^(\"']*",
        r"\[Errno -?\d+\] [\w ]*",
        "wrong version number",
    )
    for words in known:
        found = re.search(words, said)
        if found:
            return clip(re.sub(r"\[Errno -?\d+\] ", "", found[0]))
    return clip(said.partition(" ")[0])


def clip(words: str) -> str:
    """Return foreign words as one line that is not too long."""
    return _CONTROL.sub(" ", words).strip()[:200]


def no_login(account: Account) -> DeliveryError:
    """Say why the server answered 401."""
    host, user = account.host, account.user
    if not user:
        return DeliveryError(
            f"{host} asks for a user name. Write it as `user:` beside `caldav:` in "
            "talks/site.yaml."
        )
    if account.password is None:
        return DeliveryError(
            f"There is no password for {user} at {host}. Put it into "
            f"ANNOUNCER_CALDAV_PASSWORD, the keyring (`keyring set {host} {user}`) or "
            "a `password_command`."
        )
    return DeliveryError(
        f"{host} does not let {user} in with this password. Many servers want an app "
        "password, made in their settings (docs/sync.md)."
    )


def hidden(account: Account) -> DeliveryError:
    """Say that the calendar may not even be looked at."""
    who = account.user or "somebody without a name"
    return DeliveryError(f"The server does not show {account.address} to {who}.")


def read_only(account: Account) -> DeliveryError:
    """Say that the calendar may not be written."""
    return DeliveryError(
        f"The calendar at {account.address} is read-only for "
        f"{account.user or 'everybody'}. Ask its owner to share it with the right to "
        "edit, or name a calendar of your own."
    )


def no_events(account: Account, kinds: Sequence[str]) -> DeliveryError:
    """Say that it is a list of tasks, or the like."""
    return DeliveryError(
        f"The calendar at {account.address} takes no events, only {', '.join(kinds)}. "
        "Name another one."
    )


def no_calendar(account: Account, status: int, there: Sequence[str]) -> DeliveryError:
    """Say that there is no calendar here, and where there are some."""
    if there:
        places = "\n".join(f"  {place}" for place in there)
        return DeliveryError(
            f"There is no calendar at {account.address}, but there are:\n{places}\n"
            "Write one of these addresses as `caldav:` in talks/site.yaml."
        )
    answer = "" if status == 207 else f" (status {status})"
    return DeliveryError(
        f"There is no calendar at {account.address}{answer}. {EXAMPLE}"
    )


def unwilling(account: Account, what: str, said: str) -> DeliveryError:
    """Say what the server does not do, in its own words."""
    return DeliveryError(f"The calendar at {account.address} does not {what} ({said}).")


def busy(account: Account, said: str) -> DeliveryError:
    """Say that later may be better."""
    return DeliveryError(
        f"{account.host} is too busy or under repair ({clip(said)}). Run it again "
        "later: it goes on where it stopped."
    )


def unreachable(account: Account, error: Exception) -> DeliveryError:
    """Say why there was no answer, as far as one can tell from the library's error."""
    host = account.host
    said = f"{type(error).__name__} {error} {error.__cause__ or error.__context__}"
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    if headers.get("Location"):
        place = urljoin(account.address, clip(headers["Location"]))
        return DeliveryError(
            f"{account.address} is elsewhere: the server points to {place}. Write the "
            "address of the calendar itself."
        )
    if _UNTRUSTED.search(said):
        return DeliveryError(
            f"The certificate of {host} cannot be trusted ({reason(said)}). If the "
            "server is your own, name the file of its certificate in "
            "REQUESTS_CA_BUNDLE."
        )
    if "SSL" in said and "EOF" not in said:
        return DeliveryError(
            f"{host} speaks no https that is understood here ({reason(said)}). Check "
            f"the port in {account.address}."
        )
    return DeliveryError(
        f"{host} cannot be reached or hung up ({reason(said)}). Nothing is lost: the "
        "next run goes on where this one stopped."
    )
