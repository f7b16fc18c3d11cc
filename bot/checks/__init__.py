"""Static checks of flows, words and facts: one table of small functions, each yielding what is wrong.

Words and facts are looked at only when the flows hold together, for they are found by walking them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bot.checks import facts, reading, routing, understanding, words
from bot.checks.issue import Issue, Material

ROUTING: tuple[Callable[[Material], Iterator[Issue]], ...] = (
    routing.twice,
    routing.ids,
    routing.targets,
    routing.always_a_way_on,
    routing.cycles,
    routing.reachable,
    routing.conditions,
    routing.cards,
    routing.sizes,
)

CONTENT: tuple[Callable[[Material], Iterator[Issue]], ...] = (
    words.unfinished,
    words.missing,
    words.stale,
    words.unused,
    words.same_placeholders,
    words.plurals,
    words.labels,
    facts.shown,
    facts.providers,
    facts.crisis_numbers,
    understanding.language_files,
)

READING: tuple[Callable[[Material], Iterator[Issue]], ...] = (
    reading.mean_sentence,
    reading.long_sentences,
    reading.many_words,
    reading.one_question,
    reading.many_buttons,
    reading.unsaid,
    reading.hard_words,
    reading.level,
    reading.level_alone,
)


def check(material: Material) -> list[Issue]:
    """All that is wrong; empty when residents can rely on it."""
    found = [issue for one in ROUTING for issue in one(material)]
    return found or [
        *(issue for one in CONTENT for issue in one(material)),
        *reading.without_exceptions(issue for one in READING for issue in one(material)),
    ]


__all__ = ["CONTENT", "READING", "ROUTING", "Issue", "Material", "check"]
