"""The figures as one page: no script, nothing from elsewhere, bars that fit any width. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from html import escape
from pathlib import Path
from string import Template

from bot.stats.disclosure import Seen
from bot.stats.figures import CHAPTERS, IMPACT, RULE, Published

TEMPLATE = Template((Path(__file__).parent / "page.html").read_text("utf-8"))


def page(figures: Iterable[Published], day: date) -> str:
    """The whole page, as it stood on `day`."""
    listed = list(figures)
    chapters = "\n".join(_chapter(chapter, [one for one in listed if one.chapter == chapter]) for chapter in CHAPTERS)
    return TEMPLATE.substitute(day=day.isoformat(), rule=escape(RULE), impact=escape(IMPACT), chapters=chapters)


def _chapter(name: str, figures: Iterable[Published]) -> str:
    return f"<section>\n<h2>{escape(name)}</h2>\n<main>\n{''.join(map(_figure, figures))}</main>\n</section>"


def _figure(figure: Published) -> str:
    longest = max((one.shown for _, one in figure.rows), default=0)
    rows = "".join(_row(label, one, longest) for label, one in figure.rows) or _empty()
    foot = f"<tr><th>Samen</th><td>{escape(figure.total)}</td></tr>" if figure.total else ""
    return f"<article><table>\n<caption>{escape(figure.title)}</caption>\n{rows}{foot}</table></article>\n"


def _row(label: str, one: Seen, longest: int) -> str:
    cells = f"<th>{escape(label)}{''.join(_bar(one, longest))}</th><td>{escape(one.text)}</td>"
    return f"<tr>{cells}</tr>\n"


def _bar(one: Seen, longest: int) -> Iterator[str]:
    """A bar in proportion to the longest; none where nothing is shown."""
    if one.shown:
        width = f"{100 * one.shown / longest:.1f}%"
        yield f'<svg aria-hidden="true" width="100%" height="8"><rect width="{width}" height="8" rx="2"/></svg>'


def _empty() -> str:
    return "<tr><th>Wat hier niet staat, kwam minder dan 10 keer voor.</th><td></td></tr>\n"
