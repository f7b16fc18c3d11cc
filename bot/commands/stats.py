"""`stats`: figures to learn from and to account with. What it prints is Dutch."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from bot import roster, settings
from bot.commands.expert import look
from bot.commands.opening import opened
from bot.coordinating.tables import Table, comma_separated
from bot.stats.figures import CHAPTERS, EXPERTS, HOURS, IMPACT, OPEN, RULE, Published, figures, published

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.option("--csv", "table", type=FILE, help="Write the figures for a spreadsheet.")
@click.option("--html", "page", type=FILE, help="Write the figures as one page with charts.")
def stats(table: Path | None, page: Path | None) -> None:
    """Figures without people in them: what went in, what happened, what it brought."""
    from bot.running import build_house

    chosen = settings.read()
    counters, requests = asyncio.run(_counted(chosen))
    told = published(figures(build_house(chosen)), counters)
    click.echo(f"Op dit moment: wachtende vragen {requests[False]}, gesprekken {requests[True]}.")
    click.echo("\n".join(_lines(told)))
    if table:
        table.write_bytes(comma_separated(_table(told)))
        click.echo(f"Ook geschreven als {table}.")
    if page:
        from bot.stats.page import page as drawn

        page.write_text(drawn(told, roster.week(datetime.now(UTC))[0]), "utf-8")
        click.echo(f"Ook geschreven als {page}.")


async def _counted(chosen: settings.Settings) -> tuple[dict[str, int], Counter[bool]]:
    """All counters with the counts of this moment, and how many open requests are held or wait."""
    experts, _, requests = await look(chosen)
    moment = {
        OPEN: requests.total(),
        EXPERTS: len(experts),
        HOURS: round(roster.hours(experts, datetime.now(UTC))),
    }
    if not chosen.database.exists():
        return moment, requests
    async with opened(chosen) as store:
        return {**await store.counters(), **moment}, requests


def _lines(told: Iterable[Published]) -> Iterator[str]:
    """The figures for a terminal."""
    listed = list(told)
    for chapter in CHAPTERS:
        yield f"\n{chapter.upper()}"
        for figure in (one for one in listed if one.chapter == chapter):
            yield f"\n{figure.title}"
            yield from (f"  {label:<48} {one.text:>8}" for label, one in figure.rows)
            if figure.total:
                yield f"  {'samen':<48} {figure.total:>8}"
    yield f"\n{RULE}\n{IMPACT}"


def _table(told: Iterable[Published]) -> Table:
    """The figures, a row each."""
    rows = [(one.chapter, one.title, label, cell.text) for one in told for label, cell in one.rows]
    return Table("cijfers", ("hoofdstuk", "onderwerp", "wat", "aantal"), tuple(rows))
