"""What each kind of place has of its own: commits, headers, missing programs."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from announcer import publishing
from announcer.delivery import open_place
from announcer.delivery.gitbranch.answers import failure
from announcer.errors import AnnouncerError, BadValue, DeliveryError
from announcer.release import MANIFEST, File, Release, digest, manifest
from tests.delivery import places
from tests.delivery.servers import free_port


@pytest.fixture
def release(tmp_path: Path) -> Release:
    """Return a small site."""
    return release_of(
        tmp_path / "site",
        {
            "index.html": b"<a href=w/t/>",
            "w/t/index.html": b"<h1>T</h1>",
            "calendar/w.ics": b"BEGIN:VCALENDAR\r\n",
            "feed.atom": b"<feed/>",
            "feed.json": b"{}",
            "static/card.png": b"\x89PNG",
            'odd/a "b" \\ ü.txt': b"odd",
        },
    )


def release_of(folder: Path, contents: dict[str, bytes]) -> Release:
    files = {}
    for path, content in contents.items():
        source = folder / path
        source.parent.mkdir(parents=True, exist_ok=True)
        source.write_bytes(content)
        files[path] = File(path, source, digest(content), len(content))
    return Release(folder, "https://talks.example.edu", files)


def publish(release: Release, target: str, project: Path) -> list[str]:
    with open_place(target, project) as place:
        plan = publishing.compare(release, place)
        return [file.path for file in publishing.carry_out(plan, place)]


@pytest.fixture
def repository(tmp_path, project):
    """Return the branch of a project with a remote."""
    return places.pushed_branch(tmp_path, project)


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return done.stdout


def test_a_branch_grows_by_one_commit_each_time(release, repository, project):
    """History is kept, and what did not change makes no commit."""
    publish(release, "git:gh-pages", project)
    publish(release, "git:gh-pages", project)
    assert repository.read()['odd/a "b" \\ ü.txt'] == b"odd"
    changed = {path: file.source.read_bytes() for path, file in release.files.items()}
    more = release_of(release.folder, changed | {"new.html": b"new"})
    publish(more, "git:gh-pages", project)
    log = git(repository.bare, "log", "--format=%s", "gh-pages").splitlines()
    assert log == ["Publish the talks: 1 new", "Publish the talks: 7 new"]


def test_a_folder_of_a_branch_holds_a_preview(release, repository, project):
    """The site beside it is not touched, and neither is the preview by the site."""
    publish(release, "git:gh-pages", project)
    less = {"index.html": release.files["index.html"]}
    preview = Release(release.folder, release.url, less)
    publish(preview, "git:gh-pages:previews/12", project)
    held = repository.read()
    assert held["previews/12/index.html"] == held["index.html"]
    assert "w/t/index.html" in held
    assert "previews/12/.nojekyll" not in held
    assert publish(preview, "git:gh-pages:previews/12", project) == []
    publish(Release(release.folder, release.url, less), "git:gh-pages", project)
    held = repository.read()
    assert "w/t/index.html" not in held
    assert "previews/12/index.html" in held


def test_a_branch_says_github_to_leave_the_files_alone(release, repository, project):
    publish(release, "git:gh-pages", project)
    assert repository.read()[".nojekyll"] == b""


def test_the_work_of_the_organiser_is_not_touched(release, repository, project):
    """Neither files nor index, branches or HEAD: they may be in the middle of it."""
    (project / "talks/wilks/new.yaml").write_text("half a talk")
    git(project, "add", "talks/wilks/new.yaml")
    (project / "talks/site.yaml").write_text("half a site")
    seen = ("status", "--porcelain"), ("for-each-ref",), ("stash", "list")
    before = [git(project, *arguments) for arguments in seen]
    publish(release, "git:gh-pages", project)
    after = [git(project, *arguments) for arguments in seen]
    tracking = "refs/remotes/origin/gh-pages"
    assert [line for line in after[1].splitlines() if tracking not in line] == before[
        1
    ].splitlines()
    assert (after[0], after[2]) == (before[0], before[2])


def test_who_was_quicker_is_not_overwritten(release, repository, project):
    """A commit that came between looking and pushing stays; one runs it again."""
    publish(release, "git:gh-pages", project)
    (release.folder / "index.html").write_bytes(b"newer")
    newer = publishing.gather(release.folder, release.url)
    with open_place("git:gh-pages", project) as place:
        plan = publishing.compare(newer, place)
        repository.write("CNAME", b"talks.example.edu\n")
        with pytest.raises(DeliveryError, match="run it again"):
            list(publishing.carry_out(plan, place))
    assert repository.read()["index.html"] == b"<a href=w/t/>"
    publish(newer, "git:gh-pages", project)
    assert repository.read()["index.html"] == b"newer"
    assert repository.read()["CNAME"] == b"talks.example.edu\n"


def test_a_repository_without_a_remote_gets_the_branch_itself(release, project):
    git(project, "init", "-q", "-b", "main")
    publish(release, "git:gh-pages", project)
    assert git(project, "show", "gh-pages:index.html") == "<a href=w/t/>"
    assert git(project, "branch", "--show-current") == "main\n"


@pytest.mark.parametrize("remote", [True, False])
def test_nothing_is_published_to_the_branch_people_work_on(
    release, project, tmp_path, remote
):
    if remote:
        places.pushed_branch(tmp_path, project)
    else:
        git(project, "init", "-q", "-b", "main")
    with pytest.raises(AnnouncerError, match="people work on the branch main"):
        publish(release, "git:main", project)


def test_a_shallow_checkout_as_in_ci_is_enough(release, repository, project, tmp_path):
    """Neither a name, an email address nor history is there."""
    publish(release, "git:gh-pages", project)
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{repository.bare}", str(clone))
    git(clone, "config", "user.useConfigOnly", "true")
    (release.folder / "index.html").write_bytes(b"newer")
    newer = publishing.gather(release.folder, release.url)
    publish(newer, "git:gh-pages", clone)
    assert repository.read()["index.html"] == b"newer"
    author = git(repository.bare, "log", "-1", "--format=%ae", "gh-pages")
    assert "@" in author


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("git+file://{}/nowhere.git#gh-pages", "there is no repository file://"),
        ("git+https://localhost:{port}/x#gh-pages", "does not answer"),
    ],
)
def test_a_repository_that_cannot_be_reached_is_said(release, tmp_path, target, words):
    """First what it means, then the way on, and git's own words."""
    with pytest.raises(DeliveryError) as told:
        publish(release, target.format(tmp_path, port=free_port()), tmp_path)
    meaning, way, said = str(told.value).splitlines()
    assert words in meaning
    assert way.endswith(".")
    assert said.startswith("  git ls-remote said: fatal: ")


