"""Letters that somebody asks for by name, to send or to see, whatever the rules say.

What a rule asks for at this moment is that letter. Otherwise asking replaces the rules
and the question whether a talk is ready, and nothing else: no message goes out twice,
and none about a talk that has begun but thanks, and news that is still owed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from announcer.ledger import Telling
from announcer.letter import Letter
from announcer.mailbox import Mailbox
from announcer.plan import beliefs, moments, people, talks
from announcer.plan.scene import Blocked, Occasion, Scene, is_own, lists_of
from announcer.talk import (
    NEWS,
    OFF,
    PERSONAL,
    SEVERAL,
    Kind,
    Programme,
    Talk,
    TellRule,
)

_REASON = "asked for by hand"
_BEGUN = "the talk has begun"
_TOLD = "this {} has gone out already"


def asked(
    kind: Kind,
    talk: Talk,
    programme: Programme,
    told: Mapping[str, Sequence[Telling]],
    due: Iterable[Letter] = (),
) -> tuple[Letter | Blocked, ...]:
    """Return the letters of a kind about one talk, those first that may go out.

    ``told`` is what the ledger knows of the talk's uid, ``due`` are the plan's letters.
    There is always one: what cannot go out is blocked, and can be looked at.
    """
    found = [one for one in due if one.kind is kind and one.uid == talk.uid]
    if found:
        return tuple(sorted(found, key=lambda one: not is_own(one.to, talk)))
    scene = Scene(programme=programme, told=told, moved={}, successors={})
    why = _objection(kind, talk, scene)
    written = _to_people if kind in PERSONAL else _to_list
    items = [
        Blocked(letter, why or reason) if why or reason else letter
        for letter, reason in written(kind, talk, scene)
    ]
    return tuple(sorted(items, key=lambda one: isinstance(one, Blocked)))


def of_every_talk(
    programme: Programme,
    told: Mapping[str, Sequence[Telling]],
    due: Iterable[Letter] = (),
) -> Iterator[Letter]:
    """Yield the announcement of each talk, and what says that it is off, to be seen."""
    by_talk: dict[str, list[Letter]] = {}
    for one in due:
        by_talk.setdefault(one.uid, []).append(one)
    for talk in programme.talks:
        kinds = (Kind.ANNOUNCEMENT, OFF.get(talk.status))
        for kind in filter(None, kinds):
            item, *_ = asked(kind, talk, programme, told, by_talk.get(talk.uid, ()))
            yield item.letter if isinstance(item, Blocked) else item


def _objection(kind: Kind, talk: Talk, scene: Scene) -> str:
    if kind in SEVERAL:
        return f"a {kind} is not about one talk: it goes out by its rule in `tell:`"
    if scene.is_held(talk):
        return "its record is gone, and nothing is told of it until you say what is so"
    if kind is Kind.THANKS and talk.end > scene.now:
        return "the talk is not over yet"
    is_news = kind in NEWS  # which is owed as long as people believe something else
    if not is_news and kind is not Kind.THANKS and moments.begins(talk) <= scene.now:
        return _BEGUN
    if OFF.get(talk.status) is not (kind if kind in OFF.values() else None):
        return f"the record says {talk.status}"
    return ""


def _to_people(kind: Kind, talk: Talk, scene: Scene) -> Iterator[tuple[Letter, str]]:
    """Yield each letter and what speaks against it."""
    occasion = Occasion(scene.now, TellRule(kind=kind, text=_REASON))
    for letter in people.letters(scene, talk, kind, occasion):
        told = scene.memory(talk, letter.to).has(kind, letter.revision)
        yield letter, people.objection(letter) or (_TOLD.format(kind) if told else "")


def _to_list(kind: Kind, talk: Talk, scene: Scene) -> Iterator[tuple[Letter, str]]:
    """Yield the letter to each list, or to nobody, and what speaks against it."""
    for to in lists_of(talk) or (None,):
        yield _to_one_list(kind, talk, scene, to)


def _to_one_list(
    kind: Kind, talk: Talk, scene: Scene, to: Mailbox | None
) -> tuple[Letter, str]:
    memory = scene.memory(talk, to)
    audience = talks.Audience(to, memory)
    letter = talks.write(scene, talk, kind, audience, scene.now, _REASON)
    found = talks.untold(talk, audience)
    letter = replace(letter, changes=talks.told_with(kind, found))
    slip = beliefs.slip(talk, memory, scene.now)
    objections = (
        (kind in NEWS and not beliefs.is_owed(talk, memory, scene.now), _BEGUN),
        (slip, slip),
        (to is None, talks.NO_LIST),
        (memory.has(kind, letter.revision), _TOLD.format(kind)),
        (kind is Kind.REMINDER and found, "people do not know yet what has changed"),
        (kind is Kind.UPDATE and not found, "people know all that the record says"),
    )
    return letter, next((why for is_so, why in objections if is_so), "")
