"""Which services fit, and why: from needs to ranked services with reasons a resident can read. Pure.

The words of a reason live in the locales; here it is a code with values.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NamedTuple

from bot.knowledge.ageing import freshness
from bot.knowledge.hours import AMSTERDAM, always_open, opens_next
from bot.knowledge.hours import open_until as _open_until
from bot.knowledge.model import Knowledge
from bot.knowledge.places import NATIONAL, Service

TALK = "talk_human"
"""The theme of "not sure": with no theme at all we look for somebody to talk to."""


class UnknownNeed(ValueError):
    """A theme or area that is not in this knowledge: a mistake of the caller, never an empty answer."""


class Reason(NamedTuple):
    """Why a service is shown. `code` names the sentence, `values` fill it."""

    code: str
    values: Mapping[str, str | date | time]


@dataclass(frozen=True)
class Needs:
    """What a resident looks for. Themes by importance; none means "not sure". No area means "not said"."""

    themes: tuple[str, ...]
    area: str | None
    language: str
    now: datetime
    phone_only: bool = False
    free_only: bool = False


@dataclass(frozen=True)
class Match:
    """A service that fits, with the reasons in the order in which they count."""

    service: Service
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class _Fit:
    """A fitting service at this moment. Without hours it is not open and not closed: we do not know."""

    service: Service
    themes: tuple[str, ...]
    until: datetime | None
    is_stale: bool

    @property
    def is_closed(self) -> bool:
        return bool(self.service.schedules) and self.until is None

    @property
    def is_for_some(self) -> bool:
        return self.service.specific_group or self.service.maximum_age is not None


def match(knowledge: Knowledge, needs: Needs) -> tuple[Match, ...]:
    """Every fitting service, best first. In: `needs.now` is an aware datetime. Raises UnknownNeed.

    Ranked by theme, area, open now, main theme, free, language, confirmed, and then the order of the files.
    In front stands the best one that can be reached: confirmed, for everybody, and not closed now.
    """
    _check(knowledge, needs)
    themes = needs.themes or (TALK,)
    ranked = sorted(_fits(knowledge, themes, needs), key=lambda fit: _rank(fit, themes, needs))
    leader = min(ranked, key=_distance, default=None)
    ranked.sort(key=lambda fit: fit is not leader)
    return tuple(Match(fit.service, tuple(_reasons(fit, needs))) for fit in ranked)


def open_until(service: Service, now: datetime) -> datetime | None:
    """When this service closes, in Amsterdam time; None when it is closed now or its hours are not known."""
    return _open_until(service.schedules, now)


def tonight(knowledge: Knowledge, now: datetime) -> Match | None:
    """Something that is there now and asks no name, papers or appointment. What never closes comes first."""
    today = now.astimezone(AMSTERDAM).date()
    there = [
        service
        for service in knowledge.services.values()
        if service.no_threshold and _is_shown(service, today) and open_until(service, now)
    ]
    there.sort(key=lambda service: not always_open(service.schedules))
    return Match(there[0], tuple(_times(there[0], open_until(there[0], now), now))) if there else None


def _check(knowledge: Knowledge, needs: Needs) -> None:
    if needs.now.tzinfo is None:
        raise UnknownNeed("now has no time zone")
    unknown = [theme for theme in needs.themes if theme not in knowledge.themes]
    if needs.area is not None and needs.area not in knowledge.areas:
        unknown.append(needs.area)
    if unknown:
        raise UnknownNeed(f"not in this knowledge: {', '.join(unknown)}")


def _fits(knowledge: Knowledge, themes: tuple[str, ...], needs: Needs) -> Iterator[_Fit]:
    today = needs.now.astimezone(AMSTERDAM).date()
    for service in knowledge.services.values():
        shared = tuple(theme for theme in themes if theme in service.themes)
        if (
            shared
            and _serves(knowledge, service, needs.area)
            and _is_shown(service, today)
            and (bool(service.phones) or not needs.phone_only)
            and (service.free or not needs.free_only)
        ):
            stale = _freshness(service, today) == "stale"
            yield _Fit(service, shared, open_until(service, needs.now), stale)


def _serves(knowledge: Knowledge, service: Service, area: str | None) -> bool:
    """Without an area only what serves everybody here: the whole country, or every area of the region."""
    if NATIONAL in service.service_areas:
        return True
    return area in service.service_areas if area else set(knowledge.areas) <= set(service.service_areas)


def _is_shown(service: Service, today: date) -> bool:
    return service.status == "active" and _freshness(service, today) != "hidden"


def _freshness(service: Service, today: date) -> str:
    return freshness(service.assured_date, today) if service.assured_date else "to_confirm"


def _rank(fit: _Fit, themes: tuple[str, ...], needs: Needs) -> tuple[int, ...]:
    """Smaller is better. A service names its main theme first."""
    service = fit.service
    return (
        -len(fit.themes),
        themes.index(fit.themes[0]),
        fit.is_for_some,
        NATIONAL in service.service_areas,
        fit.is_stale,
        fit.until is None,
        fit.is_closed,
        service.themes.index(fit.themes[0]),
        not service.free,
        needs.language not in service.languages,
        service.to_confirm,
    )


def _distance(fit: _Fit) -> tuple[bool, ...]:
    """How far a service is from being of use to anybody right now. Open is always nearer than closed."""
    unsure = fit.is_for_some and fit.until is None
    return fit.service.to_confirm, fit.is_closed or unsure, fit.is_for_some, fit.is_stale


def _reasons(fit: _Fit, needs: Needs) -> Iterator[Reason]:
    service = fit.service
    yield from (Reason("theme", {"theme": theme}) for theme in fit.themes)
    if needs.area and needs.area in service.service_areas:
        yield Reason("area", {"area": needs.area})
    yield from _times(service, fit.until, needs.now)
    for code in ("free", "walk_in", "anonymous"):
        if getattr(service, code):
            yield Reason(code, {})
    if needs.language in service.languages:
        yield Reason("speaks", {"language": needs.language})
    if service.to_confirm:
        yield Reason("to_confirm", {})
    if fit.is_stale and service.assured_date:
        yield Reason("last_checked", {"date": service.assured_date})


def _times(service: Service, until: datetime | None, now: datetime) -> Iterator[Reason]:
    if always_open(service.schedules):
        yield Reason("always_open", {})
    elif until:
        yield Reason("open_now", {"until": until.time()})
    elif opens := opens_next(service.schedules, now):
        yield Reason("opens", {"date": opens.date(), "at": opens.time()})
