"""The coordinator's commands. What they print is Dutch, for coordinators do not program."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sized
from datetime import date, datetime
from pathlib import Path

import click

from bot import settings
from bot.commands.opening import opened

DAY = click.DateTime(["%Y-%m-%d"])
FILE = click.Path(path_type=Path, dir_okay=False)
FORMATS = ("hsds", "csv", "xlsx")
COMPLAINT = "did_not_work "
"""How the counters of numbers that did not work begin."""


@click.group()
def knowledge() -> None:
    """Knowledge: check it, see what to call, hand it out and take it back edited."""


@knowledge.command("check")
@click.option("--as-of", type=DAY, help="Look at the age of facts as if it were this day.")
def check(as_of: datetime | None) -> None:
    """Look whether all files are right and everybody finds help; exit 1 with what to do."""
    from bot.coordinating import gaps
    from bot.coordinating import stale as what_to_call
    from bot.knowledge import load

    chosen, today = settings.read(), _day(as_of)
    packs = load(chosen.knowledge, chosen.region, today)
    missing = gaps(packs, today)
    late = [call for call in what_to_call(packs, today, {}) if call.reason == "crisis_old"]
    for gap in missing:
        click.echo(gap)
    for call in late:
        click.echo(f"{call.about.id}: dit nummer bij gevaar is te lang niet nagekeken. Bel het na, zet dan de datum.")
    if missing or late:
        sys.exit(1)
    found: dict[str, Sized] = {
        "organisaties": packs.organizations,
        "plekken": packs.services,
        "brieven": packs.letters,
        "regelingen": packs.rights,
        "verhalen": packs.stories,
    }
    counted = ", ".join(f"{len(entries)} {name}" for name, entries in found.items())
    click.echo(f"Alles klopt: {counted}. Versie {packs.version}.")


@knowledge.command("stale")
@click.option("--to", type=FILE, help="Write the list as a spreadsheet (.xlsx) too.")
@click.option("--as-of", type=DAY, help="Make the list as if it were this day.")
def stale(to: Path | None, as_of: datetime | None) -> None:
    """What to call this week, the most urgent first."""
    from bot.coordinating import stale as what_to_call
    from bot.coordinating import table, tables
    from bot.knowledge import load

    chosen, today = settings.read(), _day(as_of)
    packs = load(chosen.knowledge, chosen.region, today)
    rows = table(what_to_call(packs, today, asyncio.run(_complaints(chosen))), packs)
    click.echo(tables.text(rows))
    if to:
        to.write_bytes(tables.xlsx(rows))
        click.echo(f"Ook geschreven als {to}.")


@knowledge.command("export")
@click.option("--format", "form", type=click.Choice(FORMATS), default="xlsx", show_default=True)
@click.option("--language", default="nl", show_default=True)
@click.option("--to", type=FILE, required=True)
def export(form: str, language: str, to: Path) -> None:
    """Hand out all services: HSDS 3.0 for other systems, or a spreadsheet to edit."""
    from bot.coordinating import FORMATS as KNOWN
    from bot.coordinating import export as handed_out
    from bot.knowledge import load

    chosen, today = settings.read(), _day(None)
    packs = load(chosen.knowledge, chosen.region, today)
    to.write_bytes(handed_out(packs, next(one for one in KNOWN if one == form), language, today))
    click.echo(f"{len(packs.services)} plekken geschreven in {to}.")


@knowledge.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--yes", is_flag=True, help="Do not ask before the files are changed.")
def import_(file: Path, yes: bool) -> None:
    """Take back an edited spreadsheet: shows what changes, then changes just those lines."""
    from bot.coordinating import plan, tables, write

    chosen, today = settings.read(), _day(None)
    diff = plan(chosen.knowledge, chosen.region, tables.read(file), today)
    click.echo(str(diff))
    if diff.changes and (yes or click.confirm("Zo opslaan?")):
        write(chosen.knowledge, diff)
        click.echo("Opgeslagen.")


@knowledge.command("schema")
def schema() -> None:
    """Write the JSON Schemas with which an editor completes and checks knowledge files."""
    from bot.knowledge.schema import publish

    changed = publish(settings.read().knowledge)
    click.echo("\n".join(str(path) for path in changed) or "Nothing changed.")


def _day(as_of: datetime | None) -> date:
    return (as_of or datetime.now()).date()


async def _complaints(chosen: settings.Settings) -> dict[str, int]:
    """How often residents said that a number did not work, by service; none while there is no database."""
    if not chosen.database.exists():
        return {}
    async with opened(chosen) as store:
        counted = await store.counters()
    return {name.removeprefix(COMPLAINT): times for name, times in counted.items() if name.startswith(COMPLAINT)}
