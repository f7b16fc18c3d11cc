"""How likely it is that a message speaks of danger, as far as the model can tell."""

from dataclasses import dataclass

from bot.understand.features import Counted, counted
from bot.understand.model import SAFETY
from bot.understand.normalise import Words
from bot.understand.phrases import words_of

NONE = "none"
TELLING = 3  # features that are named as the reason


@dataclass(frozen=True, slots=True)
class Likely:
    """The most likely level of danger, how likely any danger is (0 to 1), and the language of the words."""

    level: str
    danger: float
    language: str
    counted: Counted

    def because(self, message: Words) -> tuple[str, ...]:
        """The words of `message` with the meanings that spoke for the level most; all words when letters did."""
        named = {name for feature, _ in self.why(TELLING) for name in named_in(feature)}
        words = words_of((hit for hit in self.counted.meant if hit.label in named), message)
        return words or tuple(dict.fromkeys(message.words))

    def why(self, most: int) -> list[tuple[str, float]]:
        """(feature, weight) of the `most` features that spoke for the level, the heaviest first."""
        return SAFETY.why(self.counted.values, self.level, most)


def likely(message: Words) -> Likely:
    """What the model makes of `message`."""
    seen = counted(message)
    chances = SAFETY.chances(seen.values)
    worst = max((label for label in chances if label != NONE), key=chances.__getitem__)
    return Likely(worst, 1 - chances[NONE], seen.meant[0].language if seen.meant else "", seen)


def named_in(feature: str) -> list[str]:
    """The meanings in the name of a feature; a group of letters has none."""
    name = feature.partition(":")[2]
    return name.replace("+", ">").split(">") if name else []
