"""Workers of a Dask cluster, wherever they are: the only door to distributed.

A job goes there once, pickled, and stays until another build comes. A worker that is
lost has its slice done by another one; one with another program is refused before it
unpickles anything. Slices are begun in turn, a few for each worker, so that neither
side holds many results.
"""

from __future__ import annotations

import logging
import pickle
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from hashlib import sha256
from os import getpid
from queue import Empty, SimpleQueue
from threading import Lock
from time import monotonic
from types import TracebackType
from typing import Any, TypeVar, cast

from announcer.errors import AnnouncerError, BadValue
from announcer.executing.asking import Question
from announcer.executing.slices import (
    Done,
    Journey,
    Notes,
    Result,
    Slices,
    Work,
    done,
)
from announcer.lazy import pattern

T = TypeVar("T")

_PATIENCE = 30.0  # seconds without a word, after which one looks who is there
_AHEAD = 2  # slices begun for each worker
_PARTING = 3.0  # seconds that one takes to say good-bye
_ADDRESS = pattern(r"[a-z]+://(\[[0-9A-Fa-f:.%]+\]|[^\s/:@\[\]]+):[0-9]{1,5}/?")
_FORM = "Write for example --workers dask:scheduler.example.edu:8786."
_INSTALL = (
    "building on a cluster needs a library that is not here (distributed); install it "
    "with: pip install 'talk-announcer[cluster]'"
)
_UPDATE = (
    "Install the same announcer there with the same libraries (requirements.lock), and "
    "start the workers again; or build here: leave out --workers."
)


