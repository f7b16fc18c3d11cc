"""The command line: `python -m bot`, the same verbs everywhere."""

from __future__ import annotations

import asyncio
import gc
import sys
from datetime import datetime
from pathlib import Path

import click

from bot import logs, settings
from bot.commands.expert import expert
from bot.commands.knowledge import knowledge
from bot.commands.stats import stats
from bot.commands.understand import understand

MOMENTS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d"]


class Plain(click.Group):
    """Errors an operator can mend are one plain sentence, never a traceback."""

    def invoke(self, context: click.Context) -> object:
        """Run the command; exit 2 with a sentence for what the operator can mend."""
        try:
            return super().invoke(context)
        except Exception as error:
            sentence = _sentence(error)
            if sentence is None:
                raise
            raise click.ClickException(sentence) from None


def _sentence(error: Exception) -> str | None:
    """What an operator is told about `error`, or None when it is a mistake of ours."""
    match type(error).__name__:
        case "SettingsError" | "WrongKey" | "KnowledgeError" | "Refused" | "NoSuchLanguage" | "PhraseFileError":
            return str(error)
        case "StoreDown":
            return f"The database cannot be opened ({error}). Look at WEGWIJS_DATA and WEGWIJS_DATABASE_URL."
        case "InvalidToken":
            return "Telegram refuses the token. Look at WEGWIJS_TELEGRAM_TOKEN."
        case "NetworkError" | "TimedOut":
            return "Telegram cannot be reached. Look at the network and WEGWIJS_TELEGRAM_API."
    return None


@click.group(cls=Plain)
def main() -> None:
    """Wegwijs: a first contact with help that costs no courage."""


@main.command()
def run() -> None:
    """Serve Telegram, or without a token hold the conversation here."""
    gc.disable()  # until the house stands: nothing of it is garbage, and the first reply comes sooner
    from bot.running import run_telegram, talk_in_terminal

    chosen = settings.read()
    logs.quiet(chosen.log_level)
    if chosen.telegram_token.get_secret_value():
        asyncio.run(run_telegram(chosen))
    else:
        click.echo("No WEGWIJS_TELEGRAM_TOKEN is set, so we talk here. Ctrl-D ends.", err=True)
        asyncio.run(talk_in_terminal(chosen))


@main.command()
@click.option("--record", type=click.Path(path_type=Path, dir_okay=False), help="Write what is said as a story test.")
@click.option("--as-of", type=click.DateTime(MOMENTS), help="Try another moment: 2027-01-01T22:00 (Dutch time).")
@click.option("--area", help="Try as somebody who lives here.")
def talk(record: Path | None, as_of: datetime | None, area: str | None) -> None:
    """Hold the conversation in this terminal, buttons by number. With --as-of or --area nothing is kept."""
    from bot.running import talk_in_terminal, try_in_terminal
    from bot.story import write

    chosen = settings.read()
    logs.quiet(chosen.log_level)
    trial = as_of or area
    told = asyncio.run(try_in_terminal(chosen, as_of, area) if trial else talk_in_terminal(chosen))
    if record:
        record.write_text(write(record.stem.replace("_", " "), told), "utf-8")


@main.command()
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Look at the age of facts as if it were this day.")
@click.option("--figures", is_flag=True, help="Print how much there is, how it reads and how soon it is of use.")
def check(as_of: datetime | None, figures: bool) -> None:
    """Look for mistakes in flows, words and facts, and for what is hard to read; exit 1 when there are any."""
    from bot.checks import Material
    from bot.checks import check as look
    from bot.flows import FLOWS
    from bot.running import build_house
    from bot.walk import walk

    house = build_house(settings.read())
    today = (as_of or datetime.now()).date()
    material = Material(FLOWS, house.catalog, house.knowledge, house, today)
    issues = look(material)
    for issue in issues:
        click.echo(issue)
    if figures:
        from bot.checks.figures import figures as told

        click.echo("\n".join(told(material)))
    if issues:
        sys.exit(1)
    states = sum(1 for _ in walk(house.flows))
    click.echo(
        f"All is well: {len(FLOWS)} flows, {states} states, {len(house.catalog.base)} texts"
        f" in {len(house.catalog.languages)} languages, {len(house.knowledge.services)} services."
    )


@main.command()
@click.option("--to", "folder", type=click.Path(path_type=Path, file_okay=False), default=Path("build/flows"))
@click.option("--language", default="nl", show_default=True)
def draw(folder: Path, language: str) -> None:
    """Draw every flow as a picture (SVG, Mermaid, and one page with all)."""
    from bot import diagram
    from bot.running import build_house

    drawn = diagram.draw(build_house(settings.read()), folder, language)
    click.echo(f"{len(drawn)} files; open {folder / 'index.html'}")


@main.command()
@click.option("--to", "folder", type=click.Path(path_type=Path, file_okay=False), default=Path("build/preview"))
@click.option("--as-of", type=click.DateTime(MOMENTS), help="See it at another moment (Dutch time).")
def preview(folder: Path, as_of: datetime | None) -> None:
    """Write a page with every screen, place and letter in every language, as residents see them, and its pictures."""
    from bot.knowledge import AMSTERDAM
    from bot.preview import write
    from bot.running import build_house

    now = (as_of or datetime.now()).replace(tzinfo=AMSTERDAM)
    written = write(build_house(settings.read()), folder, now)
    click.echo(f"{len(written) - 1} pictures; open {written[0]}")


@main.group()
def language() -> None:
    """Languages: begin a new one, or bring a translator's file up to date."""


@language.command("add")
@click.argument("tag")
@click.option("--owner", default="Wegwijs", show_default=True, help="Who answers for the words.")
def language_add(tag: str, owner: str) -> None:
    """Begin a new language, such as fa: residents can choose it at once and read Dutch where it is unfinished."""
    from bot import translating
    from bot.catalog import LOCALES

    done = translating.add(LOCALES, tag, owner)
    click.echo(f"{done.missing} texts to translate in {done.path}")


@language.command("update")
@click.argument("tag")
def language_update(tag: str) -> None:
    """Bring a translator's file up to date with the Dutch texts."""
    from bot import translating
    from bot.catalog import LOCALES

    done = translating.update(LOCALES, tag)
    click.echo(f"{done.missing} texts to translate and {done.stale} to look at again in {done.path}")


main.add_command(expert)
main.add_command(knowledge)
main.add_command(stats)
main.add_command(understand)

if __name__ == "__main__":
    sys.exit(main())
