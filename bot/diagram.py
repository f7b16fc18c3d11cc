"""Flows as pictures, for everybody who reviews them: SVG to look at, Mermaid to paste into a text.

A card is a step with its text and its buttons; lines run from the buttons to the steps they lead to. What
leads out of the flow stands in a small dashed card beside its button.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape
from itertools import groupby, pairwise, product
from operator import itemgetter
from pathlib import Path
from textwrap import shorten

from bot import engine
from bot.engine import (
    HOME,
    RETURN,
    SAMPLES,
    UNSURE,
    Any,
    Ask,
    Condition,
    Flow,
    Goto,
    Is,
    Not,
    Outcome,
    Say,
    Step,
    holds,
)
from bot.house import House
from bot.layout import CSS, LIGHT, Card, Layout, Pen, Point
from bot.render import key, label, labels, promises

WIDTH, PILL, REACH, PAD, MARGIN = 224.0, 130.0, 26.0, 14.0, 32.0
RIM, TEXT, SMALL = WIDTH - PAD / 2, 13.5, 11.0
"""Pixels: a card, a small card, the way to it, the rims inside a card and around all; a bracket; two text sizes."""
CORNERS = {"ask": 12.0, "say": 0.0, "outcome": 24.0}
SHAPES = {"ask": '("%s")', "say": '["%s"]', "outcome": '(["%s"])'}
"""How round the cards are, in SVG and in Mermaid."""


@dataclass(frozen=True, slots=True)
class Lead:
    """Where buttons lead, `when` other answers allow: to a `step`, or `out` of the flow, perhaps to one it `opens`."""

    when: str = ""
    step: str = ""
    out: str = ""
    detail: str = ""
    opens: str = ""


Block = tuple[tuple[str, ...], tuple[Lead, ...]]
"""Buttons that stand together and have the same leads; a message has no buttons."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A flow as somebody reads it in `language`."""

    flow: Flow
    house: House
    language: str

    @property
    def rtl(self) -> bool:
        """Whether the picture runs from right to left."""
        return self.house.catalog.rtl(self.language)

    def word(self, name: str) -> str:
        """A word of the picture itself."""
        return self.house.catalog.text(f"picture.{name}", self.language)

    def text(self, step: Step) -> str:
        """What the resident reads at `step`, in the plural where it counts something."""
        values = promises(self.house, self.language)
        return self.house.catalog.text(key(self.flow.id, step), self.language, values, count=3)

    def blocks(self, step: Step) -> list[Block]:
        """The buttons of `step` in their order, neighbours with the same leads together."""
        if isinstance(step, Say):
            return [((), self._leads(step, ""))]
        names = labels(self.house, self.flow.id, step, self.language)
        if isinstance(step, Outcome):
            return [((names[way.id],), (self._meaning(way.event),)) for way in step.ways]
        led = [(name, self._leads(step, choice)) for choice, name in names.items()]
        blocks = [(tuple(name for name, _ in same), leads) for leads, same in groupby(led, key=itemgetter(1))]
        besides = tuple(self._besides(step, {leads for _, leads in blocks}))
        return [*blocks, ((), besides)] if besides else blocks

    def _besides(self, step: Ask, drawn: set[tuple[Lead, ...]]) -> Iterator[Lead]:
        """Where answers lead that have no button: brought along by another flow, or only typed."""
        unseen = (*step.brought, *(() if step.unsure else (UNSURE,)))
        named = {choice: self.condition(Is(step.id, choice)) for choice in unseen}
        named |= {sample: f"{step.id}: {self.word('typed')}" for sample in SAMPLES[step.kind]}
        for choice, name in named.items():
            leads = self._leads(step, choice)
            if leads not in drawn:
                when = f"{self.word('if')} {name}"
                yield from (replace(lead, when=lead.when or when) for lead in leads)

    def _leads(self, step: Ask | Say, choice: str) -> tuple[Lead, ...]:
        leads: list[Lead] = []
        for route in (Goto(step.then),) if isinstance(step.then, str) else step.then:
            possible = verdicts(route.when, step.id, choice)
            if route.when and len(possible) == 2:
                leads.append(self._lead(route.to, f"{self.word('if')} {self.condition(route.when)}"))
            elif True in possible:
                return (*leads, self._lead(route.to, self.word("otherwise") if leads else ""))
        return tuple(leads)

    def _lead(self, to: str, when: str) -> Lead:
        if to in self.flow.by_id:
            return Lead(when, step=to)
        return Lead(when, out=self.word("return") if to == RETURN else f"? {to}")

    def _meaning(self, event: engine.Event) -> Lead:
        if isinstance(event, engine.Open):
            known = " · ".join(self._answer(Is(*pair)) for pair in event.known)
            return Lead(out=event.flow, detail=known, opens=event.flow)
        if isinstance(event, engine.Again):
            return Lead(out=self.word("again"), detail=event.step)
        if isinstance(event, engine.Restart):
            return Lead(out=HOME, opens=HOME)
        return Lead(out=event.name if isinstance(event, engine.Act) else self.word("return"))

    def condition(self, condition: Condition, before: Condition | None = None) -> str:
        """`condition` in words: the step's id, once for a row of its answers, and the button."""
        if isinstance(condition, Is):
            again = isinstance(before, Is) and before.step == condition.step
            return self._answer(condition) if again else f"{condition.step}: {self._answer(condition)}"
        if isinstance(condition, Not):
            return f"{self.word('not')} ({self.condition(condition.condition)})"
        word = self.word("any" if isinstance(condition, Any) else "all")
        pairs = pairwise((None, *condition.conditions))
        return f" {word} ".join(self.condition(part, before) for before, part in pairs if part)

    def _answer(self, given: Is) -> str:
        """The button that gives this answer, in this flow or in one that shares the question."""
        flows = (self.flow, *self.house.flows.values())
        asks = (step for flow in flows for step in flow.steps if isinstance(step, Ask) and step.id == given.step)
        asked = next((ask for ask in asks if ask.takes(given.value)), None)
        return label(self.house, self.flow.id, asked, given.value, self.language) if asked else given.value


