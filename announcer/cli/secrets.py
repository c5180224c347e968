"""Passwords: from the environment, a command or the keyring, and never from a file."""

from __future__ import annotations

import os
import shlex
import subprocess

from announcer.errors import AnnouncerError
from announcer.post.server import variable


def password(
    purpose: str, host: str, user: str | None, command: str | None = None
) -> str | None:
    """Return the password for ``user`` at ``host``, None if nobody knows one.

    ``purpose`` is what it is for, such as SMTP: the environment's variable of that
    purpose comes first, then what ``command`` prints, then the keyring (service: the
    host). Raises AnnouncerError; no message repeats a secret.
    """
    given = os.environ.get(variable(purpose))
    if given:
        return given
    if command:
        return _printed(command)
    return _kept(host, user) if user else None


def _printed(command: str) -> str:
    """Return the first line that a command prints; it may ask for things itself."""
    try:
        words = shlex.split(command)
        done = subprocess.run(words, stdout=subprocess.PIPE, check=False)  # noqa: S603 - the organiser's own command
    except (OSError, ValueError, IndexError) as error:
        said = getattr(error, "strerror", None) or "it is not a command"
        raise AnnouncerError(f"the `password_command` cannot be run: {said}") from None
    lines = done.stdout.decode("utf-8", "replace").splitlines()
    if done.returncode != 0 or not lines or not lines[0]:
        raise AnnouncerError(
            f"the `password_command` ({words[0]}) gave no password "
            f"(exit status {done.returncode})"
        )
    return lines[0]


def _kept(host: str, user: str) -> str | None:
    try:
        import keyring  # noqa: PLC0415 - an extra, and slow
        from keyring.errors import KeyringError, NoKeyringError  # noqa: PLC0415
    except ImportError:
        return None
    try:
        return keyring.get_password(host, user)
    except NoKeyringError:
        return None
    except KeyringError as error:
        raise AnnouncerError(
            f"the keyring cannot be read ({type(error).__name__}); unlock it, or set "
            "the password in the environment"
        ) from None
