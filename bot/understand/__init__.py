"""Understanding typed words on the machine itself: pure, deterministic, language data beside it."""

from bot.understand.normalise import MAX_TEXT, normalise, tokens
from bot.understand.reading import COMMANDS, LETTERS, THEMES, Reading, read, spoken

__all__ = ["COMMANDS", "LETTERS", "MAX_TEXT", "THEMES", "Reading", "normalise", "read", "spoken", "tokens"]
