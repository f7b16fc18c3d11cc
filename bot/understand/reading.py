"""What a typed message is about: a global command, an answer to the question shown, or themes in own words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import exp
from typing import NamedTuple

from bot.understand.choices import chosen
from bot.understand.features import counted
from bot.understand.likely import named_in
from bot.understand.model import THEMES as MODEL
from bot.understand.normalise import Words, normalise, read_words
from bot.understand.phrases import Hit, words_of
from bot.understand.vocabulary import DENIED, Known, known

COMMANDS = ("help", "stop", "back", "person", "language", "restart", "privacy", "erase", "leave", "listen", "start")
THEMES = (
    "money_debt", "money_income", "letters_admin", "housing", "health_body", "mental", "addiction",
    "loneliness", "family", "work_daytime", "language_digital", "meaning_peer", "talk_human",
)  # fmt: skip
LETTERS = {
    "reminder": ("letters_admin", "money_debt"),
    "aanmaning": ("letters_admin", "money_debt"),
    "collection": ("money_debt", "letters_admin"),
    "summons": ("letters_admin", "money_debt"),
    "judgment": ("letters_admin", "money_debt"),
    "seizure": ("money_debt", "letters_admin"),
    "eviction": ("housing", "letters_admin"),
    "rent_arrears": ("housing", "money_debt"),
    "energy_arrears": ("money_debt", "housing"),
    "energy_cutoff": ("money_debt", "housing"),
    "health_arrears": ("money_debt", "letters_admin"),
    "cak": ("letters_admin", "money_debt"),
    "tax_demand": ("letters_admin", "money_debt"),
    "allowance_repayment": ("letters_admin", "money_debt"),
    "fine": ("letters_admin", "money_debt"),
    "fine_raised": ("letters_admin", "money_debt"),
}  # letter id -> the themes it belongs to, nearest first
ELSEWHERE = 0.5  # what a phrase is worth when neither the session nor the message is in its language
NO_THEME = "none"
PHRASE_WORTH = 0.6  # what one point of a phrase adds to the logarithm of a theme's chance
MOST_POINTS = 15.0  # more points of phrases change nothing
SURE = 0.5  # confidence of a first theme that is clear enough
NOTHING = 0.9  # confidence that a message is about no theme at all, from which none is named
LEAST = 0.02  # confidence of a theme that is worth naming
MOST = 0.999  # confidence: words are never certain
TELLING = 3  # features of the model that are named as the reason


@dataclass(frozen=True, slots=True)
class Reading:
    """What one message says. `themes` are ranked with a confidence from 0 to 1; `because` are the deciding words."""

    command: str | None = None
    choice: str | None = None
    themes: tuple[tuple[str, float], ...] = ()
    letter: str | None = None
    because: tuple[str, ...] = ()
    language: str | None = None

    @property
    def sure(self) -> bool:
        """Whether the first theme is clear enough to act on; else `themes[:3]` are the nearest to offer."""
        return bool(self.themes) and self.themes[0][1] >= SURE


def read(text: str, language: str, labels: Mapping[str, str]) -> Reading:
    """Read `text` in a session in `language`; `labels` are the buttons shown now, id -> label, in order.

    All languages are always understood. Never raises; keeps nothing.
    """
    words = known()
    message = read_words(text, language)
    core = _core(message.words, words.polite)
    little = words.polite | words.common.get(language, frozenset())
    choice = chosen(message.words, labels, answers=words.answers, numbers=words.numbers, little=little)
    only_answers = normalise(text) in words.answers  # "yes" and "I don't know" are about nothing by themselves
    themes, letter, because = ((), None, ()) if only_answers else _subject(message, language, words)
    return Reading(
        command=_command(text, core, words),
        choice=choice,
        themes=themes,
        letter=letter,
        because=because,
        language=words.names.get(core),
    )


def spoken(text: str) -> str | None:
    """The language `text` seems to be in, by its frequent little words; None when they do not tell."""
    said = read_words(text).words
    found = _spoken(said, "", known().common) - {""}
    return found.pop() if len(found) == 1 else None


def _core(said: tuple[str, ...], polite: frozenset[str]) -> str:
    """The message without polite words at either end; all of it when nothing else is left."""
    first, last = 0, len(said)
    while first < last and said[first] in polite:
        first += 1
    while last > first and said[last - 1] in polite:
        last -= 1
    return " ".join(said[first:last] or said)


def _command(text: str, core: str, words: Known) -> str | None:
    written = text[:64].strip()
    if written.startswith("/"):
        name = written[1:].split("@")[0].split()[:1]
        return words.commands.get(name[0].lower()) if name else None
    return words.commands.get(core)


class Subject(NamedTuple):
    """What a message is about: themes with a confidence, best first, a letter, and the words that decided."""

    themes: tuple[tuple[str, float], ...]
    letter: str | None
    because: tuple[str, ...]


def _subject(message: Words, language: str, words: Known) -> Subject:
    """The themes by phrases and by the model together: chances multiply."""
    if not message.words:
        return Subject((), None, ())
    hits = words.lexicon.hits(message)
    standing = _standing(hits)
    scores: dict[str, float] = {}
    for label, weight in _worth(standing, _spoken(message.words, language, words.common)):
        scores[label] = scores.get(label, 0.0) + weight
    denied = {theme for hit in hits if hit.label != DENIED for theme, _ in _themes(hit)} - scores.keys()
    seen = counted(message)
    chances = _together(MODEL.chances(seen.values), scores)
    themes = _ranked({theme: chance for theme, chance in chances.items() if theme not in denied})
    letters = [hit for hit in standing if hit.label.startswith("letter:")]
    letter = max(letters, key=lambda hit: (hit.end - hit.start, hit.weight)).label[7:] if letters else None
    spoke = _spoke(seen.values, themes[0][0]) if themes and not standing else set()
    deciding = standing or [hit for hit in seen.meant if hit.label in spoke]
    return Subject(themes, letter, words_of(deciding, message))


def _together(chances: Mapping[str, float], scores: Mapping[str, float]) -> dict[str, float]:
    """The chances of the model with the phrases' points; together they are 1 again."""
    points = {theme: min(scores.get(theme, 0.0), MOST_POINTS) for theme in chances}
    parts = {theme: chance * exp(PHRASE_WORTH * points[theme]) for theme, chance in chances.items()}
    whole = sum(parts.values())
    return {theme: part / whole for theme, part in parts.items()}


