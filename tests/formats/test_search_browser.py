"""Search and ``<announcer-talks>`` in a real browser, under the pages' own policy.

Skipped, with the reason printed, where there is no Chromium.
"""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from announcer.formats import web
from announcer.formats.web import index
from announcer.formats.web.terms import cut, terms
from announcer.talk import LinkAccess, Speaker, Status
from tests.browser import in_chromium, served, written
from tests.builders import programme, talk
from tests.formats.web_reader import TEMPLATES, site

FOREIGN = """<!DOCTYPE html>
<html lang="en"><meta charset="utf-8"><title>Department</title>
<meta http-equiv="Content-Security-Policy" content="{policy}">
<body><announcer-talks src="{origin}/below/talks.json" {attributes}>
<a href="{origin}/below/">Our talks</a></announcer-talks>
<iframe src="{origin}/below/embed/wilks.html" title="Talks"></iframe>
<script src="{origin}/below/embed/announcer-talks.js"></script></body></html>"""
# A careful department: no inline style, no eval, only the talks' host besides its own.
POLICY = "default-src 'self'; script-src {0}; connect-src {0}; frame-src {0}"

pytestmark = in_chromium


@pytest.fixture(scope="module", params=[32, 1], ids=["one block", "two blocks"])
def folder(tmp_path_factory, request):
    """Write a site of 43 talks below a path of its host."""
    top = tmp_path_factory.mktemp("host")
    talks = [
        talk(
            slug=f"n{n}",
            start=f"2020-{n % 12 + 1:02}-{n % 28 + 1:02} 12:30",
            title=f"Number {n} graphs",
            speakers=(Speaker(name="Élie Cartan" if n == 20 else "Somebody Else"),),
            abstract=f"About networks{n} and entropy" if n < 15 else "About lattices",
        )
        for n in range(40)
    ]
    talks += [
        talk(link="https://meet.example.edu/secret", link_access=LinkAccess.MEMBERS),
        talk(
            start="2021-03-10 12:30", slug="he", title="על למידה & עוד", language="he"
        ),
        talk(
            start="2021-03-11 12:30",
            slug="zh",
            title="機械学習入門",
            status=Status.CANCELLED,
        ),
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index, "_BLOCK", request.param)
        written(site(programme(*talks)), top / "below")
    return top


@pytest.fixture(scope="module")
def origin(folder):
    with served(folder) as address:
        yield address


@pytest.fixture
def page(chromium):
    context = chromium.new_context(timezone_id="Asia/Tokyo")
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.clock.set_fixed_time("2021-03-01T12:00:00Z")
    yield page
    context.close()


def shows(page, titles):
    expect(page.locator(".search .talk h2")).to_have_text(titles)


def ask(page, question, answer):
    page.fill("#question", question)
    expect(page.locator(".count[role=status]")).to_have_text(answer)


def test_words_of_titles_speakers_and_abstracts_are_found(page, origin):
    page.goto(f"{origin}/below/search/")
    ask(page, "surprises", "One talk was found.")
    shows(page, ["Surprises in Deep Learning Training"])
    ask(page, "cartan elie", "One talk was found.")
    shows(page, ["Number 20 graphs"])
    ask(page, "entropy graphs", "15 talks were found.")
    ask(
        page,
        "nothinglikethis",
        "No talks were found. Try fewer words, or only the beginning of one; the lists"
        " below lead to every talk.",
    )


def test_beginnings_and_endings_of_words_are_forgiven(page, origin):
    page.goto(f"{origin}/below/search/")
    ask(page, "surp", "One talk was found.")
    ask(page, "latticeses graph", "25 talks were found.")


def test_other_scripts_are_found(page, origin):
    page.goto(f"{origin}/below/search/")
    ask(page, "למידה", "One talk was found.")
    shows(page, ["על למידה & עוד"])
    ask(page, "学習", "One talk was found.")
    shows(page, ["Cancelled: 機械学習入門"])


def test_results_come_in_portions_and_links_lead_to_the_talk(page, origin):
    page.goto(f"{origin}/below/search/")
    ask(page, "graphs", "40 talks were found.")
    expect(page.locator(".search .talk")).to_have_count(10)
    page.click("text=More results")
    expect(page.locator(".search .talk")).to_have_count(20)
    page.click(".search .talk h2 a >> nth=0")
    assert page.locator("h1").inner_text().startswith("Number ")


