"""What the preview answers: pages, calendars, feeds, mails; to strangers nothing."""

from __future__ import annotations

import http.client
import re
import socket

import pytest

from announcer.preview import Rebuilt
from tests.conftest import write_project
from tests.preview.conftest import previews
from tests.preview.running import PAGE


@pytest.fixture(scope="module")
def preview(tmp_path_factory):
    """Return a preview that all tests ask and none disturbs."""
    with previews() as start:
        running = start(write_project(tmp_path_factory.mktemp("shown")))
        running.hears()
        yield running


def test_the_site_is_served_as_it_will_be_published(preview):
    assert "Surprises in Deep Learning Training" in preview.text("/")
    assert "Daniel Soudry" in preview.text(PAGE)


def test_a_folder_is_redirected_to_its_index(preview):
    answer = preview.ask(PAGE.rstrip("/"))
    assert (answer.status, answer.headers["Location"]) == (302, PAGE)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/static/style.css", "text/css; charset=utf-8"),
        ("/static/icon.svg", "image/svg+xml"),
        ("/static/announcer.js", "text/javascript; charset=utf-8"),
        ("/calendar/all.ics", "text/calendar; charset=utf-8"),
        ("/feed.atom", "application/atom+xml; charset=utf-8"),
        ("/feed.json", "application/feed+json"),
        ("/talks.json", "application/json"),
        ("/sitemap.xml", "application/xml; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/_mail/", "text/html; charset=utf-8"),
        (f"/_mail{PAGE}announcement.html", "text/html; charset=utf-8"),
        (f"/_mail{PAGE}announcement.txt", "text/plain; charset=utf-8"),
        (f"/_mail{PAGE}announcement.eml", "message/rfc822"),
    ],
)
def test_each_file_has_its_type(preview, path, kind):
    answer = preview.ask(path)
    assert (answer.status, answer.headers["Content-Type"]) == (200, kind)


def test_nothing_is_kept_by_the_browser_or_read_by_other_sites(preview):
    headers = preview.ask("/").headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in headers


def test_mails_cannot_be_framed_by_other_sites(preview):
    assert preview.ask("/_mail/").headers["X-Frame-Options"] == "SAMEORIGIN"


def test_a_mail_is_downloaded_as_it_would_be_sent(preview, run):
    answer = preview.ask(f"/_mail{PAGE}announcement.eml")
    now = ("--now", "2021-03-01T09:00")
    shown = run("-C", preview.folder, *now, "show", "soudry", "--as", "eml")
    sent, seen = (
        re.sub(rb"(?m)^Date: .*$", b"", body.replace(b"\r\n", b"\n"))
        for body in (shown.out.encode(), answer.body)
    )
    assert seen == sent  # but for the date, which is since when it reads so
    assert answer.headers["Content-Disposition"] == "attachment"


def test_every_link_of_the_list_of_mails_leads_to_a_file(preview):
    links = re.findall(r'href="([^":]+)"', preview.text("/_mail/"))
    assert len(links) >= 4
    for link in links:
        assert preview.ask(f"/_mail/{link}").status == 200, link


def test_the_folder_of_mails_needs_no_slash(preview):
    assert preview.ask("/_mail").headers["Location"] == "/_mail/"


def test_head_says_what_get_would_say_and_sends_nothing(preview):
    get, head = preview.ask("/"), preview.ask("/", "HEAD")
    assert head.body == b""
    assert head.headers["Content-Length"] == get.headers["Content-Length"]


def test_one_connection_answers_many_questions(preview):
    connection = http.client.HTTPConnection("127.0.0.1", preview.port)
    try:
        for path in ("/", "/nowhere", "/wilks", "/feed.json"):
            connection.request("GET", path)
            assert connection.getresponse().read() is not None
            assert connection.sock is not None, path
    finally:
        connection.close()


