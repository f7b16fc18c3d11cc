"""The command line: `python -m bot`, the same verbs everywhere."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import click

from bot import logs, settings


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
        case "SettingsError" | "WrongKey" | "KnowledgeError":
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
def talk(record: Path | None) -> None:
    """Hold the conversation in this terminal, buttons by number."""
    from bot.running import talk_in_terminal
    from bot.story import write

    chosen = settings.read()
    logs.quiet(chosen.log_level)
    told = asyncio.run(talk_in_terminal(chosen))
    if record:
        record.write_text(write(record.stem.replace("_", " "), told), "utf-8")


if __name__ == "__main__":
    sys.exit(main())
