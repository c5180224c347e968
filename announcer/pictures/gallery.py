"""The pictures that a programme's records name: ready for pages, or what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import suppress
from dataclasses import astuple
from functools import cache, partial
from hashlib import sha256

from PIL import __version__ as pillow

from announcer.errors import BadValue, Ornaments, Problem, doubt
from announcer.output import media_type
from announcer.pictures.nouns import Card, Picture, Size, is_elsewhere
from announcer.pictures.vector import cleaned
from announcer.talk import Programme, Speaker

# Twice as many pixels as the page shows, for dense screens, and once.
_PHOTO = ((240, 320), (480, 640))
_TINY = ((24, 32),)
_LOGO = ((640, 112),)
_LOGO_HEIGHT = 56
_RECIPE = 1  # to be raised with every change to what is made
_DRAWN = 4  # to be raised with every change to what is drawn on a card

_SHOWN = 3  # names of files in one message
_SITE = "talks/site.yaml"
_MISSING = BadValue("the picture cannot be read", "Put it where the record says.")


Make = Callable[[bytes, MutableMapping[str, bytes]], Picture]
Try = Callable[[bytes, MutableMapping[str, bytes]], object]


class Pictures:
    """The pictures of one project: ready for the site, or what is wrong with them.

    ``files`` has the files of the talks folder by their path in it. ``kept`` may
    remember what is costly to make, by what it was made from: it changes how long
    something takes and nothing else. What cannot be made is told by ``ornaments``.
    """

    def __init__(
        self,
        files: Mapping[str, bytes] | None = None,
        kept: MutableMapping[str, bytes] | None = None,
    ) -> None:
        self._files = {} if files is None else files
        self._kept = {} if kept is None else kept
        self.ornaments = Ornaments()

    def portrait(self, programme: Programme, speaker: Speaker) -> Picture | None:
        """Return a speaker's photo for the site; None without one that can be shown."""
        name = speaker.photo
        return self._usable(programme, name, _photo, what=f"the photo {name}")

    def logo(self, programme: Programme) -> Picture | None:
        """Return the site's logo in the one size that pages show."""
        name = programme.site.theme.logo
        return self._usable(programme, name, _logo, what=f"the logo {name}")

    def card(
        self, words: Card, path: str = _SITE, instead: Card | None = None
    ) -> bytes:
        """Return the card of these words as a PNG.

        In need it is the one ``instead``, or one of the same colours without words.
        ``path`` is the record's that it is about.
        """

        def in_need() -> bytes:
            from announcer.pictures.card import plain  # noqa: PLC0415 - slow

            return self.card(instead) if instead else plain(words)

        return self.ornaments.tried(
            partial(_card, words, self._kept),
            in_need,
            path=path,
            what="the card of the talk" if instead else "the card of the site",
        )

    def originals(self, programme: Programme) -> dict[str, bytes]:
        """Return the files that records of today name, as far as they can be read."""
        found = {}
        for name in sorted(programme.pictures):
            with suppress(BadValue):
                found[name] = self._file(name)
        return found

    def doubts(self, programme: Programme) -> Iterator[Problem]:
        """Yield a warning for every picture that pages will have to do without."""
        named = programme.site.theme.logo
        if named and is_elsewhere(named):
            yield _doubt(
                _SITE,
                f"theme.logo: {named} is not shown: pages ask nothing of other servers",
                "put a copy into the talks folder and write its path",
            )
        elif named and (flaw := self._flaw(named, _logo)):
            what = f"theme.logo: {named}: {flaw}"
            yield _doubt(_SITE, what, flaw.hint or "")
        tried = cache(partial(self._flaw, attempt=_tried))
        for talk in programme.talks:
            for speaker in talk.speakers:
                photo = speaker.photo
                if photo and not is_elsewhere(photo) and (flaw := tried(photo)):
                    what = f"photo of {speaker.name}: {photo}: {flaw}"
                    yield _doubt(talk.source, what, flaw.hint or "")

    def unnamed(self, programme: Programme) -> Iterator[Problem]:
        """Yield a warning for every folder with pictures that no record names."""
        named = {s.photo for one in programme.planned for s in one.speakers}
        named |= programme.pictures
        by_folder: dict[str, list[str]] = {}
        for name in sorted(self._files):
            folder, _, file = f"talks/{name}".rpartition("/")
            is_aside = any(part[0] in "_." for part in name.split("/"))
            if not is_aside and name not in named and _is_picture(file):
                by_folder.setdefault(folder, []).append(file)
        for folder, files in by_folder.items():
            first, *others = files
            what = _few(files) if others else "this picture"
            yield doubt(
                folder if others else f"{folder}/{first}",
                "unused-picture",
                f"no record names {what}, so no page has it",
                f"write photo: {first} beside the name of who is on it; the name of a "
                "picture that only lies here begins with _",
            )

    def _usable(
        self, programme: Programme, name: str | None, make: Make, *, what: str
    ) -> Picture | None:
        """Return what becomes of a picture, if a record of today names it."""
        if name is None or name not in programme.pictures:
            return None
        return self.ornaments.tried(
            lambda: make(self._file(name), self._kept),
            lambda: None,
            path=_named_in(programme, name),
            what=what,
        )

    def _file(self, name: str) -> bytes:
        try:
            return self._files[name]
        except KeyError:
            raise _MISSING from None

    def _flaw(self, name: str, attempt: Try) -> BadValue | None:
        try:
            attempt(self._file(name), self._kept)
        except BadValue as flaw:
            return flaw
        return None


