"""The house itself: floors, doors and circles, read from the source with ``ast``."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests.windows import POSIX_MODULES, is_posix_only

PACKAGE = Path(__file__).parent.parent / "announcer"

# A room is a module or a folder directly below announcer/; the modules of formats/
# and delivery/ are rooms of their own. A room imports from lower floors. From the
# ground up, and as few as hold:
FLOORS = (
    {"classes", "lazy"},
    {
        "colour",
        "copies",
        "disk",
        "errors",
        "kinds",
        "output",
        "secret",
        "timing",
        "unwritable",
    },
    {"executing", "fetching", "mailbox", "markup", "release", "unchanged"},
    {"post", "talk"},
    {"access", "delivery", "pictures", "urls", "when", "words"},
    {"catalogue", "facts", "finding", "templating"},
    {"letter", "record"},
    {"ical", "ledger", "report", "review"},
    {"formats", "importers", "plan"},
    {"importing", "survey"},
    {
        "adopting",
        "building",
        "following",
        "keeping",
        "publishing",
        "sending",
        "syncing",
    },
    {"preview"},
    {"cli"},
)
LEVEL = {room: level for level, rooms in enumerate(FLOORS) for room in rooms}
FOLDERS_OF_ROOMS = {"delivery", "formats"}

# One door for each library: who may import it.
DOORS = {
    "PIL": {"pictures"},
    "babel": {"words"},
    "bidi": {"pictures"},
    "bs4": {"importers"},
    "caldav": {"delivery.caldav"},
    "click": {"cli"},
    "dateutil": {"ical"},
    "defusedxml": {"importers"},
    "css_inline": {"formats.mail"},
    "fsspec": {"delivery.bucket"},
    "distributed": {"executing"},
    "email": {"formats.mail", "importers", "delivery.caldav", "delivery.mbox"},
    "filelock": {"disk"},
    "gettext": {"words"},
    "http": {"fetching", "preview"},
    "icalendar": {"ical"},
    "idna": {"mailbox"},
    "imaplib": {"delivery.imap"},
    "jinja2": {"templating"},
    "keyring": {"cli"},
    "latex2mathml": {"markup"},
    "mailbox": {"delivery.maildir", "delivery.mbox"},
    "markdown_it": {"markup"},
    "markdownify": {"importers"},
    "markupsafe": {"templating", "formats.web"},
    "nh3": {"markup"},
    "openpyxl": {"importers", "report"},
    "psycopg": {"ledger"},
    "pylatexenc": {"markup"},
    "pytz": {"when"},
    "smtplib": {"delivery.smtp"},
    "sqlalchemy": {"ledger"},
    "sqlite3": {"ledger"},
    "watchfiles": {"preview"},
    "webbrowser": {"cli"},
    "yaml": {"record"},
    "zoneinfo": set(),
}
# The one place where each may stand, behind a question what system this is.
POSIX_PLACES = {
    "copies.py": {"os.kill"},
    "unchanged/both.py": {"os.fork", "os.kill"},
}
# Where a copy of the process ends, and not the program.
ENDS_A_COPY = {"both.py": "os._exit"}
PRINTS_AND_EXITS = {"print", "input", "exit", "quit"}


@dataclass(frozen=True)
class Import:
    """One import statement: who imports what, and where in the file."""

    importer: str
    imported: str
    line: int
    inside_function: bool


def rooms_of(module: str, package: str = "announcer") -> str:
    """Return the room of a dotted module below the package."""
    parts = module.removeprefix(f"{package}.").split(".")
    if parts[0] in FOLDERS_OF_ROOMS and len(parts) > 1:
        return ".".join(parts[:2])
    return parts[0]


def floor_of(room: str) -> int:
    return LEVEL[room.split(".", maxsplit=1)[0]]


@cache
def parsed(path: Path) -> ast.Module:
    """Return a module as it is read; each is looked at by many tests."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imports(folder: Path) -> tuple[Import, ...]:
    """Return every import below the folder as absolute dotted names."""
    return tuple(_imports(folder))


def _imports(folder: Path) -> Iterator[Import]:
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(folder).with_suffix("").parts
        module = ".".join(p for p in parts if p != "__init__")
        for node, inside_function in _statements(parsed(path)):
            for name in _names(node, folder):
                yield Import(module, name, node.lineno, inside_function)


def _statements(
    node: ast.AST, *, inside: bool = False
) -> Iterator[tuple[ast.stmt, bool]]:
    """Yield what may be an import, and whether it stands inside a function."""
    inside = inside or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    for inner in ast.iter_child_nodes(node):
        if isinstance(inner, ast.stmt):
            yield inner, inside
        if not isinstance(inner, ast.expr):  # a lambda holds no statement
            yield from _statements(inner, inside=inside)