class Cluster:
    """Does jobs on the cluster of a Dask scheduler; open inside ``with`` only."""

    is_near = False

    def __init__(self, address: str, patience: float | None = None) -> None:
        self.workers = 0
        self._address = _address(address)
        self._patience = _PATIENCE if patience is None else patience
        self._client: Any = None
        self._sent: tuple[Journey, bytes] | None = None

    def __enter__(self) -> Cluster:
        """Look who is there; raises AnnouncerError where nobody is."""
        try:
            import distributed  # noqa: PLC0415 - an extra, and slow
        except ImportError:
            raise AnnouncerError(_INSTALL) from None
        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # our words do
        try:
            with warnings.catch_warnings():
                # of versions: it becomes an error below
                warnings.simplefilter("ignore")
                self._client = self._asked(self._connected)
        except Exception as error:  # whatever keeps it from speaking, such as TLS
            raise AnnouncerError(self._gone(error)) from error
        try:
            self._refuse_version(distributed.__version__)  # type: ignore[attr-defined]
            wait = partial(self._client.wait_for_workers, 1, timeout=self._patience)
            self.answer(wait)
            self.workers = len(self._threads())
        except BaseException as error:
            self.__exit__(None, None, None)
            if not isinstance(error, OSError):
                raise
            nobody = isinstance(error, TimeoutError)
            why = self._nobody() if nobody else self._gone(error)
            raise AnnouncerError(why) from error
        return self

    def _connected(self) -> Any:
        import distributed  # noqa: PLC0415

        return distributed.Client(  # type: ignore[no-untyped-call]
            self._address, timeout=self._patience, set_as_default=False
        )

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave the cluster as it was."""
        if self._client is not None:
            with suppress(OSError):
                close = partial(self._client.close, timeout=_PARTING)
                Question(close).answer(_PARTING)

    def run(
        self,
        slices: Slices,
        job: Callable[[int], Result],
        notes: Notes,
        here: object = None,  # noqa: ARG002 - who does nothing here
    ) -> Iterator[tuple[int, Result]]:
        """Hand out the slices in their order; the job is a Journey.

        Raises AnnouncerError where workers are others than this program wants, or are
        lost again and again, or where there is none left.
        """
        if not slices:
            return
        journey = cast("Journey", job)
        try:
            self._refuse_others(journey)
            yield from _Turn(self, slices, journey, notes).run()
        except OSError as error:  # of the wire, and what it becomes
            raise AnnouncerError(self._gone()) from error

    def answer(self, call: Callable[[], T]) -> T:
        """Return what a call to the cluster returns, however long that takes.

        Raises AnnouncerError where somebody is not there any more that it may wait for.
        """
        question = Question(call)
        while not question.is_answered(self._patience):
            self.look()
        return question.answer(0)

    def _asked(self, call: Callable[[], T]) -> T:
        """Return what a call returns that takes no time; raises TimeoutError."""
        return Question(call).answer(self._patience)

    @property
    def client(self) -> Any:
        """Return the open connection."""
        return self._client

    @property
    def patience(self) -> float:
        """Return how many seconds without a word one waits before looking again."""
        return self._patience

    def packed(self, job: Journey) -> bytes:
        """Return a job pickled, once for all its runs."""
        if self._sent is None or self._sent[0] is not job:
            self._sent = (job, pickle.dumps(job, pickle.HIGHEST_PROTOCOL))
        return self._sent[1]

    def leave(self, futures: Sequence[Any]) -> None:
        """Say that nobody waits for these any more."""
        with suppress(OSError):
            Question(partial(self._client.cancel, futures)).answer(_PARTING)

    def look(self) -> None:
        """Raise AnnouncerError where there is no scheduler any more, or no worker.

        So it is where one of the workers is there and does not answer.
        """
        if self._client.status != "running":
            raise AnnouncerError(self._gone())
        workers = self._threads()
        if not workers:
            raise AnnouncerError(self._nobody())
        for worker in self._mute(workers):
            raise AnnouncerError(
                f"the worker {worker} does not answer, and nothing was built\n"
                "  End it, or take its machine out of the cluster; or build here: "
                "leave out --workers."
            )

    def _threads(self) -> dict[str, int]:
        try:
            found: dict[str, int] = self._asked(self._client.nthreads)
        except OSError as error:
            raise AnnouncerError(self._gone()) from error
        return found

    def _mute(self, workers: Iterable[str]) -> Iterator[str]:
        """Yield workers that say nothing; of one that is lost the scheduler speaks."""
        asked = {
            # what Python has itself no worker need import
            worker: Question(partial(self._client.run, getpid, workers=[worker]))
            for worker in workers
        }
        end = monotonic() + self._patience
        for worker, question in asked.items():
            if not question.is_answered(end - monotonic()):
                yield worker

    def _refuse_version(self, ours: str) -> None:
        """Raise AnnouncerError where the scheduler speaks another version's words."""
        packages = self.answer(self._client.get_versions)["scheduler"]["packages"]
        theirs = dict(packages).get("distributed")
        if theirs != ours:
            raise AnnouncerError(
                f"the scheduler {self._address} has distributed {theirs}, and here is "
                f"{ours}\n  {_UPDATE}"
            )

    def _refuse_others(self, job: Journey) -> None:
        """Raise AnnouncerError where a worker has another program than we have."""
        asked = partial(self._client.run, job.fits, on_error="return")
        answers: dict[str, object] = self.answer(asked)
        for worker, answer in answers.items():
            if answer == "":
                continue
            why = answer if isinstance(answer, str) else _no_such(answer)
            raise AnnouncerError(
                f"the worker {worker} would make other files: {why}\n  {_UPDATE}"
            )

    def _nobody(self) -> str:
        return (
            f"no worker is at the scheduler {self._address}, and nothing was built\n"
            f"  Start some: dask worker {self._address} --nthreads 1"
        )

    def _gone(self, error: Exception | None = None) -> str:
        why = " ".join(str(error or "").split())
        return (
            f"no Dask scheduler answers at {self._address}, and nothing was built"
            f"{f': {why}' if why else ''}\n"
            "  Is it running (dask scheduler), and can this machine reach it?"
        )


def _address(text: str) -> str:
    """Return the address of a scheduler as Dask wants it; raises BadValue."""
    address = text.strip() if "://" in text else f"tcp://{text.strip()}"
    if not _ADDRESS.fullmatch(address):
        raise BadValue(f"{text!r} is not the address of a Dask scheduler", _FORM)
    return address


