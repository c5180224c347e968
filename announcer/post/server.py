"""Mail servers: how their addresses are written, TLS, and logging in.

What SMTP and IMAP have in common. A server elsewhere must encrypt and show a trusted
certificate before anything is said to it; no message repeats a password.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from announcer.errors import BadValue, DeliveryError
from announcer.lazy import pattern
from announcer.post import Via
from announcer.secret import has_password

if TYPE_CHECKING:
    import ssl

# What may follow ``smtp://`` or ``imaps://``, as a pattern for editors.
SERVER_PATTERN = r"([^\s@/?#:]+@)?(\[[0-9A-Fa-f:.]+\]|[^\s@/?#:\[\]]+)(:\d{1,5})?"
OPTION_PATTERN = r"(\?ca=[^\s#&]*)?"
_CONTROL = pattern(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def server(address: str, folder: Path, *, port: int, purpose: str, example: str) -> Via:
    """Read the address of a mail server; ``path`` is what follows its port.

    ``port`` is the usual one. Raises BadValue, which never repeats a password.
    """
    scheme = address.partition(":")[0]
    hint = f"Write for example {example}."
    if has_password(address):
        raise BadValue(
            f"the {scheme} address holds a password, which belongs in no file",
            f"Take it out and put it into {variable(purpose)} or the keyring.",
        )
    try:
        parts = urlsplit(address)
        port, host = port if parts.port is None else parts.port, parts.hostname
    except ValueError:
        raise BadValue(f"the {scheme} address cannot be read", hint) from None
    if not host or not port or not address.startswith(f"{scheme}://"):
        raise BadValue(f"the {scheme} address names no server", hint)
    ca = _options(parts, scheme).get("ca")
    return Via(
        scheme=scheme,
        host=host,
        port=port,
        user=unquote(parts.username) if parts.username else None,
        path=unquote(parts.path).strip("/"),
        ca=folder / Path(ca).expanduser() if ca else None,
        purpose=purpose,
    )


def _options(parts: SplitResult, scheme: str) -> dict[str, str]:
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    unknown = sorted(options.keys() - {"ca"})
    if unknown or parts.fragment:
        what = unknown[0] if unknown else "#"
        message = f"the {scheme} address has an unknown option {what!r}"
        raise BadValue(message, "The only option is ?ca=FILE (certificates to trust).")
    return options


def variable(purpose: str) -> str:
    """Return the name of the environment variable that holds a password."""
    return f"ANNOUNCER_{purpose}_PASSWORD"


def password(via: Via) -> str:
    """Return the password of a way out. Raises DeliveryError where nobody knows it."""
    found = via.secret() if via.secret is not None else None
    if not found:
        raise DeliveryError(
            f"there is no password for {via}. Put it into {variable(via.purpose)}, "
            "the keyring or a password command."
        )
    return found


def context(via: Via, *, verify: bool = True) -> ssl.SSLContext:
    """Return how to encrypt; without ``verify`` any certificate is good enough."""
    import ssl  # noqa: PLC0415 - whoever only lists talks encrypts nothing

    try:
        made = ssl.create_default_context(cafile=via.ca)
    except OSError as error:
        message = f"cannot read the certificates in {via.ca}: {words(error)}"
        raise DeliveryError(message) from None
    if not verify:
        made.check_hostname = False
        made.verify_mode = ssl.CERT_NONE
    return made


def unencrypted(via: Via, submission: str = "") -> DeliveryError:
    """Say that a server offers no encryption, so that nothing was said to it."""
    return DeliveryError(
        f"{via.host} offers no encryption (STARTTLS), so nothing was sent. "
        f"Try {via.scheme}s://{via.host}{submission}."
    )


def shut_out(via: Via, *, later: bool = False, code: str = "") -> DeliveryError:
    """Say that a server refuses the password.

    The server's own words stay out: some repeat what they were sent.
    """
    when = " now; try again later" if later else ""
    return DeliveryError(
        f"{via.host} does not let {via.user} in with this password{when}"
        f"{f' ({code})' if code else ''}."
    )


def unreachable(via: Via, error: Exception) -> DeliveryError:
    """Say why a server cannot be talked to; ``error`` is what the library raised."""
    import ssl  # noqa: PLC0415 - as above

    if isinstance(error, ssl.SSLCertVerificationError):
        folder = f"/{via.path}" if via.path else ""
        return DeliveryError(
            f"{via.host} shows a certificate that cannot be trusted "
            f"({error.verify_message}), so nothing was sent. If the server is your "
            f"own, name its certificate: {via}{folder}?ca=FILE."
        )
    if isinstance(error, ssl.SSLError):
        return DeliveryError(
            f"{via.host}:{via.port} cannot be talked to in TLS: {words(error)}."
        )
    return DeliveryError(f"cannot reach {via}: {words(error)}. Nothing was sent.")


def words(error: object) -> str:
    """Return on one line what a server or a library said."""
    text = getattr(error, "strerror", None) or str(error) or "no answer in time"
    return _CONTROL.sub(" ", text).strip()[:300]
