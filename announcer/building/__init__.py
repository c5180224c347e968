"""Making everything: records and memory to outputs, and outputs to a folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from itertools import chain, compress, islice, repeat
from operator import not_
from pathlib import Path
from typing import Any

from announcer import disk, formats, timing
from announcer.building import program
from announcer.building.earlier import Left
from announcer.building.elsewhere import Drafts, Elsewhere, lists
from announcer.building.makings import Makings
from announcer.building.moments import holds_until
from announcer.building.numbered import spent
from announcer.building.together import Made, Watch, Workshop, in_turn, kind
from announcer.catalogue import Part, catalogue_of
from announcer.classes import dataclass
from announcer.delivery import files
from announcer.errors import AnnouncerError, Problem
from announcer.executing import Executor, Here, Shelf
from announcer.ledger import History, Ledger, Noted
from announcer.output import Draft, Kept, Several, Source, Stream, opened
from announcer.record import Records
from announcer.survey import Survey, survey
from announcer.talk import Programme
from announcer.templating import Templates
from announcer.templating.earlier import Earlier

# Two builds at once: the later one sees what the earlier one stored, and starts again.
_ATTEMPTS = 5
_ROWS = 1000  # that are written to the disk together
_MAILS = "mail"  # what is written to people is for who sends it

_Row = tuple[Any, ...]

__all__ = ["Built", "Watch", "build", "lists"]

_SOURCES = ("talks", "templates", disk.PRIVATE)


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: to the folder, and to the memory; and what it showed.

    ``left_out`` are ornaments that could not be made, and gave way. ``until`` is when
    the same things will next read otherwise, None where nobody knows. ``parts`` are the
    files that hold all talks.
    """

    written: files.Written
    history: History
    programme: Programme
    left_out: tuple[Problem, ...] = ()
    until: datetime | None = None
    parts: Sequence[Part] = ()


class _OvertakenError(Exception):
    """Another build has stored other revisions than ours were rendered with."""


def build(  # noqa: PLR0913 - everything meets here
    records: Records,
    ledger: Ledger,
    templates: Templates,
    *,
    folder: Path,
    now: datetime,
    pretended: bool = False,
    force: bool = False,
    public: bool = False,
    fresh: bool = False,
    watch: Watch = iter,
    executor: Executor | None = None,
    found_made: Callable[[str], bool] = lambda _: False,
) -> Built:
    """Render every format and make the folder hold exactly that.

    A file is made again only when what it is made of has changed, or somebody touched
    it; with ``fresh`` every one is.

    The revisions are stored when everything has been rendered and before anything is
    replaced: a failed build raises no SEQUENCE, and no published SEQUENCE is forgotten.
    ``pretended`` says that ``now`` is not the time; ``force`` lets files be replaced
    that announcer did not write; ``public`` says that people will see what is built,
    where nothing else tells the ledger; ``watch`` sees every file pass; ``executor``
    says who makes them where it is all of them and many; ``found_made`` says of a list
    by its name that somebody has found all its files as they were left. Raises
    AnnouncerError for a folder that holds other things, and what rendering and writing
    raise. What only adorns raises nothing: it gives way and is told (Ornaments).
    """
    _refuse(folder, records.folder)
    for _ in range(_ATTEMPTS):
        seen = survey(records, ledger, now, pretended=pretended)
        templates.ornaments.told.clear()
        sources = partial(
            _sources, seen, records, ledger, templates, watch, executor or Here()
        )
        try:
            with timing.phase("writing"):
                written = files.make(
                    sources,
                    folder,
                    private=_MAILS,
                    force=force,
                    fresh=fresh,
                    found_made=found_made,
                )
        except _OvertakenError:
            continue
        if public and ledger.writable:
            history = seen.history.revisions
            with timing.phase("ledger"):
                ledger.publish({uid: known.sequence for uid, known in history.items()})
        left_out = tuple(templates.ornaments.told.values())
        until = None if program.reaches_out(templates.folders) else holds_until(seen)
        parts = catalogue_of(seen.shown).parts
        return Built(written, seen.history, seen.programme, left_out, until, parts)
    raise AnnouncerError("other builds of these talks are running; try again later")


def _refuse(folder: Path, project: Path) -> None:
    """Refuse to build over records, a whole project or somebody's home."""
    place, top = folder.resolve(), project.resolve()
    whole = [top]
    with suppress(RuntimeError):  # a user without a home
        whole.append(Path.home().resolve())
    if any(place in (each, *each.parents) for each in whole):
        what = "holds more than what announcer makes"
    elif any(top / name in (place, *place.parents) for name in _SOURCES):
        what = "is where the project's own files are"
    else:
        return
    raise AnnouncerError(
        f"{folder} {what}, and nothing was built\n"
        "  Name a folder of its own, such as --out build."
    )


