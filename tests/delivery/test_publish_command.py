"""What goes out and what must not: the command, before it meets any place."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from announcer.errors import BadValue
from announcer.publishing.steps import order
from announcer.release import MANIFEST, parse_target, read_manifest
from tests.conftest import TALK

NOW = ("--now", "2021-03-01T09:00")
LINK = "https://meet.example.edu/wilks?pwd=Zebra77&x=1"
TARGET = "../public"


@pytest.fixture
def home(home: Path) -> Path:
    """Return a project with a private link and a speaker's address."""
    (home / TALK).write_text(
        "title: Surprises\ndate: 2021-03-08\nlink_access: members\n"
        f"link: {LINK}\nspeaker: {{name: A, email: a.speaker@example.edu}}\n"
    )
    return home


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the one build of this module is kept."""
    return tmp_path_factory.mktemp("kept") / "home"


@pytest.fixture
def built(home, run, kept):
    """Return the project with its site, built once and copied for each test."""
    if not kept.exists():
        assert run("-C", home, *NOW, "build", "--quiet").status == 0
        shutil.copytree(home, kept)
    shutil.rmtree(home)
    shutil.copytree(kept, home)
    return home


def publish(run, home, *options):
    return run("-C", home, *NOW, "publish", TARGET, "--yes", *options)


def test_the_target_may_stand_in_the_site(run, home):
    site = home / "talks/site.yaml"
    site.write_text(site.read_text() + f"publish: {TARGET}\n")
    run("-C", home, *NOW, "build")
    ran = run("-C", home, *NOW, "publish", "--yes")
    assert ran.status == 0, ran.err
    assert (home / "../public/index.html").is_file()


def test_without_a_target_one_learns_where_to_write_it(run, built):
    ran = run("-C", built, *NOW, "publish")
    assert ran.status == 1
    assert "publish: olga@www.example.edu" in ran.err


def test_a_target_in_the_site_is_checked_with_the_records(run, home):
    site = home / "talks/site.yaml"
    site.write_text(site.read_text() + "publish: git+https://token@host/x#b\n")
    ran = run("-C", home, *NOW, "check")
    assert ran.status == 1
    assert "a password or a key stands in this file" in ran.err
    assert "token@" not in ran.err


def test_what_was_never_built_is_not_published(run, home):
    ran = publish(run, home)
    assert ran.status == 1
    assert "announcer build" in ran.err


def test_records_newer_than_the_site_are_named(run, built):
    """Old facts do not go out by accident; one option builds before."""
    later = (built / "build/.announcer-files.json").stat().st_mtime + 5
    os.utime(built / TALK, (later, later))
    ran = publish(run, built)
    assert ran.status == 1
    assert f"{TALK} is newer" in ran.err
    assert "--build" in ran.err
    assert not (built / "../public").exists()


def test_build_makes_the_site_before(run, home):
    ran = publish(run, home, "--build")
    assert ran.status == 0, ran.err
    assert (home / "../public/index.html").is_file()


def test_mails_are_never_published(run, built):
    for folder in ("build/mail", "build"):
        ran = publish(run, built, "--from", folder)
        assert ran.status == 1, folder
    assert not (built / "../public").exists()


@pytest.mark.parametrize(
    "text",
    [
        LINK,
        LINK.replace("&", "&amp;"),
        LINK.removeprefix("https://"),
        json.dumps(LINK).replace("/", "\\/"),
        LINK.replace("=", "%3D").replace("?", "%3F").replace("&", "%26"),
        f"{LINK[:30]}\r\n {LINK[30:]}",
        "The passcode is Zebra77.",
        "mailto:A.Speaker@example.edu",
        "a.speaker&#64;example.edu",
        "https://calendar.google.com/?details=" + LINK.replace("&", "%26"),
    ],
)
def test_nothing_private_leaves(run, built, text):
    """Whoever wrote it, and however it is written."""
    (built / "build/site/note.html").write_text(f"<p>{text}</p>")
    ran = publish(run, built)
    assert ran.status == 1
    assert "note.html holds" in ran.err
    assert TALK in ran.err
    assert "Zebra77" not in ran.err
    assert "a.speaker" not in ran.err.casefold()
    assert not (built / "../public").exists()


@pytest.mark.parametrize(
    "text",
    [
        "https://meet.example.edu/wilks-public",
        "https://meet.example.edu/",
        "b.speaker@example.edu",
        "a.speaker@example.education",
    ],
)
def test_what_only_looks_alike_may_leave(run, built, text):
    (built / "build/site/note.html").write_text(f"<p>{text}</p>")
    ran = publish(run, built)
    assert ran.status == 0, ran.err


def test_an_organiser_who_speaks_is_still_an_organiser(run, home):
    """The address that stands in the calendars on purpose is no secret."""
    series = home / "talks/wilks/series.yaml"
    series.write_text(series.read_text() + "organizers: [A <a.speaker@example.edu>]\n")
    ran = publish(run, home, "--build")
    assert ran.status == 0, ran.err


def test_files_of_ones_own_go_out_and_hidden_ones_stay(run, built):
    """CNAME and .htaccess are for the web server, .git and swap files are not."""
    site = built / "build/site"
    for name in ("CNAME", ".htaccess", ".index.html.swp", ".git/config"):
        (site / name).parent.mkdir(exist_ok=True)
        (site / name).write_text("x")
    assert publish(run, built).status == 0
    public = built / "../public"
    names = {path.name for path in public.rglob("*") if path.is_file()}
    assert {"CNAME", ".htaccess"} <= names
    assert not {".index.html.swp", "config"} & names


def test_a_link_on_the_disk_is_not_followed(run, built):
    (built / "build/site/notes.txt").symlink_to(built / "talks/site.yaml")
    ran = publish(run, built)
    assert ran.status == 1
    assert "is a link on the disk" in ran.err


def test_pages_are_there_before_what_leads_to_them():
    paths = [
        "index.html",
        "sitemap.xml",
        "feed.atom",
        "calendar/all.ics",
        "speakers/a/index.html",
        "speakers/index.html",
        "wilks/index.html",
        "wilks/2021-a/index.html",
        "wilks/2021-a/talk.ics",
        "static/style.css",
    ]
    assert sorted(paths, key=order) == [
        "static/style.css",
        "wilks/2021-a/index.html",
        "wilks/2021-a/talk.ics",
        "wilks/index.html",
        "speakers/a/index.html",
        "calendar/all.ics",
        "speakers/index.html",
        "feed.atom",
        "index.html",
        "sitemap.xml",
    ]


@pytest.mark.parametrize(
    ("text", "scheme", "place"),
    [
        ("../public", "folder", "../public"),
        ("~/public_html/talks", "folder", "~/public_html/talks"),
        ("./a:b", "folder", "./a:b"),
        ("file:///var/www/my%20talks", "folder", "/var/www/my talks"),
        ("olga@www.example.edu:talks", "rsync", "olga@www.example.edu:talks"),
        ("www:talks/", "rsync", "www:talks/"),
        ("ssh://olga@www:2222/srv/talks", "rsync", "olga@www:/srv/talks"),
        ("rsync://www/module/talks", "rsync", "rsync://www/module/talks"),
        ("git:gh-pages", "git", ""),
        ("git+ssh://git@host/t.git#pages", "git", "ssh://git@host/t.git"),
        ("s3://bucket/talks/", "s3", "s3://bucket/talks"),
        ("gcs://bucket", "gs", "gs://bucket"),
        ("az://container/talks", "abfs", "abfs://container/talks"),
    ],
)
def test_a_target_is_read_as_it_is_meant(text, scheme, place):
    target = parse_target(text)
    assert (target.scheme, target.place) == (scheme, place)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "gh-pages",
        "-e:x",
        "-x/y",
        "olga@-oProxyCommand=x:y",
        "ssh://-oProxyCommand=x/y",
        "git+ssh://-oProxyCommand=x/y#b",
        "git:-x",
        "git:a..b",
        "git:a:../b",
        "git+ssh://git@host/t.git",
        "git+ext::sh#b",
        "olga:secret@www:talks",
        "ssh://olga:secret@www/talks",
        "git+https://token@host/t.git#b",
        "https://www.example.edu",
        "sftp://www.example.edu/talks",
        "s3:bucket",
        "s3://",
        "s3://bucket/../other",
        "a\nb/c",
    ],
)
def test_a_target_that_cannot_be_meant_is_refused(text):
    with pytest.raises(BadValue) as raised:
        parse_target(text)
    assert raised.value.hint
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize(
    "content",
    [
        b'{"files": {}}',
        b'{"files": {"../a": "1", "/etc/x": "1", "a//b": null, ".git/config": "1"}}',
    ],
)
def test_a_manifest_removes_nothing_outside_of_the_target(content):
    assert read_manifest(content) == {}
    assert read_manifest(b'{"files": {"%b": null}}' % MANIFEST.encode()) == {}


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff", b'{"files": ["a"]}'])
def test_a_damaged_manifest_is_no_empty_one(content):
    assert read_manifest(content) is None
    assert read_manifest(None) == {}


def test_a_damaged_list_of_what_was_published_is_said_with_the_way_on(run, built):
    assert publish(run, built).err == ""
    manifest = built / TARGET / MANIFEST
    manifest.write_bytes(manifest.read_bytes()[:-40])
    ran = publish(run, built, "--force")
    assert ran.status == 0
    assert f"damaged: {MANIFEST} of " in ran.err
    assert "Bring that file back" in ran.err
    assert publish(run, built).err == ""  # it was written anew
