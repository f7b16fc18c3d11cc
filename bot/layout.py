"""Cards and lines on paper: where they stand, and the pen that draws them. Knows nothing of flows.

Cards stand in columns, each as far from the start as the longest way to it. A line that passes a column
gets a lane of its own there, shared by all lines to the same card. So no line ever runs under a card.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import combinations
from string import Template

SPACE = 24.0
"""Between two cards, or a card and a lane, in one column."""
LANE = 6.0
"""The height a passing line takes up."""
PASSES = 5
"""How often slots move towards their neighbours; more hardly changes a picture."""

Point = tuple[float, float]
Slot = tuple[str, int]
"""A card and a column: the card itself in its own column, in an earlier one the lane that leads to it."""


@dataclass(frozen=True, slots=True)
class Card:
    """Something to place: the room it takes, and its exits: where a line leaves, and for which card.

    Points are counted from the card's corner, here and in `Link`.
    """

    id: str
    width: float
    height: float
    exits: tuple[tuple[Point, str], ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A line from one column to the next."""

    start: Slot
    port: Point
    end: Slot


@dataclass(frozen=True, slots=True)
class Line:
    """A link on paper: straight to the second point, a curve to the third, straight to the last.

    It is on its way to the card `target`, and `arrives` there or goes on from the end of a lane.
    """

    target: str
    points: tuple[Point, Point, Point, Point]
    arrives: bool


class Layout:
    """Cards placed with a margin around them: their corners, the lines, and the size of the whole.

    The ways between the cards have no cycle.
    """

    def __init__(self, cards: Sequence[Card], margin: float) -> None:
        self.depth = depths(cards)
        self.links = tuple(dict.fromkeys(link for card in cards for link in self._links(card)))
        self.entering, self.leaving = defaultdict[Slot, list[Link]](list), defaultdict[Slot, list[Link]](list)
        for link in self.links:
            self.entering[link.end].append(link)
            self.leaving[link.start].append(link)
        own = {(card.id, self.depth[card.id]): card for card in cards}
        self.tops = dict.fromkeys((*own, *(link.end for link in self.links)), 0.0)
        self.heights = {slot: own[slot].height if slot in own else LANE for slot in self.tops}
        self.columns = [[slot for slot in self.tops if slot[1] == at] for at in range(max(self.depth.values()) + 1)]
        self._order()
        highest = min(self.tops.values())
        self.tops = {slot: top - highest + margin for slot, top in self.tops.items()}
        self.widths = [max(own[slot].width for slot in column if slot in own) for column in self.columns]
        self.lefts = self._lefts(margin)
        self.corners: Mapping[str, Point] = {id: (self.lefts[at], self.tops[id, at]) for id, at in own}
        self.lines = tuple(self._line(link) for link in self.links)
        self.width = self.lefts[-1] + self.widths[-1] + margin
        self.height = max(top + self.heights[slot] for slot, top in self.tops.items()) + margin

    def _links(self, card: Card) -> Iterator[Link]:
        for port, target in card.exits:
            start = (card.id, self.depth[card.id])
            for at in range(self.depth[card.id] + 1, self.depth[target] + 1):
                yield Link(start, port, (target, at))
                start, port = (target, at), (0.0, LANE / 2)

    def _order(self) -> None:
        """Swap slots of a column for as long as that makes the picture calmer."""
        calmest, before = self._settle(), None
        while calmest != before:
            before = calmest
            for column in self.columns:
                for one, other in combinations(range(len(column)), 2):
                    column[one], column[other] = column[other], column[one]
                    unrest = self._settle()
                    if unrest < calmest:
                        calmest = unrest
                    else:
                        column[one], column[other] = column[other], column[one]
        self._settle()

    def _settle(self) -> tuple[int, float]:
        """Give every slot a top near its neighbours, in the order of the columns; the unrest that is left."""
        self.tops = dict.fromkeys(self.tops, 0.0)
        for number in range(PASSES):
            for column in self.columns:
                self._spread(column, ahead=number > 0)
        return self._unrest()

    def _wish(self, slot: Slot, ahead: bool) -> float:
        """The top at which the lines to `slot`, and those `ahead` of it, would on average run level."""
        wishes = [self._start(link) - self.heights[slot] / 2 for link in self.entering[slot]]
        wishes += [self._end(link) - link.port[1] for link in self.leaving[slot] if ahead]
        return sum(wishes) / len(wishes) if wishes else self.tops[slot]

    def _start(self, link: Link) -> float:
        return self.tops[link.start] + link.port[1]

    def _end(self, link: Link) -> float:
        return self.tops[link.end] + self.heights[link.end] / 2

    def _spread(self, column: Sequence[Slot], ahead: bool) -> None:
        """As near to their wishes as slots can be without overlap: those in each other's way move as one."""
        pools: list[tuple[float, list[Slot]]] = []
        offsets: dict[Slot, float] = {}
        offset = 0.0
        for slot in column:
            offsets[slot] = offset
            pool = (self._wish(slot, ahead) - offset, [slot])
            while pools and pools[-1][0] > pool[0]:
                base, before = pools.pop()
                together = [*before, *pool[1]]
                pool = ((base * len(before) + pool[0] * len(pool[1])) / len(together), together)
            pools.append(pool)
            offset += self.heights[slot] + SPACE
        self.tops.update({slot: base + offsets[slot] for base, pool in pools for slot in pool})

    def _unrest(self) -> tuple[int, float]:
        """How many lines cross, and how far all lines climb and fall."""
        crossings, climbs = 0, 0.0
        for column in self.columns:
            ends = [(self._start(link), self._end(link)) for slot in column for link in self.entering[slot]]
            crossings += sum((a - b) * (c - d) < 0 for (a, c), (b, d) in combinations(ends, 2))
            climbs += sum(abs(start - end) for start, end in ends)
        return crossings, climbs

    def _lefts(self, margin: float) -> list[float]:
        """The left side of every column; where many lines pass the gap is wider."""
        lefts = [margin]
        for at, width in enumerate(self.widths[:-1], start=1):
            passing = sum(link.end[1] == at for link in self.links)
            lefts.append(lefts[-1] + width + min(44.0 + 7.0 * passing, 100.0))
        return lefts

    def _line(self, link: Link) -> Line:
        target, at = link.end
        arrives = self.depth[target] == at
        before, left = self.lefts[at - 1], self.lefts[at]
        start, end = (before + link.port[0], self._start(link)), (left, self._end(link))
        last = end if arrives else (left + self.widths[at], end[1])
        return Line(target, (start, (before + self.widths[at - 1], start[1]), end, last), arrives)


