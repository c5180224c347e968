"""Reading a whole talks folder: every file once, every problem at once."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping as MappingType
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from announcer import access, urls
from announcer.copies import without_sweeps
from announcer.errors import Problem, RecordError
from announcer.record.crosschecks import clashes, doubts, misnamed, shared_leaks
from announcer.record.feeds import NOBODY, Guests
from announcer.record.fields import SERIES, SITE, TALK
from announcer.record.folder import (
    TALKS,
    Folder,
    RecordFile,
    Walk,
    read_values,
    shown,
)
from announcer.record.kinds import forget, meant
from announcer.record.layers import Layer
from announcer.record.leaks import refuse_leaks
from announcer.record.nouns import (
    default_uid,
    make_planned,
    make_series,
    make_site,
    make_talk,
)
from announcer.record.records import Records
from announcer.record.source import Document, Spot, clip
from announcer.record.store import Source, Store
from announcer.record.table import NO_VALUES, Table, Values
from announcer.record.unread import Unread, errors, is_read, unread
from announcer.talk import PLANNED, Planned, Series, Talk, in_order

if TYPE_CHECKING:  # it takes long to load, and only a build has one
    from announcer.executing import Executor

_TOP = Spot(1, 1)


def read_site(  # noqa: PLR0913 - the ways in which others look
    folder: Path,
    *,
    partial: bool = False,
    instead: MappingType[str, bytes] | None = None,
    cache: bool = False,
    keep: bool = False,
    links: MappingType[str, str] = MappingProxyType({}),
    executor: Executor | None = None,
    store: Store | None = None,
) -> Records:
    """Read the talks folder of a project.

    Raises RecordError with all problems of all files, ordered by place. With
    ``partial`` what is wrong is left out, if the site itself can be read. ``instead``
    are files that are not written yet, by their paths. With ``cache`` files that have
    not changed are not opened, if what they say was kept; what is new is kept with
    ``keep``, and then an ``executor`` may read it where it is much. ``links`` are those
    that stand in no file but in the environment, by the names that files have for them.
    A lasting ``store`` of the same folder knows what was read before in this process.
    """
    with without_sweeps():
        if store:
            store.begin_anew(keeping=keep)
        elif cache:
            store = Store(folder, keeping=keep)
        ahead = executor if keep else None
        reader = _Reader(folder, instead or {}, store, links, ahead)
        records = reader.read(folder)
        forget()
    found = reader.guests(records)
    all_found = (*reader.problems, *found.problems)
    problems = tuple(sorted(all_found, key=lambda p: (p.path, p.line, p.column)))
    wrong = errors(problems)
    missing = unread(wrong, reader.wrong, reader.talks, TALKS)
    if missing is None or (wrong and not partial):
        raise RecordError(problems)
    if store:
        store.save()
    sources = {problem.path for problem in wrong}
    talks = records.talks
    if found.told:
        all_talks = (*talks, *(one.talk for one in found.told))
        talks = tuple(sorted(all_talks, key=in_order))
    return replace(
        records,
        guests=found,
        talks=tuple(t for t in talks if is_read(t, sources, missing)),
        planned=tuple(t for t in records.planned if is_read(t, sources, missing)),
        problems=problems,
        unread=missing,
    )


class _Inside(NamedTuple):
    """A talk's record in its series, whose pages have their names in ``slugs``."""

    record: RecordFile
    series: Series
    layer: Layer
    slugs: dict[str, str]
    around: str


