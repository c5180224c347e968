"""Letters that somebody asks for by name, to send or to see, whatever the rules say.

What a rule asks for at this moment is that letter. Otherwise asking replaces the rules
and the question whether a talk is ready, and nothing else: no message goes out twice,
and none about a talk that has begun but thanks, and news that is still owed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from announcer.access import is_off
from announcer.catalogue import catalogue_of
from announcer.kinds import ALONE, NEWS, PERSONAL, SEVERAL, THANKING, Kind, TellRule
from announcer.ledger import Telling
from announcer.letter import Letter
from announcer.mailbox import Mailbox
from announcer.plan import beliefs, missed, moments, notified, people, talks
from announcer.plan.memory import Memory, place
from announcer.plan.scene import Blocked, Occasion, Scene, is_own, lists_of
from announcer.talk import OFF, Programme, Talk

_REASON = "asked for by hand"
_BEGUN = "the talk has begun"
_KNOWN = "told by hand"
_TOLD = "this {} has gone out already"


def asked(  # noqa: PLR0913 - what makes a letter
    kind: Kind,
    talk: Talk,
    programme: Programme,
    told: Mapping[str, Sequence[Telling]],
    due: Iterable[Letter] = (),
    *,
    again: bool = False,
) -> tuple[Letter | Blocked, ...]:
    """Return the letters of a kind about one talk, those first that may go out.

    ``told`` is what the ledger knows of the talk's uid, ``due`` are the plan's letters.
    There is always one: what cannot go out is blocked, and can be looked at. What has
    gone out may go out ``again``, as another message.
    """
    found = [one for one in due if one.kind is kind and one.uid == talk.uid]
    if found:
        return tuple(sorted(found, key=lambda one: not is_own(one.to, talk)))
    scene = Scene(programme=programme, told=told, moved={}, successors={})
    why = _objection(kind, talk, scene)
    written = _to_people if kind in PERSONAL else _to_list
    items = [
        Blocked(letter, why or reason) if why or reason else letter
        for letter, reason in written(kind, talk, scene, again=again)
    ]
    return tuple(sorted(items, key=lambda one: isinstance(one, Blocked)))


def known(talk: Talk, scene: Scene, due: Iterable[Letter]) -> Iterator[Letter]:
    """Yield what makes the present facts of a talk known to all its audiences.

    That is what is ``due`` about it, and its facts where nothing that is due tells
    them. Nothing of this is to be sent.
    """
    own = [one for one in due if one.uid == talk.uid]
    yield from own
    heard_by_name = {place(one.to) for one in own if one.kind is Kind.NOTIFICATION}
    for letter in notified.known(scene, talk):
        if place(letter.to) not in heard_by_name:
            yield replace(letter, revision=f"{talks.KNOWN} {letter.sequence}")
    for audience, _ in talks.audiences(scene, talk):
        kind = _tells(talk, scene, audience)
        if kind and not any(_brings(one, kind, audience) for one in own):
            letter = talks.write(scene, talk, kind, audience, scene.now, _KNOWN)
            yield replace(letter, revision=f"{talks.KNOWN} {letter.sequence}")
    lost = talks.adrift(scene, talk)
    late = missed.missed(scene, talk, missed.oldest(scene.now), by_all=True)
    for item in (*filter(None, (lost,)), *late):
        yield replace(item.letter, revision=f"{talks.KNOWN} {item.letter.sequence}")


def _tells(talk: Talk, scene: Scene, audience: talks.Audience) -> Kind | None:
    """Return what would tell an audience all there is; None where it knows.

    Who was told of a talk by hand needs no announcement of it, whatever news of it he
    had before. That it is off is no news to who never heard of it.
    """
    memory = audience.memory
    if not beliefs.is_owed(talk, memory, scene.now):
        return None
    if not is_off(talk) and not memory.ever(Kind.ANNOUNCEMENT):
        return Kind.ANNOUNCEMENT
    if talks.knows_all(talk, audience):
        return None
    return OFF.get(talk.status, Kind.UPDATE)


def _brings(letter: Letter, kind: Kind, audience: talks.Audience) -> bool:
    """Say whether a letter makes one of a kind needless."""
    is_theirs = place(letter.to) == place(audience.to)
    is_enough = kind is not Kind.ANNOUNCEMENT or letter.kind is kind
    return is_theirs and is_enough and letter.kind in ALONE


def of_coming_talks(
    programme: Programme,
    told: Mapping[str, Sequence[Telling]],
    due: Iterable[Letter] = (),
) -> Iterator[Letter]:
    """Yield of each talk that is not over what announces it, or says that it is off.

    They are to be looked at; nobody looks through those of years.
    """
    by_talk: dict[str, list[Letter]] = {}
    for one in due:
        by_talk.setdefault(one.uid, []).append(one)
    for talk in catalogue_of(programme).coming:
        kinds = (Kind.ANNOUNCEMENT, OFF.get(talk.status))
        for kind in filter(None, kinds):
            item, *_ = asked(kind, talk, programme, told, by_talk.get(talk.uid, ()))
            yield item.letter if isinstance(item, Blocked) else item


def _objection(kind: Kind, talk: Talk, scene: Scene) -> str:
    if kind in SEVERAL:
        return f"a {kind} is not about one talk: it goes out by its rule in `tell:`"
    if scene.is_held(talk):
        return "its record is gone, and nothing is told of it until you say what is so"
    return "" if kind is Kind.NOTIFICATION else _untimely(kind, talk, scene)


def _untimely(kind: Kind, talk: Talk, scene: Scene) -> str:
    if kind in THANKING and talk.end > scene.now:
        return "the talk is not over yet"
    is_news = kind in NEWS  # which is owed as long as people believe something else
    if not is_news and kind not in THANKING and moments.begins(talk) <= scene.now:
        return _BEGUN
    if OFF.get(talk.status) is not (kind if kind in OFF.values() else None):
        return f"the record says {talk.status}"
    return ""


def _to_people(
    kind: Kind, talk: Talk, scene: Scene, *, again: bool
) -> Iterator[tuple[Letter, str]]:
    """Yield each letter and what speaks against it."""
    if kind is Kind.NOTIFICATION:
        yield from _news_to_people(talk, scene, again=again)
        return
    occasion = Occasion(scene.now, TellRule(kind=kind, text=_REASON))
    for letter in people.letters(scene, talk, kind, occasion):
        memory = scene.memory(talk, letter.to)
        told = memory.has(kind, letter.revision)
        told = told or (kind is not Kind.REQUEST and memory.ever(kind))
        if again:
            letter, told = _further(letter, memory), False  # noqa: PLW2901 - the same
        yield letter, people.objection(letter) or (_TOLD.format(kind) if told else "")


def _news_to_people(
    talk: Talk, scene: Scene, *, again: bool
) -> Iterator[tuple[Letter, str]]:
    """Yield the news to each speaker and host, and what speaks against it."""
    for letter, memory in notified.letters(scene, talk, scene.now, _REASON):
        told = memory.has(letter.kind, letter.revision) and not again
        slip = beliefs.slip(talk, memory, scene.now)
        objections = (
            (letter.to is None, "there is no email address of a speaker or host"),
            (told, _TOLD.format(letter.kind)),
            (slip, slip),
            (not memory.facts, "nobody was told anything yet"),
            (not beliefs.is_owed(talk, memory, scene.now), _BEGUN),
            (not letter.changes and not again, "people know all that the record says"),
        )
        why = next((why for is_so, why in objections if is_so), "")
        yield (_further(letter, memory) if again else letter), why


def _to_list(
    kind: Kind, talk: Talk, scene: Scene, *, again: bool
) -> Iterator[tuple[Letter, str]]:
    """Yield the letter to each list, or to nobody, and what speaks against it."""
    for to in lists_of(talk) or (None,):
        yield _to_one_list(kind, talk, scene, to, again=again)


def _to_one_list(
    kind: Kind, talk: Talk, scene: Scene, to: Mailbox | None, *, again: bool
) -> tuple[Letter, str]:
    memory = scene.memory(talk, to)
    audience = talks.Audience(to, memory)
    letter = talks.write(scene, talk, kind, audience, scene.now, _REASON)
    news = talks.untold(talk, audience)
    found = news
    if again and not news:
        found = talks.untold(talk, talks.Audience(to, _before(memory)))
    letter = replace(letter, changes=talks.told_with(kind, found))
    if again:
        letter = _further(letter, memory)
    late = kind is Kind.REMINDER or again
    slip = beliefs.slip(talk, memory, scene.now)
    objections = (
        (kind in NEWS and not beliefs.is_owed(talk, memory, scene.now), _BEGUN),
        (slip, slip),
        (to is None, talks.NO_LIST),
        (memory.has(kind, letter.revision), _TOLD.format(kind)),
        (late and news, "people do not know yet what has changed"),
        (kind is Kind.UPDATE and not found, "people know all that the record says"),
    )
    return letter, next((why for is_so, why in objections if is_so), "")


def _further(letter: Letter, memory: Memory) -> Letter:
    """Name a letter that goes out again, so that it is another message."""
    names = [o.revision for o in memory.told if o.kind is letter.kind]
    first = names[-1].partition("+")[0] if names else letter.revision
    count = sum(1 for name in names if name.partition("+")[0] == first)
    revision = f"{first}+{count + 1}" if count else first
    thread = memory.thread(letter.kind, revision)
    return replace(letter, revision=revision, in_reply_to=thread)


def _before(memory: Memory) -> Memory:
    """Return what was known before the last news, which may be told again."""
    last = [n for n, one in enumerate(memory.told) if one.kind is Kind.UPDATE]
    first = last[-1] if last else len(memory.told)
    while last and memory.told[first].revision.partition("+")[1]:
        last.pop()
        first = last[-1] if last else 0
    return Memory(memory.told[:first])
