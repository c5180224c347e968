"""Mail servers and databases for tests that send."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.delivery.conftest import certificates, inbox, script, serve
from tests.delivery.servers import Inbox
from tests.ledger.conftest import memory_folder, postgres, postgres_server, url
from tests.sending.office import Office, write_project

__all__ = [
    "certificates",
    "inbox",
    "memory_folder",
    "postgres",
    "postgres_server",
    "script",
    "serve",
    "url",
]


@pytest.fixture
def office(tmp_path: Path, serve: Callable[..., str], inbox: Inbox) -> Office:
    """Return a seminar at nine o'clock, a week before its talk, and a good server."""
    return Office(write_project(tmp_path / "project", serve(inbox)))


@pytest.fixture
def office_at(tmp_path: Path) -> Callable[..., Office]:
    """Make the same seminar with a server of the test's own."""

    def make(smtp: str, **options: Any) -> Office:
        return Office(write_project(tmp_path / "project", smtp, **options))

    return make