def depths(cards: Sequence[Card]) -> Mapping[str, int]:
    """Card -> steps on the longest way to it."""
    depth = {card.id: 0 for card in cards}
    for _ in cards:  # without a cycle no way is longer than this
        for card in cards:
            for _, target in card.exits:
                depth[target] = max(depth[target], depth[card.id] + 1)
    return depth


# --- text --------------------------------------------------------------------------------------------

EMS = {"iljI.,:;'’!|·ії": 0.33, "tfr()[]/- ": 0.42, "sczkxvyJгт": 0.58, "mwMW@%—…жшщюмфЖШЩЮМФسشصض": 0.97}
"""Letters and how wide they are, in parts of their size, as in the widest of the fonts that the style names."""
BOLD = 1.13
"""How much wider bold letters are."""


def measure(text: str, size: float) -> float:
    """About how wide `text` is in a sans-serif of `size` pixels: rather too wide than too narrow."""
    return size * sum(_em(letter) for letter in text)


def _em(letter: str) -> float:
    if unicodedata.category(letter) in ("Cf", "Mn"):
        return 0.0
    return next((em for letters, em in EMS.items() if letter in letters), 0.72 if letter.isupper() else 0.63)


def wrap(text: str, width: float, size: float) -> list[str]:
    """The lines of a paragraph at most `width` wide; a word that is too long for a line is broken."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".lstrip()
        if measure(longer, size) <= width:
            lines[-1] = longer
            continue
        lines.append("")
        for letter in word:
            if measure(lines[-1] + letter, size) > width:
                lines.append("")
            lines[-1] += letter
    return [line for line in lines if line]


# --- the pen -----------------------------------------------------------------------------------------

STYLE = Template("""
text{fill:$ink;unicode-bidi:embed;font:13.5px system-ui,"Segoe UI","Noto Sans","Noto Sans Arabic",sans-serif}
text.small{font-size:11px;fill:$faint} text.when{font-size:11px;font-style:italic} text.strong{font-weight:600}
text.kind{font-size:11px;font-weight:600;fill:currentColor} .page{fill:$page} .button{fill:$button;stroke:$rim}
.ask{color:$ask} .say{color:$say} .outcome{color:$outcome} .way,a{color:$way} .act,.start{color:$faint}
.card,.pill{fill:currentColor;fill-opacity:.1;stroke:currentColor;stroke-width:1.5} .card.outcome{stroke-width:3}
.line{stroke:currentColor;stroke-width:1.8;fill:none} .line:hover{stroke-width:4} .bracket{stroke:$faint;fill:none}
.way{stroke-dasharray:4 3} .tip{fill:currentColor;stroke:none}
html{background:$page;color:$ink;font:16px/1.5 system-ui,sans-serif} body{margin:1.5rem}
section{display:inline-block;vertical-align:top;max-width:100%;overflow-x:auto}
section svg{max-width:max(100%,1100px);height:auto}
""")
COLOURS = {
    "page": ("#f6f7f9", "#12161d"),
    "ink": ("#1c2330", "#e9edf3"),
    "faint": ("#566072", "#a5afbf"),
    "button": ("#ffffff", "#2a323f"),
    "rim": ("#c3cbd8", "#465164"),
    "ask": ("#22609f", "#82b8f2"),
    "say": ("#6f4fa3", "#c3abee"),
    "outcome": ("#1b7450", "#74d3a8"),
    "way": ("#8f5210", "#ecb871"),
}
LIGHT, DARK = ({name: pair[at] for name, pair in COLOURS.items()} for at in (0, 1))
CSS = f"{STYLE.substitute(LIGHT)}@media (prefers-color-scheme:dark){{{STYLE.substitute(DARK)}}}"


class Pen:
    """Draws SVG on paper of `width` pixels, mirrored for languages that run from right to left."""

    def __init__(self, width: float, rtl: bool) -> None:
        self.width, self.rtl = width, rtl
        self.parts: list[str] = []

    def x(self, x: float, width: float = 0.0) -> float:
        """Where on paper something begins that is `width` wide and starts at `x`."""
        return round(self.width - x - width if self.rtl else x, 1)

    def box(self, look: str, x: float, y: float, width: float, height: float, corner: float) -> None:
        """A box beneath all that was drawn before."""
        place = f'x="{self.x(x, width)}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="{corner:.0f}"'
        self.parts.insert(0, f'<rect class="{look}" {place}/>')

    def text(self, look: str, x: float, y: float, text: str, width: float, size: float, link: str = "") -> float:
        """A paragraph from (x, y) down, at most `width` wide; the height at which it ends."""
        bold = BOLD if look.startswith(("kind", "strong")) else 1.0
        for words in wrap(text, width, size * bold):
            y += size * 1.35
            line = f'<text class="{look}" x="{self.x(x)}" y="{y - size * 0.3:.1f}">{escape(words)}</text>'
            self.parts.append(f'<a href="{escape(link)}">{line}</a>' if link else line)
        return y

    def line(self, look: str, *points: Point, tip: bool = False) -> None:
        """A line through two points, or straight, curved and straight through four; `tip` makes it an arrow."""
        (x, y), ends = points[-1], list(points)
        if tip:
            ends = [(min(end[0], x - 6), end[1]) for end in points]
        if len(ends) == 4:
            bend = (ends[1][0] + ends[2][0]) / 2
            ends[2:2] = [(bend, ends[1][1]), (bend, ends[2][1])]
        shown = [f"{self.x(x)} {y:.1f}" for x, y in ends]
        path = f"M{shown[0]}L{shown[1]}" + (f"C{shown[2]} {shown[3]} {shown[4]}L{shown[5]}" if shown[2:] else "")
        self.parts.append(f'<path class="{look}" d="{path}"/>')
        if tip:
            corners = " ".join(f"{self.x(x - back)} {y + side:.1f}" for back, side in ((0, 0), (9, -5), (9, 5)))
            self.parts.append(f'<path class="tip {look.split()[-1]}" d="M{corners}Z"/>')

    def group(self, name: str, x: float, y: float, other: Pen) -> None:
        """All that `other` drew, with its corner at (x, y) and a name to point at."""
        move = f"translate({self.x(x, other.width)} {y:.1f})"
        self.parts.append(f'<g id="{name}" transform="{move}">{"".join(other.parts)}</g>')

    def svg(self, name: str, language: str, height: float) -> str:
        """The whole picture, with its styles inside."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.width:.0f}" height="{height:.0f}" '
            f'viewBox="0 0 {self.width:.0f} {height:.0f}" lang="{language}" '
            f'direction="{"rtl" if self.rtl else "ltr"}" aria-label="{escape(name)}">'
            f"<style>{CSS}</style>{''.join(self.parts)}</svg>"
        )