def _sources(  # noqa: PLR0913, PLR0917 - everything meets here
    seen: Survey,
    records: Records,
    ledger: Ledger,
    templates: Templates,
    watch: Watch,
    executor: Executor,
    before: files.Before,
    staging: files.Staging,
) -> Iterator[Source | Kept]:
    programme = seen.programme
    with timing.phase("listing"):
        makings = Makings(seen.shown, templates, before.digests.get, records.said)
        templates.earlier = Left(makings, before)
        drafts = Drafts(seen, templates)
        is_all_new = not before.digests or makings.are_all_new(drafts)
        if is_all_new:  # so nobody need look closer
            templates.earlier = Earlier()
    shelf = Shelf(staging.folder)
    workshop = Workshop(
        executor,
        staging,
        formats.pieces(seen.shown, templates),
        templates.ornaments.told,
        makings,
        shelf,
        None if executor.is_near else Elsewhere(seen, templates),
    )
    rows: Iterable[_Row] | None = None
    lists: Mapping[bytes, Sequence[str]] = {}
    try:
        if is_all_new:
            if workshop.is_worth_it:
                first = drafts.of_talks() if executor.is_near else drafts.all()

                def others() -> list[Draft | Several]:
                    nonlocal rows
                    rows = _laid_down(ledger.new_rows(), shelf)
                    found = drafts.besides(first)
                    first.clear()  # which go when they are made
                    return found

                def settle() -> None:
                    nonlocal lists
                    lists = _paths(_lists(drafts.found, makings))
                    drafts.found.clear()

                made = workshop.make(first, watch, others, settle)
                yield from _together(made, makings)
            else:
                yield from _in_turn(drafts.all(), makings.of, workshop, watch)
                lists = _paths(_lists(drafts.found, makings))
        else:
            lists = _paths(several := _lists(drafts.found, makings))
            with timing.phase(timing.NEW):
                stay = _staying(several, before)
                new = [*opened(one for one in drafts.found if id(one) not in stay)]
                digests = {one.path: makings.of(one) for one in new}
            same = before.are_kept([*digests], [*digests.values()])
            paths = chain.from_iterable(one.paths for one in stay.values())
            yield Kept([*paths, *compress(digests, same)])
            other = [*compress(new, map(not_, same))]
            yield from _in_turn(other, lambda one: digests[one.path], workshop, watch)
        yield Kept((), lists)
        with timing.phase("ledger"):
            noted = Noted(
                talks=records.talks,
                series=records.series,
                now=programme.now,
                history=programme.history,
                seen=programme.stamps,
                stamps=makings.stamps(programme.talks),
            )
            if not ledger.note_build(noted, records.prints, rows):
                raise _OvertakenError
    finally:
        formats.forget(seen.shown, templates)
        shelf.close()


def _together(
    files: Iterable[tuple[Draft, Made]], makings: Makings
) -> Iterator[Source]:
    """Yield every file as it was made, with its digest."""
    for draft, made in files:
        digest = made.digest
        if digest is None and made.is_whole:
            with timing.phase(timing.NEW):
                digest = makings.of(draft)
        yield Source(draft.path, made.ready.read, digest, made.ready)


def _laid_down(rows: Iterator[_Row], shelf: Shelf) -> Iterator[_Row]:
    """Return rows of the ledger, worked out now and read when they are asked for."""
    with timing.phase("ledger"):
        places = [*map(shelf.put, iter(lambda: [*islice(rows, _ROWS)], []))]
    return chain.from_iterable(map(shelf.get, places))


def _lists(found: Iterable[Draft | Several], makings: Makings) -> dict[bytes, Several]:
    """Return by their digests the files that belong together."""
    with timing.phase(timing.NEW):
        several = [one for one in found if isinstance(one, Several)]
        known = zip(map(makings.of_several, several), several, strict=True)
        return {digest: one for digest, one in known if digest}


def _paths(lists: Mapping[bytes, Several]) -> dict[bytes, Sequence[str]]:
    """Return their paths, without all that they are made of."""
    return {digest: one.paths for digest, one in lists.items()}


def _staying(
    lists: Mapping[bytes, Several], before: files.Before
) -> dict[int, Several]:
    """Return by their ids those of which every file stays as it is."""
    return {
        id(one): one for digest, one in lists.items() if before.holds(digest, one.paths)
    }


def _in_turn(
    drafts: Sequence[Draft],
    digest_of: Callable[[Draft], bytes | None],
    workshop: Workshop,
    watch: Watch,
) -> Iterable[Source]:
    """Return what makes each file, with its digest, which is asked for in its turn.

    To know that of a talk its event is written, and lies in memory until its file is
    made.
    """
    turns = in_turn(drafts, workshop.pieces)
    return watch(map(_source, turns, repeat(digest_of), repeat(workshop)))


def _source(
    draft: Draft, digest_of: Callable[[Draft], bytes | None], workshop: Workshop
) -> Source:
    """Return a draft with its digest; where an ornament failed, it loses it again.

    So it is tried again at every build, and what is left out is always told.
    """

    def made() -> Iterator[bytes]:
        before = len(told)
        with timing.phase(kind(draft.path)):
            content = draft.content()
            yield from (content,) if isinstance(content, bytes) else content
            workshop.shelve(draft.path)
        if len(told) != before:
            source.digest = None
        source.make = spent  # or each would hold the other, and all it is made of

    told = workshop.told
    make = Stream(made)
    with timing.phase(timing.NEW):
        digest = digest_of(draft)
    source = Source(draft.path, make if draft.is_long else make.__call__, digest)
    return source
