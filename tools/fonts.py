"""Make the fonts of the talks' cards anew: python tools/fonts.py FOLDER_OF_NOTO_FONTS.

The folder is that of Debian's fonts-noto-core; fonttools (``pip install fonttools``)
does the work. Only the scripts that cards are drawn in stay. Nothing is kept for
shaping: cards are set with Pillow's basic layout, the same on every machine. Its other
one needs FriBidi, which some have and some have not, and then the same talk would have
two pictures.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

TARGET = Path(__file__).parent.parent / "announcer" / "pictures" / "fonts"
TEXT = (
    (0x20, 0x24F), (0x2B0, 0x36F), (0x370, 0x52F), (0x1E00, 0x1FFF), (0x2000, 0x206F),
    (0x2070, 0x20BF), (0x2100, 0x218F), (0x2190, 0x21FF), (0xFB00, 0xFB06),
)  # fmt: skip
HEBREW = ((0x20, 0x20), (0x5BE, 0x5BE), (0x5D0, 0x5F4), (0x20AA, 0x20AA))
MATH = (
    (0x2032, 0x2037), (0x2061, 0x209F), (0x2100, 0x22FF), (0x2308, 0x230B),
    (0x27C0, 0x27EF), (0x2A00, 0x2AFF), (0x1D400, 0x1D7FF),
)  # fmt: skip
FONTS = {
    "NotoSerif-Regular": TEXT,
    "NotoSerif-Bold": TEXT,
    "NotoSerifHebrew-Regular": HEBREW,
    "NotoSerifHebrew-Bold": HEBREW,
    "NotoSansMath-Regular": MATH,
}
DROPPED = ["GDEF", "GPOS", "GSUB", "MATH"]


def main(folder: Path) -> None:
    """Write every font to the package."""
    for name, ranges in FONTS.items():
        font = TTFont(folder / f"{name}.ttf")
        options = subset.Options(hinting=False, notdef_outline=True)
        options.drop_tables += DROPPED
        subsetter = subset.Subsetter(options)
        subsetter.populate(
            unicodes={code for first, last in ranges for code in range(first, last + 1)}
        )
        subsetter.subset(font)
        font.save(TARGET / f"{name}.ttf")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
