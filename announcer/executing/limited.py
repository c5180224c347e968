"""Work that may take for ever, done in a process that can be ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from announcer.copies import can_copy
from announcer.errors import AnnouncerError, own_mistake

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

P = ParamSpec("P")
T = TypeVar("T")


class LateError(AnnouncerError):
    """The work was ended, for it took too long or too much."""


def within(
    seconds: float, work: Callable[P, T], *arguments: P.args, **more: P.kwargs
) -> T:
    """Return what a function of a module returns, if it does so within some seconds.

    It works in a process of its own: what it raises is raised here, an error that is no
    AnnouncerError as one. Raises LateError where the process had to be ended, or died.
    """
    import multiprocessing  # noqa: PLC0415 - slow, and only `import` needs it

    context = multiprocessing.get_context("fork" if can_copy() else "spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(  # type: ignore[attr-defined]
        target=_do, args=(theirs, work, arguments, more), daemon=True
    )
    process.start()
    theirs.close()
    try:
        if not ours.poll(seconds):
            raise LateError(f"it takes longer than {seconds:g} seconds to read")
        is_good, result = ours.recv()
    except (EOFError, OSError):
        raise LateError("it takes more memory than there is to read it") from None
    finally:
        process.kill()
        process.join()
        ours.close()
    if not is_good:
        raise result
    return result  # type: ignore[no-any-return]


def _do(
    line: Connection,
    work: Callable[..., object],
    arguments: tuple[object, ...],
    more: dict[str, object],
) -> None:
    try:
        answer: tuple[bool, object] = True, work(*arguments, **more)
    except AnnouncerError as error:
        answer = False, error
    except Exception as error:  # noqa: BLE001 - told by who asked
        answer = False, AnnouncerError(own_mistake(error))
    line.send(answer)
