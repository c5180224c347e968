"""Formulas as a real browser lays them out: where their signs stand, and how large.

Skipped, with the reason printed, where there is no Chromium, and where no font has
tables for mathematics (its signs cannot grow then).
"""

from __future__ import annotations

import io
import shutil
import subprocess

import pytest
from PIL import Image

from tests.browser import in_chromium, written
from tests.builders import programme, talk
from tests.formats.web_reader import site

MATH_FONT = (
    shutil.which("fc-list") is not None
    and subprocess.run(
        ["fc-list", ":", "family"], capture_output=True, text=True, check=False
    ).stdout.find("Math")
    >= 0
)

pytestmark = [
    *in_chromium,
    pytest.mark.skipif(not MATH_FONT, reason="there is no font for mathematics here"),
]

# Each formula by the name that its test knows it by.
FORMULAS = {
    "row": r"$$f(x) = \sum_{n=1}^{\infty} \frac{x^n}{n!} + \lim_{t \to 0} g$$",
    "aligned": r"\begin{align} (a+b)^2 &= c \\ x &= a + b + c + d \end{align}",
    "matrix": r"$$A = \begin{pmatrix} a & b \\ c & d \end{pmatrix} + \frac{"
    r"\frac{1}{\frac{2}{3}}}{\frac{\frac{4}{5}}{6}}$$",
    "cases": r"$$y = \begin{cases} x & z \\ -x-x-x & w \end{cases}$$",
    "arrow": r"$$A \xrightarrow{\text{a long label}} B \xrightarrow{f} C$$",
    "accents": r"$\hat{a} \tilde{x} \bar{y} \vec{v} \dot{z} \overline{u+w}$",
    "inline": r"In a line $\sum_{i=1}^n i$ and $"
    + " + ".join(f"a_{{{n}}}" for n in range(40))
    + "$, and on it goes.",
    "wide": "$$" + " + ".join(f"a_{{{n}}}" for n in range(40)) + "$$",
}
BOXES = """
(number) => {
  const place = document.querySelectorAll('.prose > p')[number];
  return Array.from(place.querySelectorAll('math, math *')).map(element => {
    const box = element.getBoundingClientRect();
    return {tag: element.localName, text: element.textContent, left: box.left,
      right: box.right, top: box.top, bottom: box.bottom,
      middle: (box.left + box.right) / 2, height: box.height, width: box.width};
  });
}
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    abstract = "\n\n".join(FORMULAS.values())
    title = r"Forms for $\mathrm{SL}_2(\mathbb{Z})$ and $a_1+a_2+a_3+a_4+a_5+a_6+a_7$"
    files = site(programme(talk(title=title, abstract=abstract, slug="math")))
    folder = written(files, tmp_path_factory.mktemp("site"))
    return (folder / "wilks/math/index.html").as_uri()


@pytest.fixture(scope="module")
def page(chromium, address):
    page = chromium.new_page(viewport={"width": 1000, "height": 800})
    page.goto(address)
    yield page
    page.close()


@pytest.fixture
def boxes(page):
    """Return a function that measures every element of one formula."""
    return lambda name: page.evaluate(BOXES, list(FORMULAS).index(name))


def one(boxes, tag, text):
    [box] = [box for box in boxes if box["tag"] == tag and box["text"] == text]
    return box


def test_a_displayed_formula_is_one_row_in_the_middle(boxes, page):
    found = boxes("row")
    math = found[0]
    line = page.evaluate("parseFloat(getComputedStyle(document.body).lineHeight)")
    assert math["height"] < 3.2 * line
    row = [box for box in found if box["text"] in ("f", "(", ")", "+")]
    middles = [(box["top"] + box["bottom"]) / 2 for box in row]
    assert max(middles) - min(middles) < line / 2
    prose = page.locator(".prose").first.bounding_box()
    assert math["middle"] == pytest.approx(prose["x"] + prose["width"] / 2, abs=3)


def test_limits_stand_above_and_below_where_a_formula_is_displayed(boxes):
    found = boxes("row")
    total, limit = one(found, "mo", "∑"), one(found, "mo", "lim")
    below, above = one(found, "mrow", "n=1"), one(found, "mi", "∞")
    goes = one(found, "mrow", "t→0")
    assert above["bottom"] <= total["top"] + 2
    assert below["top"] >= total["bottom"] - 2
    assert below["middle"] == pytest.approx(total["middle"], abs=2)
    assert goes["top"] >= limit["bottom"] - 2
    assert goes["middle"] == pytest.approx(limit["middle"], abs=2)


def test_limits_stand_beside_in_a_line_of_text(boxes):
    found = boxes("inline")
    assert one(found, "mrow", "i=1")["left"] >= one(found, "mo", "∑")["right"] - 1


def test_aligned_equations_have_their_signs_below_each_other(boxes):
    first, second = [box for box in boxes("aligned") if box["text"] == "="]
    assert first["left"] == pytest.approx(second["left"], abs=0.5)
    assert second["top"] > first["bottom"]
    lone = one(boxes("aligned"), "mtd", "x")
    letter = next(
        box
        for box in boxes("aligned")
        if box["tag"] == "mi" and box["text"] == "x" and box["top"] > lone["top"] - 3
    )
    assert second["left"] - letter["right"] < 10


def test_brackets_are_as_tall_as_their_matrix_and_no_taller(boxes):
    found = boxes("matrix")
    [table] = [box for box in found if box["tag"] == "mtable"]
    for bracket in "()":
        height = one(found, "mo", bracket)["height"]
        assert table["height"] * 0.8 < height < table["height"] * 1.4
    tall = next(box for box in found if box["tag"] == "mfrac")
    assert tall["height"] > table["height"] * 1.4


def test_cases_begin_at_one_line(boxes):
    cells = [box for box in boxes("cases") if box["tag"] == "mtd"]
    first, second = one(boxes("cases"), "mtd", "x"), cells[2]
    ours = [box for box in boxes("cases") if box["tag"] in ("mi", "mo")]
    inside = [
        min(
            box["left"]
            for box in ours
            if box["left"] >= cell["left"] - 1
            and box["right"] <= cell["right"] + 1
            and box["top"] >= cell["top"] - 3
            and box["bottom"] <= cell["bottom"] + 3
        )
        for cell in (first, second)
    ]
    assert inside[0] == pytest.approx(inside[1], abs=2)


def test_an_arrow_is_as_wide_as_its_label(boxes, page):
    """The box of a sign that grew tells nothing: what is drawn is measured."""
    found = boxes("arrow")
    label = one(found, "mtext", "a\xa0long\xa0label")
    row = page.locator(".prose math").nth(list(FORMULAS).index("arrow"))
    over = row.locator("mover").first.bounding_box()
    shot = Image.open(io.BytesIO(page.screenshot(clip=over, full_page=True)))
    ink = shot.convert("L").point(lambda light: 255 if light < 160 else 0)
    rows = [ink.crop((0, y, ink.width, y + 1)).getbbox() for y in range(ink.height)]
    longest = max(end[2] - end[0] for end in rows[ink.height // 2 :] if end)
    assert longest >= label["width"]


def test_accents_sit_on_the_middle_of_their_letters(boxes):
    found = boxes("accents")
    for letter, accent in (
        ("a", "ˆ"), ("x", "˜"), ("y", "¯"), ("v", "→"), ("z", "˙"),
    ):  # fmt: skip
        over = one(found, "mover", letter + accent)
        marks = [box for box in found if box["text"] == accent]
        [mark] = [
            box for box in marks if over["left"] - 5 <= box["middle"] <= over["right"]
        ]
        [base] = [box for box in found if box["tag"] == "mi" and box["text"] == letter]
        assert mark["middle"] == pytest.approx(base["middle"], abs=2)
        assert mark["top"] < base["top"] + 2
        assert over["height"] < base["height"] * 2.2
        assert mark["width"] < base["width"] * 1.8


def test_an_overline_is_as_long_as_its_letters(page):
    line = page.locator("mover.line > :first-child")
    style = (
        "e => getComputedStyle(e).borderTopStyle + getComputedStyle(e).borderTopWidth"
    )
    assert line.evaluate(style).startswith("solid")
    assert (
        page.locator("mover.line > mo:last-child").evaluate(
            "e => getComputedStyle(e).visibility"
        )
        == "hidden"
    )


def test_a_formula_in_a_heading_is_set_in_a_font_for_mathematics(page):
    family = page.locator("h1 math").first.evaluate(
        "e => getComputedStyle(e).fontFamily"
    )
    assert "STIX Two Math" in family
    assert family.rstrip().endswith("serif")
    assert "sans-serif" not in family


@pytest.mark.parametrize("width", [320, 360])
def test_wide_formulas_scroll_by_themselves_on_a_phone(chromium, address, width):
    page = chromium.new_page(viewport={"width": width, "height": 640})
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for wrapper in (
        ".prose .math-inline",
        ".math-display >> nth=-1",
        "h1 .math-inline",
    ):
        there = page.locator(wrapper).first
        wide, shown = there.evaluate("e => [e.scrollWidth, e.clientWidth]")
        assert wide > shown
        # it begins at its beginning, and can be moved to its end
        assert there.evaluate("e => (e.scrollLeft = 9999, e.scrollLeft)") > 0
    page.close()


BASELINES = """
wrapper => {
  const mark = document.createElement('span');
  mark.style.display = 'inline-block';
  wrapper.after(mark);
  const line = mark.getBoundingClientRect().bottom;
  mark.remove();
  return [line, wrapper.querySelector('mi').getBoundingClientRect().bottom];
}
"""


def test_a_wide_formula_keeps_the_line_it_stands_on(page):
    line, letter = page.locator(".prose .math-inline").first.evaluate(BASELINES)
    assert letter == pytest.approx(line, abs=3)


def test_no_line_begins_with_the_full_stop_behind_a_formula(page):
    kept = page.locator(".keep").first
    assert kept.inner_text().rstrip().endswith(",")
    assert kept.evaluate("e => getComputedStyle(e).whiteSpace") == "nowrap"