def test_the_words_of_a_hook_that_refuses_are_told_with_the_way_on(
    release, repository, project
):
    hook = repository.bare / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\necho 'no pages here' >&2\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(DeliveryError) as told:
        publish(release, "git:gh-pages", project)
    assert "the rules of origin refuse what was sent" in str(told.value)
    assert "or publish to another branch" in str(told.value)
    assert "no pages here" in str(told.value)


@pytest.mark.parametrize("has_remote", [True, False])
def test_a_branch_that_is_a_folder_of_branches_is_not_taken_for_a_race(
    release, project, tmp_path, has_remote
):
    """To run it again would never do."""
    if has_remote:
        held = places.pushed_branch(tmp_path, project)
        git(project, "push", "-q", "origin", "HEAD:refs/heads/gh-pages/old")
        assert held.bare.is_dir()
    else:
        git(project, "init", "-q", "-b", "main")
        publish(release, "git:gh-pages/old", project)
    with pytest.raises(DeliveryError) as told:
        publish(release, "git:gh-pages", project)
    assert "another branch is in the way" in str(told.value)
    assert "Publish to a branch of another name" in str(told.value)


def test_git_is_understood_whatever_language_it_speaks(release, tmp_path, monkeypatch):
    """It is asked for English, where its words are read."""
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    (tmp_path / "git").write_text(
        '#!/bin/sh\n[ "$LC_ALL" = C ] && echo "fatal: early EOF" >&2 || '
        'echo "Schwerwiegend: abgebrochen" >&2\nexit 128\n'
    )
    (tmp_path / "git").chmod(0o755)
    with pytest.raises(DeliveryError, match="does not answer, or broke off"):
        publish(release, "git+https://host.example/x#pages", tmp_path)


