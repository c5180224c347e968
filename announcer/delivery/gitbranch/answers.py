"""What git says when it fails, and what that means in words for the organiser.

Its own text comes last: there stand the names and addresses.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from announcer.errors import DeliveryError
from announcer.lazy import pattern

# git-push(1), and the words of a repository where two pushes meet
_OVERTAKEN = pattern(
    r"\((fetch first|non-fast-forward|cannot lock ref|failed to update ref"
    r"|incorrect old value|reference already exists)|but expected|already exists"
)
_BOILERPLATE = ("Please make sure you have", "and the repository exists", "hint:")
_SHOWN = 4  # lines

_IN_THE_WAY = "exists; cannot create|directory file conflict"
_AT_WORK = "Another git process|index.lock|\\.lock': File exists"

# Signs in what git, ssh or a server says; what they mean, and the way on. {0} is the
# repository that was asked. The first that fits counts.
_MEANINGS: tuple[tuple[str, str, str], ...] = (
    (
        _IN_THE_WAY,
        "another branch is in the way: git has no branch beside one whose name goes "
        "on with a slash",
        "Publish to a branch of another name, such as git:gh-pages, or delete the one "
        "that git names.",
    ),
    (
        _AT_WORK,
        "another git is at work in the repository, or was killed there",
        "Run it again when that has ended; if none runs, remove the file that git "
        "names.",
    ),
    (
        "could not resolve|name resolution|not known|network is unreachable"
        "|no route to host",
        "the server of {0} cannot be found",
        "Is there a network, and is the address right (git remote -v)? Then run it "
        "again.",
    ),
    (
        "host key verification failed|host identification has changed",
        "the server of {0} shows a key that nobody here has confirmed",
        "Log in once with ssh, and compare the key with what its people say; where "
        "nobody types, as in CI, write it into ~/.ssh/known_hosts.",
    ),
    (
        r"permission denied \(|publickey|authentication failed|could not read "
        r"(username|password)|terminal prompts disabled|invalid username"
        r"|access denied|returned error: 40[13]|denied to|not allowed to",
        "{0} does not let you in, or not write",
        "Git found no key or token that may: over ssh, ssh-add -l lists your keys; "
        "over https, a credential helper holds the token; in CI the job must have the "
        "right to write (on GitHub: permissions: contents: write).",
    ),
    (
        "certificate|SSL|TLS",
        "no safe connection to {0} comes about",
        "Is the address right, and the clock here? A certificate of your house's own "
        "is named by git config http.sslCAInfo.",
    ),
    (
        "hook declined|protected branch|cannot update this protected|GH0",
        "the rules of {0} refuse what was sent",
        "Let them take it (the protection of the branch, or the hook that git names), "
        "or publish to another branch.",
    ),
    (
        "connection refused|failed to connect|couldn't connect|timed out"
        "|connection (was )?(reset|closed)|early eof|returned error: 5|hung up",
        "the server of {0} does not answer, or broke off",
        "Is it up, and does this network let you reach it? Run it again later.",
    ),
    (
        "dubious ownership",
        "the repository belongs to somebody else, and git does not trust it",
        "If you do: git config --global --add safe.directory DIR.",
    ),
    (
        "no space left|quota|insufficient permission|read-only file|unable to write"
        "|unable to create|unpacker error",
        "the repository cannot be written",
        "Is there room on its disk, and may you write there? Then run it again.",
    ),
    (
        "bad object|corrupt|loose object|unable to read|invalid object|missing blob",
        "the repository is damaged",
        "git fsck says more; the surest is to clone it anew.",
    ),
    (
        "unknown option|is not a git command",
        "the git of this machine is too old",
        "Install a newer one: 2.29 or later.",
    ),
    (
        "cannot run|unable to find remote helper|unable to fork",
        "git lacks a program to reach {0}",
        "Install it: openssh-client for ssh, and git with https.",
    ),
    (
        "does not appear to be|repository not found|not found|no such|does not exist"
        "|could not read from remote",
        "there is no repository {0}, or none that you may see",
        "Correct the address (git remote set-url), or name another, such as "
        "git+ssh://git@host/talks.git#gh-pages.",
    ),
)


def failure(arguments: Sequence[str], stderr: str) -> DeliveryError:
    """Return what to tell people of a git that failed; no token is in its text."""
    lines = (line.strip() for line in stderr.splitlines())
    lines = (line for line in lines if line and not line.startswith(_BOILERPLATE))
    said = without_token("; ".join([*lines][:_SHOWN])) or "nothing"
    command = arguments[0]
    asked = next((one for one in arguments[1:] if not one.startswith("-")), "")
    where = without_token(asked)
    for signs, meaning, way in _MEANINGS:
        if re.search(signs, stderr, re.IGNORECASE):
            words = f"{meaning.format(where)}\n  {way}"
            return DeliveryError(f"{words}\n  git {command} said: {said}")
    return DeliveryError(
        f"git {command} failed\n"
        "  Its own words are the best clue; mend what they name, and run it again.\n"
        f"  git {command} said: {said}"
    )


def was_overtaken(error: DeliveryError) -> bool:
    """Say whether somebody else was quicker, and a second try would do."""
    said = str(error)
    lasts = re.search(f"{_IN_THE_WAY}|{_AT_WORK}", said)
    return bool(_OVERTAKEN.search(said)) and not lasts


def without_token(text: str) -> str:
    """Return a text without the tokens that addresses in it may hold."""
    return re.sub(r"//[^/@\s]*@", "//", text)
