"""One message on somebody's screen, written by the bot or by the person."""

from dataclasses import dataclass, field

from tests.botapi.params import Params, Upload


@dataclass(slots=True)
class Message:
    """`date` is in seconds since 1970; tests may set it back to make a message old."""

    id: int
    chat_id: int
    from_bot: bool
    text: str
    date: int
    markup: Params | None = None
    media: str | None = None  # "photo", "voice", ... when it is not plain text
    upload: Upload | None = None
    params: Params = field(default_factory=dict)  # as the bot sent it
    edits: int = 0
    deleted: bool = False

    @property
    def buttons(self) -> list[list[tuple[str, str]]]:
        """Rows of (label, data); for a link the data is its address."""
        return [[(button["text"], _goal(button)) for button in row] for row in self._rows()]

    @property
    def labels(self) -> list[str]:
        """All labels, row by row."""
        return [label for row in self.buttons for label, _ in row]

    def data_of(self, label_or_data: str) -> str | None:
        """Callback data of the button with this label or this data; None when there is none."""
        for row in self._rows():
            for button in row:
                data: str | None = button.get("callback_data")
                if data is not None and label_or_data in (button["text"], data):
                    return data
        return None

    def _rows(self) -> list[list[Params]]:
        rows: list[list[Params]] = (self.markup or {}).get("inline_keyboard", [])
        return rows


def _goal(button: Params) -> str:
    return str(button.get("callback_data") or button.get("url") or "")