@pytest.mark.parametrize(
    ("said", "meaning"),
    [
        ("unable to access 'x': Could not resolve host: x", "cannot be found"),
        ("ssh: Could not resolve hostname x: Name or service not", "cannot be found"),
        ("ssh: connect to host x port 22: Connection refused", "does not answer"),
        ("Host key verification failed.", "shows a key that nobody"),
        ("git@x: Permission denied (publickey).", "does not let you in"),
        ("could not read Username for 'https://x': No such device", "let you in"),
        ("unable to access 'x': The requested URL returned error: 403", "let you in"),
        ("server certificate verification failed", "no safe connection"),
        ("remote: ERROR: Repository not found.", "no repository origin"),
        ("remote: error: GH006: Protected branch update failed", "rules of origin"),
        ("detected dubious ownership in repository at '/x'", "somebody else"),
        ("file write error: No space left on device", "cannot be written"),
        ("insufficient permission for adding an object", "cannot be written"),
        ("Unable to create '/x/index.lock': File exists.", "another git is at work"),
        ("loose object 12 (stored in x) is corrupt", "is damaged"),
        ("error: unknown option `no-write-fetch-head'", "too old"),
        ("cannot run ssh: No such file or directory", "lacks a program"),
        ("something new", "git push failed"),
    ],
)
def test_what_git_says_is_told_with_its_meaning_and_a_way_on(said, meaning):
    """As git 2.39, OpenSSH 9 and GitHub say it; below a line that helps nobody."""
    text = f"fatal: {said}\nfatal: Could not read from remote repository.\n"
    text = text.partition("\n")[0] if meaning == "git push failed" else text
    error = failure(["push", "--quiet", "origin", "x:y"], text)
    first, way, last = str(error).splitlines()
    assert meaning in first
    assert way.endswith(".")
    assert last.startswith(f"  git push said: fatal: {said}")


def test_no_token_of_an_address_is_told():
    address = "https://t0ken@host.example/x"
    error = failure(["ls-remote", address], f"fatal: unable to access '{address}'")
    assert "t0ken" not in str(error)
    assert "https://host.example/x" in str(error)


def test_a_project_outside_git_is_told_to_name_a_repository(release, tmp_path):
    with pytest.raises(AnnouncerError, match="in no Git repository"):
        publish(release, "git:gh-pages", tmp_path)


@pytest.fixture
def bucket(monkeypatch):
    with places.bucket(monkeypatch) as held:
        yield held


def test_a_bucket_hands_out_files_as_what_they_are(release, bucket, tmp_path):
    """Interop R47 for calendars; pages are asked for again after minutes."""
    publish(release, bucket.target, tmp_path)
    heads = {path: bucket.head(path) for path in release.files}
    kinds = {path: head["ContentType"] for path, head in heads.items()}
    assert kinds["calendar/w.ics"] == "text/calendar; charset=utf-8"
    assert kinds["feed.atom"] == "application/atom+xml; charset=utf-8"
    assert kinds["feed.json"] == "application/feed+json"
    assert kinds["index.html"] == "text/html; charset=utf-8"
    assert kinds["static/card.png"] == "image/png"
    assert heads["index.html"]["CacheControl"] == "public, max-age=300"
    assert heads["static/card.png"]["CacheControl"] == "public, max-age=3600"


def test_a_file_that_vanished_from_a_bucket_is_brought_again(release, bucket, tmp_path):
    """The bucket is believed, not the memory of it."""
    publish(release, bucket.target, tmp_path)
    bucket.client.delete_object(Bucket="bucket", Key="talks/feed.atom")
    assert publish(release, bucket.target, tmp_path) == ["feed.atom"]


def test_a_bucket_that_is_not_there_is_said(release, bucket, tmp_path):
    with pytest.raises(DeliveryError, match="s3://other/talks"):
        publish(release, "s3://other/talks", tmp_path)


@pytest.mark.parametrize(
    ("target", "extra"),
    [("s3://b", "bucket"), ("gs://b", "gcs"), ("abfs://b", "azure")],
)
def test_a_missing_library_is_named_with_its_cure(
    release, tmp_path, monkeypatch, target, extra
):
    monkeypatch.setitem(sys.modules, "fsspec", None)
    with pytest.raises(DeliveryError, match=rf"talk-announcer\[{extra}\]"):
        publish(release, target, tmp_path)


