"""What comes into the house and what goes out of it, the same for every channel."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing a resident did. Everything else an update carries was dropped by the channel.

    `message` names the update uniquely within its channel, so that a repeat is recognised. `text` is what
    was typed, `tap` the data of a button; neither means something we do not read (a photo, a contact).
    `number` is the channel's own id of the resident's message, kept so that it can be deleted there.
    """

    channel: str
    address: str
    message: str
    text: str | None = None
    tap: str | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Button:
    """A label to read and the data that tapping it sends back: ids, never words."""

    label: str
    data: str


@dataclass(frozen=True, slots=True)
class Screen:
    """One message to a resident: its text, its rows of buttons, and which step it shows."""

    text: str
    rows: tuple[tuple[Button, ...], ...] = ()
    step: str = ""


@dataclass(frozen=True, slots=True)
class Delete:
    """Take away the messages `numbers` on the channel, as far as it still lets us."""

    numbers: tuple[int, ...]


Outgoing = Screen | Delete


def to_json(outgoing: Outgoing) -> dict[str, object]:
    """A plain object that `from_json` reads back."""
    if isinstance(outgoing, Delete):
        return {"delete": list(outgoing.numbers)}
    rows = [[[button.label, button.data] for button in row] for row in outgoing.rows]
    return {"text": outgoing.text, "rows": rows, "step": outgoing.step}


def from_json(body: dict[str, object]) -> Outgoing:
    """The outgoing message that `to_json` made `body` of."""
    match body:
        case {"delete": list(numbers)}:
            return Delete(tuple(numbers))
        case {"text": str(text), "rows": list(rows), "step": str(step)}:
            return Screen(text, tuple(tuple(Button(*button) for button in row) for row in rows), step)
    raise ValueError("not an outgoing message")