class _Reader:
    """One run through a talks folder."""

    def __init__(
        self,
        folder: Path,
        instead: MappingType[str, bytes],
        store: Store | None,
        links: MappingType[str, str],
        executor: Executor | None,
    ) -> None:
        self.links = links
        self.executor = executor
        self.root = folder / TALKS
        self.instead = instead
        self.store = store
        self.prints: dict[str, str] = {}
        self.said: dict[int, tuple[Talk, bytes]] = {}
        self.project = str(folder)
        self.problems: list[Problem] = []
        self.series: dict[str, Series] = {}
        self.layers: dict[str, Layer] = {}
        self.own = Layer(None, NO_VALUES, broken=True)
        self.talks: list[Talk] = []
        self.planned: list[Planned] = []
        self.uids: dict[str, Talk | Planned] = {}
        self.joint: dict[str, tuple[Document, Values]] = {}
        self.wrong: dict[str, Unread] = {}
        self.site = make_site(NO_VALUES)
        self.no_zone = False

    def read(self, folder: Path) -> Records:
        """Read the site, then every series with its talks."""
        if not self.root.is_dir():
            self.blame(
                TALKS,
                "there is no folder talks here",
                "Run `announcer init`, or choose the project's folder with -C.",
                "no-talks-folder",
            )
        else:
            walk = Walk(self.root, self.instead)
            self.problems += walk.problems
            self.own = self.read_settings(walk.folders)
            inside = [self.read_folder(found, self.own) for found in walk.folders]
            self.read_talks([one for records in inside for one in records])
            self.join()
            self.cross_check()
        series = tuple(self.series[key] for key in sorted(self.series))
        talks = tuple(sorted(self.talks, key=in_order))
        planned = tuple(sorted(self.planned, key=lambda talk: talk.source))
        return Records(
            folder,
            self.site,
            series,
            talks,
            planned,
            layers=self.layers,
            links=self.links,
            own=self.own,
            prints=self.prints,
            said=self.said,
            notice=self.store.notice if self.store else "",
        )

    def read_settings(self, folders: list[Folder]) -> Layer:
        """Read site.yaml."""
        record = folders[0].site if folders else None
        if record is None:
            if folders:
                cure = "Write it with title: and url:, or run `announcer init`."
                if (Path(self.project) / "site.yaml").is_file():
                    cure = f"Move the one beside {TALKS}/ into it."
                self.blame(
                    f"{TALKS}/site.yaml", "there is no site.yaml", cure, "no-site"
                )
            return self.own
        layer = self.layer(record, SITE, None)
        self.site = make_site(layer.own)
        return layer

    def layer(self, record: RecordFile, fields: Table, above: Layer | None) -> Layer:
        """Read a settings file."""
        data = self.instead.get(record.path)
        file, values = read_values(self.project, record, fields, data, self.links)
        self.problems += file.problems
        return Layer(file, values or NO_VALUES, above, broken=values is None)

    def read_folder(self, folder: Folder, site: Layer) -> list[_Inside]:
        """Read a series; return its records of talks, to be read."""
        parent = self.parent_of(folder.key)
        above = site if parent is None else self.layers[parent]
        if not folder.is_series:
            return []
        layer = (
            self.layer(folder.series, SERIES, above)
            if folder.series
            else Layer(None, NO_VALUES, above)
        )
        series = make_series(folder.key, parent, layer, self.site)
        if self.store:
            series = self.store.shared(series)
        self.layers[folder.key] = layer
        self.series[folder.key] = series
        slugs: dict[str, str] = {}
        around = layer.context() if self.store else ""
        return [
            _Inside(record, series, layer, slugs, around) for record in folder.talks
        ]

    def read_talks(self, records: list[_Inside]) -> None:
        """Read all talks; where many are new, with the help of workers."""
        done = 0
        if self.executor and self.store and not self.instead:
            from announcer.record.ahead import read_ahead  # noqa: PLC0415 - a build's

            alone = [one._replace(slugs={}) for one in records]
            done = read_ahead(
                self.executor,
                self.store,
                [(one.record.path, one.around) for one in records],
                lambda n: self.read_one(records[n]),
                lambda n: self.read_one(alone[n]),
            )
        for one in records[done:]:
            self.read_one(one)

    def read_one(self, one: _Inside) -> None:
        """Read one talk, unless what it says is known."""
        source = None
        if self.store and one.around and one.record.path not in self.instead:
            source = self.store.source(one.record.path, one.around)
            if self.is_known(source, one.series, one.slugs):
                return
        self.read_talk(one.record, one.series, one.layer, one.slugs, source)

    def parent_of(self, key: str) -> str | None:
        """Return the key of the series around a folder."""
        while key:
            key = key.rpartition("/")[0]
            if key in self.series:
                return key
        return None

    def is_known(self, source: Source, series: Series, slugs: dict[str, str]) -> bool:
        """Take a talk that was read before, unless its file or its place changed."""
        assert self.store is not None  # noqa: S101 - asked for before
        found = self.store.find(source, series)
        if found is None:
            return False
        talk = found.talk
        if talk.slug in slugs or talk.uid in self.uids:
            return False
        slugs[talk.slug] = talk.source
        self.uids[talk.uid] = talk
        self.talks.append(talk)
        self.prints[talk.uid] = found.print
        self.said[id(talk)] = talk, found.said
        self.problems += found.problems
        self.no_zone |= not found.names_zone
        return True

    def read_talk(
        self,
        record: RecordFile,
        series: Series,
        layer: Layer,
        slugs: dict[str, str],
        source: Source | None = None,
    ) -> None:
        """Read one talk and see that no other has its place or its uid."""
        data = source.data if source else self.instead.get(record.path)
        file, values = read_values(self.project, record, TALK, data, self.links)
        slug = urls.slugify.__wrapped__(record.stem)  # no two names are alike
        talk: Talk | Planned | None = None
        if values:
            talk = make_talk(record, slug, file, values, series, layer, self.site)
            if values.good.get("status") == PLANNED and not file.errors:
                talk = make_planned(record, slug, values, series, self.site)
        if slug in slugs:
            file.blame(
                _TOP,
                f"this talk would have the same page as {shown(slugs[slug])}",
                "Give one of the two files another name.",
                code="same-name",
            )
        elif talk and values:
            self.take(talk, file, values)
            if values.good.get("also"):
                self.joint[talk.uid] = file, values
            elif source and not file.errors:
                self.keep(source, talk, file, values)
        slugs.setdefault(slug, record.path)
        misnamed(file, values)
        self.problems += file.problems
        if file.errors:
            own = values.good if values else {}
            uid = own.get("uid") or default_uid(series.key, record.stem, self.site)
            day = own["date"][0] if "date" in own else None
            self.wrong[record.path] = Unread(series.key, uid, day)

    def keep(
        self, source: Source, talk: Talk | Planned, file: Document, values: Values
    ) -> None:
        """Keep what was read of a record without an error for the next run."""
        assert self.store is not None  # noqa: S101 - it gave the source
        named = not self.lacks_zone(talk, values)
        print_, said = self.store.keep(source, talk, file, names_zone=named)
        if print_ and isinstance(talk, Talk):
            self.prints[talk.uid] = print_
            self.said[id(talk)] = talk, said

    def lacks_zone(self, talk: Talk | Planned, values: Values) -> bool:
        """Say whether a talk has a time of which nobody says the zone."""
        if isinstance(talk, Planned) or talk.all_day or "timezone" in values.good:
            return False
        return "timezone" not in self.layers[talk.series.key].latest().values

    def take(self, talk: Talk | Planned, file: Document, values: Values) -> None:
        """Keep a talk unless its uid is taken."""
        other = self.uids.setdefault(talk.uid, talk)
        if other is talk and isinstance(talk, Planned):
            self.planned.append(talk)
            return
        if other is talk and isinstance(talk, Talk):
            self.talks.append(talk)
            if hidden := access.private(talk):
                refuse_leaks(talk, hidden, file, values)
            self.no_zone |= self.lacks_zone(talk, values)
            return
        file.blame(
            values.nodes.get("uid", _TOP),
            f"this talk has the uid of {shown(other.source)}",
            "Give it a uid of its own; a copied record needs a new one. Until then "
            "nothing is told of either.",
            code="same-uid",
        )

    def join(self) -> None:
        """Give joint talks their other series, which may have been read after them."""
        places = {talk.uid: at for at, talk in enumerate(self.talks)}
        for uid, (file, values) in self.joint.items():
            noted = len(file.problems)
            found = [self.named(key, file, values) for key in values.good["also"]]
            if uid in places:
                talk = self.talks[places[uid]]
                others = tuple(one for one in found if one and one is not talk.series)
                self.talks[places[uid]] = replace(talk, also=others)
            self.problems += file.problems[noted:]

    def named(self, key: str, file: Document, values: Values) -> Series | None:
        """Return the series of a folder, or None after noting that there is none."""
        spelt = {unicodedata.normalize("NFC", one): one for one in self.series}
        if key not in spelt:
            file.blame(
                values.nodes.get("also", _TOP),
                f"there is no series `{clip(key)}`",
                meant(key, sorted(filter(None, self.series))),
                code="bad-series",
            )
        return self.series[spelt[key]] if key in spelt else None

    def cross_check(self) -> None:
        """Note what is wrong only among all records, and doubt what is hardly meant."""
        self.problems += clashes(self.series, self.talks)
        nouns = [(key, self.series[key], self.layers[key]) for key in self.series]
        self.problems += shared_leaks(self.talks, (*nouns, ("", self.site, self.own)))
        is_empty = not (self.talks or self.planned or self.problems)
        self.problems += doubts(is_empty=is_empty, no_zone=self.no_zone)

    def guests(self, records: Records) -> Guests:
        """Return the talks of others that the site follows."""
        if not records.site.follow:
            return NOBODY
        # whoever follows nobody does not wait for the memory of talks
        from announcer.record.guests import guests  # noqa: PLC0415 - rarely needed

        own = self.uids.values()
        return guests(records.folder, records.site, records.own, records.series, own)

    def blame(self, path: str, message: str, hint: str, code: str) -> None:
        """Note a problem of a whole file or folder."""
        self.problems.append(
            Problem(path=shown(path), message=message, hint=hint, code=code)
        )
