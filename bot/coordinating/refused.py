"""What a coordinator asked for and we do not do, and why: plain Dutch sentences, never a traceback."""

from __future__ import annotations


class Refused(Exception):
    """Nothing was changed. `sentences` say what is wrong and what to do, the whole list at once."""

    def __init__(self, *sentences: str) -> None:
        self.sentences = sentences
        super().__init__("\n".join(sentences))