def test_the_keyboard_is_enough_and_the_address_keeps_the_question(page, origin):
    page.goto(f"{origin}/below/search/")
    page.focus("#question")
    page.keyboard.type("surprises")
    page.keyboard.press("Enter")
    expect(page.locator(".search .talk")).to_have_count(1)
    assert page.url.endswith("?q=surprises")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert "Surprises" in page.evaluate("document.activeElement.textContent")
    page.reload()
    expect(page.locator(".search .talk")).to_have_count(1)


def test_search_works_from_a_folder_on_a_disk(page, folder):
    page.goto((folder / "below/search/index.html").as_uri())
    ask(page, "surprises", "One talk was found.")


def test_a_page_whose_index_is_gone_says_so(page, origin):
    page.route("**/search/index-*.js", lambda route: route.abort())
    page.goto(f"{origin}/below/search/")
    page.fill("#question", "surprises")
    expect(page.locator(".count[role=status]")).to_contain_text("could not be loaded")


def test_only_small_files_of_this_site_are_asked_for(page, origin):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{origin}/below/search/")
    ask(page, "surprises", "One talk was found.")
    assert all(url.startswith(f"{origin}/below/") for url in asked)
    assert len([url for url in asked if "/search/t" in url]) <= 3


def test_without_a_script_there_is_no_form_but_every_list(chromium, origin):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{origin}/below/search/")
    assert not page.locator("form").is_visible()
    assert page.locator("noscript").inner_text().startswith("To search by words")
    assert page.locator(".ways a").count() > 3
    context.close()


def test_script_and_index_cut_words_alike(page, origin, folder):
    """The two cutters are written twice; whatever one finds, the other must."""
    script = (folder / "below/static/search.js").read_text()
    start, end = script.index("  var SAME"), script.index("  // -- files")
    page.goto(f"{origin}/below/search/")
    found = page.evaluate(
        f"() => {{ {script[start:end]}"
        f" return {json.dumps(TEXTS)}.map("
        "text => [terms(text).flat(), folded(text)]); }"
    )
    for text, (asked, flat) in zip(TEXTS, found, strict=True):
        ours = terms(text)
        assert set(asked) <= set(ours), text
        # of a run without spaces the last character alone asks for nothing new, nor do
        # the two at a space
        close = {term for term in ours if len(term) < 3 and not term.isascii()}
        assert set(ours) - close <= set(asked), text
        assert flat == " ".join(cut(text)[0])


TEXTS = [
    "Élie Cartan’s C*-algebras", "Paul Erdős Łódź Straße", "α₁ ½ x²", "שָׁלוֹם עולם",
    "機械学習 2021 ガウス", "हिन्दी भाषा", "한국어 서울", "ΟΔΥΣΣΕΥΣ", "İstanbul ısı",
    "ประชุมวิชาการ", "کتاب‌خانه مُحَمَّد", "naïve café ﬁeld", "𝔽₂ 𠀀𠀁",
    "l'analyse d’Euclide dell´algebra", "O'Brien L'Hôpital rock'n'roll", "комп'ютер",
    "Müller Møller Ångström", "L^2 L^{10} H_1 L²(ℝ) snake_case __init__", "don`t",
    'ג\'ורג\' צה"ל ג׳ורג׳ צה״ל', "K-theory, C*-algebra", "佐藤 花子",
]  # fmt: skip

ASKED = {
    "Introduction à l’analyse des données": ["analyse", "l'analyse", "d'analyse"],
    "Lezioni dell'algebra di O'Brien": ["algebra", "dell’algebra", "obrien", "brien"],
    "Müller und Ångström": ["Mueller", "Müller", "muller", "aangstroem", "angstrom"],
    "Mueller on waves": ["Müller", "Mueller"],
    "צה״ל וג׳ורג׳": ['צה"ל', "צהל", "וג'ורג'", "וג’ורג’"],
    "佐藤花子の講演": ["佐藤花子", "佐藤 花子"],
    "鈴木 太郎の講演": ["鈴木太郎", "鈴木 太郎"],
    "Spaces $L^2$ of forms": ["L^2", "L2", "L²", "L^{2}"],
    "K-theory of C*-algebras": ["K-theory", "C*-algebra", "k theory"],
}
SPECTRAL = {7: "spectral gaps", 8: "gaps of spectral kind"}


