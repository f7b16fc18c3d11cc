"""Checks of the language files by which typed words are understood: all there, and all as they should be written."""

from __future__ import annotations

from collections.abc import Iterator

from bot.checks.issue import Issue, Material
from bot.understand import complete


def language_files(material: Material) -> Iterator[Issue]:
    """Every language has its phrases, its danger phrases, its meanings and its numbers; the models are there."""
    for file, what in complete.wrong():
        yield Issue("language_file", f"bot/understand/{file}", what)
