"""Print requirements of pyproject.toml for pip.

python tools/groups.py test lint     dependency groups, for a pip that cannot read them
python tools/groups.py --lowest      what announcer needs, at its lower bounds
"""

import sys
import tomllib
from pathlib import Path

PROJECT = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))


def lowest() -> list[str]:
    """Return the dependencies and extras, with each bound as the only version.

    The bucket libraries tie themselves to one version of each other and stay free.
    """
    bound = list(PROJECT["project"]["dependencies"])
    extras = PROJECT["project"]["optional-dependencies"]
    for extra in ("postgres", "caldav", "keyring", "import", "cluster"):
        bound += extras[extra]
    return [each.replace(">=", "==") for each in bound] + extras["bucket"]


def groups(names: list[str]) -> list[str]:
    """Return the requirements of the named groups."""
    known = PROJECT["dependency-groups"]
    return [requirement for name in names for requirement in known[name]]


if __name__ == "__main__":
    words = sys.argv[1:]
    found = lowest() if words == ["--lowest"] else groups(words)
    sys.stdout.write(" ".join(found) + "\n")
