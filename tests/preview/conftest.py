"""A real preview of a small project on a free port of loopback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import chain, repeat
from pathlib import Path
from queue import Queue

import pytest

from announcer.cli.project import Project
from announcer.preview import News, Sources, serving
from announcer.record import Records
from announcer.survey import Survey
from tests.browser import chromium, pytest_runtest_teardown
from tests.preview.running import Preview

__all__ = ["chromium", "pytest_runtest_teardown"]


@contextmanager
def previews() -> Iterator[Callable[..., Preview]]:
    """Yield a function that serves a project until the block ends.

    Each of the moments is the clock of one rebuild, the last one also of all later.
    """
    with ExitStack() as stack:

        def start(
            folder: Path,
            *moments: str,
            host: str = "127.0.0.1",
        ) -> Preview:
            given = moments or ("2021-03-01T09:00",)
            clock = chain(given, repeat(given[-1]))
            project = Project(folder, None)

            def survey(records: Records) -> Survey:
                return Project(folder, next(clock)).survey(records)

            sources = Sources(
                folder=folder,
                records=project.records,
                survey=survey,
                templates=project.templates,
            )
            news: Queue[News] = Queue()
            address = stack.enter_context(
                serving(sources, host=host, port=0, exactly=True, tell=news.put)
            )
            return Preview(folder, address.site, address.mails, news)

        yield start


@pytest.fixture
def preview_of() -> Iterator[Callable[..., Preview]]:
    """Return a function that serves a project until the test ends."""
    with previews() as start:
        yield start


@pytest.fixture
def preview(project: Path, preview_of: Callable[..., Preview]) -> Preview:
    """Return a preview of one talk, which was read without a mistake."""
    running = preview_of(project)
    running.hears()
    return running
