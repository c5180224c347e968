"""Everything that the files of a project say, for the rooms above."""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from dataclasses import field
from pathlib import Path

from announcer.classes import dataclass
from announcer.errors import Problem, Remark
from announcer.record import places
from announcer.record.feeds import NOBODY, Guests
from announcer.record.layers import Layer
from announcer.record.origins import Origin, origins
from announcer.record.places import Place
from announcer.record.table import NO_VALUES
from announcer.record.unread import Unread, errors
from announcer.talk import MailSettings, Planned, Series, Site, Talk


@dataclass(frozen=True, slots=True)
class Records:
    """Everything the files of a project say, checked.

    ``folder`` holds the talks folder. ``series`` are ordered by key, ``talks`` by start
    and then uid; those that are ``planned`` have no date yet, and are not among them.
    ``problems`` are warnings, and what is wrong with the ``unread``
    records that were left out. ``layers`` are the settings of each series, by its key;
    ``own`` are those of the site. ``prints`` are digests (facts) of talks by uid, as
    far as they are known; ``said`` are those of all that talks say, by the id of the
    noun, which stands beside it. ``links`` are those of the environment; ``notice``
    says why what was kept of the records is none. ``guests`` are the talks of others
    that are shown beside them, as last fetched; those that are told as the site's own
    are among ``talks`` too.
    """

    folder: Path
    site: Site
    series: tuple[Series, ...]
    talks: tuple[Talk, ...]
    planned: tuple[Planned, ...] = ()
    problems: tuple[Problem, ...] = ()
    unread: tuple[Unread, ...] = ()
    guests: Guests = NOBODY
    layers: MappingType[str, Layer] = field(
        default_factory=dict, repr=False, compare=False
    )
    prints: MappingType[str, str] = field(
        default_factory=dict, repr=False, compare=False
    )
    said: MappingType[int, tuple[Talk, bytes]] = field(
        default_factory=dict, repr=False, compare=False
    )
    links: MappingType[str, str] = field(
        default_factory=dict, repr=False, compare=False
    )
    notice: str = field(default="", compare=False)
    own: Layer = field(
        default_factory=lambda: Layer(None, NO_VALUES), repr=False, compare=False
    )

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What is wrong with the records that were left out."""
        return tuple(errors(self.problems))

    def mail_of(self, key: str) -> MailSettings:
        """Return how mail about a series leaves, also about one whose folder is gone.

        That one has what the series around it says, or else the site.
        """
        known = {one.key: one.mail for one in self.series}
        while key and key not in known:
            key = key.rpartition("/")[0]
        return known.get(key, self.site.mail)

    def origins(self, talk: Talk | Planned) -> dict[str, Origin]:
        """Return the origin of every field of a talk; reads its file again.

        Raises RecordError if the file has gone wrong since.
        """
        layer = self.layers[talk.series.key]
        return origins(str(self.folder), layer, talk, self.links)

    def place(self, noun: Talk | Series | Site, field: str, remark: Remark) -> Place:
        """Return line, column and line of the piece of a text that a remark is about.

        Reads a talk's file again. ``field`` is such as ``title``, or ``bio 0``.
        """
        if isinstance(noun, Talk):
            return places.in_talk(str(self.folder), noun, field, remark)
        layer = self.own if isinstance(noun, Site) else self.layers[noun.key]
        return places.in_settings(layer, field, remark)
