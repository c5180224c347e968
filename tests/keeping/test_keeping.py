"""``ledger keep``: fetch, import, run, export, push, and fail where failure is seen."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from announcer import keeping
from announcer.errors import BadValue, DeliveryError
from announcer.record import starter
from tests.conftest import Ran
from tests.delivery.servers import Answers, Inbox
from tests.keeping.hub import FILE, NINE, PROJECT, Hub, command, git, keep, send
from tests.sending.office import TALK

pytestmark = pytest.mark.slow
SEND = ("ledger", "keep", "--", "announcer", "send", "--yes", "--first")
REFUSE = "#!/bin/sh\ngrep -q refs/heads/main && exit 1\nexit 0\n"


@pytest.fixture
def hub(tmp_path: Path, serve: Callable[..., str], inbox: Inbox) -> Hub:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    return Hub.start(tmp_path, serve(inbox))


@pytest.fixture
def job(run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Run a command as a job does; what it starts is this announcer too."""
    monkeypatch.setenv("PYTHONPATH", str(PROJECT))
    return lambda home, *words: run("-C", home, "--now", NINE, *words)


def keep_with(home: Path, act: Callable[[], int], attempts: int = 8) -> keeping.Kept:
    """Keep the memory around something that happens meanwhile."""
    return keeping.keep(
        keeping.open_clone(home, home / FILE, None, None),
        home,
        act,
        message="Remember",
        patience=keeping.Patience(attempts=attempts, sleep=lambda _: None),
    )


def test_one_command_sends_and_the_next_runner_remembers(hub, inbox, job):
    """A runner is a fresh checkout; the commit holds the export and nothing else."""
    before = hub.tip()
    first = job(hub.clone("one"), *SEND)
    assert (first.status, len(inbox.messages)) == (0, 1)
    assert first.out.endswith("Sent 1 message.\n")
    assert first.err == f"Kept {FILE} on the branch main of origin.\n"
    assert git(hub.bare, "log", "-1", "--format=%s %P", "main") == (
        f"Remember who was told [skip ci] {before}"
    )
    assert git(hub.bare, "diff", "--name-only", before, "main") == FILE
    second = job(hub.clone("two"), *SEND[:-1], "--quiet")
    assert (second.status, second.out, second.err) == (0, "", "")
    assert (hub.states(), hub.marks(), len(inbox.messages)) == (["sent"], "", 1)


def test_a_work_tree_is_left_clean_and_at_the_newest_commit(hub):
    for name, home in (("main", hub.clone("a")), ("", hub.kept("b", hub.tip()))):
        keep(home)
        assert git(home, "status", "--porcelain", "--branch")[3:].startswith(name)
        assert git(home, "diff", "HEAD", "--name-only") == ""
        assert git(home, "rev-parse", "HEAD") == hub.tip()


@pytest.mark.parametrize("depth", [(), ("--depth", "1")])
def test_a_job_that_waited_works_on_the_newest_records(hub, inbox, depth):
    """GitHub and GitLab check out the commit that triggered the job."""
    late = hub.clone("late", *depth)
    git(late, "checkout", "-q", "--detach")
    keep(hub.clone("first"))
    series = "talks/wilks/series.yaml"
    text = (late / series).read_text() + "# the newest\n"
    hub.write("organiser", series, text)
    keep(late)
    assert "newest" in (late / series).read_text()
    assert len(inbox.messages) == 1


def test_a_rejected_push_is_made_again_on_top_of_what_others_pushed(hub):
    home = hub.clone("runner")

    def meanwhile() -> int:
        hub.write("organiser", "talks/wilks/note.txt", "hello")
        return send(home)

    keep_with(home, meanwhile)
    assert git(hub.bare, "show", "main:talks/wilks/note.txt") == "hello"
    assert hub.states() == ["sent"]


