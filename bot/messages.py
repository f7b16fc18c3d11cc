"""What comes into the house and what goes out of it, the same for every channel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing a resident did. Everything else an update carries was dropped by the channel.

    `message` names the update uniquely within its channel, so that a repeat is recognised. `text` is what
    was typed, `tap` the data of a button; neither means something we do not read (a photo, a contact).
    `number` is the channel's own id of the resident's message, kept so that it can be deleted there.
    `before` is what was typed a moment ago: danger is sometimes told in two messages. `reply_to` is the number of the
    message it answers, if it names one; `edited` says that it replaces what was said before.
    """

    channel: str
    address: str
    message: str
    text: str | None = None
    tap: str | None = None
    number: int | None = None
    before: str = ""
    reply_to: int | None = None
    edited: bool = False


@dataclass(frozen=True, slots=True)
class Button:
    """A label to read and the data that tapping it sends back: ids, never words."""

    label: str
    data: str


HERE, FIRST = "here", "first"
COLOURS = ("green", "yellow", "orange", "blue")
"""Marks of a row in a picture: the stop reached, where to begin, the colour of a route."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a picture: ready texts, an amount (what it counts differs per kind) and a mark."""

    label: str
    value: str = ""
    amount: int = 0
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """What a picture shows: ready texts in one language; `bot.pictures` draws it, or says it in words.

    The kinds:
    "areas": areas of life; `amount` is 0 bad, 1 so-so, 2 good, -1 not said; `mark` is "first" where to begin.
    "budget": `amount` in cents a week, positive comes in and negative goes out; `value` is it in words, without
    a sign; `note` says what is left.
    "route": stops in order; `mark` is "here" at the stop reached, or the colour of a route (green, yellow,
    orange, blue), or both with a space between.
    "card": `label` is what was asked, `value` what was answered.
    """

    kind: str
    title: str
    rows: tuple[Row, ...]
    note: str = ""
    rtl: bool = False


@dataclass(frozen=True, slots=True)
class Screen:
    """One message to a resident: its text, its rows of buttons, and which step it shows.

    `picture` comes with it where there is one; the text says the same. `speak` is the language in which the
    text is to be heard, or nothing. `topic` is the request for a person it belongs to, or nothing; `guarded`
    asks the channel not to let it be forwarded or saved, where it can.
    """

    text: str
    rows: tuple[tuple[Button, ...], ...] = ()
    step: str = ""
    picture: Picture | None = None
    speak: str = ""
    topic: str = ""
    guarded: bool = False


@dataclass(frozen=True, slots=True)
class Delete:
    """Take away the messages `numbers` on the channel, as far as it still lets us: all of a conversation that was
    erased, or only those of `topic`."""

    numbers: tuple[int, ...]
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """Let the messages `numbers` say `screen` from now on; those that cannot be changed stay as they are."""

    numbers: tuple[int, ...]
    screen: Screen


@dataclass(frozen=True, slots=True)
class Hush:
    """The rows `refs` are not sent any more. Never stored and never delivered itself."""

    refs: tuple[bytes, ...]


Outgoing = Screen | Delete | Edit | Hush


def to_json(outgoing: Outgoing) -> dict[str, object]:
    """A plain object that `from_json` reads back."""
    if isinstance(outgoing, Delete):
        return {"delete": list(outgoing.numbers), "topic": outgoing.topic}
    if isinstance(outgoing, Edit):
        return {"edit": list(outgoing.numbers), "screen": to_json(outgoing.screen)}
    if isinstance(outgoing, Hush):
        raise TypeError("a Hush is never stored")
    rows = [[[button.label, button.data] for button in row] for row in outgoing.rows]
    body: dict[str, object] = {"text": outgoing.text, "rows": rows, "step": outgoing.step}
    if outgoing.picture:
        body["picture"] = asdict(outgoing.picture)
    if outgoing.speak:
        body["speak"] = outgoing.speak
    if outgoing.topic:
        body["topic"] = outgoing.topic
    if outgoing.guarded:
        body["guarded"] = True
    return body


def from_json(body: dict[str, object]) -> Outgoing:
    """The outgoing message that `to_json` made `body` of. Raises ValueError."""
    match body:
        case {"delete": list(numbers), **rest}:
            return Delete(tuple(numbers), str(rest.get("topic", "")))
        case {"edit": list(numbers), "screen": dict(screen)} if isinstance(made := from_json(screen), Screen):
            return Edit(tuple(numbers), made)
        case {"text": str(), "rows": list(), "step": str()}:
            return _screen(body)
    raise ValueError("not an outgoing message")


def _screen(body: Mapping[str, Any]) -> Screen:
    rows = tuple(tuple(Button(*button) for button in row) for row in body["rows"])
    extra = {"speak": body.get("speak", ""), "topic": body.get("topic", ""), "guarded": body.get("guarded", False)}
    return Screen(body["text"], rows, body["step"], _picture(body.get("picture")), **extra)


def _picture(body: object) -> Picture | None:
    match body:
        case {"kind": str(kind), "title": str(title), "rows": list(rows), "note": str(note), "rtl": bool(rtl)}:
            return Picture(kind, title, tuple(Row(**row) for row in rows), note, rtl)
    return None
