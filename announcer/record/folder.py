"""Which files of a talks folder are records, and each from the disk to its values."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import field
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from announcer import disk
from announcer.classes import dataclass
from announcer.errors import Problem, doubt
from announcer.lazy import pattern
from announcer.record import simple, tree
from announcer.record.kinds import bounded
from announcer.record.placeholders import is_placeholder
from announcer.record.source import (
    FILE_LIMIT,
    Document,
    Spot,
    Wrong,
    fill,
    split_front_matter,
)
from announcer.record.table import Table, Values, read_fields

TALKS = "talks"  # what the folder is called
MAX_DEPTH = 8

_ENDINGS = frozenset({".yaml", ".yml", ".md"})
_NEARLY = (".markdown", ".yaml.txt", ".yml.txt", ".md.txt")
# Texts that somebody may take for a record, where their names begin with a day.
_DATED = pattern(r"\d{4}-\d{2}-\d{2}")
_TEXTS = frozenset({
    "", ".bak", ".doc", ".docx", ".json", ".md~", ".odt", ".old", ".orig",
    ".rtf", ".text", ".toml", ".txt", ".yalm", ".yam", ".yaml~", ".yml~", ".ymal",
})  # fmt: skip
_SETTINGS = frozenset({".yaml", ".yml"})


class RecordFile(NamedTuple):
    """A file to read; ``path`` is relative to the project folder."""

    path: str
    stem: str
    ending: str


@dataclass(slots=True)
class Folder:
    """A folder below the talks folder; its key is empty for the talks folder itself."""

    key: str
    site: RecordFile | None = None
    series: RecordFile | None = None
    talks: list[RecordFile] = field(default_factory=list)

    @property
    def is_series(self) -> bool:
        """Tell whether there is a series here and not only pictures."""
        return self.series is not None or bool(self.talks)


class Walk:
    """A walk through the talks folder, in one order on every machine."""

    def __init__(self, root: Path, more: Iterable[str] = ()) -> None:
        self.root, self._name = root, root.name
        self.top = os.path.realpath(root)
        self.folders: list[Folder] = []
        self.problems: list[Problem] = []
        self.others: list[str] = []  # files of the folder that are no records
        waiting = [""]
        while waiting:
            waiting.extend(self.visit(waiting.pop()))
        self.folders.sort(key=lambda folder: folder.key)
        for path in more:
            self.add_new(path)

    def visit(self, key: str) -> list[str]:
        """Note the records of one folder; return the keys of the folders in it."""
        here = self.root / key
        try:
            with os.scandir(here) as scan:
                entries = sorted(scan, key=lambda entry: entry.name)
        except OSError as error:
            self.blame(
                key,
                "",
                f"this folder cannot be read: {reason(error)}",
                "Check its permissions.",
                "unreadable",
            )
            return []
        folder = Folder(key)
        self.folders.append(folder)
        inner = []
        for entry in entries:
            if entry.name[0] in "_.":
                continue
            if _safely(entry.is_dir):
                if self.good_folder(key, entry):
                    inner.append(f"{key}/{entry.name}" if key else entry.name)
            elif self.is_record(key, entry):
                self.add(folder, entry.name)
        self.ask(key, entries)
        if inner and key.count("/") >= MAX_DEPTH:
            self.blame(
                key,
                "",
                "folders are nested too deeply here",
                "Move them up.",
                "too-deep",
            )
            return []
        return inner

    def good_folder(self, key: str, entry: os.DirEntry[str]) -> bool:
        """Tell whether to walk into a folder, noting what is out of place."""
        if entry.is_symlink():
            self.blame(
                key,
                entry.name,
                "this folder is a link, and links to folders are not followed",
                "Move the folder here, or begin its name with _.",
                "symlink",
            )
            return False
        if _ending(entry.name) in _ENDINGS:
            self.blame(
                key,
                entry.name,
                "a folder has the name of a record",
                "Give the folder another name.",
                "not-a-file",
            )
            return False
        return self.good_name(key, entry.name)

    def is_record(self, key: str, entry: os.DirEntry[str]) -> bool:
        """Tell whether an entry is a file to read, noting what only looks like one."""
        name = entry.name
        if _ending(name) not in _ENDINGS:
            if name.casefold().endswith(_NEARLY):
                self.doubt(key, name)
            self.others.append(name)
            return False
        if name.casefold().startswith("readme."):
            return False
        if not self.good_name(key, name):
            return False
        if entry.is_symlink():
            return self.good_link(key, entry)
        if _safely(entry.is_file):
            return True
        self.blame(
            key,
            name,
            "this is not an ordinary file",
            "Begin its name with _ if it must stay here.",
            "not-a-file",
        )
        return False

    def good_link(self, key: str, entry: os.DirEntry[str]) -> bool:
        """Tell whether a link ends at a file in the talks folder."""
        target = os.path.realpath(entry.path)
        if not target.startswith(self.top + os.sep):
            self.blame(
                key,
                entry.name,
                "this link leads out of the talks folder",
                "Copy the file here.",
                "symlink",
            )
        elif not Path(target).is_file():
            self.blame(
                key, entry.name, "this link leads nowhere", "Remove it.", "symlink"
            )
        else:
            return True
        return False

    def good_name(self, key: str, name: str) -> bool:
        """Refuse names that no address or message could show."""
        if name.isprintable():
            return True
        self.blame(
            key,
            name,
            "this name holds characters that cannot be shown",
            "Give it a name of letters, digits and hyphens.",
            "file-name",
        )
        return False

    def add(self, folder: Folder, name: str) -> None:
        """Sort a record into its folder."""
        stem, _, _ = name.rpartition(".")
        file = RecordFile(self.place(folder.key, name), stem, _ending(name))
        role = stem.casefold() if file.ending in _SETTINGS else ""
        if role not in {"site", "series"}:
            folder.talks.append(file)
        elif role == "site" and folder.key:
            self.blame(
                folder.key,
                name,
                "site.yaml belongs in the talks folder",
                "A series has its settings in series.yaml.",
                "misplaced",
            )
        elif getattr(folder, role) is not None:
            self.blame(
                folder.key,
                name,
                f"{role}.yaml stands here twice",
                "Keep one of the two files.",
                "misplaced",
            )
        else:
            setattr(folder, role, file)

    def add_new(self, path: str) -> None:
        """Add a file that is not there yet to its folder, which may be new, too."""
        where, _, name = path.rpartition("/")
        key = where.removeprefix(self.root.name).strip("/")
        folder = next((one for one in self.folders if one.key == key), None)
        if folder is None:
            folder = Folder(key)
            self.folders.append(folder)
            self.folders.sort(key=lambda one: one.key)
        there = [*folder.talks, *filter(None, (folder.site, folder.series))]
        if path not in {one.path for one in there}:
            self.add(folder, name)

    def place(self, key: str, name: str) -> str:
        """Return the path of an entry from the project folder."""
        return "/".join(filter(None, (self._name, key, name)))

    def blame(self, key: str, name: str, message: str, hint: str, code: str) -> None:
        """Note a problem of a whole file or folder."""
        path = shown(self.place(key, name))
        self.problems.append(Problem(path=path, message=message, hint=hint, code=code))

    def ask(self, key: str, entries: Iterable[os.DirEntry[str]]) -> None:
        """Warn of texts that are named as records of a day are, but for the ending."""
        names, self.others = self.others, []
        dated = [name for name in names if _DATED.match(name)]
        if not dated:
            return
        records = {_stem(one.name) for one in entries if _ending(one.name) in _ENDINGS}
        for name in dated:
            is_asked = name.casefold().endswith(_NEARLY)  # of every such file
            is_text = _ending(name) in _TEXTS or name == _stem(name)
            if is_text and not is_asked and _stem(name) not in records:
                self.doubt(key, name)

    def doubt(self, key: str, name: str) -> None:
        """Warn of a file that somebody may take for a record."""
        path = self.place(key, name)
        cure = "The name of a record ends in .yaml or .md, that of other files begins "
        cure += "with _."
        self.problems.append(
            doubt(shown(path), "not-read", "this file is not read", cure)
        )


def read_values(
    project: str,
    record: RecordFile,
    fields: Table,
    data: bytes | None = None,
    links: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Document, Values | None]:
    """Read one file by a table; the values are None where it is no record at all.

    With ``data`` these are its bytes, whatever the disk has. ``links`` are those of the
    environment.
    """
    file = Document(record.path, project, links=links)
    node = _node(file, record, data)
    if node is None:
        return file, None
    values = read_fields(node, file, fields, file.lost)
    if record.ending == ".md":
        _take_body(file, values)
    return file, values


def reason(error: OSError) -> str:
    """Return why the system refused, without a path of this machine."""
    return (error.strerror or "input or output failed").lower()


def shown(path: str) -> str:
    """Return a path that can be printed whatever bytes it holds."""
    text = path.encode("utf-8", "replace").decode("utf-8")
    return "".join(c if c.isprintable() else "?" for c in text)


def _ending(name: str) -> str:
    _, dot, ending = name.rpartition(".")  # what begins with a dot is no record
    return (dot + ending).casefold()


def _stem(name: str) -> str:
    return name.partition(".")[0]


def _safely(question: object) -> bool:
    try:
        return bool(question())  # type: ignore[operator]
    except OSError:
        return False


def _node(
    file: Document, record: RecordFile, data: bytes | None
) -> tree.Mapping | None:
    try:
        if data is None:
            data = disk.beginning(f"{file.project}/{record.path}", FILE_LIMIT + 1)
    except OSError as error:
        file.blame(
            None,
            f"this file cannot be read: {reason(error)}",
            "Check its permissions.",
            code="unreadable",
        )
        return None
    if not fill(file, data or b""):
        return None
    if record.ending == ".md" and not split_front_matter(file):
        return None
    return simple.parse(file)


def _take_body(file: Document, values: Values) -> None:
    if not file.body or is_placeholder(file.body):
        return
    if "abstract" in values.nodes:
        file.blame(
            values.nodes["abstract"],
            "`abstract` stands here, and the text below the front matter is one, too",
            "Keep one of the two.",
            code="both",
        )
        return
    try:
        values.good["abstract"] = bounded(file.body)
    except Wrong as wrong:
        file.refuse(Spot(1, 1), wrong, wrong.code)
