"""The authored utterances: one JSON Lines file a language, split in two by a stable hash, four to one.

Only the train part may be looked at while tuning phrases, and only it trains the model; the test part is what the
figures are about. `python -m tests.corpus` prints them.
"""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent
LANGUAGES = ("nl", "en", "ar", "tr", "pl", "uk")
LEVELS = ("none", "concern", "crisis_basic", "crisis_violence", "crisis_medical", "crisis_suicide")
CRISES = ("crisis_suicide", "crisis_violence", "crisis_medical", "crisis_basic")
FOLDS = 5


class Utterance(NamedTuple):
    """A text, what kind it is (disclosure, ordinary, trap, adversarial), and the level and the themes that fit.

    A disclosure has a manner (explicit or indirect) and perhaps what was said in the message before it.
    """

    text: str
    kind: str
    level: str
    themes: tuple[str, ...]
    manner: str = ""
    before: str = ""
    language: str = ""


def half(text: str) -> str:
    """Which part an utterance belongs to, for ever: "train" or "test"."""
    first, second, *_ = hashlib.sha256(text.encode()).digest()
    return "test" if first % 2 and second % 5 < 2 else "train"


def fold(text: str) -> int:
    """Which of the `FOLDS` parts of the train part an utterance is in, for cross-validation."""
    return hashlib.sha256(text.encode()).digest()[2] % FOLDS


def load(language: str, part: str = "") -> tuple[Utterance, ...]:
    """The utterances of a language; of one half when `part` says which."""
    lines = (FOLDER / f"{language}.jsonl").read_text("utf-8").splitlines()
    rows = (_utterance(json.loads(line), language) for line in lines)
    return tuple(row for row in rows if not part or half(row.text) == part)


def _utterance(row: dict[str, str], language: str) -> Utterance:
    manner, before = row.get("manner", ""), row.get("before", "")
    return Utterance(row["text"], row["kind"], row["level"], tuple(row["themes"]), manner, before, language)


def everything(part: str) -> Iterable[Utterance]:
    """The utterances of all languages; of one half."""
    return (row for language in LANGUAGES for row in load(language, part))
