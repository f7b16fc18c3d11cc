"""The pictures show everything, and nothing in them covers anything else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import unescape
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.diagram import Reading, draw, mermaid, page, svg, verdicts
from bot.engine import RETURN, All, Any, Ask, Condition, Flow, Goto, Is, Not, Outcome, Restart, Say, Way
from bot.flows import FLOWS
from bot.house import House
from bot.layout import Card, Layout, Point, depths, measure, wrap
from bot.render import labels

LANGUAGES = ("nl", "en", "ar", "tr", "pl", "uk")
SVG = "{http://www.w3.org/2000/svg}"
EVERY_PICTURE = pytest.mark.parametrize("language", LANGUAGES)
EVERY_FLOW = pytest.mark.parametrize("flow", [flow.id for flow in FLOWS])


# --- reading a picture -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Box:
    """A rectangle on paper."""

    left: float
    top: float
    right: float
    foot: float

    def touches(self, other: Box) -> bool:
        return self.left < other.right and other.left < self.right and self.top < other.foot and other.top < self.foot

    def holds(self, x: float, y: float, slack: float = 0.0) -> bool:
        return self.left - slack < x < self.right + slack and self.top - slack < y < self.foot + slack


@dataclass(frozen=True)
class Drawn:
    """A step on paper: its card, the small cards beside it, its buttons, and its lines of text with their start."""

    step: str
    card: Box
    pills: tuple[Box, ...]
    buttons: tuple[Box, ...]
    texts: tuple[tuple[str, float, float, str], ...]

    @property
    def words(self) -> str:
        return "".join(text for text, *_ in self.texts).replace(" ", "")


class Picture:
    """What stands in an SVG text."""

    def __init__(self, text: str) -> None:
        self.root = ElementTree.fromstring(text)
        self.steps = [_drawn(group) for group in self.root.iter(f"{SVG}g")]
        self.cards = [step.card for step in self.steps]
        self.boxes = [*self.cards, *(pill for step in self.steps for pill in step.pills)]
        self.lines = [
            numbers(path.attrib["d"]) for path in self.root.findall(f"{SVG}path") if "line" in path.attrib["class"]
        ]


def numbers(text: str) -> list[float]:
    """The numbers in an attribute."""
    return [float(number) for number in re.findall(r"-?[\d.]+", text)]


def _drawn(group: ElementTree.Element) -> Drawn:
    right, down = numbers(group.attrib["transform"])
    boxes: dict[str, list[Box]] = {"card": [], "pill": [], "button": []}
    for rect in group.iter(f"{SVG}rect"):
        x, y, width, height = (float(rect.attrib[name]) for name in ("x", "y", "width", "height"))
        box = Box(right + x, down + y, right + x + width, down + y + height)
        boxes[rect.attrib["class"].split()[0]].append(box)
    texts = tuple(
        (text.text or "", right + float(text.attrib["x"]), down + float(text.attrib["y"]), text.attrib["class"])
        for text in group.iter(f"{SVG}text")
    )
    step = group.attrib["id"].split(".")[1]
    return Drawn(step, boxes["card"][0], tuple(boxes["pill"]), tuple(boxes["button"]), texts)


def along(line: list[float]) -> Iterator[Point]:
    """Points on a drawn line: straight pieces, and a curve where there are six points."""
    points = list(zip(line[::2], line[1::2], strict=True))
    straight = [(0, 1), (4, 5)] if len(points) == 6 else [(0, 1)]
    for share in (step / 20 for step in range(21)):
        for one, other in straight:
            yield _between(points[one], points[other], share)
        if len(points) == 6:
            curve = points[1:5]
            while len(curve) > 1:
                curve = [_between(a, b, share) for a, b in pairwise(curve)]
            yield curve[0]


def _between(one: Point, other: Point, share: float) -> Point:
    return one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share


@pytest.fixture(scope="module")
def pictures(house: House) -> dict[tuple[str, str], Picture]:
    """Every flow in every language. Reading them proves that they are well-formed XML."""
    return {
        (name, language): Picture(svg(flow, house, language))
        for name, flow in house.flows.items()
        for language in LANGUAGES
    }


Pictures = dict[tuple[str, str], Picture]


# --- everything is there -----------------------------------------------------------------------------


@EVERY_PICTURE
@EVERY_FLOW
def test_every_step_and_every_button_is_in_the_picture(
    house: House, pictures: Pictures, flow: str, language: str
) -> None:
    drawn = {step.step: step for step in pictures[flow, language].steps}
    assert list(drawn) == [step.id for step in house.flows[flow].steps]
    for step in house.flows[flow].steps:
        names = [] if isinstance(step, Say) else list(labels(house, flow, step, language).values())
        assert len(drawn[step.id].buttons) == len(names)
        for name in names:
            assert name.replace(" ", "") in drawn[step.id].words


@EVERY_PICTURE
@EVERY_FLOW
def test_the_whole_text_is_in_the_picture(house: House, pictures: Pictures, flow: str, language: str) -> None:
    reading = Reading(house.flows[flow], house, language)
    for step, drawn in zip(house.flows[flow].steps, pictures[flow, language].steps, strict=True):
        assert "".join(reading.text(step).split()) in drawn.words.replace("\n", "")


@EVERY_FLOW
def test_every_line_of_the_flow_is_drawn_once(house: House, pictures: Pictures, flow: str) -> None:
    reading = Reading(house.flows[flow], house, "nl")
    leads = [lead for step in house.flows[flow].steps for _, leads in reading.blocks(step) for lead in leads]
    tips = [path for path in pictures[flow, "nl"].root.iter(f"{SVG}path") if "tip" in path.attrib["class"]]
    outs = [path for path in tips if path.attrib["class"] in ("tip way", "tip act")]
    assert len(outs) == sum(not lead.step for lead in leads)
    entered = {lead.step for lead in leads if lead.step}
    assert len(tips) - len(outs) - 1 >= len(entered) == len(house.flows[flow].steps) - 1


@EVERY_PICTURE
@EVERY_FLOW
def test_mermaid_has_a_node_for_every_step_and_an_arrow_for_every_lead(house: House, flow: str, language: str) -> None:
    text = mermaid(house.flows[flow], house, language)
    nodes = re.findall(r"^  s_(\w+)[(\[]+\"(.+)\"[)\]]+:::(?:ask|say|outcome)$", text, re.MULTILINE)
    assert [step for step, _ in nodes] == [step.id for step in house.flows[flow].steps]
    assert all(len(unescape(words)) <= 60 for _, words in nodes)
    reading = Reading(house.flows[flow], house, language)
    leads = [lead for step in house.flows[flow].steps for _, leads in reading.blocks(step) for lead in leads]
    assert len(re.findall(r" -->", text)) == sum(not lead.opens for lead in leads)
    assert len(re.findall(r" -\.->", text)) == sum(bool(lead.opens) for lead in leads)


# --- nothing covers anything -------------------------------------------------------------------------


@EVERY_PICTURE
@EVERY_FLOW
def test_no_card_covers_another(pictures: Pictures, flow: str, language: str) -> None:
    assert not [pair for pair in combinations(pictures[flow, language].boxes, 2) if pair[0].touches(pair[1])]


@EVERY_PICTURE
@EVERY_FLOW
def test_no_line_runs_under_a_card(pictures: Pictures, flow: str, language: str) -> None:
    picture = pictures[flow, language]
    for line in picture.lines:
        for x, y in along(line):
            assert not [box for box in picture.boxes if box.holds(x, y, slack=-0.5)]


@EVERY_PICTURE
@EVERY_FLOW
def test_every_word_stays_on_its_card(pictures: Pictures, flow: str, language: str) -> None:
    for step in pictures[flow, language].steps:
        for text, x, y, look in step.texts:
            width = measure(text, 11.0 if look.split()[:1] in (["kind"], ["small"], ["when"]) else 13.5)
            ends = (x, x - width if language == "ar" else x + width)
            assert [box for box in (step.card, *step.pills) if all(box.holds(end, y) for end in ends)], text
        for (_, x, y, _), (_, other_x, other_y, _) in combinations(step.texts, 2):
            assert abs(y - other_y) > 10 or abs(x - other_x) > 100
        assert all(step.card.holds(box.left, box.top) and box.foot < step.card.foot for box in step.buttons)


@EVERY_FLOW
def test_everything_is_on_the_paper(pictures: Pictures, flow: str) -> None:
    for language in LANGUAGES:
        picture = pictures[flow, language]
        paper = Box(0, 0, float(picture.root.attrib["width"]), float(picture.root.attrib["height"]))
        assert all(paper.holds(box.left, box.top) and paper.holds(box.right, box.foot) for box in picture.boxes)


def test_arabic_runs_from_right_to_left(pictures: Pictures) -> None:
    first, *others = pictures["letters", "ar"].cards
    assert pictures["letters", "ar"].root.attrib["direction"] == "rtl"
    assert all(other.right < first.left for other in others)
    first, *others = pictures["letters", "nl"].cards
    assert all(other.left > first.right for other in others)


@st.composite
def some_cards(draw: st.DrawFn) -> list[Card]:
    """Cards of any size, with lines that only lead forward."""
    count = draw(st.integers(1, 12))
    cards = []
    for number in range(count):
        targets = draw(st.lists(st.integers(number + 1, count - 1), max_size=5)) if number + 1 < count else []
        height = draw(st.floats(40, 400))
        exits = tuple(((200.0, height * at / 6), str(target)) for at, target in enumerate(targets, start=1))
        cards.append(Card(str(number), draw(st.sampled_from((200.0, 350.0))), height, exits))
    return cards


@settings(max_examples=60, deadline=None)
@given(some_cards())
def test_any_cards_find_a_place_of_their_own(cards: list[Card]) -> None:
    layout = Layout(cards, 30)
    boxes = {}
    for card in cards:
        x, y = layout.corners[card.id]
        boxes[card.id] = Box(x, y, x + 200, y + card.height)
        assert Box(0, 0, layout.width, layout.height).holds(x + card.width, y + card.height)
    assert not [pair for pair in combinations(boxes.values(), 2) if pair[0].touches(pair[1])]
    depth = depths(cards)
    for line in layout.lines:
        assert line.points[2][0] > line.points[1][0], "lines only run forward"
        for point in line.points:
            assert not [box for box in boxes.values() if box.holds(*point, slack=-0.5)]
    for card in cards:
        for _, target in card.exits:
            assert depth[target] > depth[card.id]


# --- what is written in it ---------------------------------------------------------------------------

A, B = Is("one", "a"), Is("two", "b")


@pytest.mark.parametrize(
    ("condition", "possible"),
    [
        (None, {True}),
        (A, {True}),
        (Is("one", "z"), {False}),
        (Not(A), {False}),
        (B, {True, False}),
        (All(A, B), {True, False}),
        (All(Not(A), B), {False}),
        (Any(A, B), {True}),
        (Any(Not(A), B), {True, False}),
        (All(B, Not(B)), {False}),
    ],
)
def test_what_a_condition_can_be_after_an_answer(condition: Condition | None, possible: set[bool]) -> None:
    assert verdicts(condition, "one", "a") == possible


def test_the_routes_of_the_step_itself_are_lines_without_a_condition(house: House) -> None:
    reading = Reading(house.flows["letters"], house, "nl")
    blocks = reading.blocks(house.flows["letters"].by_id["pile"])
    assert [lead.step for _, leads in blocks for lead in leads] == ["sender", "open_one", "which_bailiff", "sender"]
    assert not any(lead.when for _, leads in blocks for lead in leads)


def test_routes_that_read_earlier_answers_say_so_in_words(house: House) -> None:
    reading = Reading(house.flows["orientation"], house, "nl")
    ((names, leads),) = reading.blocks(house.flows["orientation"].by_id["area"])
    assert len(names) == 5
    assert [lead.step for lead in leads] == ["tonight", "today", "route"]
    button = labels(house, "orientation", house.flows["orientation"].by_id["urgent"], "nl")["yes"]  # type: ignore[arg-type]
    assert [lead.when for lead in leads[1:]] == [f"als urgent: {button}", "anders"]


def test_answers_without_a_button_are_lines_that_say_which_answer(house: House) -> None:
    reading = Reading(house.flows["orientation"], house, "nl")
    names, leads = reading.blocks(house.flows["orientation"].by_id["theme"])[-1]
    assert names == ()
    assert ("first_loneliness", "als theme: Ik voel me alleen") in [(lead.step, lead.when) for lead in leads]


def test_a_condition_names_a_step_once_for_a_row_of_its_answers(house: House) -> None:
    reading = Reading(house.flows["letters"], house, "en")
    said = reading.condition(Any(Is("pile", "one"), Is("pile", "unsure"), Not(All(Is("sender", "x"), Is("y", "z")))))
    assert re.fullmatch(r"pile: .+ or [^:]+ or not \(sender: x and y: z\)", said)


def test_ways_out_of_a_flow_are_named(house: House) -> None:
    flow = Flow(
        "odd",
        steps=(
            Ask("q", choices=("a",), then=(Goto(RETURN, when=Is("q", "a")), Goto("nowhere"))),
            Outcome("end", ways=(Way("again", Restart()),)),
        ),
    )
    reading = Reading(flow, house, "nl")
    assert [lead.out for _, leads in reading.blocks(flow.steps[0]) for lead in leads] == ["terug", "? nowhere"]
    assert reading.blocks(flow.steps[1])[0][1][0].opens == "welcome"
    assert Picture(svg(flow, house, "nl")).cards


def test_what_is_known_on_the_way_to_another_flow_is_told(house: House, pictures: Pictures) -> None:
    doors = next(step for step in pictures["money", "nl"].steps if step.step == "what")
    theme = house.flows["orientation"].by_id["theme"]
    assert isinstance(theme, Ask)
    assert labels(house, "orientation", theme, "nl")["money_debt"].replace(" ", "") in doors.words


def test_a_language_without_words_gets_dutch_ones(house: House) -> None:
    assert Reading(house.flows["welcome"], house, "xx").word("ask") == "Vraag"


def test_long_words_are_broken_rather_than_run_off_the_card() -> None:
    lines = wrap("kort Levensverzekeringsmaatschappijdirecteur kort", 90, 13.5)
    assert "".join(lines).replace(" ", "") == "kortLevensverzekeringsmaatschappijdirecteurkort"
    assert all(measure(line, 13.5) <= 90 for line in lines)


# --- files -------------------------------------------------------------------------------------------


@EVERY_PICTURE
def test_the_page_holds_all_pictures_and_leads_from_one_to_another(house: House, language: str) -> None:
    text = page(house, language)
    anchors = set(re.findall(r'<section id="([^"]+)"', text))
    assert anchors == set(house.flows)
    assert set(re.findall(r'href="#([^"]+)"', text)) == anchors
    assert "<script" not in text and "http" not in text.replace("http://www.w3.org/2000/svg", "")
    assert f'lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in text
    assert text.count("<svg") == text.count("</svg>") == len(house.flows) + 1


def test_light_and_dark_differ(house: House) -> None:
    light, dark = svg(house.flows["stop"], house, "nl").split("@media (prefers-color-scheme:dark)")
    assert re.search(r"\.page\{fill:(#\w+)", light)[1] != re.search(r"\.page\{fill:(#\w+)", dark)[1]  # type: ignore[index]


def test_draw_writes_a_picture_and_a_text_per_flow_and_a_page(house: House, tmp_path: Path) -> None:
    small = replace(house, flows={name: house.flows[name] for name in ("stop", "welcome")})
    files = draw(small, tmp_path / "new" / "nl", "nl")
    names = {"index.html", "stop.svg", "stop.mmd", "welcome.svg", "welcome.mmd"}
    assert {file.name for file in files} == {file.name for file in (tmp_path / "new" / "nl").iterdir()} == names
    assert (tmp_path / "new" / "nl" / "stop.svg").read_text("utf-8") == svg(house.flows["stop"], house, "nl")
    assert 'href="letters.svg"' in (tmp_path / "new" / "nl" / "welcome.svg").read_text("utf-8")
