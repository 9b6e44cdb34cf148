"""How large the window writes: sizes in the code are pixels at the usual size; a larger font of the system makes all of them larger."""

from __future__ import annotations

import re

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo

USUAL_PX = 15.0  # systems' own fonts have 12 to 15 pixels where nobody asked for larger ones
LARGEST = 2.0
_SIZES = re.compile(r"\b(font-size|min-height|border-radius|padding[a-z-]*): ([^;]*)")
_PIXELS = re.compile(r"(\d+)px")

_scale = 1.0


def text_scale() -> float:
    """By how much all text is larger than usual: 1 or more."""
    return _scale


def set_text_scale(scale: float) -> None:
    """To be set before the window is made: views take their fonts and rows when they are built."""
    global _scale
    _scale = min(max(scale, 1.0), LARGEST)


def scale_of_system(font: QFont | None = None) -> float:
    """The scale that the system's font asks for; `font` stands in for that font."""
    font = font or QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    return min(max(QFontInfo(font).pixelSize() / USUAL_PX, 1.0), LARGEST)


def scaled(pixels: float) -> int:
    """A length that must grow with the text: a row's height, the width of a column of words."""
    return round(pixels * _scale)


def scaled_sheet(style: str) -> str:
    """A style sheet with its sizes of text, and the room that it leaves round text, as large as the text."""
    if _scale == 1.0:
        return style
    return _SIZES.sub(lambda rule: f"{rule[1]}: {_PIXELS.sub(lambda size: f'{scaled(int(size[1]))}px', rule[2])}", style)
