"""The session: what is remembered of a conversation, and where that puts somebody.

A position is never stored: `replay` derives it from the answers, so going back, correcting an earlier
answer and meeting a newer version of a flow are the same small operation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.engine.flow import HOME, RETURN, Ask, Flow, FlowError, Outcome, Routes, Say, holds


@dataclass(frozen=True, slots=True)
class Session:
    """What is remembered of a conversation: flows visited (current one last), answers, shared answers.

    Own `words`, by flow and step ("prepare.subject"), are kept shorter than the rest, so they stand apart.
    """

    trail: tuple[str, ...] = (HOME,)
    answers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    known: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def flow(self) -> str:
        """The current flow."""
        return self.trail[-1]

    def to_json(self) -> dict[str, object]:
        """A plain object that `from_json` reads back."""
        answers = {flow: dict(own) for flow, own in self.answers.items() if own}
        stored: dict[str, object] = {"trail": list(self.trail), "answers": answers, "known": dict(self.known)}
        return {**stored, "words": dict(self.words)} if self.words else stored

    @classmethod
    def from_json(cls, stored: Mapping[str, Any] | None) -> Session:
        """The session that `to_json` made `stored` of; a new one when there is none. Raises ValueError."""
        if not stored:
            return cls()
        match stored:
            case {"trail": [*trail], "answers": dict(answers), "known": dict(known)}:
                return cls(tuple(trail) or (HOME,), answers, known, dict(stored.get("words", {})))
        raise ValueError("not a session")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a session stands in a flow: `step` (None: the flow is over), what was `said` on the way
    there since the last answer, the `answers` on the path, and the step whose answer no longer fits."""

    step: Ask | Outcome | None
    said: tuple[Say, ...]
    answers: Mapping[str, str]
    misfit: str = ""


def replay(flow: Flow, session: Session) -> Place:
    """Walk `flow` along the session's answers to the first question without one, or to the end."""
    own = session.answers.get(flow.id, {})
    path: dict[str, str] = {}
    said: list[Say] = []
    step = flow.steps[0]
    for _ in flow.steps:  # acyclic: no step is met twice
        if isinstance(step, Outcome):
            return Place(step, tuple(said), path)
        if isinstance(step, Say):
            said.append(step)
        else:
            value = _answer(step, own, session.known)
            if value is None or not step.takes(value):
                return Place(step, tuple(said), path, step.id if value is not None else "")
            path[step.id] = value
            said.clear()
        target = _route(step.then, path)
        if target == RETURN:
            return Place(None, tuple(said), path)
        step = flow.by_id[target]
    raise FlowError(f"flow {flow.id} has a cycle")


def _answer(step: Ask, own: Mapping[str, str], known: Mapping[str, str]) -> str | None:
    if step.shared and not step.again:
        return known.get(step.id)
    return own.get(step.id)


def _route(routes: Routes, answers: Mapping[str, str]) -> str:
    if isinstance(routes, str):
        return routes
    return next(route.to for route in routes if holds(route.when, answers))
