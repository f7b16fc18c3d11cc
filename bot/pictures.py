"""Pictures: drawn (`png`), or said in words (`alt`). `messages.Picture` says of which kinds there are."""

from __future__ import annotations

from bot.messages import COLOURS, Picture, Row

ARROW = {False: "→", True: "←"}


def png(picture: Picture, dark: bool = False) -> bytes:
    """The picture as a PNG file, 720 pixels wide, for a light or a dark screen. Raises KeyError for a kind unknown.

    Drawn anew each time: what it says is somebody's own, and is not kept."""
    from bot.drawing import draw  # brings a library that is slow to start, and most conversations need none

    return draw(picture, dark)


def alt(picture: Picture) -> str:
    """All that the picture says, as text: a line for the title, for each row and for the note."""
    rows = (_sign(picture, row) + _said(row) for row in picture.rows)
    return "\n".join(line for line in (picture.title, *rows, picture.note) if line)


def _sign(picture: Picture, row: Row) -> str:
    """What stands before a row: an arrow where it is marked, plus or minus in a budget."""
    if picture.kind == "budget":
        return "+ " if row.amount >= 0 else "− "
    return f"{ARROW[picture.rtl]} " if set(row.mark.split()) - set(COLOURS) else ""


def _said(row: Row) -> str:
    return f"{row.label}: {row.value}" if row.value else row.label