@pytest.fixture(scope="module")
def language_origin(tmp_path_factory):
    """Serve a site of titles as several languages write them, and of a common word."""
    folder = tmp_path_factory.mktemp("languages")
    titles = [*ASKED, "Random graphs", "Graphs that look random", "Königsberg kernels"]
    talks = [
        talk(
            slug=f"w{n}", start=f"2020-01-{n + 1:02} 12:30", title=title, abstract=None
        )
        for n, title in enumerate(titles)
    ]
    talks += [
        talk(
            slug=f"c{n}",
            start=f"2019-01-{n % 28 + 1:02} {n // 28 + 8:02}:30",
            title=f"Number{n}",
            speakers=(),
            abstract=f"The {SPECTRAL.get(n, 'rest')}",
        )
        for n in range(205)
    ]
    for draft in web.drafts(programme(*talks), TEMPLATES):
        if draft.path.startswith(("site/search/", "site/static/s")):
            file = folder / draft.path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(draft.make())
    with served(folder / "site") as address:
        yield address


def first(page, question):
    """Return the titles that a question finds."""
    # asked with every frame: an assertion that waits asks only now and then
    status = "document.querySelector('.count[role=status]').textContent"
    page.evaluate(f"{status} = ''")
    page.fill("#question", question)
    page.wait_for_function(f"() => {status} !== ''")
    return page.locator(".search .talk h2").all_inner_texts()


def test_a_word_is_found_in_every_form_that_people_type(page, language_origin):
    page.goto(f"{language_origin}/search/")
    shown = {title: title.replace("$L^2$", "L²") for title in ASKED}
    for title, questions in ASKED.items():
        for question in questions:
            assert shown[title] in first(page, question), question


def test_a_lone_letter_amid_words_is_no_beginning(page, language_origin):
    page.goto(f"{language_origin}/search/")
    assert first(page, "K-theory") == ["K-theory of C*-algebras"]
    assert "Königsberg kernels" in first(page, "k")


def test_words_in_quotes_stand_side_by_side(page, language_origin):
    page.goto(f"{language_origin}/search/")
    assert len(first(page, "random graphs")) == 2
    assert first(page, '"random graphs"') == ["Random graphs"]
    assert first(page, "“random gra”") == ["Random graphs"]
    ask(page, "spectral gaps", "2 talks were found.")
    assert first(page, '"spectral gaps"') == ["Number7"]
    assert first(page, '"佐藤花子"') == ["佐藤花子の講演"]


def test_a_word_that_is_too_common_is_named(page, language_origin):
    page.goto(f"{language_origin}/search/")
    ask(page, "the", "One talk was found. Too common: the.")  # K-theory
    ask(page, "the random graphs", "2 talks were found. Too common: the.")


def foreign(tmp_path, origin, attributes=""):
    page = FOREIGN.format(
        origin=origin, attributes=attributes, policy=POLICY.format(origin)
    )
    (tmp_path / "index.html").write_text(page)
    return served(tmp_path)


def shown(page):
    return page.locator("announcer-talks li").all_inner_texts()


def test_a_foreign_page_shows_talks_in_their_own_time(page, tmp_path, origin):
    with foreign(tmp_path, origin, 'series="wilks" limit="2"') as address:
        page.goto(address)
        expect(page.locator("announcer-talks li")).to_have_count(2)
        first, second = shown(page)
    assert "Surprises in Deep Learning Training" in first
    assert "Monday, March 8, 2021, 12:30" in first
    assert "EST" in first
    assert "meet.example.edu" not in first
    assert "על למידה & עוד" in second


def test_an_element_says_what_is_off_and_leaves_out_what_is_over(
    page, tmp_path, origin
):
    page.clock.set_fixed_time("2021-03-11T12:00:00Z")
    with foreign(tmp_path, origin) as address:
        page.goto(address)
        expect(page.locator("announcer-talks li")).to_have_count(1)
        assert shown(page)[0].startswith("Cancelled:")


def test_an_unknown_series_has_nothing_planned(page, tmp_path, origin):
    with foreign(tmp_path, origin, 'series="other"') as address:
        page.goto(address)
        expect(page.locator("announcer-talks .nothing")).to_be_visible()


def test_what_stands_inside_is_shown_when_nothing_can_be_loaded(page, tmp_path, origin):
    page.route("**/talks.json", lambda route: route.abort())
    with foreign(tmp_path, origin) as address:
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert page.locator("announcer-talks > a").is_visible()


def test_a_frame_shows_talks_and_its_links_leave_it(page, tmp_path, origin):
    with foreign(tmp_path, origin) as address:
        page.goto(address)
        link = page.frame_locator("iframe").locator("li a").first
        link.click()
        page.wait_for_url("**/below/wilks/**")
        assert page.frames == [page.main_frame]
