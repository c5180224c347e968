"""Print the requirements of dependency groups, for a pip that cannot read them yet."""

import sys
import tomllib
from pathlib import Path

GROUPS = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))[
    "dependency-groups"
]

if __name__ == "__main__":
    wanted = [requirement for name in sys.argv[1:] for requirement in GROUPS[name]]
    sys.stdout.write(" ".join(wanted) + "\n")
