"""The catalog keys that a handoff uses and no flow names: everything both sides, and the coordinator, can read."""

from __future__ import annotations

from bot.handoff.report import QUESTIONS
from bot.handoff.request import EDGES
from bot.handoff.talk import BUTTONS, DESK_BUTTONS
from bot.safety import Level

_RELAY = (
    "begun", "still_waiting", "held", "message", "corrected", "only_text", "not_sent", "guard", "sent", "dropped",
    "undelivered",
)  # fmt: skip
_DESK = (
    "welcome", "profile", "help", "taken", "taken_already", "full", "chosen", "whom", "list", "nobody", "over",
    "only_text", "guard", "dropped", "undelivered", "care", "thanks", "heavy", "paused", "resumed",
    "intro_personal", "bad_hours", "bad_most", "as_resident", "no_word", "no_coordinator", "word_sent",
)  # fmt: skip
_TALK = ("send_bare", "send_whole", "drop", "choose", "resume", "shown", "hidden")

TEXTS: tuple[str, ...] = tuple(
    dict.fromkeys(
        (
            *(text for edge in EDGES for text in (edge.resident, edge.expert) if text),
            *(f"relay.{name}" for name in _RELAY),
            *(f"desk.{name}" for name in _DESK),
            *(f"coordinator.{name}" for name in ("alarm", "unanswered", "waiting", "expired", "heavy", "word")),
            *(f"report.{question}" for question in QUESTIONS),
            *(f"talk.{question}_{code}" for question, codes in QUESTIONS.items() for code in codes),
            *(f"talk.{name}" for names in (*BUTTONS.values(), *DESK_BUTTONS.values(), _TALK) for name in names),
            *(f"told.{part}" for part in ("language", "theme", "letter", "area", "liked", "own")),
            *(f"when.{name}" for name in ("soon", "today", "later", "unknown")),
            *(f"danger.{level}" for level in Level if level is not Level.NONE),
        )
    )
)
"""Each of them exists in every language."""