def test_what_others_pushed_of_the_memory_is_joined_with_ours(hub, inbox, job):
    other = hub.clone("other")
    (other / TALK).write_text((other / TALK).read_text().replace("03-08", "03-05"))
    send(other)
    text = job(other, "ledger", "export").out
    home = hub.clone("runner")

    def meanwhile() -> int:
        hub.write("organiser", FILE, text)
        return 0

    job(home, "build")
    keep_with(home, meanwhile)
    assert hub.states() == ["sent"]
    assert sum('{"revision"' in line for line in hub.lines()) == 2


def test_a_failed_import_stops_before_the_command_and_leaves_everything(
    hub, inbox, job
):
    hub.write("organiser", FILE, "<<<<<<< HEAD\n")
    before = hub.tip()
    ran = job(hub.clone("runner"), *SEND)
    assert (ran.status, ran.out) == (1, "")
    assert "It was left by a git merge" in ran.err
    assert (hub.tip(), hub.marks(), inbox.messages) == (before, "", [])


def test_a_mistake_in_a_record_holds_what_it_is_in_and_is_said(hub, inbox, job):
    hub.write("organiser", "talks/wilks/series.yaml", "nme: Wilks\n")
    ran = job(hub.clone("runner"), *SEND)
    assert (ran.status, ran.out) == (1, "Nothing is due.\n")
    assert "series.yaml:1:1" in ran.err
    assert (hub.marks(), inbox.messages) == ("", [])


def test_a_command_that_fails_is_remembered_all_the_same(hub):
    script = "announcer --now 2021-03-01T09:00 send --yes --first; exit 7"
    program = hub.folder / "bin/announcer"
    program.parent.mkdir()
    line, _ = command(hub.folder)
    program.write_text(f'#!/bin/sh\nexec {line[0]} -m announcer "$@"\n')
    program.chmod(0o755)
    words, environment = command(
        hub.clone("runner"),
        *("ledger", "keep", "--", "sh", "-c", script),
        PATH=f"{program.parent}:{os.environ['PATH']}",
    )
    ran = subprocess.run(words, env=environment, check=False)
    assert ran.returncode == 7
    assert (hub.states(), hub.marks()) == (["sent"], "")


def test_a_refused_message_is_remembered_too(tmp_path, serve, job):
    hub = Hub.start(tmp_path, serve(Answers(rcpt=["550 no"])))
    assert job(hub.clone("runner"), *SEND).status == 1
    assert hub.states() == ["failed"]


def test_a_command_that_is_not_there_did_nothing(hub, job):
    ran = job(hub.clone("runner"), "ledger", "keep", "--", "announcre", "send")
    assert ran.status == 1
    assert ran.err == "error: cannot run announcre: No such file or directory\n"
    assert hub.marks() == ""


def test_a_memory_that_cannot_be_pushed_is_said_loudly_and_stops_the_next_run(
    hub, inbox, job
):
    """Whoever would tell again what he does not remember, asks."""
    hook = hub.bare / "hooks/pre-receive"
    hook.write_text(REFUSE)
    hook.chmod(0o755)
    home = hub.clone("runner")
    ran = job(home, *SEND[:2], "--attempts", "2", *SEND[2:])
    assert ran.status == 1
    assert "THE MEMORY OF THIS RUN COULD NOT BE KEPT" in ran.err
    assert f"{home}/{FILE}" in ran.err
    assert '"state":"sent"' in (home / FILE).read_text()
    hook.unlink()
    again = job(hub.clone("next"), *SEND[:2], "--attempts", "2", *SEND[2:])
    assert again.status == 1
    assert "nobody knows what it told" in again.err
    # the file is brought to where it can be pushed, and all is well again
    rescue = hub.clone("rescue")
    (rescue / FILE).write_bytes((home / FILE).read_bytes())
    assert job(rescue, "ledger", "keep", "--anew").status == 0
    assert job(hub.clone("last"), *SEND).status == 0
    assert (hub.states(), hub.marks(), len(inbox.messages)) == (["sent"], "", 1)


