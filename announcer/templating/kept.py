"""Compiled templates, kept for the next run in a folder of the user's own.

To compile them takes longer than to fill them for a small site. What is kept is byte
code, which runs when it is loaded, so it comes from nobody else: the folder and each
file in it belong to the user who runs this and to nobody besides, or are not looked at.
Nor is it in the project, which people hand on. A digest over all that a template was
compiled from stands before its code; what does not fit is compiled anew.
"""

from __future__ import annotations

import marshal
import sys
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.util import MAGIC_NUMBER
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket, BytecodeCache

from announcer import disk, output, urls, words
from announcer.copies import is_running
from announcer.templating import folding, writing
from announcer.words import dates, languages, style, zones

# What compiles, and what answers while it does.
_COMPILING = (
    *(sys.modules[__package__], folding, writing, output, urls),
    *(words, dates, languages, style, zones),
)
_MOST = 2000  # of a version and a language there are some hundred


class Kept(BytecodeCache):
    """The byte code of one language's templates, in a folder that may be deleted."""

    def __init__(self, folder: Path, language: str, *, direct: bool = True) -> None:
        self._folder = folder
        self._recipe = f"{_recipe(language)} {direct}"

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Return the name of the file of a template: another for each recipe."""
        return sha256(f"{self._recipe} {name} {filename}".encode()).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take the code of a template from its file if it fits and is ours."""
        content = disk.read_own(self._folder / bucket.key) or b""
        digest, code = content[:32], content[32:]
        if code and digest == _digest(bucket, code):
            with suppress(EOFError, TypeError, ValueError):
                bucket.code = marshal.loads(code)  # noqa: S302 - ours, see above

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template; where that cannot be, all goes on without."""
        code = marshal.dumps(bucket.code)
        with suppress(OSError):
            disk.make_private(self._folder)
            self._make_room()
            disk.put_own(self._folder / bucket.key, _digest(bucket, code) + code)

    def _make_room(self) -> None:
        """Begin anew where the templates of many versions have gathered."""
        disk.sweep(self._folder, is_running)
        held = list(self._folder.iterdir())
        for old in held if len(held) >= _MOST else ():
            old.unlink(missing_ok=True)


def _digest(bucket: Bucket, code: bytes) -> bytes:
    return sha256(f"{bucket.key} {bucket.checksum} ".encode() + code).digest()


@cache
def _recipe(language: str) -> str:
    """Return what tells one way to compile from another: libraries, words, our code."""
    digest = sha256(repr((language, sys.version, jinja2.__version__)).encode())
    digest.update(MAGIC_NUMBER)
    digest.update(words.words_for(language).digest)
    for module in _COMPILING:
        digest.update(Path(module.__file__ or "").read_bytes())
    return digest.hexdigest()
