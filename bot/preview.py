"""One page to look at: every screen, every place and every letter of a language, as a resident sees them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from html import escape
from pathlib import Path

from bot.cards import CARDS, View
from bot.engine import Outcome, Session, Show
from bot.house import House
from bot.knowledge import AMSTERDAM, freshness, words
from bot.messages import Screen
from bot.render import screens
from bot.walk import walk

STYLE = """
:root { color-scheme: light dark; --paper: #fff; --ink: #1b1b1b; --wash: #eef2f5; --line: #b9c4cc; --warn: #a33b00 }
@media (prefers-color-scheme: dark) {
  :root { --paper: #1d2327; --ink: #e8eaec; --wash: #14181b; --line: #4a555d; --warn: #ffa36b }
}
body { margin: 0; padding: 1rem; background: var(--wash); color: var(--ink); font: 16px/1.45 system-ui, sans-serif }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1rem } h1, h2 { font-size: 1.2rem; margin: 1.5rem 0 .5rem }
main { display: grid; align-items: start; gap: .75rem;
  grid-template-columns: repeat(auto-fill, minmax(min(20rem, 100%), 1fr)) }
article { background: var(--paper); border: 1px solid var(--line); border-radius: .75rem; padding: .75rem }
article h3 { margin: 0 0 .5rem; font: 12px/1 ui-monospace, monospace; opacity: .7; direction: ltr }
p { white-space: pre-wrap; unicode-bidi: plaintext; margin: 0 0 .5rem; overflow-wrap: anywhere }
.row { display: flex; gap: .35rem; margin-top: .35rem }
.row span { flex: 1; text-align: center; border: 1px solid var(--line); border-radius: .5rem; padding: .3rem }
.warn { color: var(--warn); font-weight: 600 }
"""
TITLES = ("Schermen", "Plekken", "Brieven")
"""What the page is divided into; it is for coordinators and translators, so the headings are Dutch."""


def write(house: House, folder: Path, now: datetime) -> list[Path]:
    """Write one page a language into `folder`; the paths. `now` is the (aware) moment at which all is seen."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for language in house.catalog.languages:
        path = folder / f"{language}.html"
        path.write_text(page(house, language, now), "utf-8")
        paths.append(path)
    return paths


def page(house: House, language: str, now: datetime) -> str:
    """The whole page of one language."""
    direction = "rtl" if house.catalog.rtl(language) else "ltr"
    links = "".join(f'<a href="{tag}.html">{escape(about.name)}</a>' for tag, about in house.catalog.languages.items())
    parts = (_screens(house, language, now), _places(house, language, now), _letters(house, language))
    body = "".join(
        f"<h2>{title}</h2><main>{''.join(articles)}</main>" for title, articles in zip(TITLES, parts, strict=True)
    )
    return (
        f'<!doctype html><html lang="{language}" dir="{direction}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>Wegwijs: {language}</title>'
        f"<style>{STYLE}</style><h1>Wegwijs · {escape(house.catalog.languages[language].name)} · {now:%Y-%m-%d %H:%M}"
        f" · {escape(house.knowledge.version)}</h1><nav>{links}</nav>{body}</html>"
    )


def _screens(house: House, language: str, now: datetime) -> Iterator[str]:
    """Each screen once, as it is first met on a walk through all states."""
    met: set[str] = set()
    for visit in walk(house.flows):
        session = replace(visit.session, known={**visit.session.known, "language": language})
        for screen in screens(house, session, visit.effects, now):
            if screen.step not in met:
                met.add(screen.step)
                yield _article(screen.step, screen)


def _places(house: House, language: str, now: datetime) -> Iterator[str]:
    for service in house.knowledge.services.values():
        show = Show("place", Outcome("about", shows="service"), {"which": service.id})
        text = "\n\n".join(CARDS["service"](View(house, show, Session().known, language, now)))
        yield _article(service.id, Screen(text), _age(service.checked, now))


def _age(assured: date | None, now: datetime) -> str:
    """A warning in Dutch for a place that was checked too long ago, or never."""
    if assured is None:
        return "nog niet nagebeld"
    state = freshness(assured, now.astimezone(AMSTERDAM).date())
    return {"fresh": "", "aging": "bijna te oud", "stale": "te oud", "hidden": "verborgen: te oud"}[state]


def _letters(house: House, language: str) -> Iterator[str]:
    for letter in house.knowledge.letters.values():
        values = {"name": letter.name, "meaning": words(letter.meaning, language), "date": words(letter.date, language)}
        text = house.catalog.text("card.letter", language, values)
        yield _article(letter.id, Screen(f"{text}\n\n{words(letter.first, language)}"))


def _article(name: str, screen: Screen, warning: str = "") -> str:
    warned = f'<p class="warn">⚠ {escape(warning)}</p>' if warning else ""
    return (
        f'<article id="{escape(name)}"><h3>{escape(name)}</h3>{warned}<p>{escape(screen.text)}</p>'
        f"{''.join(_row([button.label for button in row]) for row in screen.rows)}</article>"
    )


def _row(labels: Iterable[str]) -> str:
    return '<div class="row">' + "".join(f"<span>{escape(label)}</span>" for label in labels) + "</div>"