def _names(node: ast.AST, folder: Path) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        base = node.module or ""
        found = []
        for alias in node.names:
            below = base.removeprefix("announcer").strip(".").replace(".", "/")
            target = folder / below / alias.name
            is_module = target.is_dir() or target.with_suffix(".py").is_file()
            found.append(f"{base}.{alias.name}" if is_module else base)
        return found
    return []


def own_imports(folder: Path) -> Iterator[tuple[str, str, Import]]:
    """Yield (room, imported room, import) for imports inside the house."""
    for found in imports(folder):
        inside = found.imported.startswith("announcer.")
        if inside and found.importer and found.importer != "__main__":
            yield rooms_of(found.importer), rooms_of(found.imported), found


def broken_floors(folder: Path) -> list[str]:
    """Say which imports climb, or knock at a neighbour's wall."""
    return [
        f"{found.importer}:{found.line} imports {found.imported}"
        for room, other, found in own_imports(folder)
        if room != other
        and other != room.split(".")[0]
        and floor_of(other) >= floor_of(room)
        and not (room in FOLDERS_OF_ROOMS and other.startswith(f"{room}."))
    ]


def broken_doors(folder: Path) -> list[str]:
    """Say which libraries are imported by a room that is not their door."""
    return [
        f"{found.importer}:{found.line} imports {found.imported}"
        for found in imports(folder)
        if (library := found.imported.split(".")[0]) in DOORS
        and rooms_of(found.importer) not in DOORS[library]
    ]


def circles(folder: Path) -> list[str]:
    """Say which modules import each other in a circle."""
    graph: dict[str, set[str]] = {}
    for found in imports(folder):
        if found.imported.startswith("announcer."):
            name = found.imported.removeprefix("announcer.")
            graph.setdefault(found.importer, set()).add(name)
    done: set[str] = set()
    found_circles = []

    def visit(module: str, way: tuple[str, ...]) -> None:
        if module in way:
            found_circles.append(" -> ".join((*way[way.index(module) :], module)))
        elif module not in done:
            for other in sorted(graph.get(module, ())):
                visit(other, (*way, module))
            done.add(module)

    for module in sorted(graph):
        visit(module, ())
    return found_circles


def test_every_room_has_a_floor():
    """A new room is entered in the plan of the house before anyone moves in."""
    present = {p.stem for p in PACKAGE.glob("*.py")} - {"__init__", "__main__"}
    present |= {p.parent.name for p in PACKAGE.glob("*/__init__.py")}
    new, gone = present - LEVEL.keys(), LEVEL.keys() - present
    assert not new, f"enter {new} in FLOORS, and in the plan of CONTRIBUTING.md"
    assert not gone, f"take {gone} out of FLOORS, and of the plan of CONTRIBUTING.md"
    assert sum(map(len, FLOORS)) == len(LEVEL)


def plan_of_the_house() -> dict[str, tuple[int, set[str]]]:
    """Return the rooms of CONTRIBUTING.md: the floor of each, and its libraries."""
    text = (PACKAGE.parent / "CONTRIBUTING.md").read_text(encoding="utf-8")
    _, _, table = text.partition("| floor | room | what it is for | door of |\n")
    rows = re.findall(r"^\| (\d+) \| `(\w+)` \| [^|]+ \|(.*)\|$", table, re.MULTILINE)
    assert len(rows) == len({room for _, room, _ in rows})
    return {
        room: (int(n), set(re.findall(r"`(\w+)`", doors))) for n, room, doors in rows
    }


def test_contributing_draws_the_house_as_it_is():
    """Rooms, floors and doors stand in one plan for people, and it is true."""
    plan = plan_of_the_house()
    drawn = {room: floor for room, (floor, _) in plan.items()}
    wrong = drawn.items() ^ LEVEL.items()
    assert not wrong, f"draw in CONTRIBUTING.md as FLOORS says: {sorted(wrong)}"
    doors = {
        (room.partition(".")[0], name)
        for name, rooms in DOORS.items()
        for room in rooms
    }
    said = {(room, library) for room, (_, own) in plan.items() for library in own}
    wrong_doors = doors ^ said
    assert not wrong_doors, f"draw in CONTRIBUTING.md as DOORS says: {wrong_doors}"


def test_no_floor_is_there_for_nothing():
    """Another floor is one more thing to remember for all who look for a room."""
    below: dict[str, set[str]] = {room: set() for room in LEVEL}
    for room, other, _ in own_imports(PACKAGE):
        below[room.partition(".")[0]].add(other.partition(".")[0])
    height = dict.fromkeys(LEVEL, 0)
    for room in sorted(LEVEL, key=LEVEL.__getitem__):
        others = below[room] - {room}
        height[room] = 1 + max((height[other] for other in others), default=0)
    enough = max(height.values())
    assert len(FLOORS) <= enough, f"{enough} floors would do: {height}"


