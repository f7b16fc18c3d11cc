"""What a message of the bot says: which text of the catalog it is, and what was filled in."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from bot.catalog import BASE, Catalog

ENDS = ("relay.closed", "relay.faded", "relay.withdrawn", "relay.expired", "act.erased", "act.left")
"""What a resident reads when a request is over."""
TURNS = ("relay.next", "relay.else", "relay.passing")
"""What a resident reads when the talk with this expert is over, and the request is not."""
LEAVES = ("desk.closed", "desk.faded", "desk.ended", "desk.passed", "desk.given_back")
"""What an expert reads when a talk is over."""
KEYS = (
    "relay.corrected", "relay.claimed", "relay.waiting", "relay.begun", "relay.still_waiting", "relay.held",
    "relay.quiet", "relay.sorry", "relay.guard", "relay.undelivered", *TURNS, *ENDS, *LEAVES,
    "desk.request", "desk.reminder", "desk.claimed", "desk.whom", "desk.over", "desk.undelivered", "desk.guard",
    "desk.alarm", "desk.taken_already", "desk.full", "desk.help", "relay.message",
)  # fmt: skip
"""The texts that tell people something; the one that fits nearly everything is last."""
NUMBER = {"number": r"\d+", "name": r"[^\n]{1,20}"}


class Said(NamedTuple):
    """A message as it is read. `request` is the one its buttons name; `number` that of a relayed message."""

    key: str = ""
    request: str = ""
    number: int = 0
    text: str = ""
    buttons: tuple[str, ...] = ()


class Reader:
    """Knows the Dutch texts."""

    def __init__(self, catalog: Catalog) -> None:
        self._patterns = [(key, _pattern(catalog.text(key, BASE))) for key in KEYS]

    def read(self, params: Mapping[str, Any]) -> Said:
        """What the parameters of a sendMessage call say."""
        text = str(params.get("text", ""))
        rows = (params.get("reply_markup") or {}).get("inline_keyboard", [])
        buttons = tuple(str(button.get("callback_data", "")) for row in rows for button in row)
        request = next((data.split(".")[2] for data in buttons if data.startswith("desk.") and data.count(".") > 1), "")
        for key, pattern in self._patterns:
            found = pattern.fullmatch(text)
            if found:
                number = int(found.groupdict().get("number") or 0)
                return Said(key, request, number, found.groupdict().get("text") or text, buttons)
        return Said("", request, 0, text, buttons)


def _pattern(text: str) -> re.Pattern[str]:
    """A template of the catalog as a pattern of what becomes of it."""
    parts = re.split(r"\{(\w+)\}", text.strip())
    made = (
        f"(?P<{part}>{NUMBER.get(part, '.*')})"
        if odd and parts.index(part) == place
        else (".*" if odd else re.escape(part))
        for place, part in enumerate(parts)
        for odd in (place % 2,)
    )
    return re.compile("".join(made), re.DOTALL)
