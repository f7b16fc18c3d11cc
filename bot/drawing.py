"""The pictures on a sheet: how each kind of `messages.Picture` looks."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.messages import COLOURS, FIRST, HERE, Picture, Row
from bot.sheet import DARK, LIGHT, WIDTH, Sheet, height, width

EDGE = 40
"""Pixels around everything."""
INNER = WIDTH - 2 * EDGE
TITLE, LABEL, VALUE, NOTE = 42, 34, 30, 36
"""Sizes of letters: none smaller than fifteen on a phone of 360 wide."""
DEEP, PALE = "#14191d", "#ffffff"
"""What a face is drawn with, on a light and on a deep colour."""


def draw(picture: Picture, dark: bool) -> bytes:
    """The picture as a PNG file, 720 pixels wide. Raises KeyError for a kind unknown."""
    sheet = Sheet(DARK if dark else LIGHT, picture.rtl)
    top = sheet.write(picture.title, (EDGE, EDGE - 6, INNER), TITLE, sheet.ink.text, bold=True) + 20
    top = DRAWN[picture.kind](sheet, picture, top)
    if picture.note:
        top = _note(sheet, picture.note, top + 8)
    end = top + EDGE - 12
    sheet.frame(end)
    return sheet.png(end)


def _areas(sheet: Sheet, picture: Picture, top: float) -> float:
    """A face for each area; the one to begin with stands in a frame."""
    left, wide = EDGE + 104, INNER - 104 - 24
    for row in picture.rows:
        high = max(112.0, _two_lines(row, wide) + 32)
        chosen = row.mark == FIRST
        edge = sheet.ink.text if chosen else ""
        sheet.box((EDGE, top, INNER, high), sheet.ink.wash, edge=edge, thick=5, corner=20)
        _face(sheet, EDGE + 56, top + high / 2, row.amount)
        _pair(sheet, row, (left, top + (high - _two_lines(row, wide)) / 2 - 2, wide))
        top += high + 14
    return top


def _budget(sheet: Sheet, picture: Picture, top: float) -> float:
    """A bar for each amount, as long as it is large; a sign and a colour say whether it comes in or goes out."""
    most = max((abs(row.amount) for row in picture.rows), default=0) or 1
    for row in picture.rows:
        room = INNER - width(row.value, LABEL, bold=True) - 76
        _sign(sheet, (EDGE + 16, top + 24), row.amount >= 0)
        under = sheet.write(row.label, (EDGE + 52, top, room), LABEL, sheet.ink.text)
        sheet.write(row.value, (EDGE, top, INNER), LABEL, sheet.ink.text, bold=True, end=True)
        colour = sheet.ink.green if row.amount >= 0 else sheet.ink.orange
        sheet.box((EDGE, under + 4, INNER, 24), sheet.ink.wash, corner=8)
        long = max(12.0, INNER * abs(row.amount) / most) if row.amount else 0
        if long:
            sheet.box((EDGE, under + 4, long, 24), colour, corner=8)
        top = under + 52
    return top


def _route(sheet: Sheet, picture: Picture, top: float) -> float:
    """Stops on a line, the one reached large and framed; a colour is a sign beside its own name."""
    left, wide = EDGE + 92, INNER - 92 - 20
    middles = []
    for row in picture.rows:
        high = max(84.0, _two_lines(row, wide) + 28)
        middles.append((row, top, high))
        top += high + 12
    _line_between(sheet, [start + high / 2 for _, start, high in middles])
    for row, start, high in middles:
        marks = row.mark.split()
        if HERE in marks:
            sheet.box((EDGE, start, INNER, high), sheet.ink.wash, edge=sheet.ink.text, thick=5, corner=20)
        _stop(sheet, start + high / 2, marks)
        _pair(sheet, row, (left, start + (high - _two_lines(row, wide)) / 2 - 2, wide), bold=HERE in marks)
    return top


def _card(sheet: Sheet, picture: Picture, top: float) -> float:
    """What was asked, quietly, and the answer in large letters; lines to write on where there is none."""
    for row in picture.rows:
        sheet.box((EDGE, top, INNER, 3), sheet.ink.line)
        top = sheet.write(row.label, (EDGE, top + 14, INNER), VALUE, sheet.ink.quiet) + 2
        if row.value:
            top = sheet.write(row.value, (EDGE, top, INNER), LABEL, sheet.ink.text, bold=True) + 18
        else:
            sheet.box((EDGE, top + 56, INNER, 2), sheet.ink.line)
            top += 82
    return top


DRAWN: Mapping[str, Callable[[Sheet, Picture, float], float]] = {
    "areas": _areas,
    "budget": _budget,
    "route": _route,
    "card": _card,
}
"""Kind -> what draws it below a place, and gives the place below it."""


# --- small parts -------------------------------------------------------------------------------------


def _two_lines(row: Row, wide: float) -> float:
    """How high a row's label and value are, one below the other."""
    return height(row.label, wide, LABEL, bold=True) + (height(row.value, wide, VALUE) if row.value else 0)


