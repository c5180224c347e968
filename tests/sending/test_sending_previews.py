"""What goes out now and next can be looked at before it goes."""

from __future__ import annotations

from html5lib import parse

from tests.sending.office import LIST, TALK, read, undated


def links(page: str) -> list[str]:
    tree = parse(page, namespaceHTMLElements=False)
    return [a.get("href") or "" for a in tree.iter("a")]


def test_the_list_of_mails_shows_what_goes_out_now_and_next(office, run):
    at = ("-C", office.folder, "--now", "2021-03-01T09:00")
    assert run(*at, "build").status == 0
    mails = office.folder / "build/mail"
    page = (mails / "index.html").read_text(encoding="utf-8")
    now, next_ = page.index("To be sent now"), page.index("To be sent next")
    assert now < page.index("never announced; talk in 7 days") < next_
    assert next_ < page.index("same day at 08:00; talk in 7 days")
    coming = {link for link in links(page) if link.startswith("coming/")}
    assert len(coming) == 8  # HTML, text, headers and the mail, of two messages
    assert all((mails / link).is_file() for link in coming)


def test_the_preview_of_what_is_due_is_what_goes_out(office, inbox, run):
    at = ("-C", office.folder, "--now", "2021-03-01T09:00")
    run(*at, "build")
    (preview,) = (office.folder / "build/mail/coming").glob("announcement.*.eml")
    run(*at, "send", "--yes", "--first")
    dated, *_ = inbox.messages
    assert undated(dated) == undated(preview.read_bytes())
    headers = preview.with_suffix(".headers.txt").read_text()
    assert f"To: {LIST}" in headers
    assert "Subject: Wilks Statistics Seminar" in headers


def test_the_preview_of_a_reminder_is_from_the_day_it_goes_out(office, run):
    run("-C", office.folder, "--now", "2021-03-01T09:00", "build")
    (preview,) = (office.folder / "build/mail/coming").glob("reminder.*.eml")
    message = read(preview.read_bytes())
    assert message["Subject"].startswith("Today at 12:30pm")
    assert message["Date"] == "Mon, 08 Mar 2021 08:00:00 -0500"


def test_what_was_sent_is_no_longer_among_them(office, run):
    at = ("-C", office.folder, "--now", "2021-03-01T09:00")
    run(*at, "send", "--yes", "--first")
    run(*at, "build")
    mails = office.folder / "build/mail"
    assert "To be sent now" not in (mails / "index.html").read_text(encoding="utf-8")
    assert not list(mails.glob("coming/announcement.*"))


def test_a_digest_of_nothing_but_a_gap_can_be_looked_at(office, run):
    series = (office.folder / TALK).with_name("series.yaml")
    text = series.read_text() + "weekday: Monday\nskip: [2021-03-15]\n"
    series.write_text(text.replace("tell:", "tell:\n  - digest: Sundays at 18:00"))
    run("-C", office.folder, "--now", "2021-03-14T19:00", "build")
    (preview,) = (office.folder / "build/mail/coming").glob("digest.*.eml")
    assert read(preview.read_bytes())["To"] == LIST