def test_who_may_not_write_is_told_before_anything_is_sent(hub, inbox):
    hook = hub.bare / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(DeliveryError, match="cannot write to the branch main"):
        keep(hub.clone("runner"), attempts=2)
    assert inbox.messages == []


def test_a_runner_that_vanished_is_asked_about_and_not_repeated(hub, inbox):
    """Killed between sending and pushing: nobody knows, and no run tells it again."""
    home = hub.clone("runner")

    def vanish() -> int:
        send(home)
        os._exit(0)

    child = os.fork()
    if not child:
        keep_with(home, vanish)
    os.waitpid(child, 0)
    assert len(inbox.messages) == 1
    with pytest.raises(DeliveryError, match="has not said how it ended"):
        keep(hub.clone("next"), attempts=2, longest=0)
    assert len(inbox.messages) == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_job_that_is_cancelled_remembers_what_it_sent(hub, inbox, number):
    line, environment = command(
        hub.clone("runner"),
        *("ledger", "keep", "--", "sh", "-c"),
        'exec "$0" -m announcer --now 2021-03-01T09:00 send --yes --first & '
        "wait; touch sent; exec sleep 60",
    )
    job = subprocess.Popen([*line, line[0]], env=environment)
    for _ in range(600):
        if (hub.folder / "runner/sent").exists():
            break
        time.sleep(0.1)
    job.send_signal(number)
    assert job.wait(60) == 128 + number
    assert (hub.states(), hub.marks(), len(inbox.messages)) == (["sent"], "", 1)


def test_a_job_that_is_cancelled_while_it_pushes_finishes_that(hub, inbox):
    hook = hub.bare / "hooks/pre-receive"
    hook.write_text(
        "#!/bin/sh\ngrep -q refs/heads/main || exit 0\ntouch ../pushing\n"
        "until [ -e ../told ]; do sleep 0.05; done\n"
    )
    hook.chmod(0o755)
    line, environment = command(hub.clone("runner"), *SEND)
    job = subprocess.Popen(line, env=environment)
    for _ in range(600):
        if (hub.folder / "pushing").exists():
            break
        time.sleep(0.1)
    job.send_signal(signal.SIGTERM)
    (hub.folder / "told").touch()
    assert job.wait(60) == 0
    assert (hub.states(), hub.marks(), len(inbox.messages)) == (["sent"], "", 1)


def test_an_export_that_was_not_committed_is_imported_first(hub, inbox, job):
    home = hub.clone("runner")
    send(home)
    job(home, "ledger", "export", str(home / FILE))
    shutil.rmtree(home / ".announcer")
    keep(home)
    assert (hub.states(), len(inbox.messages)) == (["sent"], 1)


def change(home: Path) -> None:
    (home / TALK).write_text("title: Another\ndate: 2021-03-08\n")


def commit(home: Path) -> None:
    change(home)
    git(home, "commit", "-q", "-am", "Not pushed")


def switch(home: Path) -> None:
    git(home, "switch", "-q", "-c", "draft")


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (change, f"not committed: {TALK}"),
        (commit, "has commits that the branch main of origin has not"),
        (switch, "is on the branch draft"),
    ],
)
def test_work_that_would_be_lost_or_told_unseen_is_refused(hub, inbox, act, words):
    home = hub.clone("laptop")
    hub.write("organiser", "talks/wilks/note.txt", "hello")
    act(home)
    with pytest.raises(BadValue, match=words):
        keep(home)
    assert (hub.marks(), inbox.messages) == ("", [])


def test_a_project_in_no_repository_has_nothing_to_keep(project, run):
    ran = run("-C", project, "ledger", "keep", "--", "true")
    assert ran.status == 1
    assert "in no Git work tree" in ran.err


