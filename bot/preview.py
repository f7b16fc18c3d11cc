"""One page to look at: every screen, place and letter in every language, as residents see them, with how it reads.

For experience experts, translators and coordinators; it works without a network, and without the bot.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from html import escape
from pathlib import Path
from string import Template

from bot.cards import CARDS, View
from bot.catalog import BASE
from bot.engine import Outcome, Session, Show
from bot.house import House
from bot.knowledge import AMSTERDAM, freshness, words
from bot.messages import Button, Picture, Screen
from bot.pictures import alt, png
from bot.readability import EASE, LONGEST_SENTENCE, MEASURABLE, MOST_WORDS, Counts, count, lix
from bot.render import COMMAND, screens
from bot.walk import walk

PAGE = Path(__file__).with_name("preview.html")
PLACES, LETTERS = "plekken", "brieven"
"""What stands below the flows; the page is for people here, so its headings are Dutch."""
MEASURES = {"nl": "Douma", "en": "Flesch"}


@dataclass(frozen=True, slots=True)
class Seen:
    """A screen in one language; `part` is the flow or the list it belongs to, `warning` what is wrong with it.

    `form` says which of its forms it is, where there are more.
    """

    part: str
    step: str
    language: str
    screen: Screen
    warning: str = ""
    form: str = ""

    @property
    def name(self) -> str:
        """What it is called on the page."""
        return " · ".join(part for part in (self.step, self.form, self.language) if part)


def write(house: House, folder: Path, now: datetime) -> list[Path]:
    """Write the page and its pictures into `folder`; the paths, the page first.

    `now` is the (aware) moment at which all is seen.
    """
    (folder / "pictures").mkdir(parents=True, exist_ok=True)
    seen = [*_screens(house, now), *_places(house, now), *_letters(house)]
    page = folder / "index.html"
    page.write_text(_page(house, seen, now), "utf-8")
    return [page, *_draw(seen, folder)]


# --- what there is to see ----------------------------------------------------------------------------


def _screens(house: House, now: datetime) -> Iterator[Seen]:
    """Of each step the screen that is met first, and the one with the most words where that is another."""
    met: dict[tuple[str, str], dict[Screen, None]] = {}
    for visit in walk(house.flows):
        for language in house.catalog.languages:
            session = replace(visit.session, known={**visit.session.known, "language": language})
            for screen in screens(house, session, visit.effects, now):
                met.setdefault((screen.step, language), {})[screen] = None
    for (step, language), found in met.items():
        yield Seen(step.partition(".")[0], step, language, next(iter(found)))
    for (step, language), found in met.items():
        longest = max(found, key=lambda screen: count(screen.text, language).words)
        if longest != next(iter(found)):
            yield Seen(step.partition(".")[0], step, language, longest, form=f"langste van {len(found)}")


def _places(house: House, now: datetime) -> Iterator[Seen]:
    for service in house.knowledge.services.values():
        answers = {"which": service.id}
        for language in house.catalog.languages:
            for step, card in (("about", "service"), ("details", "service_more")):
                show = Show("place", Outcome(step, shows=card), answers)
                text = "\n\n".join(CARDS[card](View(house, show, Session(), language, now)))
                warning = _age(service.checked, now) if card == "service" else ""
                yield Seen(PLACES, f"{service.id}.{step}", language, Screen(text), warning)


def _age(assured: date | None, now: datetime) -> str:
    """A warning in Dutch for a place that was checked too long ago, or never."""
    if assured is None:
        return "nog niet nagebeld"
    state = freshness(assured, now.astimezone(AMSTERDAM).date())
    return {"fresh": "", "aging": "bijna te oud", "stale": "te oud", "hidden": "verborgen: te oud"}[state]


def _letters(house: House) -> Iterator[Seen]:
    for letter in house.knowledge.letters.values():
        for language in house.catalog.languages:
            values = {
                "name": letter.name,
                "meaning": words(letter.meaning, language),
                "date": words(letter.date, language),
            }
            text = house.catalog.text("card.letter", language, values)
            yield Seen(LETTERS, letter.id, language, Screen(f"{text}\n\n{words(letter.first, language)}"))


# --- the pictures ------------------------------------------------------------------------------------


def _draw(seen: Iterable[Seen], folder: Path) -> Iterator[Path]:
    """Every picture on the page, for a light and for a dark screen."""
    for one in seen:
        if one.screen.picture:
            for dark in (False, True):
                path = folder / _file(one, dark)
                path.write_bytes(png(one.screen.picture, dark))
                yield path


def _file(one: Seen, dark: bool) -> str:
    name = ".".join(part for part in (one.step, "longest" * bool(one.form), one.language) if part)
    return f"pictures/{name}.{'dark' if dark else 'light'}.png"


# --- the page ----------------------------------------------------------------------------------------


def _page(house: House, seen: list[Seen], now: datetime) -> str:
    parts = list(dict.fromkeys(one.part for one in seen))
    tags = house.catalog.languages
    boxes = (
        f'<label><input type="checkbox" name="language" value="{tag}"{" checked" * (tag == BASE)}> {escape(about.name)}'
        "</label>"
        for tag, about in tags.items()
    )
    sections = "\n".join(_section(house, part, [one for one in seen if one.part == part]) for part in parts)
    return Template(PAGE.read_text("utf-8")).substitute(
        about=f"Zoals inwoners het zien op {now:%d-%m-%Y, %H:%M} uur. Kennis: {escape(house.knowledge.version)}.",
        flows="".join(f"<option>{part}</option>" for part in parts),
        languages="\n".join(boxes),
        sections=sections,
    )


def _section(house: House, part: str, seen: list[Seen]) -> str:
    """A flow or a list: what shows the same stands together, so that languages can be laid side by side."""
    groups = (
        f'<div class="step">{"".join(_article(house, one) for one in seen if one.step == step)}</div>'
        for step in dict.fromkeys(one.step for one in seen)
    )
    return f"<section><h2>{part}</h2><main>{''.join(groups)}</main></section>"


def _article(house: House, one: Seen) -> str:
    counts = count(one.screen.text, one.language)
    warnings = "; ".join(part for part in (one.warning, _too_much(counts)) if part)
    warned = f'<p class="warn">⚠ {escape(warnings)}</p>' if warnings else ""
    direction = "rtl" if house.catalog.rtl(one.language) else "ltr"
    drawn = _picture(one, one.screen.picture) if one.screen.picture else ""
    return (
        f'<article lang="{one.language}" dir="{direction}" data-flow="{one.part}">'
        f"<h3>{escape(one.name)}</h3>{warned}{drawn}"
        f'<p class="text">{escape(one.screen.text)}</p>{"".join(map(_row, one.screen.rows))}'
        f'<p class="figures">{_figures(counts, one.language)}</p></article>\n'
    )


def _picture(one: Seen, picture: Picture) -> str:
    return (
        f'<picture><source srcset="{_file(one, True)}" media="(prefers-color-scheme: dark)">'
        f'<img src="{_file(one, False)}" alt="{escape(alt(picture))}" loading="lazy"></picture>'
    )


def _row(row: tuple[Button, ...]) -> str:
    bar = " bar" if all(button.data.startswith(COMMAND) for button in row) else ""
    return f'<div class="row{bar}">{"".join(f"<span>{escape(button.label)}</span>" for button in row)}</div>'


def _too_much(counts: Counts) -> str:
    words_left = "" if counts.words <= MOST_WORDS else f"{counts.words} woorden, hoogstens {MOST_WORDS}"
    long = "" if counts.longest <= LONGEST_SENTENCE else f"een zin van {counts.longest} woorden"
    return ", ".join(part for part in (words_left, long) if part)


def _figures(counts: Counts, language: str) -> str:
    """How it reads; a level only where there are words enough to say so."""
    told = [f"{counts.words} woorden", f"langste zin {counts.longest}"]
    if counts.lettered >= MEASURABLE:
        told.append(f"LIX {lix(counts):.0f}")
        if language in EASE:
            told.append(f"{MEASURES[language]} {EASE[language](counts):.0f}")
    return " · ".join(told)
