"""The coordinator's commands for experience experts. They may be typed while the bot runs. What they print is Dutch."""

from __future__ import annotations

import asyncio
import re
import secrets
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime

import click

from bot import roster, settings
from bot.commands.opening import opened
from bot.experts import EXPERIENCES, MOST_AT_ONCE, MOST_INTRO, BadHours, Expert, schedules
from bot.personal import found

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""None that looks like another: a code is read out and typed over."""
CODE_LENGTH = 10
DAY = 86_400
MOST_DAYS = 30
SHORT = 8
"""Characters of an id that are enough to name an expert."""
ALIAS = re.compile(r"[^\W\d_]{2,20}")
WEEKDAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")


@click.group()
def expert() -> None:
    """Experience experts: invite them, see who is there when, let them go."""


@expert.command("invite")
@click.option("--alias", default="", help="How residents see them: one word, no family name.")
@click.option("--languages", default="", help="Tags, the best one first: nl,ar")
@click.option("--experiences", default="", help=f"What they have been through: {','.join(EXPERIENCES)}")
@click.option("--hours", default="", help='When they are there: "ma-vr 9-12, 13-17; za 10-12"')
@click.option("--intro", default="", help=f"A short introduction, at most {MOST_INTRO} characters.")
@click.option("--most", default=str(MOST_AT_ONCE), show_default=True, help="Conversations at once, 1 to 9.")
@click.option("--days", default="7", show_default=True, help=f"How long the code is good, 1 to {MOST_DAYS} days.")
def invite(alias: str, languages: str, experiences: str, hours: str, intro: str, most: str, days: str) -> None:
    """Make a code with which one person begins to work here, once."""
    chosen = settings.read()
    _check_words(alias, hours, intro)
    _check_numbers(most, days)
    profile = Expert("", alias, _languages(languages), _experiences(experiences), intro, hours, int(most))
    code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
    asyncio.run(_keep(chosen, code, profile, int(days)))
    click.echo(
        f"De code voor {alias}: expert-{code}\n"
        f"Geef hem zelf, niet in een groep. Hij werkt één keer, en {days} dagen lang.\n"
        f"{alias} opent de bot en typt die code. Of gebruik de link, met de naam van jullie bot erin:\n"
        f"https://t.me/<naam van de bot>?start=expert-{code}"
    )
    if not chosen.telegram_token.get_secret_value():
        click.echo("Let op: WEGWIJS_TELEGRAM_TOKEN is hier niet gezet. De code werkt in de bot met deze gegevens.")


@expert.command("list")
def list_() -> None:
    """Who works here, and how much they have in hand."""
    from bot.coordinating.tables import Table, text

    experts, busy, _ = asyncio.run(look(settings.read()))
    now = datetime.now(UTC)
    rows = tuple(
        (one.alias, one.id[:SHORT], ",".join(one.languages), ",".join(one.experiences), one.hours,
         "ja" if one.paused else "", "ja" if one.on_duty(now) else "", f"{busy[one.id]} van {one.most}")
        for one in experts
    )  # fmt: skip
    head = ("naam", "id", "talen", "ervaring", "tijden", "pauze", "nu aan de beurt", "gesprekken")
    click.echo(text(Table("ervaringsdeskundigen", head, rows)) if rows else "Er zijn nog geen ervaringsdeskundigen.")


@expert.command("revoke")
@click.argument("who")
def revoke(who: str) -> None:
    """Let somebody work here no longer, by name or id; their conversations go to a colleague."""
    chosen = settings.read()
    one = asyncio.run(_revoke(chosen, who))
    click.echo(f"{one.alias} werkt hier niet meer. Wie met {one.alias} sprak, krijgt bericht en iemand anders.")


@expert.command("roster")
def roster_() -> None:
    """Who is there in the coming week, and which hours and languages have nobody."""
    experts, _, _ = asyncio.run(look(settings.read()))
    now = datetime.now(UTC)
    for day in roster.week(now):
        there = roster.shifts(experts, day)
        click.echo(f"{WEEKDAYS[day.weekday()]} {day.day}-{day.month}")
        for shift in there:
            tags = ",".join(shift.expert.languages)
            click.echo(f"  {shift.opens:%H:%M}-{shift.closes:%H:%M}  {shift.expert.alias} ({tags})")
        if gaps := ", ".join(f"{begin:%H:%M}-{end:%H:%M}" for begin, end in roster.nobody(experts, day)):
            click.echo(f"  niemand: {gaps}")
    _echo_languages(experts, now)
    if paused := ", ".join(one.alias for one in experts if one.paused):
        click.echo(f"Met pauze: {paused}.")


def _echo_languages(experts: list[Expert], now: datetime) -> None:
    from bot.catalog import Catalog
    from bot.stats.figures import language

    by_tag = {tag: roster.hours(experts, now, tag) for tag in Catalog().languages}
    if spoken := ", ".join(f"{language(tag)} {spent:g}" for tag, spent in by_tag.items() if spent):
        click.echo(f"Uren in deze week: {spoken}.")
    if nobody := ", ".join(language(tag) for tag, spent in by_tag.items() if not spent):
        click.echo(f"Niemand spreekt: {nobody}.")


# --- what is stored --------------------------------------------------------------------------------


async def look(chosen: settings.Settings) -> tuple[list[Expert], Counter[str], Counter[bool]]:
    """The experts by alias, how many conversations each holds, and how many open requests are held or wait."""
    if not chosen.database.exists():
        return [], Counter(), Counter()
    async with opened(chosen) as store:
        stored, requests = await store.experts(), await store.requests()
    experts = sorted(_experts(stored), key=lambda one: one.alias.casefold())
    held = Counter(one for one, _ in requests if one)
    return experts, held, Counter(bool(one) for one, _ in requests)


def _experts(stored: Mapping[str, Mapping[str, object]]) -> list[Expert]:
    from bot.handoff.desk import AtDesk

    return [AtDesk.from_json(name, session).expert for name, session in stored.items()]


async def _keep(chosen: settings.Settings, code: str, profile: Expert, days: int) -> None:
    async with opened(chosen) as store:
        names = {one.alias.casefold() for one in _experts(await store.experts())}
        if profile.alias.casefold() in names:
            raise click.ClickException(f"Er werkt al iemand als {profile.alias}. Kies een andere naam.")
        await store.invite(code, profile.to_json(), days * DAY)


async def _revoke(chosen: settings.Settings, who: str) -> Expert:
    experts, _, _ = await look(chosen)
    wanted = who.casefold()
    meant = [one for one in experts if one.alias.casefold() == wanted or (len(who) >= 4 and one.id.startswith(wanted))]
    if not meant:
        raise click.ClickException(f"Ik ken niemand die {who} heet. Kijk met: python -m bot expert list")
    if len(meant) > 1:
        raise click.ClickException(f"{who} kan meer dan één persoon zijn. Typ het id uit: python -m bot expert list")
    async with opened(chosen) as store:
        await store.revoke(meant[0].id)
    return meant[0]


# --- what was typed ----------------------------------------------------------------------------------


def _check_words(alias: str, hours: str, intro: str) -> None:
    if not ALIAS.fullmatch(alias):
        raise click.ClickException("Geef een naam van één woord, zonder cijfers, zoals: --alias Sam")
    if len(intro) > MOST_INTRO or found(intro):
        raise click.ClickException(
            f"Maak --intro korter dan {MOST_INTRO} tekens, zonder naam, nummer, mailadres of adres."
        )
    try:
        read = schedules(hours)
    except BadHours as error:
        raise click.ClickException(f"Dit begrijp ik niet: {error}. Schrijf tijden zo: {_HOURS}") from None
    if not read:
        raise click.ClickException(f"Wanneer is {alias} er? Schrijf tijden zo: {_HOURS}")


def _check_numbers(most: str, days: str) -> None:
    if most not in set("123456789"):
        raise click.ClickException("Kies bij --most een getal van 1 tot 9: zoveel gesprekken tegelijk.")
    if days not in {str(day) for day in range(1, MOST_DAYS + 1)}:
        raise click.ClickException(f"Kies bij --days een getal van 1 tot {MOST_DAYS}: zo lang werkt de code.")


def _languages(given: str) -> tuple[str, ...]:
    from bot.catalog import Catalog

    return _among(given, tuple(Catalog().languages), "--languages", "nl,ar")


def _experiences(given: str) -> tuple[str, ...]:
    return _among(given, EXPERIENCES, "--experiences", "debts,caring")


def _among(given: str, known: tuple[str, ...], option: str, example: str) -> tuple[str, ...]:
    chosen = tuple(dict.fromkeys(part for part in given.lower().replace(",", " ").split()))
    if not chosen or set(chosen) - set(known):
        raise click.ClickException(f"Kies bij {option} uit: {', '.join(known)}. Bijvoorbeeld: {option} {example}")
    return chosen


_HOURS = '--hours "ma-vr 9-12, 13-17; za 10-12"'
