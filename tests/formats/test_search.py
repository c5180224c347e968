"""The search index and the pages that filter talks without any script."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from announcer import urls
from announcer.formats.web import index, postings
from announcer.formats.web import terms as cutting
from announcer.formats.web.page import Edition
from announcer.formats.web.terms import terms
from announcer.output import finished, opened
from announcer.talk import LinkAccess, Speaker, Talk
from announcer.templating import Templates
from tests.builders import programme, talk
from tests.formats.web_reader import TEMPLATES, Files, inner_links, page, site, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Deep Learning", ["deep", "learning"]),
        ("Élie Cartan’s C*-algebras", ["elie", "cartans", "c", "algebras"]),
        ("Paul Erdős, Łódź, Straße", ["paul", "erdos", "lodz", "strasse"]),
        ("α₁ ≤ ½", ["α1", "1", "2"]),
        ("שָׁלוֹם עולם", ["שלום", "עולם"]),
        ("機械学習 2021", ["機械", "械学", "学習", "習", "2021"]),
        ("हिन्दी", ["हिन्दी"]),
        ("한국어", ["한국어"]),
        ("ΟΔΥΣΣΕΥΣ", ["οδυσσευσ"]),
        ("__proto__ 👨‍🔬", ["proto"]),
        ("l'analyse, O’Brien", ["lanalyse", "obrien", "analyse", "brien"]),
        ("l'analyse, don't", ["lanalyse", "dont", "analyse"]),
        ("Müller", ["muller", "mueller"]),
        ("L^2 and H_1, snake_case", ["l2", "and", "h1", "snake", "case"]),
        ("佐藤 花子", ["佐藤", "藤", "花子", "子", "藤花"]),
        ('צה״ל צה"ל', ["צהל", "צהל"]),
        ("", []),
    ],
)
def test_text_of_any_script_is_cut_into_terms(text, found):
    assert terms(text) == found


_SIGNS = (
    "aäbcöΣςß'’ʼ`´\u1ffd\u0308\u0301\u093c\u0345\u200d÷ℝﬁ①א\"“ב^_{}2 -½佐नÅ\u212aʹ\n"
)


@given(st.text(st.sampled_from(_SIGNS) | st.characters(exclude_categories=["Cs"])))
def test_a_text_is_cut_as_if_every_character_of_it_was_looked_at(text):
    """Its letters and digits, taken apart, are put together again without accents."""
    plain = unicodedata.normalize("NFC", text.lower())
    for mark in "’‘ʼʻ`´′＇\u05f3":
        plain = plain.replace(mark, "'")
    plain = re.sub('([א-ת])["“”″](?=[א-ת])', r"\1", plain)
    plain = re.sub(r"\^\{?([a-z0-9]{1,3})\}?", r"\1", plain)
    plain = re.sub(r"(?<=[a-z0-9])_\{?([a-z0-9])\}?(?![a-z0-9_])", r"\1", plain)
    latin = "a-zß-\u024f"
    more = re.findall(f"[{latin}]'([{latin}]{{3,}})", plain)
    for word in re.findall(f"[{latin}]*[äöüåø][{latin}]*", plain):
        spelt = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"}
        more.append("".join(spelt.get(char, char) for char in word))
    found = cutting.cut(text)
    assert " ".join(found.words) == " ".join(letters(plain).split())
    assert found.forms == " ".join(map(letters, more))


def letters(text: str) -> str:
    """Return the letters of a text, one by one."""
    kept = "".join(
        cutting._Letters()[ord(char)] for char in unicodedata.normalize("NFKD", text)
    )
    return unicodedata.normalize("NFC", kept)


def held(files: Files) -> dict[str, Any]:
    """Return all terms of an index."""
    found: dict[str, Any] = {}
    for path, content in files.items():
        if path.startswith("search/terms-"):
            found |= handed(content)
    return found


def stamped(files: Files, name: str) -> bytes:
    """Return a file of the index, whatever its stamp."""
    [path] = [path for path in files if path.startswith(f"search/{name}-")]
    return files[path]


def handed(content: bytes) -> Any:
    """Return what a file of the index hands over."""
    text = content.decode()
    assert text.startswith('announcerSearch("')
    assert text.endswith(")\n")
    return json.loads(text[text.index(",", text.index(",") + 1) + 1 : -2])


def many(number: int) -> list[Talk]:
    return [
        talk(
            slug=f"n{n}",
            title=f"Title{n} bound",
            speakers=(Speaker(name=f"Name{n % 7}"),),
            abstract=f"The word{n % 50} of the abstract{n}",
        )
        for n in range(number)
    ]


def test_titles_speakers_topics_and_series_weigh_more_than_abstracts():
    found = held(site(programme(talk())))
    for term in ("surprises", "soudry", "technion", "learning", "wilks"):
        assert found[term] == [[0], []]
    assert found["observations"] == [[], [0]]
    assert found["α1"] == [[], [0]]


def test_the_index_is_cut_into_files_that_stay_small():
    files = site(programme(*many(200)))
    names = [path for path in files if path.startswith("search/terms-")]
    assert len(names) == 7
    assert max(len(files[name]) for name in names) < 8_000
    head = handed(stamped(files, "index"))
    assert head["talks"] == 200
    assert head["first"] == sorted(head["first"])


def test_every_talk_is_found_by_its_own_word():
    found = held(site(programme(*many(100))))
    assert {tuple(found[f"title{n}"][0]) for n in range(100)} == {
        (n,) for n in range(100)
    }


def test_a_word_of_too_many_abstracts_is_said_to_be_common():
    found = held(site(programme(*many(250))))
    assert found["the"] == [[], [-1]]
    assert found["word3"][1] != [-1]


def test_the_same_talks_give_the_same_files_whose_number_is_known_before():
    talks = programme(*many(70))
    drafts = list(opened(index.files(Edition(talks, TEMPLATES))))
    mark = index.stamp(Edition(talks, TEMPLATES))
    assert [d.path for d in drafts if "terms-" in d.path] == [
        f"site/search/terms-{n}-{mark}.js" for n in range(3)
    ]
    again = opened(index.files(Edition(talks, Templates())))
    assert list(finished(drafts)) == list(finished(again))


def test_an_index_and_its_page_bear_one_stamp_that_comes_from_the_talks():
    """A cache that still has the old files cannot mix them with the new page.

    The index in turn names the files that hold what it counts.
    """
    before, after = site(programme(talk())), site(programme(talk(title="Another")))
    names = {path for path in before if path.startswith("search/") and ".js" in path}
    assert not names & {path for path in after if path.endswith(".js")}
    marks = {e.get("data-stamp") for e in page(before, "search/index.html").iter()}
    (mark,) = marks - {None}
    own = handed(before[f"search/index-{mark}.js"])["marks"]
    assert names == {
        f"search/index-{mark}.js",
        f"search/terms-0-{mark}.js",
        f"search/talks-0-{own[0]}.js",
        f"search/texts-0-{own[0]}.js",
    }


def test_where_one_talk_has_changed_the_files_of_others_stay():
    talks = many(100)
    before = site(programme(*talks))
    after = site(programme(*talks[:40], replace(talks[40], title="New"), *talks[41:]))
    kinds = ("search/talks-", "search/texts-")
    new = {p for p in after.keys() - before.keys() if p.startswith(kinds)}
    assert {path.rpartition("-")[0] for path in new} == {k + "1" for k in kinds}


def test_where_one_talk_has_changed_only_terms_of_its_block_are_made_anew(monkeypatch):
    """Of very many talks the terms are cut into a few blocks, each with its files."""
    monkeypatch.setattr(index, "_BLOCK", 1)
    monkeypatch.setattr(index, "_BLOCKS", 3)
    talks = sorted(many(200), key=lambda one: one.uid)
    before = site(programme(*talks))
    after = site(programme(*talks[:-1], replace(talks[-1], title="New")))
    new = {p for p in after.keys() - before.keys() if p.startswith("search/terms-")}
    assert {path.rpartition("-")[0] for path in new} == {
        f"search/terms-{number}" for number in (4, 5, 6)
    }
    head = handed(stamped(after, "index"))
    assert (head["block"], len(head["blocks"]), len(head["first"])) == (4, 2, 7)
    for number, first in enumerate(head["first"]):
        block = head["blocks"][number // head["block"]]
        assert next(iter(handed(after[f"search/terms-{number}-{block}.js"]))) == first


def _told(terms: str) -> postings.Told:
    """Return terms as a talk has them; a capital is what it is about."""
    about = {one.lower() for one in terms if one.isupper()}
    return about, {one for one in terms if one.islower()} - about


@given(
    st.lists(
        st.tuples(st.text("abcABC", max_size=3), st.text("abcABC", max_size=3)),
        min_size=1,
        max_size=9,
    ),
    st.integers(0, 9),
)
def test_terms_that_are_put_right_are_those_that_are_looked_at_anew(talks, limit):
    """Or nobody says that they are: of what too many mention nobody knows who does."""
    before, after = ([*map(_told, terms)] for terms in zip(*talks, strict=True))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(postings, "_MANY", limit)
        found = postings.postings(enumerate(before), len(talks))
        kept = json.loads(json.dumps(found))
        right = postings.postings(enumerate(after), len(talks))
        are_told = all(
            postings.are_replaced(kept, number, *told, len(talks))
            for number, told in enumerate(zip(before, after, strict=True))
        )
    assert are_told or limit < len(talks)
    if are_told:
        assert json.dumps(postings.in_order(kept)) == json.dumps(right)


@pytest.mark.parametrize(
    ("about", "abstract"),
    [
        ("L'analyse de Müller", "Über l'algèbre: ça ira"),
        ("佐藤 花子の話", "量子 コンピュータと Müller"),
        ("צה״ל", ""),
        ("", "L^2 and H_1"),
    ],
)
def test_the_texts_of_an_earlier_build_tell_all_terms_again(about, abstract):
    one = talk(title=about or None, abstract=abstract or None, topics=())
    said = index._read(one)
    subjects, mentioned = index._told(*said)
    assert index._told(*cutting.parted(cutting.joined(*said))) == (subjects, mentioned)
    assert {*terms(one.series.name), *terms(about)} <= subjects
    assert mentioned == set(terms(abstract)) - subjects


def test_text_of_records_cannot_leave_its_string():
    nasty = talk(title="</script>\u2028\"');alert(1)//")
    content = stamped(site(programme(nasty)), "talks-0")
    assert b"</script>" not in content
    assert "\u2028".encode() not in content
    assert handed(content)[0][1].startswith("</script>")


def test_no_private_link_is_in_the_index():
    private = talk(link="https://meet.example.edu/x", link_access=LinkAccess.MEMBERS)
    files = site(programme(private))
    index_files = [c for p, c in files.items() if p.startswith("search/")]
    assert not any(b"meet.example.edu" in c for c in index_files)
    assert not any(b"technion.example" in c for c in index_files)


def several() -> Files:
    german = talk(
        start="2021-02-09 12:30", slug="de", language="de", title="Über Netze"
    )
    filmed = talk(start="2021-02-02 12:30", slug="v", video="https://video.example.org")
    return site(programme(talk(), german, filmed))


def test_the_search_page_leads_to_every_talk_without_a_script():
    found = inner_links(urls.SEARCH, page(several(), urls.SEARCH))
    assert {
        "wilks/index.html",
        "topics/deep-learning/index.html",
        "archive/2020-21/index.html",
        "languages/de/index.html",
        urls.RECORDINGS,
        urls.ALL_SPEAKERS,
    } <= set(found)


def test_languages_have_pages_of_their_talks():
    text = words(page(several(), "languages/de/index.html"))
    assert "German" in text
    assert "Über Netze" in text
    assert "Surprises" not in text


def test_recordings_have_a_page():
    found = inner_links(urls.RECORDINGS, page(several(), urls.RECORDINGS))
    assert "wilks/v/index.html" in found
    assert "wilks/de/index.html" not in found


def test_there_are_no_pages_that_would_say_nothing():
    one_language = site(programme(talk()))
    assert urls.ALL_LANGUAGES not in one_language
    assert urls.RECORDINGS not in one_language
    assert urls.SEARCH not in site(programme(series=()))


def test_many_series_are_left_to_their_own_page():
    series = talk().series
    talks = [
        talk(slug=f"t{n}", series=replace(series, key=f"s{n}", slug=f"s{n}"))
        for n in range(40)
    ]
    found = inner_links(urls.SEARCH, page(site(programme(*talks)), urls.SEARCH))
    assert len({path for path in found if path.startswith("s") and "/" in path}) < 35
    assert urls.ALL_SERIES in found
