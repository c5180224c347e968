"""A project with one series to put records into."""

import shutil
from pathlib import Path

import pytest

SITE = "title: Talks\nurl: https://talks.example.edu\ntimezone: America/New_York\n"


class Desk:
    """Write record files into a project folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clear()

    def clear(self) -> None:
        """Begin again with nothing but a site."""
        shutil.rmtree(self.folder / "talks", ignore_errors=True)
        self.put("site.yaml", SITE)

    def put(self, name: str, content: str | bytes) -> Path:
        """Write a file below the talks folder."""
        path = self.folder / "talks" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        data = content if isinstance(content, bytes) else content.encode()
        path.write_bytes(data)
        return path


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)
