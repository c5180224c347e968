"""One message that the organiser asks for by name, whatever the rules say.

Asking replaces the rules and the question whether a talk is ready, and nothing else:
no message goes out twice, and none but thanks about a talk that has begun.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from announcer.ledger import Told
from announcer.mailbox import key
from announcer.plan import moments, people, talks
from announcer.plan.items import Blocked, Planned
from announcer.plan.memory import NEWS, NOTHING, by_address
from announcer.plan.scene import ACTIVE, Message, Scene, named_after
from announcer.talk import Programme, Status, Talk, TellRule
from announcer.telling import Kind

_REASON = "asked for by hand"
_SEVERAL = frozenset({Kind.DIGEST, Kind.PROGRAMME})
_FITS = {
    Kind.CANCELLATION: frozenset({Status.CANCELLED}),
    Kind.POSTPONEMENT: frozenset({Status.POSTPONED}),
}
_PERSONAL = frozenset({Kind.REQUEST, Kind.FORWARD})


def asked(
    kind: Kind, talk: Talk, programme: Programme, told: Mapping[str, Sequence[Told]]
) -> tuple[Planned | Blocked, ...]:
    """Return the messages of a kind about one talk, or why there are none.

    ``told`` is what the ledger knows of the talk's uid.
    """
    scene = Scene(programme=programme, told=told, moved={}, successors={})
    why = _objection(kind, talk, scene)
    if why:
        return (_blocked(kind, talk, scene, why),)
    if kind in _PERSONAL:
        occasion = talks.Occasion(scene.now, TellRule(kind=kind, text=_REASON))
        found = tuple(people.to_people(scene, talk, kind, occasion))
        return found or (_blocked(kind, talk, scene, "nothing is missing"),)
    return (_to_list(kind, talk, scene),)


def _objection(kind: Kind, talk: Talk, scene: Scene) -> str:
    if kind in _SEVERAL:
        return f"a {kind} is not about one talk: it goes out by its rule in `tell:`"
    if kind is Kind.THANKS and talk.end > scene.now:
        return "the talk is not over yet"
    if kind is not Kind.THANKS and moments.begins(talk) <= scene.now:
        return "the talk has begun"
    if talk.status not in _FITS.get(kind, ACTIVE):
        return f"the record says {talk.status}"
    return ""


def _to_list(kind: Kind, talk: Talk, scene: Scene) -> Planned | Blocked:
    to = talk.series.mailing_list
    if to is None:
        return _blocked(kind, talk, scene, "the series has no `mailing_list` to tell")
    memory = by_address(scene.told.get(talk.uid, ())).get(key(to.address), NOTHING)
    revision = _revision(kind, talk, scene)
    if memory.has(kind, revision):
        return _blocked(kind, talk, scene, f"this {kind} has gone out already")
    message = Message(kind, revision, scene.now, _REASON)
    planned = Planned(
        telling=scene.telling(talk, to.address, message),
        to=to,
        series=talk.series,
        talks=(talk,),
        first=memory.first,
    )
    untold = talks.untold(talk, memory)
    if kind is Kind.REMINDER and untold is not None:
        return _blocked(kind, talk, scene, "people do not know yet what has changed")
    if kind is Kind.UPDATE and untold is None:
        return _blocked(kind, talk, scene, "people know all that the record says")
    if kind is Kind.UPDATE and untold is not None:
        return replace(planned, changes=untold[1])
    return planned


def _revision(kind: Kind, talk: Talk, scene: Scene) -> str:
    if kind in NEWS:
        return str(scene.sequence(talk))
    return named_after(scene.now) if kind is Kind.REMINDER else talks.FIRST


def _blocked(kind: Kind, talk: Talk, scene: Scene, reason: str) -> Blocked:
    to = talk.series.mailing_list
    address = to.address if to else ""
    return Blocked(kind=kind, talk=talk, address=address, due=scene.now, reason=reason)
