"""A sheet to draw on: shapes, and text in any of our languages, measured from where reading begins.

Places and sizes are in pixels of the finished picture. Where a language runs from right to left the sheet
mirrors itself: whoever draws need not know.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from arabic_reshaper import ArabicReshaper
from bidi import get_display
from PIL import Image, ImageDraw, ImageFont

FONTS = Path(__file__).parent / "fonts"
WIDTH = 720
"""Pixels: twice the width of a small phone."""
FINE = 2
"""Everything is drawn this much larger and then made smaller, so that round things are smooth."""
LEADING = 1.36
"""Height of a line of text, in the size of its letters."""
RISE = 1.05
"""Where the letters stand in their line, in their size."""

UNKNOWN = re.compile(r"[^\u0020-\u017f\u0218-\u021b\u0400-\u0491\u060c-\u06cc\u2010-\u203a\u2066-\u2069\u20ac]")
"""Letters and signs that the fonts do not have."""
STEERING = re.compile(r"[\u200b-\u200f\u2028-\u202e\u2066-\u2069]")
"""Marks that steer the direction and are not to be seen."""

MIRRORED = re.compile(r"(?P<turned>[)\]»][^()\[\]«»]*[(\[«])|[(\[«][^()\[\]«»]*[)\]»]|(?P<lone>[()\[\]«»])")
"""Brackets in a line that was turned round: a pair the wrong way round, a pair that is right, or a single one."""
MINUS, DASH = "\N{MINUS SIGN}", "\N{EN DASH}"
"""The fonts have no sign of their own for minus."""
OTHER_WAY = str.maketrans("()[]«»", ")(][»«")

Pen = ImageDraw.ImageDraw
Box = tuple[float, float, float, float]
"""Left, top, width, height."""
Line = tuple[float, float, float]
"""Left, top, width."""

_joined = ArabicReshaper({"delete_harakat": True, "support_ligatures": True})


@dataclass(frozen=True, slots=True)
class Ink:
    """The colours of a sheet."""

    paper: str
    text: str
    quiet: str
    line: str
    wash: str
    green: str
    yellow: str
    orange: str
    blue: str


LIGHT = Ink("#ffffff", "#14191d", "#46515a", "#9aa7b0", "#edf1f4", "#18763a", "#f2b705", "#d9600f", "#1c5fa8")
DARK = Ink("#15191c", "#f4f6f7", "#b9c3ca", "#5d6a73", "#262d33", "#4cc27a", "#f6c945", "#f58b45", "#6fb1f2")


class Sheet:
    """Takes down what is to be drawn, and draws it when asked for; it is as high as what stands on it."""

    def __init__(self, ink: Ink, rtl: bool) -> None:
        self.ink = ink
        self._rtl = rtl
        self._strokes: list[Callable[[Pen], None]] = []

    def box(self, place: Box, fill: str, *, edge: str = "", thick: int = 3, corner: float = 0) -> None:
        """A rectangle (left, top, width, height) with round corners; `edge` is the colour of its outline."""
        left, top, wide, high = place
        corners = self._corners(left, top, wide, high)
        self._strokes.append(
            lambda pen: pen.rounded_rectangle(
                corners, corner * FINE, fill or None, edge or None, thick * FINE if edge else 0
            )
        )

    def dot(self, across: float, down: float, radius: float, fill: str, *, edge: str = "", thick: int = 4) -> None:
        """A filled circle around a point."""
        corners = self._corners(across - radius, down - radius, 2 * radius, 2 * radius)
        self._strokes.append(lambda pen: pen.ellipse(corners, fill, edge or None, thick * FINE if edge else 0))

    def arc(self, place: Box, start: float, end: float, colour: str, thick: int = 5) -> None:
        """A part of an ellipse, from and to a number of degrees clockwise; for what looks the same mirrored."""
        corners = self._corners(*place)
        self._strokes.append(lambda pen: pen.arc(corners, start, end, colour, thick * FINE))

    def write(self, text: str, place: Line, size: int, colour: str, *, bold: bool = False, end: bool = False) -> float:
        """Write `text` in lines within (left, top, width), at its beginning or its end; where the lines end."""
        left, top, wide = place
        font = _font(size, bold)
        for line in _lines(text, font, wide):
            across = left + wide - _length(line, font) if end else left
            self._line(line, across, top, font, colour)
            top += size * LEADING
        return top

    def frame(self, high: float) -> None:
        """A line around everything, so that the sheet ends somewhere on any background."""
        self.box((2, 2, WIDTH - 4, high - 4), "", edge=self.ink.line, corner=24)

    def png(self, height: float) -> bytes:
        """The drawing as a PNG file of this height."""
        image = Image.new("RGB", (WIDTH * FINE, round(height) * FINE), self.ink.paper)
        pen = ImageDraw.Draw(image)
        for stroke in self._strokes:
            stroke(pen)
        small = image.resize((WIDTH, round(height)), Image.Resampling.BOX)
        made = BytesIO()
        small.quantize(128, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(made, "PNG")
        return made.getvalue()

    def _line(self, line: str, across: float, top: float, font: ImageFont.FreeTypeFont, colour: str) -> None:
        shown = _shown(line, self._rtl)
        start = WIDTH - across - _length(line, font) if self._rtl else across
        place = start * FINE, top * FINE + font.size * RISE
        self._strokes.append(lambda pen: pen.text(place, shown, colour, font, "ls"))

    def _corners(self, left: float, top: float, wide: float, high: float) -> Box:
        start = WIDTH - left - wide if self._rtl else left
        return start * FINE, top * FINE, (start + wide) * FINE - 1, (top + high) * FINE - 1


def width(text: str, size: int, bold: bool = False) -> float:
    """How wide `text` is on one line."""
    return _length(text, _font(size, bold))


def height(text: str, wide: float, size: int, bold: bool = False) -> float:
    """How high `text` is when it is written within `wide`."""
    return len(list(_lines(text, _font(size, bold), wide))) * size * LEADING


@cache
def _font(size: int, bold: bool) -> ImageFont.FreeTypeFont:
    name = "sans-bold.ttf" if bold else "sans-regular.ttf"
    return ImageFont.truetype(FONTS / name, size * FINE, layout_engine=ImageFont.Layout.BASIC)


def _length(text: str, font: ImageFont.FreeTypeFont) -> float:
    return font.getlength(_shown(text, False)) / FINE


def _shown(line: str, rtl: bool) -> str:
    """The letters of a line from left to right, joined where Arabic joins them."""
    display = str(
        get_display(_joined.reshape(UNKNOWN.sub("", line.replace(MINUS, DASH))), base_dir="R" if rtl else "L")
    )
    return STEERING.sub("", MIRRORED.sub(_mirrored, display) if rtl else display)


def _mirrored(found: re.Match[str]) -> str:
    return found[0].translate(OTHER_WAY) if found["turned"] or found["lone"] else found[0]


def _lines(text: str, font: ImageFont.FreeTypeFont, wide: float) -> Iterator[str]:
    """`text` in lines that fit; a word that is too long for a line is cut."""
    for paragraph in text.split("\n"):
        line = ""
        for piece in (piece for word in paragraph.split() for piece in _pieces(word, font, wide)):
            if line and _length(f"{line} {piece}", font) > wide:
                yield line
                line = piece
            else:
                line = f"{line} {piece}".strip()
        yield line


def _pieces(word: str, font: ImageFont.FreeTypeFont, wide: float) -> Iterator[str]:
    while len(word) > 1 and _length(word, font) > wide:
        fits = next(end for end in range(len(word) - 1, 0, -1) if end == 1 or _length(word[:end], font) <= wide)
        yield word[:fits]
        word = word[fits:]
    yield word
