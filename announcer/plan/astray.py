"""Series that lost the list they had, so that all would go to the list around them.

An absent file is never news: where a folder has no list of its own any more, its
``series.yaml`` may be gone, and the room and the hour with it. What the ledger told of
its talks says so. Nothing is told of them until a person says what is meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from announcer import when
from announcer.access import is_off
from announcer.kinds import ALONE, SEVERAL, Kind
from announcer.ledger import State, Telling
from announcer.letter import Letter
from announcer.mailbox import key
from announcer.plan import moments, talks
from announcer.plan.memory import place
from announcer.plan.scene import Blocked, Scene, lists_of
from announcer.talk import Series, Talk

_ASTRAY = (
    "{was} was told of talks of this series, which names no list of its own any more: "
    "all would go to {now}, the list around it. Is {file} gone? Bring it back; if "
    "{now} is meant, say `announcer send {slug} --kind announcement --yes`, and the "
    "others follow"
)


def astray(scene: Scene, concerned: Iterable[Talk]) -> Mapping[str, Telling]:
    """Return by key the series that lost their list, and what it was told last."""
    known = {one.key: one for one in scene.programme.series}
    suspects = {
        one.key: known[one.parent]
        for one in known.values()
        if one.mailing_lists and one.parent in known
        if _lists(one) == _lists(known[one.parent])
    }
    told: dict[str, list[tuple[Talk, Telling]]] = {}
    for talk in concerned if suspects else ():
        for one in scene.told.get(talk.uid, ()):
            if one.kind in ALONE | SEVERAL and one.state is not State.FAILED:
                told.setdefault(talk.series.key, []).append((talk, one))
    found: dict[str, Telling] = {}
    for name, around in suspects.items():
        last = _last_elsewhere(told.get(name, ()), known[name])
        if last and not _has_moved(last, around, told, scene):
            found[name] = last
    return found


def _lists(series: Series) -> set[str]:
    return set(map(place, series.mailing_lists))


def _last_elsewhere(
    told: Iterable[tuple[Talk, Telling]], series: Series
) -> Telling | None:
    """Return what a list that is none any more was told last, if nothing followed it.

    In a digest the list around it hears of its talks anyway.
    """
    last: Telling | None = None
    since = -1
    for talk, one in told:
        here = key(one.address)
        if here in _lists(series):
            since = max(since, one.number if one.kind in ALONE else -1)
        elif here not in map(place, lists_of(talk)):
            last = max(filter(None, (last, one)), key=lambda known: known.number)
    return last if last and last.number > since else None


def _has_moved(
    last: Telling,
    around: Series,
    told: Mapping[str, list[tuple[Talk, Telling]]],
    scene: Scene,
) -> bool:
    """Say whether it is the list around that has another address now.

    Then the old one was told of other series too, and the new one of nothing yet.
    """
    was = key(last.address)
    sharing = {
        talk.series.key
        for about in told.values()
        for talk, one in about
        if key(one.address) == was
    }
    if around.key in sharing:
        return True
    return len(sharing) > 1 and not any(
        key(one.address) in _lists(around) and one.number < last.number
        for about in scene.told.values()
        for one in about
    )


def held(scene: Scene, talk: Talk, last: Telling) -> Iterator[Letter | Blocked]:
    """Yield what a talk of such a series would tell, blocked.

    That it is off, somebody has said: that is told.
    """
    if is_off(talk):
        yield from talks.about(scene, talk)
        return
    if moments.begins(talk) <= scene.now:
        return
    name = "/".join(("talks", talk.series.key, "series.yaml"))
    now = ", ".join(one.address for one in talk.series.mailing_lists)
    why = _ASTRAY.format(was=last.address, now=now, file=name, slug=talk.slug)
    for audience, current in talks.audiences(scene, talk):
        if not current and key(last.address) == place(audience.to):
            due = when.in_zone(last.claimed_at, when.zone(talk.series.timezone))
            letter = talks.write(
                scene, talk, Kind.REMINDER, audience, due, "told earlier"
            )
            yield Blocked(letter, why)
            return
    for item in talks.about(scene, talk):
        if isinstance(item, Blocked):
            yield item
        elif item.is_due(scene.now):
            yield Blocked(item, why)
        else:
            waits = f"{item.reason}; its series told {last.address} until now"
            yield replace(item, reason=waits, ready=False)