class _Turn:
    """One run on a cluster."""

    def __init__(
        self, cluster: Cluster, slices: Slices, job: Journey, notes: Notes
    ) -> None:
        self._cluster = cluster
        self._job = job
        self._work = Work(slices, job, notes)
        self._doing: dict[Any, int] = {}
        self._parcels: list[Any] = []
        self._heard: SimpleQueue[Any] = SimpleQueue()

    def run(self) -> Iterator[tuple[int, Any]]:
        work = self._work
        self._send()
        try:
            while work.is_left or self._doing:
                if work.is_broken and not self._doing:
                    yield from work.mended()
                else:
                    self._hand_out()
                    yield from self._next()
        finally:
            self._cluster.leave([*self._doing])
        work.close()

    def _send(self) -> None:
        """Bring the job to every worker that is there; others fetch it from them."""
        carried = pickle.dumps(dict(self._job.carried), pickle.HIGHEST_PROTOCOL)
        packed = self._cluster.packed(self._job)
        self._name = (_digest(packed), _digest(carried))
        parcels = [_Parcel(packed), _Parcel(carried)]
        scatter = partial(
            self._cluster.client.scatter, parcels, broadcast=True, hash=False
        )
        self._parcels = self._cluster.answer(scatter)

    def _hand_out(self) -> None:
        while len(self._doing) < _AHEAD * max(self._cluster.workers, 1):
            at = self._work.next()
            if at is None:
                return
            future = self._cluster.client.submit(
                _do, self._job.fits, self._name, *self._parcels,
                self._work.slices[at], pure=False,
            )  # fmt: skip
            self._doing[future] = at
            future.add_done_callback(self._heard.put)

    def _next(self) -> Iterator[tuple[int, Any]]:
        """Wait for what a worker says; look who is there where nobody says a word."""
        try:
            future = self._heard.get(timeout=self._cluster.patience)
        except Empty:
            self._cluster.look()
            return
        at = self._doing.pop(future)
        try:
            said: Done = future.result(timeout=self._cluster.patience)
        except AnnouncerError:
            raise
        except Exception as error:  # whatever became of its worker, or of the job there
            self._cluster.look()
            if not self._work.again(at):
                raise AnnouncerError(_lost(error)) from error
            self._send()
            return
        yield from self._work.took(said, at)


class _Parcel:
    """Bytes on their way, which Dask hands on as they are."""

    __slots__ = ("content",)

    def __init__(self, content: bytes) -> None:
        self.content = content


class _Here:
    """What a worker has at hand: the job of the last build that it saw."""

    lock = Lock()  # a job is for one thread at a time, and a worker may have several
    job: Journey | None = None
    name: tuple[str, str] = ("", "")


def _do(
    fits: Callable[[], str],
    name: tuple[str, str],
    packed: _Parcel,
    carried: _Parcel,
    numbers: Sequence[int],
) -> Done:
    """Do one slice at a worker."""
    with _Here.lock:
        if _Here.job is None or _Here.name[0] != name[0]:
            _Here.job, _Here.name = None, ("", "")
            if why := fits():  # it came after the others were asked
                raise AnnouncerError(
                    f"a new worker would make other files: {why}\n  {_UPDATE}"
                )
            _Here.job = cast("Journey", pickle.loads(packed.content))  # noqa: S301 - the scheduler's word is law here
            _Here.name = (name[0], "")
        if _Here.name != name:
            _Here.job.take_over(pickle.loads(carried.content))  # noqa: S301
            _Here.name = name
        _Here.job.notes.clear()  # each slice tells its own, whichever came before
        return done(numbers, _Here.job, _Here.job.notes)


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def _no_such(error: object) -> str:
    if isinstance(error, ImportError | AttributeError):
        return f"announcer is not there, or is another one ({error})"
    return str(error) or type(error).__name__


def _lost(error: Exception) -> str:
    said = " ".join(str(error).split()) or type(error).__name__
    return (
        "workers of the cluster were lost again and again, and nothing was built: "
        f"{said}\n  Often memory is short there. Give workers more, or build here: "
        "leave out --workers."
    )
