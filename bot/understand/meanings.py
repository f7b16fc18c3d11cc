"""What the words of a message mean, in terms that all languages share: hit, partner, afraid, bill, food, tonight ...

Data: `meanings/<language>.yaml`, meaning -> phrases, and `plain/<language>.yaml`, the same for words that are about
anything (since, must, bring, evening, kitchen); their meanings begin with `PLAIN`. A model over meanings learns from
every language at once, and from what the words next to each other mean: "he .. hits .. me" is the same everywhere.
"""

from collections.abc import Collection, Iterable
from functools import cache
from pathlib import Path

from bot.understand.files import LANGUAGES, load_file
from bot.understand.normalise import Words
from bot.understand.phrases import Hit, Lexicon, parse_list
from bot.understand.vocabulary import known

FOLDER = Path(__file__).parent / "meanings"
PLAIN_FOLDER = Path(__file__).parent / "plain"
PLAIN = "~"
HOME = "nl"
LONG = 6  # letters; a Dutch word as long as this is read as Dutch in any language
_LATIN = ("en", "nl", "pl", "tr")


def meanings(message: Words) -> list[Hit]:
    """What the words of `message` mean in the language it is in, and what its long Dutch words mean."""
    best: list[Hit] = []
    for language in candidates(message):
        found = _lexicon(language).hits(message, forgiving=False)
        if not best or _covered(found) > _covered(best):
            best = found
    if any(hit.language == HOME for hit in best):
        return best
    return best + [hit for hit in _lexicon(HOME).hits(message, forgiving=False) if _is_long(hit, message)]


def candidates(message: Words) -> Collection[str]:
    """The languages `message` may be in: by its letters, then by its frequent little words."""
    words = message.words
    if any("؀" <= word[0] <= "ۿ" for word in words) or any(word[:1] == "~" for word in message.respelled):
        return ("ar",)
    if any("а" <= word[0] <= "я" for word in words) or message.respelled:
        return ("uk",)
    counts = {name: sum(word in known().common[name] for word in words) for name in _LATIN}
    most = max(counts.values())
    return [name for name, count in counts.items() if count == most]


def _covered(hits: Iterable[Hit]) -> int:
    """How many words the hits stand on."""
    return len({place for hit in hits for place in range(hit.start, hit.end + 1)})


def _is_long(hit: Hit, message: Words) -> bool:
    word = message.words[hit.start]
    return len(word) >= LONG and word.isascii()


@cache
def _lexicon(language: str) -> Lexicon:
    return Lexicon(parse_list(phrases, meaning, 1.0, language) for meaning, phrases in _file(language).items())


def _file(language: str) -> dict[str, str]:
    plain = load_file(PLAIN_FOLDER / f"{language}.yaml")
    return load_file(FOLDER / f"{language}.yaml") | {PLAIN + name: phrases for name, phrases in plain.items()}


def load() -> None:
    """Read the data of all languages now. Raises PhraseFileError when a file is missing or broken."""
    for language in LANGUAGES:
        _lexicon(language)
