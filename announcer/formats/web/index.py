"""The index that the search page reads: which talks a term stands in, in any script.

It is cut into files so that a browser loads little: the terms of a block of talks, in
their order, lie in ``search/terms-N-MARK.js``, what a result shows of each talk in
``search/talks-N-MARK.js``, and ``search/index-STAMP.js`` says where each begins. The
stamp comes from all talks, and the search page names it; a mark comes from the talks of
one file, or of a block, and the index names it: no cache can hand out parts of an older
index beside it, and where one talk has changed the files of most others stay. There is
one block of some thousand talks, and never more than ten: a browser loads the terms of
each. They are scripts that
hand over data, not JSON, because a page on a disk may load a script and may not fetch;
the pages' policy stays as strict as it is everywhere.

``search/texts-N-MARK.js`` holds the texts themselves, folded, and is loaded only where
words were asked for in quotes: whether they stand side by side, no term tells. From
there the terms of talks that are as they were are taken at the next build.
"""

from __future__ import annotations

import json
import marshal
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, partial
from hashlib import sha256
from itertools import chain, zip_longest
from typing import Any
from weakref import WeakKeyDictionary

from announcer import markup, urls
from announcer.formats.web.page import Edition, draft
from announcer.formats.web.postings import (
    Postings,
    Told,
    are_replaced,
    in_order,
    postings,
)
from announcer.formats.web.terms import NOTHING, Cut, cut, joined, parted
from announcer.output import Draft, Several
from announcer.talk import Talk
from announcer.when import days_of

# Talks for each file: a file of results is then some 5 kB, and one of terms 5 to 10.
_SHARE = 32
# Files of talks for each block: a change makes the terms of one block anew.
_BLOCK = 32
_BLOCKS = 10
_RECIPE = 4  # to be raised with every change to what the index holds

# In a block with more new files of talks than one of so many, all terms are looked at.
_OTHER = 4


def files(edition: Edition) -> Iterator[Draft | Several]:
    """Yield the files of the index; their names are known before they are made."""
    index, mark = _Index(edition), stamp(edition)
    for block, own in enumerate(index.blocks):
        # their names tell what they hold
        numbers = index.numbers(block)
        terms = [_terms_file(index, n, own) for n in numbers]
        yield Several([one.path for one in terms], partial(iter, terms), ())
        for number in numbers:
            paths = _paths(number, index.marks[number])
            yield Several(paths, partial(_files, index, number), index.of(number))
    # last, for it needs a little of each block, and so one is in memory at a time
    yield draft(f"search/index-{mark}.js", index.head)


def _paths(number: int, mark: str) -> list[str]:
    """Return the files of so many talks, which a mark tells from others."""
    return [f"site/search/{name}-{number}-{mark}.js" for name in ("talks", "texts")]


def _files(index: _Index, number: int) -> Iterator[Draft]:
    yield _talks(index, number, index.marks)
    yield _texts(index, number, index.marks)


def _terms_file(index: _Index, number: int, mark: str) -> Draft:
    return draft(f"search/terms-{number}-{mark}.js", index.terms, number)


def _talks(index: _Index, number: int, marks: Sequence[str]) -> Draft:
    return draft(f"search/talks-{number}-{marks[number]}.js", index.talks, number)


def _texts(index: _Index, number: int, marks: Sequence[str]) -> Draft:
    return draft(f"search/texts-{number}-{marks[number]}.js", index.texts, number)


# The search page and every file ask for it.
_STAMPS: WeakKeyDictionary[Edition, tuple[str, ...]] = WeakKeyDictionary()


def stamp(edition: Edition) -> str:
    """Return what tells an index from others, without making it."""
    return _of_all(_marks(edition))


def _of_all(marks: Iterable[str]) -> str:
    return sha256(" ".join(marks).encode()).hexdigest()[:12]


def _marks(edition: Edition) -> tuple[str, ...]:
    """Return for every so many talks what tells their files from others."""
    if edition not in _STAMPS:
        talks = _ordered(edition)
        shares = [talks[at : at + _SHARE] for at in range(0, len(talks), _SHARE)]
        before = _head_left(edition)["marks"][: len(shares)]
        _STAMPS[edition] = tuple(
            mark
            if mark and _stands(edition, at, mark, share)
            else _mark(edition, share)
            for at, (share, mark) in enumerate(zip_longest(shares, before))
        )
    return _STAMPS[edition]


def _stands(edition: Edition, at: int, mark: str, share: Sequence[Talk]) -> bool:
    left = Several(_paths(at, mark), tuple, share)
    return edition.templates.earlier.stands(left)


def _head_left(edition: Edition) -> dict[str, Any]:
    """Return what the index of an earlier build says, if this program made it so."""
    path = edition.templates.earlier.named("site/search/index-")
    head: dict[str, Any] | None = None
    if path:
        head = _handed_over(edition, Draft(path, bytes, ()))
    return head or {"block": 0, "blocks": (), "marks": ()}