def verdicts(condition: Condition | None, step: str, choice: str) -> set[bool]:
    """What `condition` can be once `step` is answered with `choice`, whatever the other answers are."""
    values: dict[str, set[str]] = {}
    for part in _parts(condition):
        values.setdefault(part.step, {""}).add(part.value)
    values[step] = {choice}
    return {holds(condition, dict(zip(values, answers, strict=True))) for answers in product(*values.values())}


def _parts(condition: Condition | None) -> list[Is]:
    if condition is None or isinstance(condition, Is):
        return [condition] if condition else []
    inner = (condition.condition,) if isinstance(condition, Not) else condition.conditions
    return [part for one in inner for part in _parts(one)]


def kind(step: Step) -> str:
    """`ask`, `say` or `outcome`: the name of a step's shape and colour."""
    return type(step).__name__.lower()


def mermaid(flow: Flow, house: House, language: str) -> str:
    """`flow` as the text of a Mermaid flowchart."""
    reading = Reading(flow, house, language)
    lines, outs = [f"flowchart {'RL' if reading.rtl else 'LR'}"], dict[str, int]()
    for step in flow.steps:
        text = reading.text(step).split("\n")[-1 if isinstance(step, Ask) else 0]
        lines.append(f"  s_{step.id}{SHAPES[kind(step)] % _plain(shorten(text, 60, placeholder='…'))}:::{kind(step)}")
        for names, leads in reading.blocks(step):
            for lead in leads:
                text, out = _plain(*names, lead.when), _plain(lead.out, lead.detail)
                arrow = ("-.->" if lead.opens else "-->") + (f'|"{text}"|' if text else "")
                end = f"s_{lead.step}" if lead.step else f'o_{outs.setdefault(out, len(outs))}[["{out}"]]'
                lines.append(f"  s_{step.id} {arrow} {end}")
    lines += [f"  classDef {name} stroke:{LIGHT[name]},stroke-width:2px" for name in SHAPES]
    return "\n".join(lines) + "\n"


def _plain(*lines: str) -> str:
    return "<br>".join(escape(line, quote=False).replace('"', "&quot;") for line in lines if line)