def _ranked(chances: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    """The themes worth naming, best first; none when the message seems to be about nothing."""
    if chances[NO_THEME] >= NOTHING:
        return ()
    worth = [(theme, chance) for theme, chance in chances.items() if chance >= LEAST and theme != NO_THEME]
    ranked = sorted(worth, key=lambda pair: -pair[1])
    return tuple((theme, min(round(chance, 3), MOST)) for theme, chance in ranked)


def _spoke(values: Mapping[str, float], theme: str) -> set[str]:
    """The meanings that spoke for `theme` most."""
    return {name for feature, _ in MODEL.why(values, theme, TELLING) for name in named_in(feature)}


def _spoken(said: Iterable[str], language: str, common: Mapping[str, frozenset[str]]) -> set[str]:
    """The session's language and those the message seems to be in, by its frequent little words."""
    counts = {name: sum(word in little for word in said) for name, little in common.items()}
    most = max(counts.values(), default=0)
    return {language} | {name for name, count in counts.items() if count and count == most}


def _standing(hits: list[Hit]) -> list[Hit]:
    """Hits that are not denied by a phrase around them."""
    denials = [hit for hit in hits if hit.label == DENIED]
    return [hit for hit in hits if hit.label != DENIED and not any(denial.covers(hit) for denial in denials)]


def _worth(hits: list[Hit], spoken: set[str]) -> Iterable[tuple[str, float]]:
    """(theme, weight) of each hit; the same words count once for a theme, at their heaviest."""
    claimed: dict[str, set[int]] = {}
    weighed = sorted(((hit.weight * (1 if hit.language in spoken else ELSEWHERE), hit) for hit in hits),
                     key=lambda pair: (-pair[0], pair[1].start - pair[1].end, pair[1].start))  # fmt: skip
    for weight, hit in weighed:
        places = set(range(hit.start, hit.end + 1))
        for theme, share in _themes(hit):
            taken = claimed.setdefault(theme, set())
            if not places <= taken:
                taken |= places
                yield theme, weight * share


def _themes(hit: Hit) -> Iterable[tuple[str, float]]:
    kind, _, name = hit.label.partition(":")
    if kind == "theme":
        return ((name, 1.0),)
    return zip(LETTERS[name], (1.0, 0.7), strict=True)
