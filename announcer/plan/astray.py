"""Series that lost the list they had, so that all would go to that of others.

An absent file is never news: where a folder has no list of its own any more, its
``series.yaml`` may be gone, and the room and the hour with it. What the ledger told of
its talks says so. Nothing is told of them until a person says what is meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    "{was} was told of talks of this series until now, and all would go to {now}, "
    "a list that others have. Is {file} gone? Bring it back; if {now} is meant, say "
    "`announcer send {slug} --kind announcement --yes`, and the others follow"
)

_Said = tuple[Talk, Telling]


def astray(scene: Scene, concerned: Iterable[Talk]) -> Mapping[str, Telling]:
    """Return by key the series that lost their list, and what it was told last."""
    told: dict[str, list[_Said]] = {}
    for talk in concerned:
        for one in scene.told.get(talk.uid, ()):
            if one.kind in ALONE | SEVERAL and one.state is not State.FAILED:
                told.setdefault(talk.series.key, []).append((talk, one))
    known = {one.key: one for one in scene.programme.series}
    in_use = {here for one in known.values() for here in _lists(one)}
    found: dict[str, Telling] = {}
    for name in told.keys() & known.keys():
        series = known[name]
        last = _last_elsewhere(told[name], series) if series.mailing_lists else None
        if last is None or key(last.address) in in_use:
            continue  # or a talk was given to another series
        if _is_lost(last, series, known.get(series.parent or ""), told):
            found[name] = last
    return found


def _lists(series: Series) -> set[str]:
    return set(map(place, series.mailing_lists))


def _last_elsewhere(told: Sequence[_Said], series: Series) -> Telling | None:
    """Return what a list that is none any more was told last, if nothing followed it.

    Nor was its present list told of the same talk; in a digest the list around hears
    of its talks anyway.
    """
    here = _lists(series)
    heard = {
        talk.uid: one
        for talk, one in told
        if one.kind in ALONE and key(one.address) in here
    }
    elsewhere = [
        one
        for talk, one in told
        if talk.uid not in heard
        and key(one.address) not in {*here, *map(place, lists_of(talk))}
    ]
    last = max(elsewhere, key=_number, default=None)
    since = max(map(_number, heard.values()), default=-1)
    return last if last and last.number > since else None


def _number(one: Telling) -> int:
    return one.number


def _is_lost(
    last: Telling,
    series: Series,
    around: Series | None,
    told: Mapping[str, Sequence[_Said]],
) -> bool:
    """Say whether a list was lost; what several series share has another address.

    Where the list is that of the series around it, its file may be gone also while
    nobody was told of that one yet.
    """
    was = key(last.address)
    others = [o for name, all_ in told.items() if name != series.key for _, o in all_]
    if any(key(one.address) == was for one in others):
        return False
    if around is not None and _lists(around) == _lists(series):
        return True
    here = _lists(series)
    return any(key(one.address) in here and one.number < last.number for one in others)


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