def _pair(sheet: Sheet, row: Row, place: tuple[float, float, float], *, bold: bool = True) -> None:
    left, _, wide = place
    under = sheet.write(row.label, place, LABEL, sheet.ink.text, bold=bold)
    if row.value:
        sheet.write(row.value, (left, under, wide), VALUE, sheet.ink.quiet)


def _note(sheet: Sheet, note: str, top: float) -> float:
    high = height(note, INNER - 48, NOTE, bold=True) + 36
    sheet.box((EDGE, top, INNER, high), sheet.ink.text, corner=20)
    sheet.write(note, (EDGE + 24, top + 16, INNER - 48), NOTE, sheet.ink.paper, bold=True)
    return top + high


def _face(sheet: Sheet, across: float, down: float, amount: int) -> None:
    """A mouth that goes down, straight or up, so that no colour is needed; an empty circle where nothing was said."""
    if amount not in (0, 1, 2):
        sheet.dot(across, down, 36, sheet.ink.paper, edge=sheet.ink.line)
        return
    sheet.dot(across, down, 36, (sheet.ink.orange, sheet.ink.yellow, sheet.ink.green)[amount])
    colour = DEEP if amount == 1 or sheet.ink is DARK else PALE
    for side in (-13, 13):
        sheet.dot(across + side, down - 9, 5, colour)
    if amount == 1:
        sheet.box((across - 17, down + 11, 34, 6), colour, corner=3)
    elif amount == 2:
        sheet.arc((across - 19, down - 15, 38, 36), 25, 155, colour, 6)
    else:
        sheet.arc((across - 19, down + 9, 38, 36), 205, 335, colour, 6)


def _sign(sheet: Sheet, place: tuple[float, float], comes: bool) -> None:
    """Plus or minus in a circle."""
    across, down = place
    colour = DEEP if sheet.ink is DARK else PALE
    sheet.dot(across, down, 17, sheet.ink.green if comes else sheet.ink.orange)
    sheet.box((across - 9, down - 2, 18, 5), colour, corner=2)
    if comes:
        sheet.box((across - 2, down - 9, 5, 18), colour, corner=2)


def _line_between(sheet: Sheet, middles: list[float]) -> None:
    if middles:
        sheet.box((EDGE + 43, middles[0], 6, middles[-1] - middles[0]), sheet.ink.line)


def _stop(sheet: Sheet, down: float, marks: list[str]) -> None:
    across, ink = EDGE + 46, sheet.ink
    colour = next((mark for mark in marks if mark in COLOURS), "")
    if colour:
        sheet.dot(across, down, 26, getattr(ink, colour), edge=ink.text)
    elif HERE in marks:
        sheet.dot(across, down, 24, ink.text)
        sheet.dot(across, down, 10, ink.paper)
    else:
        sheet.dot(across, down, 16, ink.paper, edge=ink.line, thick=6)
