"""The pictures that a programme's records name: ready for pages, or what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from functools import cache, partial
from hashlib import sha256

from PIL import __version__ as pillow

from announcer.errors import BadValue, Problem, doubt
from announcer.pictures.card import Card, card
from announcer.pictures.raster import Picture, Size, is_elsewhere, measured, scaled
from announcer.pictures.vector import cleaned
from announcer.talk import Programme, Speaker

# Twice as many pixels as the page shows, for dense screens, and once.
_PHOTO = ((240, 320), (480, 640))
_TINY = ((24, 32),)
_LOGO = ((640, 112),)
_LOGO_HEIGHT = 56
_RECIPE = 1  # to be raised with every change to what is made

_MISSING = BadValue("the picture cannot be read", "Put it where the record says.")


Make = Callable[[bytes, MutableMapping[str, bytes]], Picture]
Try = Callable[[bytes, MutableMapping[str, bytes]], object]


class Pictures:
    """The pictures of one project: ready for the site, or what is wrong with them.

    ``files`` has the files of the talks folder by their path in it. ``kept`` may
    remember what is costly to make, by what it was made from: it changes how long
    something takes and nothing else.
    """

    def __init__(
        self,
        files: Mapping[str, bytes] | None = None,
        kept: MutableMapping[str, bytes] | None = None,
    ) -> None:
        self._files = {} if files is None else files
        self._kept = {} if kept is None else kept

    def portrait(self, programme: Programme, speaker: Speaker) -> Picture | None:
        """Return a speaker's photo for the site; None without one that can be shown."""
        return self._usable(programme, speaker.photo, _photo)

    def logo(self, programme: Programme) -> Picture | None:
        """Return the site's logo in the one size that pages show."""
        return self._usable(programme, programme.site.theme.logo, _logo)

    def card(self, words: Card) -> bytes:
        """Return the card of these words as a PNG."""
        return card(words, self._kept)

    def doubts(self, programme: Programme) -> Iterator[Problem]:
        """Yield a warning for every picture that pages will have to do without."""
        named = programme.site.theme.logo
        if named and is_elsewhere(named):
            yield _doubt(
                "talks/site.yaml",
                f"theme.logo: {named} is not shown: pages ask nothing of other servers",
                "put a copy into the talks folder and write its path",
            )
        elif named and (flaw := self._flaw(named, _logo)):
            what = f"theme.logo: {named}: {flaw}"
            yield _doubt("talks/site.yaml", what, flaw.hint or "")
        tried = cache(partial(self._flaw, attempt=_tried))
        for talk in programme.talks:
            for speaker in talk.speakers:
                photo = speaker.photo
                if photo and not is_elsewhere(photo) and (flaw := tried(photo)):
                    what = f"photo of {speaker.name}: {photo}: {flaw}"
                    yield _doubt(talk.source, what, flaw.hint or "")

    def _usable(
        self, programme: Programme, name: str | None, make: Make
    ) -> Picture | None:
        """Return what becomes of a picture, if a record of today names it."""
        if name not in programme.pictures:
            return None
        try:
            return make(self._files[name], self._kept)
        except (BadValue, KeyError):
            return None

    def _flaw(self, name: str, attempt: Try) -> BadValue | None:
        try:
            attempt(self._files[name], self._kept)
        except BadValue as flaw:
            return flaw
        except KeyError:
            return _MISSING
        return None


def _doubt(path: str, message: str, hint: str) -> Problem:
    return doubt(path, "bad-picture", message, hint)


def _photo(source: bytes, kept: MutableMapping[str, bytes]) -> Picture:
    return Picture(tuple(_sizes(source, kept, _PHOTO, photo=True)))


def _tried(source: bytes, kept: MutableMapping[str, bytes]) -> None:
    """Read a photo as for a page, but tiny: that finds the same flaws much sooner."""
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