class Sketch:
    """A step drawn as a card, from the top down; `card` is the room it takes."""

    def __init__(self, reading: Reading, step: Step, link: str) -> None:
        self.reading, self.link, self.y = reading, link, PAD / 2
        self.pen, self.exits, self.width = Pen(WIDTH, reading.rtl), list[tuple[Point, str]](), WIDTH
        self._words(step)
        for names, leads in reading.blocks(step):
            self._block(names, leads)
        self.y += PAD
        self.pen.box(f"card {kind(step)}", 0, 0, WIDTH, self.y, CORNERS[kind(step)])
        self.card = Card(step.id, self.width, self.y, tuple(self.exits))

    def _words(self, step: Step) -> None:
        """What kind of step it is, what the resident reads (the question stands out), what is shown with it."""
        self._text(f"kind {kind(step)}", f"{self.reading.word(kind(step))} · {step.id}", SMALL)
        *before, last = filter(None, self.reading.text(step).split("\n"))
        for paragraph in before:
            self._text("", paragraph)
        self._text("strong" if isinstance(step, Ask) else "", last)
        if not isinstance(step, Ask) and step.shows:
            self._text("small", f"+ {self.reading.word('shows')}: {step.shows}", SMALL)

    def _text(self, look: str, text: str, size: float = TEXT, x: float = PAD) -> None:
        self.y = self.pen.text(look, x, self.y, text, WIDTH - 2 * x, size) + 3

    def _block(self, names: tuple[str, ...], leads: tuple[Lead, ...]) -> None:
        """Buttons, a bracket beside them, and where they lead: from the middle, or each beside its condition."""
        self.y += 8
        ends: list[float] = []
        for name in names:
            top = self.y
            self.y += 2
            self._text("", name, TEXT, PAD + 7)
            self.pen.box("button", PAD, top, WIDTH - 2 * PAD, self.y - top + 1, 6)
            ends.append((top + self.y) / 2)
            self.y += 4
        for y in ends:
            self.pen.line("bracket", (WIDTH - PAD, y), (RIM, y))
        middle = (ends[0] + ends[-1]) / 2 if ends else (self.y + PAD) / 2
        ends += [self._lead(lead, middle) for lead in leads]
        self.pen.line("bracket", (RIM, min(ends)), (RIM, max(ends)))

    def _lead(self, lead: Lead, y: float) -> float:
        """Draw the beginning of a line at height `y`, or beside its condition; the height it got."""
        if lead.when:
            self.y += 4
            top = self.y
            self._text("when", lead.when, SMALL)
            y = (top + self.y) / 2
        self.pen.line("bracket", (RIM, y), (WIDTH, y))
        if lead.step:
            self.exits.append(((WIDTH, y), lead.step))
        else:
            self._pill(lead, y)
        return y

    def _pill(self, lead: Lead, y: float) -> None:
        """The small card beside a button, as high as its words need."""
        look, left = "way" if lead.opens else "act", WIDTH + REACH
        self.pen.line(f"line {look}", (WIDTH, y), (left, y), tip=True)
        link = self.link % lead.opens if lead.opens else ""
        foot = self.pen.text(f"kind {look}", left + PAD / 2, y - 10, lead.out, PILL - PAD, SMALL, link)
        foot = self.pen.text("small", left + PAD / 2, foot, lead.detail, PILL - PAD, SMALL) + 4
        self.pen.box(f"pill {look}", left, y - 12, PILL, foot - y + 12, 8)
        self.y, self.width = max(self.y, foot), left + PILL


def svg(flow: Flow, house: House, language: str, link: str = "%s.svg") -> str:
    """`flow` as a picture that stands on its own; `link` is where another flow's picture is found."""
    reading = Reading(flow, house, language)
    sketches = {step.id: Sketch(reading, step, link) for step in flow.steps}
    layout = Layout([sketch.card for sketch in sketches.values()], MARGIN)
    pen = Pen(layout.width, reading.rtl)
    x, y = layout.corners[flow.steps[0].id]
    y += sketches[flow.steps[0].id].card.height / 2
    pen.line("line start", (x - MARGIN * 0.8, y), (x, y), tip=True)
    for line in layout.lines:
        pen.line(f"line {kind(flow.by_id[line.target])}", *line.points, tip=line.arrives)
    for step, (x, y) in layout.corners.items():
        pen.group(f"{flow.id}.{step}", x, y, sketches[step].pen)
    pen.box("page", 0, 0, layout.width, layout.height, 0)
    return pen.svg(flow.id, language, layout.height)


def page(house: House, language: str) -> str:
    """One HTML page with the pictures of all flows, one below the other, and what their shapes mean."""
    pictures = {name: svg(flow, house, language, "#%s") for name, flow in house.flows.items()}
    sections = (f'<section id="{name}"><h2>{name}</h2>{picture}</section>' for name, picture in pictures.items())
    links = " · ".join(f'<a href="#{name}">{name}</a>' for name in pictures)
    reading = Reading(next(iter(house.flows.values())), house, language)
    title = reading.word("title")
    return (
        f'<!doctype html><html lang="{language}" dir="{"rtl" if reading.rtl else "ltr"}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{title}</title><style>{CSS}</style>'
        f"<h1>{title}</h1>{_legend(reading)}<nav>{links}</nav>{''.join(sections)}</html>\n"
    )


def _legend(reading: Reading) -> str:
    pen = Pen(5 * (PILL + REACH), reading.rtl)
    for number, name in enumerate(("ask", "say", "outcome", "way", "act")):
        x = number * (PILL + REACH) + 2
        pen.text(f"kind {name}", x + PAD, 8, reading.word(name), PILL, SMALL)
        pen.box(f"{'card' if name in CORNERS else 'pill'} {name}", x, 2, PILL, 28, CORNERS.get(name, 8) * 0.6)
    return pen.svg(reading.word("title"), reading.language, 32)


def draw(house: House, folder: Path, language: str) -> list[Path]:
    """Write `<flow>.svg` and `<flow>.mmd` for every flow, and `index.html` with all; the files written."""
    files = {"index.html": page(house, language)}
    for flow in house.flows.values():
        files |= {f"{flow.id}.svg": svg(flow, house, language), f"{flow.id}.mmd": mermaid(flow, house, language)}
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    return [folder / name for name in files]
