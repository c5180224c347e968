"""Photos and logos made of pixels: read with care, turned upright, made small.

Nothing of what a camera writes into a picture (places, names, times) is ever copied.
"""

from __future__ import annotations

import struct
import warnings
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO

from PIL import Image, ImageCms

from announcer.errors import BadValue

# What these decoders raise on broken or hostile bytes.
BROKEN = (
    *(ArithmeticError, EOFError, LookupError, MemoryError, OSError),
    *(SyntaxError, TypeError, ValueError, struct.error),
)

_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
_MOST_PIXELS = 64_000_000  # decoded they take four octets each
_ORIENTATION = 0x0112  # EXIF 2.32, table 4
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SAVED = {
    "jpg": {"format": "JPEG", "quality": 82, "optimize": True, "progressive": True},
    "webp": {"format": "WEBP", "quality": 82, "method": 4},
    "png": {"format": "PNG", "optimize": True},
}


def scaled(
    source: bytes, bounds: tuple[tuple[int, int], ...], *, photo: bool
) -> Iterator[tuple[str, bytes]]:
    """Yield the picture once for each bound (width, height) as its suffix and bytes.

    It is never enlarged, so bounds that it does not fill are left out after the first.
    A photo without transparency becomes JPEG; a drawing stays sharp as PNG. Raises
    BadValue, saying what is wrong with the picture.
    """
    try:
        image = _opened(source)
        drawn = not photo and image.format != "JPEG"
        image = _plain(image, max(max(bound) for bound in bounds))
        for number, bound in enumerate(bounds):
            size = _fitted(image.size, bound)
            if number and size == _fitted(image.size, bounds[number - 1]):
                return
            small = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
            yield _saved(small, drawn=drawn)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_large() from None
    except BROKEN as error:
        raise BadValue(
            "the picture is broken, or of a kind that is not known here",
            "Open it in an image program and save it again as JPEG or PNG.",
        ) from error


def measured(content: bytes) -> tuple[int, int]:
    """Return width and height of a picture that was made here."""
    with Image.open(BytesIO(content)) as image:
        return image.size


def _opened(source: bytes) -> Image.Image:
    if not source:
        raise BadValue("the file is empty", "Save the picture again.")
    if source.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<?xml", b"<svg", b"<!")):
        raise BadValue("an SVG drawing cannot be shown here", "Save it as JPEG or PNG.")
    if source[4:12] in {b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif"}:
        raise BadValue(
            "pictures of this kind (HEIC, AVIF) cannot be read here", "Save it as JPEG."
        )
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        image = Image.open(BytesIO(source), formats=_FORMATS)
    if image.width * image.height > _MOST_PIXELS:
        raise _too_large()
    return image


def _too_large() -> BadValue:
    return BadValue(
        f"the picture has more than {_MOST_PIXELS // 1_000_000} million pixels",
        "Save a smaller copy; 1000 pixels in each direction are plenty.",
    )


def _plain(image: Image.Image, bound: int) -> Image.Image:
    """Return the first frame upright in RGB or RGBA, at least twice ``bound`` large."""
    turn = None
    with suppress(*BROKEN):  # what a camera says about itself may be broken
        turn = _UPRIGHT.get(image.getexif().get(_ORIENTATION, 1))
    if image.mode in {"RGB", "L", "CMYK"}:
        image.draft(None, (2 * bound, 2 * bound))
    profile = image.info.get("icc_profile")
    image = _eight_bits(image)
    if max(image.size) > 2 * bound:
        size = _fitted(image.size, (2 * bound, 2 * bound))
        if image.mode not in {"P", "PA", "1"}:
            image = image.resize(size, Image.Resampling.BOX, reducing_gap=2.0)
    image = _in_common_colours(image, profile)
    if turn is not None:
        image = image.transpose(turn)
    image.info = {}
    return image


def _eight_bits(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):
        wide = image.convert("I")
        return wide.point(lambda value: value * (1 / 256)).convert("L")
    image.load()
    return image


def _in_common_colours(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return the picture in sRGB, which everybody assumes where nothing is said."""
    if profile and image.mode in {"RGB", "CMYK"}:
        with suppress(ImageCms.PyCMSError, *BROKEN):
            converted = ImageCms.profileToProfile(
                image,
                ImageCms.ImageCmsProfile(BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode="RGB",
            )
            if converted is not None:
                return converted
    if not image.has_transparency_data:
        return image.convert("RGB")
    clear = image.convert("RGBA")
    lowest = clear.getchannel("A").getextrema()[0]
    return clear.convert("RGB") if lowest == 255 else clear


def _fitted(size: tuple[int, int], bound: tuple[int, int]) -> tuple[int, int]:
    """Return the size within the bound, in the same shape and not larger."""
    width, height = size
    share = min(1.0, bound[0] / width, bound[1] / height)
    return max(1, round(width * share)), max(1, round(height * share))


def _saved(image: Image.Image, *, drawn: bool) -> tuple[str, bytes]:
    clear = image.mode == "RGBA"
    suffix = "png" if drawn else "webp" if clear else "jpg"
    file = BytesIO()
    image.info = {}
    image.save(file, **_SAVED[suffix])  # type: ignore[arg-type]
    return suffix, file.getvalue()
