"""Logs without people in them: event codes, error classes and random ids. No text, no address, no token."""

from __future__ import annotations

import logging
import re

TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{20,}")
"""A Telegram bot token, wherever it stands."""
OURS = "bot"


class Scrubbed(logging.Formatter):
    """Writes our own messages without tokens; of a library, and of an exception, only where it came from."""

    def format(self, record: logging.LogRecord) -> str:
        """One line for `record`."""
        error = record.exc_info[1] if record.exc_info else None
        suffix = f" error={type(error).__name__}" if error else ""
        message = record.getMessage() if record.name.split(".")[0] in (OURS, "__main__") else "event_of_a_library"
        line = f"{self.formatTime(record)} {record.levelname} {record.name} {message}{suffix}"
        return TOKEN.sub("[token]", line)


def quiet(level: str) -> None:
    """Log our own events at `level` to standard error; libraries speak only from WARNING on."""
    handler = logging.StreamHandler()
    handler.setFormatter(Scrubbed())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger(OURS).setLevel(level)