def _named_in(programme: Programme, name: str) -> Callable[[], str]:
    """Return what finds a record that names a picture."""
    named = (t.source for t in programme.talks for s in t.speakers if s.photo == name)
    return lambda: next(named, _SITE)


def _is_picture(name: str) -> bool:
    return media_type(name).startswith("image/")


def _few(names: Sequence[str]) -> str:
    """Return the names of several files, or of the first of many."""
    more = len(names) - _SHOWN
    shown = names if more <= 1 else [*names[:_SHOWN], f"{more} more"]
    return f"{', '.join(shown[:-1])} and {shown[-1]}"


def _doubt(path: str, message: str, hint: str) -> Problem:
    return doubt(path, "bad-picture", message, hint)


def _card(words: Card, kept: MutableMapping[str, bytes]) -> bytes:
    """Return a card; what was drawn before is taken from ``kept``."""
    made_from = repr((_DRAWN, pillow, astuple(words)))
    name = f"card-{sha256(made_from.encode()).hexdigest()[:32]}.png"
    known = kept.get(name)
    if known is None:
        from announcer.pictures.card import drawn  # noqa: PLC0415 - slow

        known = kept[name] = drawn(words)
    return known


def _photo(source: bytes, kept: MutableMapping[str, bytes]) -> Picture:
    return Picture(tuple(_sizes(source, kept, _PHOTO, photo=True)))


def _tried(source: bytes, kept: MutableMapping[str, bytes]) -> None:
    """Read a photo as for a page, but tiny: that finds the same flaws much sooner."""
    from announcer.pictures.raster import scaled  # noqa: PLC0415 - slow

    del kept  # nothing of it is worth keeping
    for _ in scaled(source, _TINY, photo=True):
        pass


def _logo(source: bytes, kept: MutableMapping[str, bytes]) -> Picture:
    if b"<svg" not in source[:4096] and b"<?xml" not in source[:64]:
        [size] = _sizes(source, kept, _LOGO, photo=False)
        high = min(_LOGO_HEIGHT, size.height)
        return _one(size.name, size.width / size.height, high, size.content)
    content, width, height = cleaned(source)
    name = f"{sha256(content).hexdigest()[:16]}.svg"
    return _one(name, width / height, _LOGO_HEIGHT, content)


def _one(name: str, shape: float, height: int, content: bytes) -> Picture:
    return Picture((Size(name, max(1, round(shape * height)), height, content),))


def _sizes(
    source: bytes,
    kept: MutableMapping[str, bytes],
    bounds: tuple[tuple[int, int], ...],
    *,
    photo: bool,
) -> Iterator[Size]:
    """Yield the sizes of a picture, remembered by what it and its making are."""
    from announcer.pictures.raster import measured, scaled  # noqa: PLC0415 - slow

    recipe = repr((_RECIPE, pillow, bounds, photo)).encode()
    digest = sha256(sha256(source).digest() + recipe).hexdigest()[:16]
    # the list of what was made stands first, so that two names cost one decoding
    listed = kept.get(f"{digest}.list")
    names = listed.decode().split() if listed is not None else []
    made = {name: content for name in names if (content := kept.get(name))}
    if not names or len(made) < len(names):
        made = {
            f"{digest}-{measured(content)[0]}.{suffix}": content
            for suffix, content in scaled(source, bounds, photo=photo)
        }
        kept.update(made)
        kept[f"{digest}.list"] = "\n".join(made).encode()
    for name, content in made.items():
        yield Size(name, *measured(content), content)
