"""In which talks each term of a block stands: those about it, and who mention it.

Where a few talks are others, what an earlier build wrote of all terms is put right, and
only the terms of those talks are looked at.
"""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import accumulate
from operator import sub

# A word that stands in more abstracts than these, and in a third of them, finds nothing
# in particular: the page leaves it out of what a talk must have.
_MANY = 200
_PART = 3
_COMMON = [-1]

# The terms that a talk is about, and the others that it mentions.
Told = tuple[set[str], set[str]]
# By term the numbers of both kinds of talks, as the steps between them.
Postings = dict[str, list[Sequence[int]]]


def postings(told: Iterable[tuple[int, Told]], talks: int) -> Postings:
    """Return the postings of so many talks, from their rising numbers."""
    strong: dict[str, list[int]] = defaultdict(list)
    weak: dict[str, list[int]] = defaultdict(list)
    for number, (about, mentioned) in told:
        for term in about:
            strong[term].append(number)
        for term in mentioned:
            weak[term].append(number)
    return in_order(
        {
            term: [
                _steps(strong.get(term, ())),
                _steps(_few(weak.get(term, ()), talks)),
            ]
            for term in strong.keys() | weak.keys()
        }
    )


def in_order(found: Postings) -> Postings:
    """Return them in the order in which JavaScript compares terms."""
    return {term: found[term] for term in sorted(found, key=_as_scripts_sort)}


def are_replaced(
    found: Postings, number: int, before: Told, after: Told, talks: int
) -> bool:
    """Put the terms of a talk in the place of those that it had, in no order.

    False where nobody can tell any more in which of all talks one of them stands.
    """
    for kind in (0, 1):
        for term in before[kind] - after[kind]:
            of = found[term]
            numbers = [*accumulate(of[kind])]
            if numbers == _COMMON:
                return False
            numbers.remove(number)
            of[kind] = _steps(numbers)
            if not any(of):
                del found[term]
        for term in after[kind] - before[kind]:
            of = found.setdefault(term, [(), ()])
            numbers = [*accumulate(of[kind])]
            if numbers != _COMMON:
                insort(numbers, number)
                of[kind] = _steps(_few(numbers, talks) if kind else numbers)
    return True


def _few(numbers: Sequence[int], talks: int) -> Sequence[int]:
    return numbers if len(numbers) <= max(_MANY, talks // _PART) else _COMMON


def _steps(numbers: Sequence[int]) -> Sequence[int]:
    """Return rising numbers as the steps between them, which are shorter."""
    if len(numbers) < 2:
        return numbers
    return list(map(sub, numbers, (0, *numbers)))


def _as_scripts_sort(term: str) -> bytes:
    """Return what puts terms in the order in which JavaScript compares them."""
    return term.encode("utf-16-be")
