"""The project that a command works on: its folder, its records and its clock."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from announcer import disk
from announcer.classes import dataclass
from announcer.cli.words import meant
from announcer.errors import AnnouncerError, BadValue
from announcer.unwritable import cannot_write

if TYPE_CHECKING:
    from announcer.executing import Executor
    from announcer.ledger import Ledger
    from announcer.output import Output
    from announcer.pictures import Pictures
    from announcer.record import Records, Store
    from announcer.survey import Survey
    from announcer.talk import Programme, Series, Site
    from announcer.templating import Templates
    from announcer.unchanged import Look

# What a build of nothing new does without is imported where it is needed.

# Between them all that is reckoned from a moment is a date too.
_FIRST_YEAR, _LAST_YEAR = 1970, 2200

TRACELESS = (
    "The clock is pretended (--now), so nothing is remembered. "
    "Set ANNOUNCER_REHEARSAL=1 to rehearse as if it were the time."
)


@dataclass(frozen=True)
class Project:
    """Where the talks are, and the moment that a command takes for now.

    ``origin`` is the address of a bucket that the folder was fetched from, if it was;
    ``look`` one at what a build reads, if its words were known early.
    """

    folder: Path
    clock: str | None
    origin: str = ""
    look: Look | None = None

    def records(
        self,
        *,
        partial: bool = False,
        cache: bool = True,
        keep: bool = False,
        executor: Executor | None = None,
        store: Store | None = None,
    ) -> Records:
        """Read and check every record; raises RecordError with every problem.

        With ``partial`` what cannot be read is left out, and the others are read.
        Unless ``cache``, every file is opened. With ``keep`` what they say is kept for
        the next time, and an ``executor`` may read what is new. A lasting ``store``
        knows what this process has read before.
        """
        from announcer.record import read_site  # noqa: PLC0415 - heavy

        records = read_site(
            self.folder,
            partial=partial,
            cache=cache,
            keep=keep and not self.traceless,
            links=self.links(),
            executor=executor,
            store=store,
        )
        if records.notice:
            click.echo(records.notice, err=True)
        return records

    def links(self) -> dict[str, str]:
        """Return the links that stand in no file, by their names."""
        from announcer.record import LINK_NAME  # noqa: PLC0415 - heavy

        return {
            name: value
            for name, value in os.environ.items()
            if name.startswith(LINK_NAME) and value
        }

    def now(self, site: Site) -> datetime:
        """Return the moment given by ``--now``, else the time; whole seconds."""
        from announcer import when  # noqa: PLC0415 - heavy

        zone = when.zone(site.timezone)
        if self.clock is None:
            return when.in_zone(self.moment(), zone)
        try:
            moment = datetime.fromisoformat(self.clock).replace(microsecond=0)
            if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
                raise BadValue(
                    "nobody can reckon with so distant a time",
                    f"Choose a year between {_FIRST_YEAR} and {_LAST_YEAR}.",
                )
            if moment.tzinfo is None:
                return when.localize(moment, zone)
        except BadValue as error:
            raise BadValue(f"--now {self.clock}: {error.message}", error.hint) from None
        except ValueError:
            raise AnnouncerError(
                f"--now {self.clock!r} is not a time; "
                "write it like 2021-03-01T09:00 or 2021-03-01"
            ) from None
        return when.in_zone(moment, zone)

    def moment(self) -> datetime:
        """Return the time, which nobody pretends; whole seconds."""
        moment = datetime.now(UTC)  # noqa: TID251 - the one place that reads it
        return moment.replace(microsecond=0)

    @property
    def pretended(self) -> bool:
        """Say whether ``--now`` set the clock."""
        return self.clock is not None

    @property
    def rehearsing(self) -> bool:
        """Say whether a pretended clock counts as the real one."""
        return os.environ.get("ANNOUNCER_REHEARSAL") == "1"

    @property
    def traceless(self) -> bool:
        """Say whether nothing of this run may be remembered or brought to others."""
        return self.pretended and not self.rehearsing

    def today(self) -> date:
        """Return the day, for projects that have no zone yet."""
        from announcer.talk import Site  # noqa: PLC0415 - heavy

        return self.now(Site(title="", url="")).date()

    # Templates and the ledger are heavy, and `list` needs neither.

    def templates(self, *, keeping: bool = False) -> Templates:
        """Return the project's templates; its own come before those that ship."""
        from announcer.templating import Templates  # noqa: PLC0415 - heavy

        pictures = self.pictures(keeping=keeping)
        top = _cache()
        compiled = top / "templates" if top else None
        return Templates(self.folder / "templates", pictures, compiled)

    def pictures(self, *, keeping: bool = False) -> Pictures:
        """Return the project's pictures; with ``keeping`` what was made is stored."""
        from announcer.pictures import Originals, Pictures, Store  # noqa: PLC0415 - heavy

        kept = Store(self.folder / disk.PRIVATE / "pictures") if keeping else None
        return Pictures(Originals(self.folder / "talks"), kept)

    def ledger(self, site: Site, *, readonly: bool = False) -> Ledger:
        """Open the ledger that the site names; with a pretended clock only to read."""
        from announcer.ledger import open_ledger  # noqa: PLC0415 - heavy

        self._refuse_forgetting(site)
        if self.traceless and not readonly:
            return open_ledger(
                site.ledger, self.folder, readonly=True, notice=TRACELESS
            )
        return open_ledger(site.ledger, self.folder, readonly=readonly)

    def may_remember(self, site: Site) -> bool:
        """Say whether there may be a ledger: a file that is not there holds nothing."""
        from announcer.ledger import may_be_there  # noqa: PLC0415 - as its room

        return may_be_there(site.ledger, self.folder)

    def _refuse_forgetting(self, site: Site) -> None:
        """Raise AnnouncerError where the ledger would stay on a machine by chance."""
        from announcer.ledger import ledger_file  # noqa: PLC0415 - heavy

        file = ledger_file(site.ledger, self.folder) if self.origin else None
        if file is not None and file.is_relative_to(self.folder):
            raise AnnouncerError(
                f"{self.origin} is in a bucket, and its ledger would be a file of this "
                "machine, which the next one does not have\n  Say in talks/site.yaml "
                "which database remembers what people were told, for example\n"
                "  ledger: postgresql://announcer@db.example.edu/announcer"
            )

    def survey(self, records: Records) -> Survey:
        """Look at records, memory and clock at once; nothing is stored."""
        from announcer.survey import survey  # noqa: PLC0415 - heavy

        now = self.now(records.site)
        with self.ledger(records.site, readonly=True) as ledger:
            return survey(records, ledger, now, pretended=self.pretended)

    def programme(self, records: Records) -> Programme:
        """Return the talks with what the ledger knows of them."""
        return self.survey(records).programme


