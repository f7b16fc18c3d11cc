"""The short report after a talk: five taps and how it was for the expert. Codes only, counted, never kept together.

The questions are those of the report that experience experts themselves asked for (source 004).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

QUESTIONS: Mapping[str, tuple[str, ...]] = {
    "came": ("letter", "low", "alone", "angry", "other"),
    "played": ("money", "health", "home", "people", "more"),
    "did": ("listened", "own_story", "sorted", "pointed", "together"),
    "changed": ("calmer", "step", "contact", "nothing", "unknown"),
    "different": ("equal", "time", "no_file", "own_words", "unknown"),
    "how": ("light", "fine", "heavy"),
}
"""Question -> codes of its answers, in order. The last is about the expert: how was this for you?"""


def next_question(given: Sequence[str]) -> str:
    """The question after these answers, or nothing when all were answered."""
    questions = list(QUESTIONS)
    return questions[len(given)] if len(given) < len(questions) else ""


def counted(given: Sequence[str]) -> tuple[str, ...]:
    """The counters that a whole report lets go up: one a question."""
    return tuple(f"report {question} {code}" for question, code in zip(QUESTIONS, given, strict=True))
