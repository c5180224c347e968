"""Who makes a build's files: this process, or workers beside it, or far away.

A job is a function of a number, and says in few words where its result lies. Numbers
that share work stand in one slice, which one worker does from end to end. Whoever
works, the results are the same, and so are the errors: that of the lowest number is
raised.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from announcer.copies import can_copy, cores
from announcer.executing.forked import Forked
from announcer.executing.here import Here
from announcer.executing.limited import LateError, within
from announcer.executing.meanwhile import Meanwhile
from announcer.executing.shelf import Place, Shelf
from announcer.executing.slices import Executor, Journey, Notes, Slices, slices_of
from announcer.lazy import attach

if TYPE_CHECKING:
    from announcer.executing.cluster import Cluster

__getattr__ = attach(__name__, {"cluster": ("Cluster",)})

__all__ = [
    "Cluster",
    "Executor",
    "Forked",
    "Here",
    "Journey",
    "LateError",
    "Meanwhile",
    "Notes",
    "Place",
    "Shelf",
    "Slices",
    "chosen",
    "slices_of",
    "within",
]


@contextmanager
def chosen(workers: int | str | None = None) -> Iterator[Executor]:
    """Choose who works: so many processes here, or one for each core, or a cluster.

    It is this process alone where copies of it are not to be had. ``dask:ADDRESS``
    names the scheduler of a cluster. Raises AnnouncerError where it cannot be reached.
    """
    if isinstance(workers, str):
        from announcer.executing.cluster import Cluster  # noqa: PLC0415 - few have one

        with Cluster(workers.removeprefix("dask:")) as cluster:
            yield cluster
        return
    number = cores() if workers is None else workers
    yield Forked(number) if number > 1 and can_copy() else Here()