@pytest.mark.parametrize(
    ("target", "program"), [("host.example:talks", "rsync"), ("git:pages", "git")]
)
def test_a_missing_program_is_named(release, tmp_path, monkeypatch, target, program):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DeliveryError, match=f"needs the program {program}"):
        publish(release, target, tmp_path)


def test_an_rsync_server_that_does_not_answer_is_said(release, tmp_path):
    places.program("rsync")
    target = f"rsync://localhost:{free_port()}/web"
    with pytest.raises(DeliveryError, match="rsync could not reach or write"):
        publish(release, target, tmp_path)


def test_an_rsync_server_that_falls_silent_is_not_waited_for_without_end(
    release, tmp_path, monkeypatch
):
    places.program("rsync")
    monkeypatch.setattr("announcer.delivery.rsync._SILENCE", 1)
    with socket.create_server(("localhost", 0)) as silent:
        target = f"rsync://localhost:{silent.getsockname()[1]}/web"
        with pytest.raises(DeliveryError, match="timeout") as told:
            publish(release, target, tmp_path)
    assert "Publish again: it does what is left." in str(told.value)


def test_a_machine_that_shows_another_key_than_before_is_told_with_the_way_on(
    release, tmp_path, monkeypatch
):
    """ssh frames its warning with signs, and the reason stands far below."""
    with places.ssh_server(tmp_path, monkeypatch) as held:
        public = (tmp_path / "ssh/user.pub").read_text()  # any key but the right one
        port = held.target.split(":")[2].partition("/")[0]
        known = tmp_path / "known"
        known.write_text(f"[localhost]:{port} {public}")
        wrapper = tmp_path / "bin/ssh"
        strict = wrapper.read_text().replace(" -q ", " ")
        strict = strict.replace("Checking=no", "Checking=yes")
        wrapper.write_text(strict.replace("=/dev/null", f"={known}"))
        with pytest.raises(DeliveryError) as told:
            publish(release, held.target, tmp_path)
    assert "WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!; " in str(told.value)
    assert "@@@" not in str(told.value)
    assert "forget the old (ssh-keygen -R HOST)" in str(told.value)
    assert not held.folder.exists()


def test_a_folder_that_cannot_be_made_over_ssh_is_told_with_the_way_on(
    release, tmp_path, monkeypatch
):
    with (
        places.ssh_server(tmp_path, monkeypatch) as held,
        pytest.raises(DeliveryError) as told,
    ):
        publish(release, f"{held.target}/not/there", tmp_path)
    assert "The folder that it lies in must be there" in str(told.value)


def test_a_folder_that_may_not_be_written_is_said(release, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DeliveryError, match="cannot write"):
        publish(release, "./file/talks", tmp_path)


@pytest.mark.parametrize(
    ("path", "is_folder"), [("calendar", False), ("w/t", False), ("feed.json", True)]
)
def test_what_is_in_the_way_of_a_folder_or_a_file_stops_all_before_anything(
    release, tmp_path, path, is_folder
):
    there = tmp_path / "public"
    (there / path).parent.mkdir(parents=True)
    (there / path).mkdir() if is_folder else (there / path).write_text("mine")
    with pytest.raises(DeliveryError) as told:
        publish(release, "./public", tmp_path)
    assert f"{there / path} is in the way" in str(told.value)
    assert "Move it away" in str(told.value)
    assert not (there / "index.html").exists()
    assert not (there / "static").exists()


@pytest.mark.parametrize("target", ["./site", "./site/inside", "./"])
def test_a_site_is_not_published_into_itself(release, tmp_path, target):
    with pytest.raises(AnnouncerError, match="lie in each other"):
        publish(release, target, tmp_path)


def test_a_folder_keeps_no_empty_folders(release, tmp_path):
    publish(release, "./public", tmp_path)
    less = {path: file for path, file in release.files.items() if path[0] != "w"}
    publish(Release(release.folder, release.url, less), "./public", tmp_path)
    assert not (tmp_path / "public/w").exists()


def test_a_site_that_is_built_anew_meanwhile_is_not_mixed(release, tmp_path):
    with open_place("./public", tmp_path) as place:
        plan = publishing.compare(release, place)
        (release.folder / "w/t/index.html").write_bytes(b"newer")
        with pytest.raises(DeliveryError, match="changed while it was being published"):
            list(publishing.carry_out(plan, place))
    assert not (tmp_path / "public/index.html").exists()


