"""Understanding typed words on the machine itself: pure, deterministic, language data beside it."""

from bot.understand.files import PhraseFileError
from bot.understand.normalise import MAX_TEXT, normalise, tokens
from bot.understand.numbers import Amount, amount, number
from bot.understand.reading import COMMANDS, LETTERS, THEMES, Reading, read, spoken

__all__ = [
    "COMMANDS",
    "LETTERS",
    "MAX_TEXT",
    "THEMES",
    "Amount",
    "PhraseFileError",
    "Reading",
    "amount",
    "normalise",
    "number",
    "read",
    "spoken",
    "tokens",
]
