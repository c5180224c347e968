# ruff: noqa: N802 - the server calls its hooks by these names
"""A log is no reason to stop: closed, full and broken streams, and what is said."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.delivery.conftest import inbox, serve
from tests.delivery.servers import Answers, Inbox
from tests.sending.office import RECORD, write_project

__all__ = ["inbox", "serve"]

TALKS = 4
LOST = "error: what was done could not all be written here: No space left on device\n"


@pytest.fixture
def home(tmp_path: Path, serve: Callable[..., str], inbox: Inbox) -> Path:
    return several(tmp_path / "project", serve(inbox))


def several(folder: Path, smtp: str) -> Path:
    write_project(folder, smtp)
    for day in range(3, 2 + TALKS):
        record = RECORD.replace("2021-03-08", f"2021-03-0{day}")
        (folder / f"talks/wilks/2021-03-0{day}-noether.yaml").write_text(record)
    return folder


def shell(home: Path, command: str, to: str) -> tuple[int, str]:
    """Run a command with its output led elsewhere; return its status and errors."""
    words = f"{sys.executable} -m announcer -C {home} --now 2021-03-01T09:00 {command}"
    ran = subprocess.run(
        ["bash", "-c", f"{words} {to}; exit ${{PIPESTATUS[0]}}"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return ran.returncode, ran.stderr


@pytest.mark.parametrize(
    ("to", "ended"),
    [
        ("| true", (0, "")),
        (">&-", (0, "")),
        (">&- 2>&-", (0, "")),
        ("<&- >&- 2>&-", (0, "")),
        ("2>/dev/full", (0, "")),
        (">/dev/full", (1, LOST)),
        (">/dev/full 2>/dev/full", (1, "")),
    ],
)
def test_a_run_of_sending_goes_on_to_its_end(home, inbox, run, to, ended):
    assert shell(home, "send --yes --first", to) == ended
    assert len(inbox.messages) == TALKS
    again = run("-C", home, "--now", "2021-03-01T09:00", "send", "--yes", "--first")
    assert (again.status, again.out, again.err) == (0, "Nothing is due.\n", "")


@pytest.mark.parametrize("to", ["2>&1 | true", ">&- 2>&-", ">/dev/full 2>&1"])
def test_the_exit_status_says_that_a_message_failed(tmp_path, serve, to):
    """Nobody reads it, and the messages after the refused one go out all the same."""
    inbox = Answers(rcpt=["550 5.1.1 no such list"])
    home = several(tmp_path / "project", serve(inbox))
    assert shell(home, "send --yes --first", to)[0] == 1
    assert len(inbox.messages) == TALKS - 1


def test_a_letter_that_a_terminal_lacks_stops_nothing(home, inbox, monkeypatch):
    monkeypatch.setenv("PYTHONIOENCODING", "latin-1")
    for path in (home / "talks/wilks").glob("2021*"):
        path.write_text(path.read_text().replace("Surprises", "Überraschungen ℝ"))
    assert shell(home, "send --yes --first", "> /dev/null") == (0, "")
    assert len(inbox.messages) == TALKS


@pytest.mark.parametrize("command", ["list --all", "show next", "ledger export"])
def test_what_was_asked_for_and_cannot_be_written_is_an_error(home, run, command):
    assert run("-C", home, "--now", "2021-03-01T09:00", "build").status == 0
    assert shell(home, command, ">/dev/full") == (1, LOST)
    assert shell(home, command, "| true") == (0, "")


class _Forgetful(Inbox):
    """Take away the ledger at the second message, when it has been taken."""

    folder = Path()

    async def handle_DATA(self, server, session, envelope):
        answer = await super().handle_DATA(server, session, envelope)
        if len(self.messages) == 2:
            shutil.rmtree(self.folder)
        return answer


def test_that_a_message_went_out_is_not_hidden_by_what_goes_wrong_next(
    tmp_path, serve, run
):
    """Without its ledger a run can neither note a message nor give back its lock."""
    inbox = _Forgetful()
    home = several(tmp_path / "project", serve(inbox))
    inbox.folder = home / ".announcer"
    ran = run("-C", home, "--now", "2021-03-01T09:00", "send", "--yes", "--first")
    assert ran.status == 1
    assert ran.out.count("sent: announcement") == 1
    assert ran.err.startswith(
        "error: the message to stat-seminars@example.edu went out, but that could not "
        "be written down. Say so with `announcer send --resolve`."
    )
    assert len(inbox.messages) == 2


@pytest.mark.parametrize(
    ("before", "arguments", "status", "said"),
    [
        ("atexit.register(print, 'told')", ["--version"], 0, "told"),
        ("atexit.register(print, 'told')", ["no-such"], 2, "told"),
        (
            "threading.Thread(target=lambda: (time.sleep(0.3), print('told'))).start()",
            ["--version"],
            0,
            "told",
        ),
        ("sys.stdout.write('told')", ["fields", "--help"], 0, "told"),
    ],
)
def test_whatever_waits_for_the_end_is_done_before_it(before, arguments, status, said):
    """The process ends at once, but no sooner than what was asked for its end."""
    code = (
        "import atexit, sys, threading, time\n"
        f"from announcer.cli import main\n{before}\nmain({arguments!r})"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (ran.returncode, said in ran.stdout) == (status, True)


STOPPED_AT = """
import signal, sys
class Finder:
    def find_spec(self, name, *_):
        if name == sys.argv[1]:
            sys.meta_path.remove(self)
            signal.raise_signal(signal.SIGINT)
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.meta_path.insert(0, Finder())
from announcer.cli import main
main(["-C", sys.argv[2], "list"])
"""


@pytest.mark.parametrize("module", ["click", "announcer.cli.list"])
def test_ctrl_c_while_the_program_is_loaded_ends_it_in_one_word(
    home: Path, module: str
) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", STOPPED_AT, module, str(home)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (ran.returncode, ran.stderr.strip(), ran.stdout) == (130, "Stopped.", "")