def test_a_wrong_address_shows_the_sites_own_page_for_it(preview):
    answer = preview.ask("/no/such/page/")
    assert answer.status == 404
    assert "Page not found" in answer.text
    assert "/_serve/reload.js" in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/../talks/site.yaml",
        "/%2e%2e/talks/site.yaml",
        "/..%2ftalks%2fsite.yaml",
        "/_mail/../../talks/site.yaml",
        "/_mail/..%2f..%2ftalks/site.yaml",
        "/_serve/../../../pyproject.toml",
        "/_serve/..%2fweb%2fpage.html.j2",
        "//etc/passwd",
        "/site/index.html",
        "/mail/index.html",
        "/wilks/\\..\\..\\talks\\site.yaml",
    ],
)
def test_no_path_leaves_what_was_built(preview, path):
    answer = preview.ask(path)
    assert answer.status == 404
    assert "timezone:" not in answer.text


@pytest.mark.parametrize("path", ["/%ff", "/%00", "*"])
def test_a_path_that_cannot_be_read_is_refused(preview, path):
    assert preview.ask(path).status == 400


def test_names_in_any_script_are_found(project, preview_of):
    (project / "talks/wilks/2021-03-22-נתר.yaml").write_text(
        "title: Rings\nspeaker: אמי נתר\ndate: 2021-03-22\n", encoding="utf-8"
    )
    preview = preview_of(project)
    link = re.search(r'href="([^"]*%D7[^"]*/)index.html"', preview.text("/wilks/"))
    assert link
    assert preview.ask(f"/wilks/{link[1].removeprefix('../wilks/')}").status == 200


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST:1", "[::1]:80"])
def test_this_machine_is_answered(preview, host):
    assert preview.ask("/", Host=host).status == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8000", "0.0.0.0", "192.0.2.7", "", "[", "a b"],
)
def test_another_name_is_refused_with_pages_mails_and_events(preview, host):
    """A page of another site may have led its own name here."""
    for path in ("/", "/_mail/", "/_serve/events?seen="):
        answer = preview.ask(path, Host=host)
        assert answer.status == 403
        assert "Surprises" not in answer.text


def test_a_host_that_was_asked_for_is_answered_by_its_address_and_name(
    project, preview_of
):
    preview = preview_of(project, host="0.0.0.0")
    for host in ("192.0.2.7:8000", socket.gethostname()):
        assert preview.ask("/", Host=host).status == 200
    assert preview.ask("/", Host="evil.example").status == 403


def test_a_site_below_a_path_is_served_below_it(project, preview_of):
    site = project / "talks/site.yaml"
    site.write_text(
        site.read_text().replace("example.edu", "example.edu/stat/talks", 1)
    )
    preview = preview_of(project)
    assert preview.address.endswith("/stat/talks/")
    assert preview.ask("/").headers["Location"] == "/stat/talks/"
    assert preview.ask("/stat/talks").headers["Location"] == "/stat/talks/"
    assert preview.ask(f"/stat/talks{PAGE}").status == 200
    assert preview.ask("/stat").status == 404
    assert 'href="/stat/talks/static/style.css"' in preview.text("/stat/talks/nowhere")


def test_what_is_not_asked_for_is_not_made(project, preview_of):
    """A page is made when somebody wants it: that is why a save is seen at once."""
    preview = preview_of(project)
    preview.hears()
    with preview.after() as heard:
        preview.create("templates/mail/announcement.txt.j2", "{{ no.such }}")
    assert isinstance(heard[0], Rebuilt)
    assert preview.ask("/").status == 200
    assert preview.ask(f"/_mail{PAGE}announcement.txt").status == 503


def test_a_browser_that_goes_away_harms_nobody(preview):
    with socket.create_connection(("127.0.0.1", preview.port)) as connection:
        connection.sendall(b"GET /_serve/events?seen=x HTTP/1.1\r\nHost: localhost\r\n")
    with socket.create_connection(("127.0.0.1", preview.port)) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert b"501" in connection.recv(100)
    assert preview.ask("/").status == 200