def test_no_door_is_kept_for_a_library_that_nobody_imports():
    """A library that went away takes its door with it; some have none on purpose."""
    used = {found.imported.split(".")[0] for found in imports(PACKAGE)}
    used.add("psycopg")  # SQLAlchemy imports it by its name
    assert {library for library, rooms in DOORS.items() if rooms} <= used


def test_imports_run_downhill():
    """A room imports only from lower floors, and never from a neighbour."""
    assert broken_floors(PACKAGE) == []


def test_each_library_has_one_door():
    """Only its own room imports a library, so its traps are handled once."""
    assert broken_doors(PACKAGE) == []


def test_there_are_no_import_circles():
    """Every module can be understood after those that it imports."""
    assert circles(PACKAGE) == []


def test_core_rooms_neither_print_nor_exit_nor_read_the_clock():
    """Only the command line talks to the world: terminal, environment, clock."""
    offences = [
        f"{path.name}:{node.lineno} {ast.unparse(node.func)}"
        for path in sorted(PACKAGE.rglob("*.py"))
        if not path.is_relative_to(PACKAGE / "cli")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and _offends(node.func)
        if ast.unparse(node.func) != ENDS_A_COPY.get(path.name)
    ]
    assert offences == []


def _offends(func: ast.expr) -> bool:
    if isinstance(func, ast.Name):
        return func.id in PRINTS_AND_EXITS
    if isinstance(func, ast.Attribute):
        return ast.unparse(func) in {
            "sys.exit",
            "os._exit",
            "os.getenv",
            "os.environ.get",
            "datetime.now",
            "datetime.utcnow",
            "date.today",
            "time.time",
        }
    return False


def posix_only(folder: Path) -> list[str]:
    """Say where a module wants what Windows lacks, outside its one place."""
    wanted = [
        f"{found.importer}:{found.line} imports {found.imported}"
        for found in imports(folder)
        if found.imported.split(".")[0] in POSIX_MODULES
    ]
    for path in sorted(folder.rglob("*.py")):
        place = path.relative_to(folder).as_posix()
        for node in ast.walk(parsed(path)):
            name = _name_in_os(node)
            if name and name not in POSIX_PLACES.get(place, ()):
                wanted.append(f"{place} wants {name}")
    return wanted


def _name_in_os(node: ast.AST) -> str | None:
    names = []
    if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "os":
        names = [node.attr]
    if isinstance(node, ast.ImportFrom) and node.module == "os":
        names = [alias.name for alias in node.names]
    return next((f"os.{name}" for name in names if is_posix_only(name)), None)


def test_nothing_asks_for_what_windows_lacks():
    """Most secretaries sit at Windows, where `import fcntl` ends the program."""
    assert posix_only(PACKAGE) == []


def test_no_module_of_the_house_is_called_like_the_template_folder():
    """A module ``templates`` would hide the folder of that name in the wheel."""
    assert not (PACKAGE / "templates.py").exists()
    assert not list((PACKAGE.parent / "templates").rglob("*.py"))


@pytest.mark.parametrize(
    ("path", "source", "check"),
    [
        ("talk.py", "from announcer.record import read_site", broken_floors),
        ("words.py", "from announcer import when", broken_floors),
        ("formats/mail.py", "from announcer.formats import ics", broken_floors),
        ("formats/web.py", "import yaml", broken_doors),
        ("record/read.py", "def f():\n    import pytz", broken_doors),
        ("delivery/files.py", "import fcntl", posix_only),
        ("copies.py", "import os\nos.fork()", posix_only),
        ("disk.py", "import os\nos.open('a', os.O_DIRECTORY)", posix_only),
        ("disk.py", "from os import kill", posix_only),
    ],
)
def test_the_guards_notice_a_broken_house(tmp_path, path, source, check):
    """A guard that cannot fail guards nothing."""
    for room in ("formats/ics.py", "when.py", "record/__init__.py", path):
        file = tmp_path / room
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(source if room == path else "", encoding="utf-8")
    assert len(check(tmp_path)) == 1


def test_the_guards_notice_a_circle(tmp_path):
    """Two modules of one room that need each other are one module, or three."""
    for name, other in (("a", "b"), ("b", "a")):
        file = tmp_path / "record" / f"{name}.py"
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"from announcer.record import {other}\n", encoding="utf-8")
    assert circles(tmp_path) == ["record.a -> record.b -> record.a"]
