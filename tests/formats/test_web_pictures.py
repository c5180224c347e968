"""Photos, the logo and cards on the site: there, small, described, asked of nobody."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

from PIL import Image

from announcer.access import Channel
from announcer.ical import event
from announcer.pictures import Pictures
from announcer.talk import Programme, Status, Theme
from announcer.templating import Templates
from tests.builders import SITE, SOUDRY, programme, talk
from tests.formats.web_reader import every, has_class, one, page, site

TALK = "wilks/2021-03-08-soudry/index.html"
SPEAKER = "speakers/daniel-soudry/index.html"


def photo(width: int = 600, height: int = 800) -> bytes:
    file = BytesIO()
    Image.linear_gradient("L").resize((width, height)).save(file, "JPEG")
    return file.getvalue()


def pictured(content: bytes, name: str = "me.jpg") -> tuple[Programme, Templates]:
    speaker = replace(SOUDRY, photo=name)
    seen = programme(talk(speakers=(speaker,)), pictures=frozenset({name}))
    return seen, Templates(pictures=Pictures({name: content}))


def meta(root, name):
    return one(root, "meta", property=name).get("content")


def test_a_photo_stands_on_the_talks_and_on_the_speakers_page():
    files = site(*pictured(photo()))
    for path in (TALK, SPEAKER):
        [image] = has_class(page(files, path), "portrait")
        assert image.get("alt") == "Daniel Soudry"
        assert (image.get("width"), image.get("height")) == ("240", "320")
        assert image.get("src", "").removeprefix("../../") in files
        for each in image.get("srcset", "").split(", "):
            address, width = each.split()
            content = files[address.removeprefix("../../")]
            assert Image.open(BytesIO(content)).width == int(width.removesuffix("w"))


def test_a_small_photo_has_one_size():
    [image] = has_class(page(site(*pictured(photo(90, 120))), TALK), "portrait")
    assert (image.get("width"), image.get("height")) == ("90", "120")
    assert image.get("srcset") is None


def test_a_broken_photo_is_left_out_and_the_page_stays():
    files = site(*pictured(photo()[:400]))
    assert not has_class(page(files, TALK), "portrait")
    assert not [path for path in files if path.startswith("photos/")]


def test_a_photo_elsewhere_is_only_a_link():
    files = site(*pictured(b"", "https://example.edu/me.jpg"))
    assert not every(page(files, SPEAKER), "img")
    assert every(page(files, SPEAKER), "a", href="https://example.edu/me.jpg")


def test_a_logo_stands_beside_the_name_on_every_page():
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><path/></svg>'
    shown = replace(SITE, theme=Theme(logo="logo.svg"))
    seen = programme(talk(), site=shown, pictures=frozenset({"logo.svg"}))
    files = site(seen, Templates(pictures=Pictures({"logo.svg": svg})))
    for path, top in (("index.html", ""), (TALK, "../../"), ("404.html", "/")):
        [image] = has_class(page(files, path), "logo")
        assert image.get("alt") == ""
        assert (image.get("width"), image.get("height")) == ("112", "56")
        assert image.get("src", "").removeprefix(top) in files


def test_each_talk_ahead_has_a_card_that_previews_can_show():
    files = site(programme(talk()))
    root = page(files, TALK)
    path = TALK.replace("index.html", "card.png")
    assert meta(root, "og:image") == f"https://talks.example.edu/{path}"
    assert Image.open(BytesIO(files[path])).size == (1200, 630)
    assert meta(root, "og:image:width") == "1200"
    assert meta(root, "og:image:height") == "630"
    assert "Surprises in Deep Learning Training" in meta(root, "og:image:alt")
    assert one(root, "meta", name="twitter:card").get("content") == (
        "summary_large_image"
    )


def test_other_pages_share_the_card_of_the_site():
    files = site(programme(talk()))
    address = "https://talks.example.edu/static/card.png"
    assert meta(page(files, "index.html"), "og:image") == address
    assert Image.open(BytesIO(files["static/card.png"])).size == (1200, 630)


def test_old_talks_share_the_card_of_the_site():
    old = [
        talk(start=f"20{year:02}-02-08 12:30", slug=f"old-{year}", title="Old")
        for year in range(21)
    ]
    many = [replace(one, slug=f"{one.slug}-{n}", uid=f"{one.uid}{n}")
            for n in range(3) for one in old]  # fmt: skip
    files = site(programme(*many))
    assert len([path for path in files if path.endswith("/card.png")]) == 51
    oldest = page(files, "wilks/old-0-0/index.html")
    assert meta(oldest, "og:image") == "https://talks.example.edu/static/card.png"


def test_a_cancelled_talk_has_another_card():
    card = TALK.replace("index.html", "card.png")
    taking_place = site(programme(talk()))[card]
    assert site(programme(talk(status=Status.CANCELLED)))[card] != taking_place


def test_a_photo_of_the_talks_folder_is_in_the_calendar_at_its_public_address():
    seen, templates = pictured(photo())
    [path] = [path for path in site(seen, templates) if path.endswith("-480.jpg")]
    entry = event(seen.talks[0], seen, Channel.PUBLIC, templates)
    unfolded = entry.replace(b"\r\n ", b"").decode()
    assert (
        "IMAGE;VALUE=URI;DISPLAY=BADGE;FMTTYPE=image/jpeg:"
        f"https://talks.example.edu/{path}\r\n"
    ) in unfolded