def test_nothing_is_published_through_a_link(release, tmp_path):
    """It would end up elsewhere, whoever put the link there."""
    elsewhere, public = tmp_path / "elsewhere", tmp_path / "public"
    for folder in (elsewhere, public):
        folder.mkdir()
    (public / "w").symlink_to(elsewhere)
    with pytest.raises(DeliveryError, match="public/w is a link on the disk"):
        publish(release, "./public", tmp_path)
    assert list(elsewhere.iterdir()) == []
    assert [path.name for path in public.iterdir()] == ["w"]


def test_a_link_in_place_of_a_page_is_replaced_and_not_followed(release, tmp_path):
    publish(release, "./public", tmp_path)
    page, victim = tmp_path / "public/index.html", tmp_path / "victim"
    victim.write_bytes(page.read_bytes())
    page.unlink()
    page.symlink_to(victim)
    (tmp_path / "public/.announcer-new").symlink_to(victim)
    assert publish(release, "./public", tmp_path) == ["index.html"]
    assert not page.is_symlink()
    assert victim.read_bytes() == page.read_bytes()


def test_a_manifest_there_removes_nothing_elsewhere(release, tmp_path):
    publish(release, "./public", tmp_path)
    (tmp_path / "mine").write_text("precious")
    (tmp_path / "public/out").symlink_to(tmp_path)
    listed = dict.fromkeys(["../mine", "w/../../mine", str(tmp_path / "mine")])
    (tmp_path / "public" / MANIFEST).write_bytes(manifest(listed))
    publish(release, "./public", tmp_path)
    (tmp_path / "public" / MANIFEST).write_bytes(manifest({"out/mine": None}))
    with pytest.raises(DeliveryError, match="public/out is a link on the disk"):
        publish(release, "./public", tmp_path)
    assert (tmp_path / "mine").read_text() == "precious"


def test_who_was_quicker_in_a_folder_is_not_mixed_with(release, tmp_path):
    """Another release that came between looking and writing stays whole."""
    other = release_of(tmp_path / "other", {"index.html": b"theirs"})
    with open_place("./public", tmp_path) as place:
        plan = publishing.compare(release, place)
        publish(other, "./public", tmp_path)
        with pytest.raises(DeliveryError, match="run it again"):
            list(publishing.carry_out(plan, place))
    assert (tmp_path / "public/index.html").read_bytes() == b"theirs"
    assert not (tmp_path / "public/w").exists()


def test_two_who_publish_the_same_at_once_are_both_content(release, tmp_path):
    with open_place("./public", tmp_path) as place:
        plan = publishing.compare(release, place)
        publish(release, "./public", tmp_path)
        list(publishing.carry_out(plan, place))
    assert publish(release, "./public", tmp_path) == []


def test_a_killed_commit_leaves_nothing_in_the_repository(release, repository, project):
    """What held the commit of a run that was killed is removed by the next."""
    publish(release, "git:gh-pages", project)
    git(project, "update-ref", "refs/announcer/publish/dead", "HEAD")
    (release.folder / "index.html").write_bytes(b"newer")
    publish(publishing.gather(release.folder, release.url), "git:gh-pages", project)
    assert git(project, "for-each-ref", "refs/announcer") == ""


def test_who_was_quicker_on_a_branch_of_this_repository_is_said(release, project):
    git(project, "init", "-q", "-b", "main")
    other = release_of(project / "other", {"index.html": b"theirs"})
    with open_place("git:gh-pages", project) as place:
        plan = publishing.compare(release, place)
        publish(other, "git:gh-pages", project)
        with pytest.raises(DeliveryError, match="run it again"):
            list(publishing.carry_out(plan, place))
    assert git(project, "show", "gh-pages:index.html") == "theirs"


@pytest.mark.parametrize("name", ["HEAD", "refs/heads/x", "FETCH_HEAD"])
def test_a_name_of_gits_own_is_no_branch(name, tmp_path):
    """A branch called HEAD would make every `git log HEAD` doubtful."""
    for target in (f"git:{name}", f"git+file:///srv/talks.git#{name}"):
        with pytest.raises(BadValue, match="names no Git branch"):
            open_place(target, tmp_path)