def _handed_over(edition: Edition, file: Draft) -> Any:
    """Return the data of a file that an earlier build left as it would be now."""
    left = edition.templates.earlier.same(file)
    if left is None:
        return None
    _, _, value = left.decode().split(",", 2)
    return json.loads(value.removesuffix(")\n"))


def _ordered(edition: Edition) -> Sequence[Talk]:
    # In the order of time a new talk comes last, and the files before it stay.
    return edition.programme.talks


def _mark(edition: Edition, talks: Iterable[Talk]) -> str:
    catalogue = edition.catalogue
    told: list[object] = [_RECIPE, edition.language]
    for talk in talks:
        told += (talk.title, talk.abstract, talk.topics, talk.timezone)
        # on the clock where it is: to reckon with an offset takes ten times as long
        for one in (talk.start, talk.end):
            told += (one.toordinal(), one.hour, one.minute, one.second)
        told += (urls.talk_folder(talk), talk.series.name, talk.all_day)
        told += [(one.name, one.affiliation, str(one.role)) for one in talk.speakers]
        told += (str(catalogue.mark(talk)), catalogue.over(talk))
    # version 2 knows no references: equal values are equal octets
    return sha256(marshal.dumps(told, 2)).hexdigest()[:8]


class _Index:
    """The index of one edition, worked out when a file of it is first asked for."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.ordered = _ordered(edition)
        self.marks = _marks(edition)
        self.files = len(self.marks)
        self.block = _BLOCK
        while self.files > self.block * _BLOCKS:
            self.block *= 2
        starts = range(0, self.files, self.block)
        self.blocks = [_of_all(self.marks[at : at + self.block]) for at in starts]
        # until its texts are made, which come last; of all others only the first terms
        self._known: dict[int, tuple[Postings, list[list[str]]]] = {}
        self._first: dict[int, list[str]] = {}
        # Each text is cut once, for the terms, and kept until its file is made.
        self._cut: dict[int, str] = {}
        self._earlier: dict[int, Sequence[str | None]] = {}

    def head(self) -> bytes:
        """Return the first term of every file and the number of talks."""
        blocks = map(self._firsts, range(len(self.blocks)))
        value = {
            "first": [*chain.from_iterable(blocks)],
            "marks": self.marks,
            "talks": len(self.ordered),
            "share": _SHARE,
            "blocks": self.blocks,
            "block": self.block,
        }
        return _script("index", 0, value)

    def _firsts(self, block: int) -> list[str]:
        """Return the first term of every file of a block; empty for one without any."""
        numbers, left = self.numbers(block), self._before
        if left["blocks"][block : block + 1] == self.blocks[block : block + 1]:
            first: list[str] = left["first"][numbers.start : numbers.stop]
            return first
        if block not in self._first:
            self._made(block)
        return self._first[block]

    @cached_property
    def _before(self) -> dict[str, Any]:
        """Return what the index of an earlier build says, if it is cut alike."""
        head = _head_left(self.edition)
        return head if head["block"] == self.block else {"blocks": (), "marks": ()}

    def numbers(self, block: int) -> range:
        """Return the numbers of the files of a block."""
        first = block * self.block
        return range(first, min(first + self.block, self.files))

    def terms(self, number: int) -> bytes:
        """Return one file of terms, each with its talks."""
        found, shares = self._made(number // self.block)
        value = {term: found[term] for term in shares[number % self.block]}
        return _script("terms", number, value)

    def talks(self, number: int) -> bytes:
        """Return one file of what results show."""
        return _script("talks", number, [*map(self._shown, self.of(number))])

    def texts(self, number: int) -> bytes:
        """Return one file of texts, in which words in quotes are looked for."""
        talks = enumerate(self.of(number), number * _SHARE)
        texts = [self._text(at, talk) for at, talk in talks]
        block = number // self.block
        if number == self.numbers(block)[-1]:  # nothing else is made of the block
            self._known.pop(block, None)
        # folded, they hold nothing that JSON escapes but what parts them
        text = '","'.join(texts).replace("\n", "\\n")
        return _handing("texts", number, f'["{text}"]')

    def _text(self, number: int, talk: Talk) -> str:
        known = self._cut.pop(number, None)
        if known is None:
            known = self._left(number // _SHARE)[number % _SHARE]
        if known is not None:
            return known
        what = "the talk among those in which the search finds words in quotes"
        return joined(*self._said(talk, what))

    def _said(self, talk: Talk, what: str) -> tuple[Cut, Cut]:
        return self.edition.ornaments.tried(
            lambda: _read(talk), lambda: NOTHING, path=talk.source, what=what
        )

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

    def _made(self, block: int) -> tuple[Postings, list[list[str]]]:
        """Return the postings of a block, and the terms of each of its files."""
        if block not in self._known:
            found = self._postings(block)
            shares = self._shares(block, found)
            self._known[block] = found, shares
            self._first[block] = [next(iter(share), "") for share in shares]
        return self._known[block]

    def _postings(self, block: int) -> Postings:
        """Return for every term the talks that are about it, and that mention it."""
        found = self._put_right(block)
        if found is not None:
            return found
        numbers = self.numbers(block)
        talks = self.ordered[numbers.start * _SHARE : numbers.stop * _SHARE]
        told = (
            (number, self._terms(number, talk))
            for number, talk in enumerate(talks, numbers.start * _SHARE)
        )
        return postings(told, len(talks))

    def _put_right(self, block: int) -> Postings | None:
        """Return the same from what an earlier build left, if few talks are others.

        All others must have the numbers that they had.
        """
        numbers, before = self.numbers(block), self._before
        if before.get("talks") != len(self.ordered):
            return None
        marks = before["marks"]
        other = [n for n in numbers if marks[n] != self.marks[n]]
        if len(other) * _OTHER > len(numbers):
            return None
        mark = before["blocks"][block]
        files = [self._handed_over(_terms_file(self, n, mark)) for n in numbers]
        texts = [self._handed_over(_texts(self, n, marks)) for n in other]
        if None in files or None in texts:
            return None
        found: Postings = dict(chain.from_iterable(map(dict.items, files)))
        talks = len(self.ordered[numbers.start * _SHARE : numbers.stop * _SHARE])
        for share, left in zip(other, texts, strict=True):
            for number, text in enumerate(left, share * _SHARE):
                if text == self._left(share)[number % _SHARE]:
                    continue
                after = self._terms(number, self.ordered[number])
                if not are_replaced(found, number, _told(*parted(text)), after, talks):
                    return None
        return in_order(found)

    def _handed_over(self, file: Draft) -> Any:
        return _handed_over(self.edition, file)

    def _terms(self, number: int, talk: Talk) -> Told:
        """Return the terms of a talk, those it is about first; in need none."""
        known = self._left(number // _SHARE)[number % _SHARE]
        if known is not None:
            return _told(*parted(known))
        said = self._said(talk, "the talk among those that the search finds")
        self._cut[number] = joined(*said)
        return _told(*said)

    def _left(self, share: int) -> Sequence[str | None]:
        """Return the texts of a file's talks as far as an earlier build left them."""
        if share not in self._earlier:
            self._earlier = {share: self._texts_left(share)}
        return self._earlier[share]

    def _texts_left(self, share: int) -> Sequence[str | None]:
        whole: list[str] | None = _handed_over(
            self.edition, _texts(self, share, self.marks)
        )
        if whole is not None:
            return whole
        talks, marks = self.of(share), self._before["marks"]
        if share >= len(marks):
            return [None] * len(talks)
        texts = _handed_over(self.edition, _texts(self, share, marks)) or ()
        shown = _handed_over(self.edition, _talks(self, share, marks)) or ()
        folders = [one[0] for one in shown]
        left = dict(zip(folders, texts, strict=False))
        has = self.edition.templates.earlier.has
        return [left.get(urls.talk_folder(one)) if has(one) else None for one in talks]

    def of(self, share: int) -> Sequence[Talk]:
        """Return the talks of a file."""
        return self.ordered[share * _SHARE : (share + 1) * _SHARE]

    def _shares(self, block: int, found: Postings) -> list[list[str]]:
        """Return the terms of each file: as many files as talks allow, equally long."""
        weights = {term: _weight(term, both) for term, both in found.items()}
        whole = max(sum(weights.values()), 1)
        files = len(self.numbers(block))
        shares: list[list[str]] = [[] for _ in range(files)]
        before = 0
        for term, weight in weights.items():
            shares[before * files // whole].append(term)
            before += weight
        return shares


def _read(talk: Talk) -> tuple[Cut, Cut]:
    """Return what a talk is about, and what it tells."""
    abstract = markup.rich(talk.abstract).text if talk.abstract else ""
    return cut(_about(talk)), cut(abstract)


def _told(said: Cut, told: Cut) -> Told:
    """Return the terms a talk is about, and the others that it mentions."""
    about, mentioned = set(said.terms), set(told.terms)
    mentioned -= about
    return about, mentioned


def _about(talk: Talk) -> str:
    """Return what a talk is about and who gives it, in plain text."""
    parts = [talk.series.name, *talk.topics]
    if talk.title:
        parts.append(markup.inline(talk.title).text)
    for speaker in talk.speakers:
        parts += [speaker.name, speaker.affiliation or ""]
    return " ".join(parts)


def _weight(term: str, both: Sequence[Sequence[int]]) -> int:
    return len(term.encode()) + 10 + 2 * sum(map(len, both))


def _day(edition: Edition, talk: Talk) -> str:
    first, last = days_of(talk)
    short = edition.words.date_short
    return f"{short(first)} – {short(last)}" if first != last else short(first)


def _script(kind: str, number: int, value: object) -> bytes:
    """Return data as a script; ``<`` and what ends lines cannot stand in it as such."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for char in "<\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return _handing(kind, number, text)


def _handing(kind: str, number: int, text: str) -> bytes:
    return f'announcerSearch("{kind}",{number},{text})\n'.encode()
