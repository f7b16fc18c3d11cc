"""Checks of the flows themselves: can every resident always go on?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from bot.checks.issue import Issue, Material
from bot.engine import (
    HOME,
    MAX_CHOICES,
    MAX_ID,
    MAX_LISTED,
    MAX_PATH,
    MAX_READ_BACK,
    RETURN,
    SAMPLES,
    UNSURE,
    Ask,
    Condition,
    Flow,
    Goto,
    Is,
    Not,
    Open,
    Outcome,
    Step,
)
from bot.render import FITTING, SHOWN

MOST_DATA = 64
"""Bytes of callback data (Bot API, InlineKeyboardButton)."""
ID = re.compile(r"[a-z0-9_-]+")


def twice(material: Material) -> Iterator[Issue]:
    """Every id is used once: a flow's in the house, a step's in its flow."""
    for name, count in Counter(flow.id for flow in material.flows).items():
        if count > 1:
            yield Issue("duplicate_id", name, "two flows have this id; rename one")
    for flow in material.flows:
        for name, count in Counter(step.id for step in flow.steps).items():
            if count > 1:
                yield Issue("duplicate_id", f"{flow.id}.{name}", "two steps of this flow have this id; rename one")


def ids(material: Material) -> Iterator[Issue]:
    """Ids are short slugs, and button data made of them fits."""
    for flow, step in _steps(material):
        place, buttons = f"{flow.id}.{step.id}", _buttons(material, flow, step)
        listed = isinstance(step, Ask) and step.listed
        for part in (flow.id, step.id, *(() if listed else buttons)):
            if not ID.fullmatch(part) or len(part) > MAX_ID:
                yield Issue("bad_id", place, f"“{part}” is no id; use at most {MAX_ID} of a-z, 0-9, _ and -")
        for choice in buttons:
            if len(f"{place}.{choice}".encode()) > MOST_DATA:
                yield Issue("long_data", f"{place}.{choice}", f"button data is over {MOST_DATA} bytes; shorten the ids")


def targets(material: Material) -> Iterator[Issue]:
    """Every route leads to a step, every way to a flow that exists."""
    flows = {flow.id for flow in material.flows}
    for flow, step in _steps(material):
        place = f"{flow.id}.{step.id}"
        for target in _targets(step):
            if target != RETURN and target not in flow.by_id:
                yield Issue("unknown_target", place, f"leads to “{target}”, which is no step of this flow; correct it")
        for way in step.ways if isinstance(step, Outcome) else ():
            if isinstance(way.event, Open) and way.event.flow not in flows:
                yield Issue(
                    "unknown_flow", f"{place}.{way.id}", f"opens “{way.event.flow}”, which is no flow; correct it"
                )


def always_a_way_on(material: Material) -> Iterator[Issue]:
    """No dead ends: a last route without condition, a way from every outcome, a flow to return to."""
    for flow, step in _steps(material):
        place = f"{flow.id}.{step.id}"
        if isinstance(step, Outcome):
            if not step.ways:
                yield Issue("dead_end", place, "has no way on; add at least one")
            continue
        if not isinstance(step.then, str) and (not step.then or step.then[-1].when is not None):
            yield Issue("dead_end", place, "has no route for all other answers; add a last one without condition")
        if flow.id == HOME and RETURN in _targets(step):
            yield Issue("dead_end", place, "leaves the first flow, but there is nothing to return to; lead to a step")


def cycles(material: Material) -> Iterator[Issue]:
    """No step leads back to itself."""
    for flow, step in _steps(material):
        if step.id in _after(flow, step):
            yield Issue("cycle", f"{flow.id}.{step.id}", "leads back to itself; use the way Again or Open instead")


def reachable(material: Material) -> Iterator[Issue]:
    """Every step can be reached from the first of its flow."""
    for flow in material.flows:
        met = {flow.steps[0].id, *_after(flow, flow.steps[0])}
        for step in flow.steps:
            if step.id not in met:
                yield Issue(
                    "unreachable_step", f"{flow.id}.{step.id}", "no route leads here; add one or remove the step"
                )


def conditions(material: Material) -> Iterator[Issue]:
    """A condition names an earlier question and one of its answers, and a step reads few of them."""
    for flow, step in _steps(material):
        place, read = f"{flow.id}.{step.id}", {part.step for part in _conditions(step)}
        if len(read - {step.id}) > MAX_READ_BACK:
            yield Issue("reads_too_much", place, f"reads more than {MAX_READ_BACK} earlier answers; split the flow")
        for part in _conditions(step):
            asked = flow.by_id.get(part.step)
            if not isinstance(asked, Ask) or (asked is not step and step.id not in _after(flow, asked)):
                yield Issue("unknown_answer", place, f"reads “{part.step}”, which is not asked before; correct it")
            elif part.value not in (*_buttons(material, flow, asked), *asked.brought, UNSURE, *SAMPLES[asked.kind]):
                yield Issue("unknown_answer", place, f"“{part.value}” is no answer to “{part.step}”; correct it")


def cards(material: Material) -> Iterator[Issue]:
    """What a step shows is a card we have."""
    for flow, step in _steps(material):
        if not isinstance(step, Ask) and step.shows and step.shows not in SHOWN:
            yield Issue("unknown_card", f"{flow.id}.{step.id}", f"shows “{step.shows}”; choose from {', '.join(SHOWN)}")


def sizes(material: Material) -> Iterator[Issue]:
    """Few buttons on a screen, few questions on a way."""
    for flow, step in _steps(material):
        buttons = _buttons(material, flow, step)
        most = MAX_LISTED if isinstance(step, Ask) and step.listed else MAX_CHOICES
        if len(buttons) > most and not _few_are_shown(step):
            yield Issue("many_buttons", f"{flow.id}.{step.id}", f"has {len(buttons)} buttons; at most {most}")
    for flow in material.flows:
        if not _cyclic(flow) and _longest(flow, flow.steps[0]) > MAX_PATH:
            yield Issue("long_path", flow.id, f"asks more than {MAX_PATH} questions on one way; split the flow")


# --- reading a flow ----------------------------------------------------------------------------------


def _steps(material: Material) -> Iterator[tuple[Flow, Step]]:
    return ((flow, step) for flow in material.flows for step in flow.steps)


def _buttons(material: Material, flow: Flow, step: Step) -> tuple[str, ...]:
    """The choices shown, with the listed ones filled in."""
    if isinstance(step, Ask) and step.listed:
        filled = material.house.flows[flow.id].by_id[step.id]
        return filled.buttons if isinstance(filled, Ask) else ()
    return () if not isinstance(step, Ask | Outcome) else step.buttons


def _few_are_shown(step: Step) -> bool:
    """Of what is listed only the few that fit become buttons, and of narrowed ways only those that are named."""
    return step.narrowed != "" if isinstance(step, Outcome) else isinstance(step, Ask) and step.listed in FITTING


def _routes(step: Step) -> tuple[Goto, ...]:
    if isinstance(step, Outcome):
        return ()
    return (Goto(step.then),) if isinstance(step.then, str) else step.then


def _targets(step: Step) -> list[str]:
    return [route.to for route in _routes(step)]


def _after(flow: Flow, step: Step) -> set[str]:
    """Ids of all steps that can come after `step`."""
    met: set[str] = set()
    waiting = _targets(step)
    while waiting:
        target = waiting.pop()
        if target in flow.by_id and target not in met:
            met.add(target)
            waiting += _targets(flow.by_id[target])
    return met


def _cyclic(flow: Flow) -> bool:
    return any(step.id in _after(flow, step) for step in flow.steps)


def _conditions(step: Step) -> Iterator[Is]:
    for route in _routes(step):
        yield from _parts(route.when)


def _parts(condition: Condition | None) -> Iterable[Is]:
    if condition is None:
        return ()
    if isinstance(condition, Is):
        return (condition,)
    if isinstance(condition, Not):
        return _parts(condition.condition)
    return [part for one in condition.conditions for part in _parts(one)]


def _longest(flow: Flow, step: Step) -> int:
    """Questions on the longest way from `step`; the flow has no cycle."""
    onward = [_longest(flow, flow.by_id[target]) for target in _targets(step) if target in flow.by_id]
    return isinstance(step, Ask) + max(onward, default=0)