def test_git_joins_two_memories_and_the_message_that_was_sent_stays_sent(
    tmp_path, serve, job
):
    """What ``init`` writes lets git keep both lines; the stronger one counts."""
    server = Answers(rcpt=["550 no"])
    hub = Hub.start(tmp_path, serve(server))
    home = hub.clone("laptop")
    (attributes,) = (o for o in starter() if o.path == ".gitattributes")
    (home / attributes.path).write_bytes(attributes.content)
    send(home)
    job(home, "ledger", "export", str(home / FILE))
    git(home, "add", ".")
    git(home, "commit", "-q", "-m", "Refused")
    keep(hub.clone("runner"))
    git(home, "pull", "-q", "--no-rebase", "--no-edit", "origin", "main")
    text = (home / FILE).read_text()
    assert text.count('"state":"failed"') == text.count('"state":"sent"') == 1
    shutil.rmtree(home / ".announcer")
    job(home, "ledger", "import", str(home / FILE))
    send(home)
    assert len(server.messages) == 1


def test_a_pretended_clock_keeps_nothing(hub, run, monkeypatch):
    monkeypatch.delenv("ANNOUNCER_REHEARSAL")
    before = hub.tip()
    ran = run("-C", hub.clone("runner"), "--now", "2021-03-01", *SEND)
    assert ran.status == 1
    assert "The clock is pretended" in ran.err
    assert hub.tip() == before


# Files


def test_an_export_keeps_what_its_file_holds_and_the_ledger_does_not(hub, run):
    home = hub.clone("one")
    send(home)
    file = home / FILE
    run("-C", home, "ledger", "export", file)
    whole = file.read_text()
    shutil.rmtree(home / ".announcer")
    run("-C", home, "build")
    ran = run("-C", home, "ledger", "export", file)
    assert ran.status == 0
    assert ran.err == (
        f"{file} held 1 revision, 1 telling that this ledger did not know: kept. "
        f"`announcer ledger import {file}` tells the ledger too.\n"
    )
    # of how an event stands in calendars the last word alone is kept
    told = {line for line in whole.splitlines() if not line.startswith('{"stamp"')}
    assert told <= set(file.read_text().splitlines())
    assert '"telling"' not in run("-C", home, "ledger", "export").out


UNREADABLE = {
    "merge": (b"<<<<<<< HEAD\n", "left by a git merge"),
    "newer": (b'{"announcer-ledger":9}\n', "has format 9"),
    "foreign": (b"hello\n", "is not the first line"),
    "bytes": (b"\xff\xfe", "not UTF-8"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_cannot_be_read_is_not_exported_over(project, run, name):
    content, words = UNREADABLE[name]
    file = project / FILE
    file.write_bytes(content)
    run("-C", project, "build")
    ran = run("-C", project, "ledger", "export", file)
    assert ran.status == 1
    assert words in ran.err
    assert "it was left as it is" in ran.err
    assert file.read_bytes() == content


def test_a_ledger_that_is_not_there_exports_nothing(project, run):
    for words in (("export",), ("export", project / FILE)):
        ran = run("-C", project, "ledger", *words)
        assert (ran.status, ran.out) == (1, "")
        assert "There is no ledger .announcer/ledger.db yet" in ran.err
    assert not (project / FILE).exists()
    assert not (project / ".announcer").exists()


def test_an_export_into_a_folder_that_is_not_there_is_a_plain_error(project, run):
    run("-C", project, "build")
    ran = run("-C", project, "ledger", "export", project / "gone/ledger.jsonl")
    assert ran.status == 1
    assert f"ledger.jsonl: there is no folder {project / 'gone'}\n" in ran.err
    assert "Make it first" in ran.err


def test_a_failed_import_leaves_the_file_to_the_next_export(project, run):
    """As in a job whose last step runs whatever happened before it."""
    file = project / FILE
    file.write_text('{"announcer-ledger":1}\n=======\n')
    before = file.read_bytes()
    assert run("-C", project, "ledger", "import", file).status == 1
    assert run("-C", project, "ledger", "export", file).status == 1
    assert file.read_bytes() == before
