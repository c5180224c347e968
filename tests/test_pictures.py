"""Pictures: what a camera knows stays home, broken files are named, cards are read."""

from __future__ import annotations

import os
import random
import subprocess
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

import pytest
from bidi.mirror import MIRRORED
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageCms, ImageDraw

from announcer.errors import BadValue, Problem
from announcer.pictures import (
    Card,
    Originals,
    Picture,
    Pictures,
    Store,
    card,
    lettering,
    vector,
)
from announcer.talk import Planned, Programme, Theme
from tests.builders import SITE, SOUDRY, programme, talk

RED, BLUE = (200, 30, 30), (30, 30, 200)


def painted(width: int = 800, height: int = 400, mode: str = "RGB") -> Image.Image:
    """Return a picture whose left half is red and whose right half is blue."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(BLUE, (width // 2, 0, width, height))
    return image.convert(mode)


def file_of(image: Image.Image, form: str = "JPEG", **options: Any) -> bytes:
    file = BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


@dataclass(frozen=True)
class Seen:
    """A programme that names pictures, and the pictures themselves."""

    programme: Programme
    pictures: Pictures

    @property
    def portrait(self) -> Picture | None:
        """What pages show of the only speaker."""
        [speaker] = self.programme.talks[0].speakers
        return self.pictures.portrait(self.programme, speaker)

    @property
    def logo(self) -> Picture | None:
        return self.pictures.logo(self.programme)

    @property
    def doubts(self) -> list[Problem]:
        return list(self.pictures.doubts(self.programme))


def with_photo(
    content: bytes | None, name: str = "me.jpg", kept: Store | None = None
) -> Seen:
    """Return a programme of one talk whose speaker has this photo."""
    speaker = replace(SOUDRY, photo=name)
    files = {} if content is None else {name: content}
    named = programme(talk(speakers=(speaker,)), pictures=frozenset({name}))
    return Seen(named, Pictures(files, kept))


def with_logo(content: bytes, name: str = "logo.svg") -> Seen:
    site = replace(SITE, theme=Theme(logo=name))
    named = programme(site=site, pictures=frozenset({name}))
    return Seen(named, Pictures({name: content}))


def photo(content: bytes) -> Picture:
    """Return what becomes of a photo that can be used."""
    picture = with_photo(content).portrait
    assert picture is not None
    return picture


def logo(content: bytes) -> Picture:
    picture = with_logo(content).logo
    assert picture is not None
    return picture


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


def colour(image: Image.Image, x: int, y: int = 60) -> tuple[int, ...]:
    """Return red, green and blue at a place."""
    found = image.convert("RGB").getpixel((x, y))
    assert isinstance(found, tuple)
    return found


def doubt(content: bytes | None) -> str:
    """Return the one doubt about a photo, after checking that no page shows it."""
    seen = with_photo(content)
    assert seen.portrait is None
    [problem] = seen.doubts
    assert problem.path == seen.programme.talks[0].source
    assert problem.message.startswith("photo of Daniel Soudry: me.jpg: ")
    assert problem.hint
    return problem.message.removeprefix("photo of Daniel Soudry: me.jpg: ")


# --- photos -------------------------------------------------------------------------


def test_a_photo_has_two_sizes_named_after_their_content_and_width():
    small, large = photo(file_of(painted(2400, 1200))).sizes
    assert (small.width, small.height) == (240, 120)
    assert (large.width, large.height) == (480, 240)
    assert opened(large.content).size == (480, 240)
    assert small.name.endswith("-240.jpg")
    assert small.name[:16] == large.name[:16]


def test_a_small_photo_is_never_enlarged():
    [only] = photo(file_of(painted(100, 50))).sizes
    assert (only.width, only.height) == (100, 50)


def test_a_portrait_in_upright_shape_stays_within_its_bounds():
    small, _ = photo(file_of(painted(1000, 4000))).sizes
    assert (small.width, small.height) == (80, 320)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright_however_the_camera_was_held(orientation):
    undone = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    image = painted()
    if orientation in undone:
        image = image.transpose(Image.Transpose(undone[orientation]))
    exif = Image.Exif()
    exif[0x0112] = orientation
    shown = opened(photo(file_of(image, exif=exif)).sizes[0].content)
    assert shown.size == (240, 120)
    assert colour(shown, 20)[0] > 150
    assert colour(shown, 220)[2] > 150


def test_nothing_that_a_camera_wrote_is_published():
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825).update({1: "N", 2: (40.0, 26.0, 46.0)})
    for form, options in (
        ("JPEG", {"exif": exif, "comment": b"SecretWords", "xmp": b"<SecretXmp/>"}),
        ("PNG", {"exif": exif}),
        ("WEBP", {"exif": exif, "xmp": b"<SecretXmp/>"}),
    ):
        source = file_of(painted(), form, **options)
        assert b"Secret" in source
        for size in (*photo(source).sizes, *logo(source).sizes):
            assert b"Secret" not in size.content
            shown = opened(size.content)
            assert not shown.getexif()
            assert not {"exif", "xmp", "comment", "icc_profile"} & shown.info.keys()


@pytest.mark.parametrize(
    ("mode", "form", "kind"),
    [
        ("RGB", "JPEG", "JPEG"), ("L", "JPEG", "JPEG"), ("CMYK", "JPEG", "JPEG"),
        ("P", "PNG", "JPEG"), ("1", "PNG", "JPEG"), ("RGBA", "PNG", "JPEG"),
        ("I;16", "PNG", "JPEG"), ("RGB", "WEBP", "JPEG"), ("P", "GIF", "JPEG"),
    ],
)  # fmt: skip
def test_every_kind_of_photo_that_is_not_clear_becomes_a_jpeg(mode, form, kind):
    image = painted(mode=mode) if mode != "I;16" else deep()
    shown = opened(photo(file_of(image, form)).sizes[0].content)
    assert (shown.format, shown.mode) == (kind, "RGB")
    if mode in {"L", "I;16"}:
        assert colour(shown, 20)[0] == pytest.approx(81, abs=6)  # red, in grey
    elif mode != "1":
        assert colour(shown, 20)[0] > 150


def deep() -> Image.Image:
    """Return the picture in grey with sixteen bits a pixel."""
    return painted(mode="L").convert("I;16").point(lambda value: value * 257)


def test_a_clear_photo_stays_clear():
    image = painted(mode="RGBA")
    image.putalpha(Image.linear_gradient("L").resize(image.size))
    shown = opened(photo(file_of(image, "PNG")).sizes[0].content)
    assert (shown.format, shown.mode) == ("WEBP", "RGBA")


def test_of_a_moving_picture_the_first_frame_is_shown():
    frames = file_of(
        painted(),
        "GIF",
        save_all=True,
        append_images=[Image.new("RGB", (800, 400), "white")],
    )
    shown = opened(photo(frames).sizes[0].content)
    assert colour(shown, 20)[1] < 100


@pytest.mark.parametrize("profile", ["whole", "broken"])
def test_colours_are_in_the_common_space_whatever_the_file_says(profile):
    known = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    source = file_of(painted(), icc_profile=known if profile == "whole" else known[:90])
    shown = photo(source).sizes[0].content
    assert colour(opened(shown), 20)[0] == pytest.approx(200, abs=6)


def test_the_same_photo_gives_the_same_bytes():
    assert photo(file_of(painted())) == photo(file_of(painted()))


def test_a_photo_elsewhere_is_not_fetched_and_not_doubted():
    seen = with_photo(None, "https://example.edu/me.jpg")
    assert seen.portrait is None
    assert not seen.doubts


# --- what is wrong with a photo -----------------------------------------------------


def test_a_photo_that_breaks_off_is_a_doubt():
    assert "broken" in doubt(file_of(painted())[:900])


def test_a_file_that_is_no_picture_is_a_doubt():
    assert "broken" in doubt(b"title: Surprises\n" * 40)


def test_an_empty_file_is_a_doubt():
    assert doubt(b"") == "the file is empty"


def test_a_photo_that_is_gone_is_a_doubt():
    assert doubt(None) == "the picture cannot be read"


def test_a_drawing_is_no_photo():
    assert "SVG" in doubt(b'<svg xmlns="http://www.w3.org/2000/svg"/>')


def test_a_telephones_own_kind_of_photo_is_named():
    assert "HEIC" in doubt(b"\x00\x00\x00\x18ftypheic" + bytes(40))


@pytest.mark.parametrize("side", [9_000, 12_000, 20_000])
def test_a_picture_that_would_burst_the_memory_is_a_doubt(side):
    bomb = file_of(Image.new("1", (side, side)), "PNG")
    assert "million pixels" in doubt(bomb)


def test_broken_bytes_are_a_doubt_or_a_picture_and_never_a_fall():
    chance = random.Random(1)
    sources = [
        file_of(painted(120, 80), form) for form in ("JPEG", "PNG", "GIF", "WEBP")
    ]
    for _ in range(400):
        content = bytearray(chance.choice(sources))
        for _ in range(chance.randint(1, 6)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        seen = with_photo(bytes(content))
        usable = seen.portrait
        assert (usable is None) == bool(seen.doubts)


# --- logos --------------------------------------------------------------------------

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' viewBox="0 0 80 40">{}</svg>'
)


def test_a_drawn_logo_is_copied_and_says_its_size():
    [size] = logo(SVG.format('<path d="M0 0h9" fill="#123"/>').encode()).sizes
    assert (size.width, size.height) == (112, 56)
    assert b'<path d="M0 0h9" fill="#123"' in size.content
    assert size.name.endswith(".svg")


def test_an_editors_notes_are_left_out_of_a_logo():
    noted = (
        '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x.dtd">'
        '<!-- /home/olga/logo.svg --><svg xmlns="http://www.w3.org/2000/svg" '
        'xmlns:i="http://inkscape" i:docname="/home/olga" width="80px" height="40">'
        '<metadata>Olga</metadata><i:view/><g i:label="x"><use href="#a"/></g></svg>'
    )
    [size] = logo(noted.encode()).sizes
    for word in (b"olga", b"Olga", b"inkscape", b"label", b"DOCTYPE"):
        assert word not in size.content
    assert b'viewBox="0 0 80 40"' in size.content
    assert b'<use href="#a"' in size.content


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<path onload="alert(1)"/>',
        '<path ONCLICK="alert(1)"/>',
        '<a href="https://evil.example"><path/></a>',
        '<image href="https://evil.example/x.png"/>',
        '<use xlink:href="https://evil.example/x.svg#a"/>',
        '<use href="data:image/svg+xml,x"/>',
        "<foreignObject/>",
        '<animate attributeName="href" values="javascript:alert(1)"/>',
        '<set attributeName="onclick" to="alert(1)"/>',
        '<path fill="url(https://evil.example/#a)"/>',
        '<path style="fill: url( &quot;//evil.example&quot;)"/>',
        "<style>@import 'https://evil.example';</style>",
        "<style>path { fill: url(//evil.example) }</style>",
        r"<style>path { fill: \75rl(//evil.example) }</style>",
        "<style>@IMPORT '//evil.example/x.css';</style>",
        "<style>path { mask: image-set('//evil.example/x.png' 1x) }</style>",
    ],
)
def test_a_logo_that_acts_or_fetches_is_refused(inside):
    seen = with_logo(SVG.format(inside).encode())
    assert seen.logo is None
    [problem] = seen.doubts
    assert "may not stand in a logo" in problem.message
    assert problem.path == "talks/site.yaml"


@pytest.mark.parametrize("name", ["xml-stylesheet", " XML-StyleSheet"])
def test_a_logo_with_a_stylesheet_instruction_is_refused(name):
    """It fetches a style from elsewhere, before anything is drawn."""
    instruction = f'<?{name} type="text/css" href="//evil.example/x.css"?>'
    seen = with_logo((instruction + SVG.format("<path/>")).encode())
    assert seen.logo is None
    [problem] = seen.doubts
    assert "xml-stylesheet" in problem.message


@pytest.mark.parametrize(
    "source",
    [
        b'<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg xmlns="http://www.w3.org/2000/svg"/>',
        b"<svg",
        b'<svg viewBox="0 0 1 1"/>',
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 nan 1"/>',
        '<svg xmlns="http://www.w3.org/2000/svg"/>'.encode("utf-16"),
        b'<svg xmlns="http://www.w3.org/2000/svg">' + b" " * 600_000 + b"</svg>",
    ],
)
def test_a_logo_that_is_no_plain_drawing_is_refused(source):
    with pytest.raises(BadValue):
        vector.cleaned(source)


def test_gradients_within_a_logo_stay():
    inside = '<path fill="url(#a)" style="stroke: url( \'#b\' )"/>'
    assert b"url(#a)" in logo(SVG.format(inside).encode()).sizes[0].content


def test_a_painted_logo_stays_sharp_and_is_as_high_as_pages_show_it():
    [size] = logo(file_of(painted(900, 300, "RGBA"), "PNG")).sizes
    assert opened(size.content).format == "PNG"
    assert opened(size.content).size == (336, 112)
    assert (size.width, size.height) == (168, 56)


def test_a_logo_on_another_server_is_doubted():
    site = replace(SITE, theme=Theme(logo="https://example.edu/logo.png"))
    assert Pictures().logo(programme(site=site)) is None
    [problem] = Pictures().doubts(programme(site=site))
    assert "not shown" in problem.message


# --- what is remembered -------------------------------------------------------------


def test_what_was_made_before_is_not_made_again(tmp_path):
    source = file_of(painted())
    first = with_photo(source, kept=Store(tmp_path / "kept"))
    made = first.portrait
    assert made is not None
    for path in (tmp_path / "kept").glob("*.jpg"):
        path.write_bytes(file_of(Image.new("RGB", (7, 7))))
    again = with_photo(source, kept=Store(tmp_path / "kept"))
    known = again.portrait
    assert known is not None
    assert [size.width for size in known.sizes] == [7, 7]


def test_a_memory_with_a_hole_is_filled_again(tmp_path):
    store = Store(tmp_path / "kept")
    source = file_of(painted())
    seen = with_photo(source, kept=store)
    made = seen.portrait
    del store[next(name for name in store if name.endswith("-480.jpg"))]
    assert seen.portrait == made
    assert len(store) == 3


def test_what_a_killed_build_left_of_a_picture_goes_with_the_next_one(tmp_path):
    ended = subprocess.Popen(["true"])
    ended.wait()
    folder = tmp_path / "kept"
    store = Store(folder)
    store["a"] = b"x"
    left, others = folder / f".b.png.{ended.pid}", folder / f".b.png.{os.getpid()}"
    for file in (left, others):
        file.write_bytes(b"half")
    store["c"] = b"x"
    assert not left.exists()
    assert others.exists()  # another build is writing it
    assert {"a", "c"} == set(store)


def test_the_memory_is_not_for_git(tmp_path):
    Store(tmp_path / "kept")["a"] = b"x"
    assert (tmp_path / "kept" / ".gitignore").read_text() == "*\n"


def test_a_memory_that_cannot_be_written_stops_nobody(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    store = Store(tmp_path / "file" / "kept")
    store["a"] = b"x"
    assert "a" not in store
    assert not list(store)


def test_only_files_that_records_name_are_read(tmp_path):
    (tmp_path / "a.jpg").write_bytes(b"a")
    (tmp_path / "b.jpg").write_bytes(b"b")
    asked: list[str] = []

    class Watched(Originals):
        def __getitem__(self, name: str) -> bytes:
            asked.append(name)
            return super().__getitem__(name)

    seen = Seen(with_photo(b"", "a.jpg").programme, Pictures(Watched(tmp_path)))
    other = replace(SOUDRY, photo="b.jpg")
    assert seen.portrait is None
    assert seen.pictures.portrait(seen.programme, other) is None
    assert asked == ["a.jpg"]


def test_a_file_that_is_far_too_large_is_not_read(tmp_path):
    with (tmp_path / "a.jpg").open("wb") as file:
        file.truncate(50 * 2**20)
    with pytest.raises(BadValue, match="larger than 40 MB"):
        Originals(tmp_path)["a.jpg"]


# --- cards --------------------------------------------------------------------------

WORDS = Card(
    heading="Wilks Statistics Seminar",
    titles=("Surprises in Deep Learning Training",),
    who="Daniel Soudry (Technion)",
    when="Monday, March 8th, 2021, 12:30–1:30pm EST",
    place="talks.example.edu",
    ground="#7a1f2b",
    ink="#fdfcf9",
)


def card_of(words: Card, kept: dict[str, bytes] | None = None) -> bytes:
    return Pictures(kept=kept).card(words)


def drawn(**changes: Any) -> Image.Image:
    return opened(card_of(replace(WORDS, **changes))).convert("L")


def inked(image: Image.Image) -> tuple[int, int, int, int]:
    """Return the box of everything that is not ground."""
    ground = Image.new("L", image.size, image.getpixel((0, 0)))
    box = ImageChops.difference(image, ground).getbbox()
    assert box is not None
    return box


def test_a_card_has_the_size_and_the_colours_asked_for():
    card = opened(card_of(WORDS))
    assert (card.format, card.size) == ("PNG", (1200, 630))
    assert colour(card, 5, 5) == (0x7A, 0x1F, 0x2B)
    used = card.convert("RGB").getcolors() or []
    assert (0xFD, 0xFC, 0xF9) in {shown for _, shown in used}


@given(st.binary(min_size=1, max_size=3000), st.integers(0, 600))
def test_a_card_shows_the_ink_that_was_drawn_in_sixteen_steps(ink, top):
    """What packs it here, and not in Pillow, loses and moves nothing."""
    image = Image.new("L", (1200, 630), 0)
    image.paste(Image.frombytes("L", (len(ink), 1), ink), (0, top))
    image.paste(Image.frombytes("L", (1, len(ink)), ink).crop((0, 0, 1, 29)), (7, top))
    shown = opened(card._png(image, replace(WORDS, ground="#000000", ink="#ffffff")))
    steps = image.point([17 * round(value / 17) for value in range(256)])
    assert shown.convert("L").tobytes() == steps.tobytes()


def test_the_same_words_give_the_same_card():
    assert card_of(WORDS) == card_of(WORDS)


def test_a_card_is_drawn_once():
    kept: dict[str, bytes] = {}
    card_of(WORDS, kept)
    [name] = kept
    kept[name] = b"known"
    assert card_of(WORDS, kept) == b"known"


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"titles": ("On " + "the spectra of very large random matrices " * 12,)},
        {"titles": ("W" * 300,)},
        {"titles": ("",), "who": "", "when": "", "place": "", "heading": ""},
        {"who": ", ".join(["Srinivasa Ramanujan (Trinity College)"] * 9)},
        {"heading": "Joint seminar of all departments " * 9, "when": "soon " * 90},
        {"heading": "x" * 200, "who": "ü" * 200, "when": "m" * 200, "place": "w" * 200},
        {"titles": ("Zur " + "Donaudampfschifffahrt" * 10,)},
    ],
)
def test_words_never_leave_the_card(changes):
    left, top, right, bottom = inked(drawn(**changes))
    assert left >= 80
    assert right <= 1120
    assert top >= 50
    assert bottom <= 590


def test_a_word_that_is_wider_than_the_card_goes_on_below():
    """A title of one long word is read, and not left out for an ellipsis."""
    word = "Donaudampfschifffahrtsgesellschaftskapitänsmützenfabrikant"
    face = lettering.Face(42, bold=True)
    lines = face.shortened(f"Zur {word}", 1020, 5)
    assert "".join(lines) == f"Zur {word}"
    assert all(face.width(line) <= 1020 for line in lines)
    assert face.shortened("e\u0301" * 300, 1020, 1)[0].endswith("e\u0301…")


TWO_WAYS = st.text(
    "אבגל abcXY12.,-–()[]<>«»{}∈≤\u2066\u2067\u2068\u2069\u200f", max_size=40
)


@given(TWO_WAYS)
def test_text_in_two_directions_keeps_its_letters(text):
    """Whatever is mixed, nothing but the order and the side of brackets changes."""
    [line] = lettering.seen([text])
    turned = str.maketrans({a: min(a, b) for a, b in MIRRORED.items()})
    assert sorted(line.translate(turned)) == sorted(text.translate(turned))


def test_brackets_around_latin_stand_right_in_hebrew():
    assert lettering.seen(["נועה (MIT)"]) == ["(MIT) העונ"]
    assert lettering.seen(["נועה (Technion (IIT))"]) == ["(Technion (IIT)) העונ"]
    assert lettering.seen(["David (אב), נועה"]) == ["David (בא), העונ"]


def test_a_title_that_no_font_has_gives_way_to_the_next():
    without = drawn(titles=("Geometry",), who="")
    assert (
        drawn(titles=("陳類", "Geometry"), who="陳省身").tobytes() == without.tobytes()
    )


@pytest.mark.parametrize(
    "text",
    ["Erdős–Rényi", "Ελλάδα ᾧ", "Софья Ковалевская", "שלום", "λ₂ ≤ 2√(d−1) ∈ ℝⁿ", "𝐿²"],
)
def test_scripts_and_formulas_can_be_drawn(text):
    assert lettering.drawable(text) == text


def test_points_and_unknown_signs_are_left_out_and_unknown_letters_are_not():
    assert lettering.drawable("שָׁלוֹם 🎉 x") == "שלום x"
    assert lettering.drawable("Chern 陳") is None


def test_text_from_the_right_stands_as_it_is_read():
    assert lettering.seen(["אב (גד) e"]) == ["e (דג) בא"]
    assert lettering.seen(["שלום ו-Deep", "Learning"]) == ["Deep-ו םולש", "Learning"]


def test_a_range_of_times_is_not_turned_in_hebrew():
    [line] = lettering.seen(["יום \u206612:30–13:30\u2069"])
    assert "12:30–13:30" in line


@pytest.mark.parametrize("heading", ["Algebra", "אלגברה"])
def test_a_card_begins_at_the_side_of_its_titles_letters(heading):
    """Whatever language the talk and the site are in."""
    plain = {"heading": heading, "who": "", "when": "", "place": ""}
    left = drawn(titles=("Abc",), **plain).crop((0, 0, 1200, 480))
    right = drawn(titles=("אבג",), **plain).crop((0, 0, 1200, 480))
    assert inked(left)[0] < 110
    assert inked(left)[2] < 1000
    assert inked(right)[2] > 1090
    assert inked(right)[0] > 200


def unnamed(*files: str, **said: Any) -> list[Problem]:
    """Return what is said of files in the talks folder that nobody may have named."""
    seen = Pictures(dict.fromkeys(files, b""))
    return list(seen.unnamed(programme(**said)))


def test_a_picture_that_no_record_names_is_asked_about():
    [problem] = unnamed("wilks/anna.jpg", "wilks/2021-03-08-soudry.yaml")
    assert problem.path == "talks/wilks/anna.jpg"
    assert problem.message == "no record names this picture, so no page has it"
    assert problem.hint.startswith("write photo: anna.jpg beside the name")


def test_many_pictures_of_a_folder_are_one_doubt():
    [problem] = unnamed("e.png", "a.jpg", "c.svg", "d.gif", "b.webp")
    assert problem.path == "talks"
    assert "names a.jpg, b.webp, c.svg and 2 more, so" in problem.message


def test_a_picture_that_somebody_set_aside_is_not_asked_about():
    assert not unnamed("_old/anna.jpg", "wilks/_anna.jpg", ".cache/anna.png")


def test_check_asks_about_pictures_that_no_record_names(run, project):
    (project / "talks/anna.jpg").write_bytes(b"")
    ran = run("-C", project, "check")
    assert ran.status == 0
    assert "talks/anna.jpg: warning: no record names this picture" in ran.err


def test_a_picture_of_a_talk_to_come_or_planned_is_not_asked_about():
    planned = Planned(
        uid="x",
        slug="x",
        source="talks/x.yaml",
        series=talk().series,
        speakers=(replace(SOUDRY, photo="anna.jpg"),),
    )
    named = frozenset({"me.jpg"})
    assert not unnamed("me.jpg", "anna.jpg", pictures=named, planned=(planned,))


SHOWN = st.text("AVTWYajfgkltr f(“”)!–.,1230äÅéжאבם∈ℝx̂", min_size=1, max_size=30)


@given(SHOWN, st.sampled_from((32, 46, 84)), st.booleans())
def test_letters_that_were_drawn_before_stand_as_if_all_were_drawn_anew(
    text, size, bold
):
    """Each letter is fitted to the pixels once, not for every card."""
    face = lettering.Face(size, bold=bold)
    ours, theirs = (Image.new("L", (2800, 180), 0) for _ in range(2))
    face.draw(ImageDraw.Draw(ours), (60, 120), text, 214)
    left, pen = 60.0, ImageDraw.Draw(theirs)
    for font, part in face._runs(text):
        pen.text((round(left), 120), part, fill=214, font=font, anchor="ls")
        left += font.getlength(part)
    assert face.width(text) == left - 60
    assert ours.tobytes() == theirs.tobytes()
