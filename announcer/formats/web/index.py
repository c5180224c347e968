"""The index that the search page reads: which talks a term stands in, in any script.

It is cut into files so that a browser loads little: the terms in their order lie in
``search/terms-N-STAMP.js``, what a result shows of each talk in
``search/talks-N-STAMP.js``, and ``search/index-STAMP.js`` says where each begins. The
stamp comes from the talks, and the search page names it: no cache can hand out parts of
an older index beside it. They are scripts that hand over data, not
JSON, because a page on a disk may load a script and may not fetch; the pages' policy
stays as strict as it is everywhere.

The script of the search page cuts what is typed into terms as ``terms`` does here; a
test holds the two against each other in a browser.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from hashlib import sha256
from operator import sub

from announcer import markup, urls
from announcer.formats.web.page import Edition, draft
from announcer.output import Draft
from announcer.talk import Talk
from announcer.when import days_of

# Talks for each file: a file of results is then some 5 kB, and one of terms 5 to 10.
_SHARE = 32
# A word that stands in more abstracts than these, and in a third of them, finds nothing
# in particular: the page leaves it out of what a talk must have.
_MANY = 200
_PART = 3
_COMMON = -1
_RECIPE = 1  # to be raised with every change to what the index holds

Postings = Mapping[str, tuple[Sequence[int], Sequence[int]]]


def files(edition: Edition) -> Iterator[Draft]:
    """Yield the files of the index; their number is known before it is made."""
    index, mark = _Index(edition), stamp(edition)
    yield draft(f"search/index-{mark}.js", index.head)
    for number in range(index.files):
        yield draft(f"search/terms-{number}-{mark}.js", index.terms, number)
        yield draft(f"search/talks-{number}-{mark}.js", index.talks, number)


def stamp(edition: Edition) -> str:
    """Return what tells an index from others, without making it."""
    catalogue = edition.catalogue
    digest = sha256(repr((_RECIPE, edition.language)).encode())
    for talk in edition.programme.talks:
        times = (talk.start.isoformat(), talk.end.isoformat())
        said = (talk.title, talk.abstract, talk.topics, times)
        place = (urls.talk_folder(talk), talk.series.name, talk.all_day)
        who = [(one.name, one.affiliation, one.role) for one in talk.speakers]
        state = (catalogue.mark(talk), catalogue.over(talk))
        digest.update(repr((said, place, who, state)).encode())
    return digest.hexdigest()[:12]


class _Index:
    """The index of one edition, worked out when a file of it is first asked for."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        # In the order of time a new talk comes last, and the files before it stay.
        self.ordered = edition.programme.talks
        self.files = -(-len(self.ordered) // _SHARE)

    def head(self) -> bytes:
        """Return the first term of every file and the number of talks."""
        firsts = [share[0] if share else "" for share in self._shares]
        value = {"first": firsts, "talks": len(self.ordered), "share": _SHARE}
        return _script("index", 0, value)

    def terms(self, number: int) -> bytes:
        """Return one file of terms, each with its talks."""
        postings = self._postings
        value = {
            term: [_steps(talks) for talks in postings[term]]
            for term in self._shares[number]
        }
        return _script("terms", number, value)

    def talks(self, number: int) -> bytes:
        """Return one file of what results show."""
        first = number * _SHARE
        talks = self.ordered[first : first + _SHARE]
        return _script("talks", number, [self._shown(talk) for talk in talks])

    def _shown(self, talk: Talk) -> list[str]:
        """Return what a result shows of a talk, or in need only where its page is."""
        return self.edition.ornaments.tried(
            lambda: self._result(talk),
            lambda: [urls.talk_folder(talk), talk.slug, "", "", "", ""],
            path=talk.source,
            what="what the search shows",
        )

    def _result(self, talk: Talk) -> list[str]:
        edition = self.edition
        return [
            urls.talk_folder(talk),
            edition.title(talk),
            edition.who(talk),
            _day(edition, talk),
            talk.series.name,
            edition.catalogue.mark(talk) or "",
        ]

    @cached_property
    def _postings(self) -> Postings:
        """Return for every term the talks that are about it, and that mention it."""
        strong: dict[str, list[int]] = {}
        weak: dict[str, list[int]] = {}
        for number, talk in enumerate(self.ordered):
            about, mentioned = self._terms(talk)
            for term in about:
                strong.setdefault(term, []).append(number)
            for term in mentioned:
                weak.setdefault(term, []).append(number)
        limit = max(_MANY, len(self.ordered) // _PART)
        return {
            term: (strong.get(term, ()), _few(weak.get(term, ()), limit))
            for term in sorted(strong.keys() | weak.keys(), key=_as_scripts_sort)
        }

    def _terms(self, talk: Talk) -> tuple[set[str], set[str]]:
        """Return the terms of a talk, those it is about first; in need none."""
        return self.edition.ornaments.tried(
            lambda: _terms_of(talk),
            lambda: (set(), set()),
            path=talk.source,
            what="the talk among those that the search finds",
        )

    @cached_property
    def _shares(self) -> list[list[str]]:
        """Return the terms of each file: as many files as talks allow, equally long."""
        weights = {term: _weight(term, both) for term, both in self._postings.items()}
        whole = max(sum(weights.values()), 1)
        shares: list[list[str]] = [[] for _ in range(self.files)]
        before = 0
        for term, weight in weights.items():
            shares[before * self.files // whole].append(term)
            before += weight
        return shares


def _terms_of(talk: Talk) -> tuple[set[str], set[str]]:
    about = set(terms(_about(talk)))
    abstract = markup.rich(talk.abstract).text if talk.abstract else ""
    return about, set(terms(abstract)) - about


def _about(talk: Talk) -> str:
    """Return what a talk is about and who gives it, in plain text."""
    parts = [talk.series.name, *talk.topics]
    if talk.title:
        parts.append(markup.inline(talk.title).text)
    for speaker in talk.speakers:
        parts += [speaker.name, speaker.affiliation or ""]
    return " ".join(parts)


def _few(talks: Sequence[int], limit: int) -> Sequence[int]:
    return talks if len(talks) <= limit else (_COMMON,)


def _as_scripts_sort(term: str) -> bytes:
    """Return what puts terms in the order in which JavaScript compares them."""
    return term.encode("utf-16-be")


def _weight(term: str, both: tuple[Sequence[int], Sequence[int]]) -> int:
    return len(term.encode()) + 10 + 2 * sum(map(len, both))


def _steps(talks: Sequence[int]) -> Sequence[int]:
    """Return rising numbers as the steps between them, which are shorter."""
    if len(talks) < 2:
        return talks
    return list(map(sub, talks, (0, *talks)))


def _day(edition: Edition, talk: Talk) -> str:
    first, last = days_of(talk)
    short = edition.words.date_short
    return f"{short(first)} – {short(last)}" if first != last else short(first)


def _script(kind: str, number: int, value: object) -> bytes:
    """Return data as a script; ``<`` and what ends lines cannot stand in it as such."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for char in "<\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return f'announcerSearch("{kind}",{number},{text})\n'.encode()


# Letters that keep a mark when they are taken apart, and signs that mean the same.
_SAME = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th",
    "ı": "i", "ħ": "h", "ς": "σ",
}  # fmt: skip
_DROPPED = frozenset("'’ʼ`´\u00ad\u200b\u200c\u200d\u200e\u200f\u2060")
# Accents, and the vowel signs that Hebrew and Arabic are mostly written without. Marks
# of other scripts are letters in their own right.
_ACCENTS = (
    "\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670"
)
_ACCENT = re.compile(f"[{_ACCENTS}]")
# Scripts that put no space between words: Thai, Lao, Burmese, Khmer, kana, Han.
_CLOSE = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff"
)
_RUN = re.compile(f"([{_CLOSE}]+)|[^ {_CLOSE}]+")
_HAS_CLOSE = re.compile(f"[{_CLOSE}]")
_ASCII = re.compile(r"[a-z0-9]+")


class _Letters(dict[int, str]):
    """What becomes of each character, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        lower = char.lower()
        if char in _DROPPED:
            kept = ""
        elif lower in _SAME:
            kept = _SAME[lower]
        else:
            kept = lower if unicodedata.category(char)[0] in "LNM" else " "
        self[code] = kept
        return kept


_LETTERS = _Letters()


def terms(text: str) -> list[str]:
    """Return the terms of a text in their order, without accents, in lower case.

    Where words are not parted by spaces every two neighbours are a term, and so is the
    last character of all.
    """
    if text.isascii():
        return _ASCII.findall(text.lower().replace("'", "").replace("`", ""))
    bare = folded(text)
    if not _HAS_CLOSE.search(bare):
        return bare.split()
    found: list[str] = []
    for run in _RUN.finditer(bare):
        pairs = (run[0][at : at + 2] for at in range(len(run[0])))
        found += pairs if run[1] else [run[0]]
    return found


def folded(text: str) -> str:
    """Return a text in lower case without accents, its words parted by spaces."""
    bare = _ACCENT.sub("", unicodedata.normalize("NFKD", text))
    return unicodedata.normalize("NFC", bare.translate(_LETTERS))
