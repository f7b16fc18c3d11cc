"""Figures for people: how much there is, how it reads, and how soon a resident has something useful."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from statistics import median
from time import perf_counter

from bot.catalog import BASE
from bot.checks.issue import Material
from bot.checks.reading import levels
from bot.engine import HOME, Ask, Choose, Event, Open, Outcome, Say, Session, Show, transition
from bot.flows.doors import THEMES
from bot.readability import EASE, count, lix
from bot.render import key
from bot.walk import Visit, moves, walk

AIMED_MEDIAN, AIMED_WORST = 3, 6
"""Answers from the doors to the first useful thing."""


def figures(material: Material) -> Iterator[str]:
    """Lines to print: the size of it all, reading per language, answers per door."""
    yield from _size(material)
    yield ""
    yield from _reading(material)
    yield ""
    yield from _doors(material)


def _size(material: Material) -> Iterator[str]:
    started = perf_counter()
    states = sum(1 for _ in walk(material.house.flows))
    walked = perf_counter() - started
    steps = sum(len(flow.steps) for flow in material.flows)
    texts = len(material.catalog.base)
    screens = len({screen.text for language, screen in material.screens if language == BASE})
    yield (
        f"{len(material.flows)} flows, {steps} steps, {states} states ({walked:.1f} s to walk),"
        f" {texts} texts and {len(material.texts) // len(material.catalog.languages) - texts} of knowledge a language,"
        f" {screens} different screens a language"
    )


def _reading(material: Material) -> Iterator[str]:
    yield f"{'':4}{'words':>7}{'sentences':>11}{'mean':>6}{'longest':>9}{'LIX':>6}{'ease':>6}   longest screen"
    for language, counts in levels(material).items():
        ease = f"{EASE[language](counts):.0f}" if language in EASE else "–"
        shown = [screen for tag, screen in material.screens if tag == language]
        words, step = max((count(screen.text, language).words, screen.step) for screen in shown)
        yield (
            f"{language:4}{counts.words:>7}{counts.sentences:>11}{counts.mean:>6.1f}{counts.longest:>9}"
            f"{lix(counts):>6.0f}{ease:>6}   {words} words ({step})"
        )
    yield "ease: Flesch-Douma for nl, Flesch for en; 70 to 80 is easy, over 80 very easy"


def _doors(material: Material) -> Iterator[str]:
    yield "Answers to the first card or outcome, and to the first thing to know or do (fewest-median-most):"
    found = [(name, *answers_to_useful(material, begin)) for name, begin in _beginnings(material)]
    for name, cards, things in found:
        yield f"  {name:<32}{_spread(cards):>10}{_spread(things):>10}"
    yield _overall("card or outcome", [cards for _, cards, _ in found if cards])
    yield _overall("thing to know or do", [things for _, _, things in found if things])


def _overall(what: str, spreads: list[list[int]]) -> str:
    middle, worst = median(median(spread) for spread in spreads), max(max(spread) for spread in spreads)
    return f"  {what}: median {middle:g} (aim {AIMED_MEDIAN}), worst {worst} (aim {AIMED_WORST})"


def _spread(counts: Sequence[int]) -> str:
    return f"{min(counts)}-{median(counts):g}-{max(counts)}" if counts else "none"


def _beginnings(material: Material) -> Iterator[tuple[str, Event]]:
    """Every door of the first screen, and every theme that may be typed there."""
    doors = material.house.flows[HOME].by_id["doors"]
    for way in doors.ways if isinstance(doors, Outcome) else ():
        yield f"door {way.id}", way.event
    yield from ((f"typed {theme}", event) for theme, event in THEMES.items())


def answers_to_useful(material: Material, begin: Event) -> tuple[list[int], list[int]]:
    """Numbers of answers, one for each way of answering, until a card or outcome and until anything to know or do.

    `begin` is the first answer. A menu (an outcome without a card whose text ends in a question) is neither.
    """
    cards, things = list[int](), list[int]()
    waiting: deque[tuple[Session, Event, int, bool]] = deque([(Session(known={"language": BASE}), begin, 1, False)])
    while waiting:
        before, event, answers, knows = waiting.popleft()
        session, effects = transition(material.house.flows, before, event)
        shown = [one for one in effects if isinstance(one, Show)]
        if not knows and any(isinstance(one.step, Say) or _useful(material, one) for one in shown):
            things.append(answers)
            knows = True
        if any(_useful(material, one) for one in shown):
            cards.append(answers)
        elif answers < 2 * AIMED_WORST:
            visit = Visit(session, effects, answers)
            waiting.extend((session, move, answers + 1, knows) for move in moves(visit) if _forward(move, visit))
    return cards, things


def _useful(material: Material, show: Show) -> bool:
    step = show.step
    if isinstance(step, Ask):
        return False
    text = material.catalog.text(key(show.flow, step), BASE)
    return bool(step.shows) or (isinstance(step, Outcome) and not text.rstrip().endswith("?"))


def _forward(move: Event, visit: Visit) -> bool:
    """Whether a move answers: not a way back, to another person, or to the beginning."""
    if not isinstance(move, Choose):
        return False
    step = visit.step
    if isinstance(step, Outcome):
        event = next((way.event for way in step.ways if way.id == move.choice), None)
        return isinstance(event, Open) and event.flow not in (HOME, "handoff", *visit.session.trail)
    return True