def kept() -> Path:
    """Return where this user's programs keep what they can make again.

    Raises AnnouncerError for a user who has no such place.
    """
    if found := _cache():
        return found
    raise AnnouncerError(
        "there is no folder to keep a copy of the project in\n"
        "  Name one in XDG_CACHE_HOME, or give this user a home."
    )


def _cache() -> Path | None:
    """Return where this user's programs keep what they can make again."""
    given = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME")
    try:
        top = Path(given) if given else Path.home() / ".cache"
    except RuntimeError:  # a user without a home
        return None
    return top / "announcer" if top.is_absolute() else None


def series_key(series: Iterable[Series], written: str) -> str:
    """Return the key of the series that somebody named by its folder."""
    key = written.removeprefix("talks/").strip("/")
    known = [one.key for one in series]
    if key not in known:
        names = [name or "talks" for name in known]
        words = f"there is no series {written!r}; there are: {', '.join(names)}"
        hint = meant(key, names)
        raise click.UsageError(f"{words}.{hint}" if hint else words)
    return key


def day_of_option(option: str, written: str) -> date:
    """Return the day that an option names; raises AnnouncerError."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise AnnouncerError(
            f"{option} {written!r} is not a date; write it like 2021-03-01"
        ) from None


def create(outputs: Sequence[Output], folder: Path) -> None:
    """Write new files; raises AnnouncerError if one is there, or cannot be written."""
    there = [output.path for output in outputs if (folder / output.path).exists()]
    if there:
        raise AnnouncerError(
            f"{folder / there[0]} is there already, and nothing was changed\n"
            "  Choose another place, or go on with what is there."
        )
    made: list[str] = []
    for output in outputs:
        target = folder / output.path
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as file:
                made.append(output.path)
                file.write(output.content)
        except OSError as error:
            for path in made:
                disk.remove(folder, path)
            raise AnnouncerError(
                cannot_write(error, target, "Nothing was begun.")
            ) from error


pass_project = click.make_pass_decorator(Project)
