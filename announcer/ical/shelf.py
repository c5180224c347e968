"""The entries of one programme, kept so that every feed, mail and page can use them."""

from __future__ import annotations

from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from announcer import urls
from announcer.access import Channel
from announcer.talk import LinkAccess, Programme, Talk
from announcer.templating import Templates


@dataclass(slots=True)
class Shelf:
    """What has been rendered for one programme, so that every feed can use it again.

    Talks are kept beside what was made of them: their ids stay theirs.
    """

    programme: Programme
    urls: urls.Urls
    events: dict[tuple[int, Channel], tuple[Talk, bytes]] = field(default_factory=dict)


_SHELVES: WeakKeyDictionary[Templates, Shelf] = WeakKeyDictionary()


def shelf_of(programme: Programme, templates: Templates) -> Shelf:
    """Return the shelf of this programme; another programme clears it."""
    shelf = _SHELVES.get(templates)
    if shelf is None or shelf.programme is not programme:
        shelf = Shelf(programme, urls.Urls(programme))
        _SHELVES[templates] = shelf
    return shelf


def view(talk: Talk, channel: Channel) -> Channel:
    """Return the channel that decides: only a members' link makes a difference."""
    if talk.link_access is LinkAccess.MEMBERS:
        return channel
    return Channel.PUBLIC
