"""What can go wrong with a calendar on a server, in words for the organiser."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from announcer.delivery.caldav.answers import clip, reason

_UNTRUSTED = re.compile("certificate[ _]verify|revoked", re.IGNORECASE)

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


def no_login(account: Account) -> str:
    """Say why the server answered 401."""
    host, user = account.host, account.user
    if not user:
        return (
            f"{host} asks for a user name. Write it as `user:` beside `caldav:` in "
            "talks/site.yaml."
        )
    if account.password is None:
        return (
            f"There is no password for {user} at {host}. Put it into "
            f"ANNOUNCER_CALDAV_PASSWORD, the keyring (`keyring set {host} {user}`) or "
            "a `password_command`."
        )
    return (
        f"{host} does not let {user} in with this password. Many servers want an app "
        "password, made in their settings (docs/sync.md)."
    )


def hidden(account: Account) -> str:
    """Say that the calendar may not even be looked at."""
    who = account.user or "somebody without a name"
    return f"The server does not show {account.address} to {who}."


def read_only(account: Account) -> str:
    """Say that the calendar may not be written."""
    return (
        f"The calendar at {account.address} is read-only for "
        f"{account.user or 'everybody'}. Ask its owner to share it with the right to "
        "edit, or name a calendar of your own."
    )


def no_events(account: Account, kinds: Sequence[str]) -> str:
    """Say that it is a list of tasks, or the like."""
    return (
        f"The calendar at {account.address} takes no events, only {', '.join(kinds)}. "
        "Name another one."
    )


def no_calendar(account: Account, status: int, there: Sequence[str]) -> str:
    """Say that there is no calendar here, and where there are some."""
    if there:
        places = "\n".join(f"  {place}" for place in there)
        return (
            f"There is no calendar at {account.address}, but there are:\n{places}\n"
            "Write one of these addresses as `caldav:` in talks/site.yaml."
        )
    answer = "" if status == 207 else f" (status {status})"
    return f"There is no calendar at {account.address}{answer}. {EXAMPLE}"


def unwilling(account: Account, what: str, said: str) -> str:
    """Say what the server does not do, in its own words."""
    return f"The calendar at {account.address} does not {what} ({said})."


def busy(account: Account, said: str) -> str:
    """Say that later may be better."""
    return (
        f"{account.host} is too busy or under repair ({clip(said)}). Run it again "
        "later: it goes on where it stopped."
    )


def unreachable(account: Account, error: Exception) -> str:
    """Say why there was no answer, as far as one can tell from the library's error."""
    host = account.host
    said = f"{type(error).__name__} {error} {error.__cause__ or error.__context__}"
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    if headers.get("Location"):
        place = urljoin(account.address, clip(headers["Location"]))
        return (
            f"{account.address} is elsewhere: the server points to {place}. Write the "
            "address of the calendar itself."
        )
    if _UNTRUSTED.search(said):
        return (
            f"The certificate of {host} cannot be trusted ({reason(said)}). If the "
            "server is your own, name the file of its certificate in "
            "REQUESTS_CA_BUNDLE."
        )
    if "SSL" in said and "EOF" not in said:
        return (
            f"{host} speaks no https that is understood here ({reason(said)}). Check "
            f"the port in {account.address}."
        )
    return (
        f"{host} cannot be reached or hung up ({reason(said)}). Nothing is lost: the "
        "next run goes on where this one stopped."
    )
