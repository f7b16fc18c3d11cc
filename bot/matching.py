"""Which services fit, and why: from needs to ranked services with reasons a resident can read. Pure.

The words of a reason live in the locales; here it is a code with values.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from difflib import get_close_matches
from itertools import chain, islice, pairwise
from typing import NamedTuple, overload

from bot.knowledge.hours import always_open, opens_next
from bot.knowledge.hours import open_until as _open_until
from bot.knowledge.index import Bits, Index, Moment, members
from bot.knowledge.model import Knowledge
from bot.knowledge.places import Service

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
    """What a resident looks for. Themes by importance; none means "not sure". No area means "not said".

    What is of the `kind` of help looked for comes first, or else of the `sub_route`, or else of the `route`.
    """

    themes: tuple[str, ...]
    area: str | None
    language: str
    now: datetime
    phone_only: bool = False
    walk_in_only: bool = False
    free_only: bool = False
    kind: str = ""
    route: str = ""
    sub_route: str = ""


@dataclass(frozen=True)
class Match:
    """A service that fits, with the reasons in the order in which they count."""

    service: Service
    reasons: tuple[Reason, ...]


class Matches(Sequence[Match]):
    """Services, best first; how many is known at once, each is only worked out when somebody looks at it."""

    def __init__(self, count: int, found: Iterator[Match]) -> None:
        self._count = count
        self._coming = found
        self._seen: list[Match] = []

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> Match: ...
    @overload
    def __getitem__(self, place: slice) -> list[Match]: ...
    def __getitem__(self, place: int | slice) -> Match | list[Match]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        wanted = range(len(self))[place]
        while len(self._seen) <= wanted:
            self._seen.append(next(self._coming))
        return self._seen[wanted]


def match(knowledge: Knowledge, needs: Needs) -> Matches:
    """Every fitting service, best first. In: `needs.now` is an aware datetime. Raises UnknownNeed.

    Ranked by theme, for everybody, nearby, fresh, open now, main theme, free, language, confirmed, and then the
    order of the files. In front stands the best one that can be reached: confirmed, for everybody, and not closed.
    """
    search = _Search(knowledge, needs)
    return Matches(search.fitting.bit_count(), map(search.match, search.order(search.fitting)))


def few(knowledge: Knowledge, needs: Needs) -> tuple[Match, ...]:
    """At most three services that can be reached in some way: the best, a second, and an easy one.

    What is of the kind that is looked for comes first. Easy is the best other one that asks no name, papers,
    appointment or referral, or else simply the best of the others. Raises UnknownNeed.
    """
    search = _Search(knowledge, needs)
    found = search.fitting & (search.index.reachable | search.known)
    first = tuple(islice(search.preferring(found), 2))
    others = found & ~sum(1 << place for place in first)
    easy = others & search.index.no_threshold
    third = islice(search.ranked(easy) if easy else search.order(others), 1)
    return tuple(search.match(place) for place in (*first, *third))


def emergency(knowledge: Knowledge, need: str, area: str | None, now: datetime) -> tuple[Match, ...]:
    """Who helps on the same day with `need`: open now first, then confirmed, nearby, for everybody."""
    index = knowledge.index
    moment = index.at(now)
    here = index.areas.get(area, 0) if area else index.everywhere
    found = index.emergencies.get(need, 0) & moment.shown & (index.national | here)
    nearby = ~index.national if area else index.national
    tiers = (moment.open, ~index.to_confirm, nearby, ~index.for_some, ~moment.stale)
    services = _each_once(index.services[place] for place in _ordered(found, tiers))
    return tuple(Match(service, tuple(_urgent_reasons(service, now))) for service in services)


def open_until(service: Service, now: datetime) -> datetime | None:
    """When this service closes, in Amsterdam time; None when it is closed now or its hours are not known."""
    return _open_until(service.openings, now)


def tonight(knowledge: Knowledge, now: datetime) -> Match | None:
    """Something that is there now and asks no name, papers or appointment. What never closes comes first."""
    index = knowledge.index
    moment = index.at(now)
    there = index.no_threshold & moment.shown & moment.open
    first = next(chain(members(there & index.always_open), members(there)), None)
    if first is None:
        return None
    service = index.services[first]
    return Match(service, tuple(_times(service, now)))


class _Search:
    """One search: who fits, and in which order. Sets of services are `Bits`; see the index."""

    def __init__(self, knowledge: Knowledge, needs: Needs) -> None:
        _check(knowledge, needs)
        self.needs = needs
        self.index: Index = knowledge.index
        self.moment: Moment = self.index.at(needs.now)
        self.themes = needs.themes or (TALK,)
        self.fitting = self._fitting()

    def match(self, place: int) -> Match:
        """The service at this place of the index, with its reasons."""
        service = self.index.services[place]
        return Match(service, tuple(self._reasons(service, is_stale=bool(self.moment.stale >> place & 1))))

    def order(self, found: Bits) -> Iterator[int]:
        """The places of these services, best first: the leader, and then everybody else by rank."""
        leader = next(self.ranked(self._nearest(found)), None)
        if leader is not None:
            yield leader
            yield from self.ranked(found & ~(1 << leader))

    def preferring(self, found: Bits) -> Iterator[int]:
        """As `order`, but in front stands what is of the kind of help that is looked for."""
        yield from self.order(found & self._preferred)
        yield from self.order(found & ~self._preferred)

    @property
    def known(self) -> Bits:
        """Of the kind looked for: a resident knows how to reach them (a doctor, a landlord), so no number is needed."""
        return self.index.fits.get(self.needs.kind, 0)

    @property
    def _preferred(self) -> Bits:
        index, needs = self.index, self.needs
        fitting = self.fitting & (index.reachable | self.known)
        wanted = (self.known, index.sub_routes.get(needs.sub_route, 0), index.routes.get(needs.route, 0))
        return next((fitting & those for those in wanted if fitting & those), 0)

    def _fitting(self) -> Bits:
        """Without an area only what serves everybody here: the whole country, or every area of the region."""
        index, needs = self.index, self.needs
        about = 0
        for theme in self.themes:
            about |= index.themes.get(theme, 0)
        here = index.national | index.areas.get(needs.area, 0) if needs.area else index.everywhere
        fitting = about & here & self.moment.shown
        for wanted, those in (
            (needs.phone_only, index.with_phone),
            (needs.walk_in_only, index.walk_in),
            (needs.free_only, index.free),
        ):
            fitting = fitting & those if wanted else fitting
        return fitting

    @property
    def _closed(self) -> Bits:
        """Without hours a service is not open and not closed: we do not know."""
        return self.index.with_hours & ~self.moment.open

    def _nearest(self, found: Bits) -> Bits:
        """Those that are nearest to being of use to anybody right now. Open is always nearer than closed."""
        index, moment = self.index, self.moment
        unsure = index.for_some & ~moment.open
        for bad in (index.to_confirm, self._closed | unsure, index.for_some, moment.stale):
            found = found & ~bad or found
        return found

    def ranked(self, found: Bits) -> Iterator[int]:
        """By how many of the themes are shared, then by the first shared one, then by `_tiers`."""
        index, themes = self.index, self.themes
        exactly = _shared([index.themes.get(theme, 0) & found for theme in themes])
        for sharing in reversed(exactly):
            for theme in themes:
                about = index.themes.get(theme, 0)
                yield from _ordered(sharing & about, self._tiers(theme))
                sharing &= ~about

    def _tiers(self, theme: str) -> tuple[Bits, ...]:
        """Sets, the most important first: who is in one comes before who is not. The main theme stands first."""
        index, moment = self.index, self.moment
        return (
            ~index.for_some,
            ~index.national,
            ~moment.stale,
            moment.open,
            ~self._closed,
            *index.main.get(theme, ()),
            index.free,
            index.languages.get(self.needs.language, 0),
            ~index.to_confirm,
        )

    def _reasons(self, service: Service, *, is_stale: bool) -> Iterator[Reason]:
        needs = self.needs
        yield from (Reason("theme", {"theme": theme}) for theme in self.themes if theme in service.themes)
        if needs.area and needs.area in service.service_areas:
            yield Reason("area", {"area": needs.area})
        yield from _times(service, needs.now)
        for code in ("free", "walk_in", "anonymous"):
            if getattr(service, code):
                yield Reason(code, {})
        if needs.language in service.languages:
            yield Reason("speaks", {"language": needs.language})
        if service.to_confirm:
            yield Reason("to_confirm", {})
        if is_stale and service.checked:
            yield Reason("last_checked", {"date": service.checked})


def _check(knowledge: Knowledge, needs: Needs) -> None:
    if needs.now.tzinfo is None:
        raise UnknownNeed("now has no time zone")
    unknown = [_unknown(theme, knowledge.themes) for theme in needs.themes if theme not in knowledge.themes]
    if needs.area is not None and needs.area not in knowledge.areas:
        unknown.append(_unknown(needs.area, knowledge.areas))
    if unknown:
        raise UnknownNeed(f"not in this knowledge: {', '.join(unknown)}")


def _unknown(name: str, known: Mapping[str, object]) -> str:
    close = get_close_matches(name, known, 1)
    return f"{name} (did you mean {close[0]}?)" if close else name


def _shared(sets: Sequence[Bits]) -> list[Bits]:
    """Who is in exactly one of the sets, in exactly two, and so on."""
    at_least = [0] * (len(sets) + 1)
    for one in sets:
        for count in range(len(sets) - 1, 0, -1):
            at_least[count] |= at_least[count - 1] & one
        at_least[0] |= one
    return [more & ~most for more, most in pairwise(at_least)]


def _ordered(found: Bits, tiers: tuple[Bits, ...]) -> Iterator[int]:
    """The places of `found`, those in the first tier before the others, and so on; then the order of the files."""
    if not tiers or found & (found - 1) == 0:
        yield from members(found)
        return
    yield from _ordered(found & tiers[0], tiers[1:])
    yield from _ordered(found & ~tiers[0], tiers[1:])


def _each_once(services: Iterator[Service]) -> Iterator[Service]:
    """Without those that give the same (by their UPL names) as one before: the local food bank is enough."""
    met: set[str] = set()
    for service in services:
        if not met & set(service.upl):
            yield service
        met |= set(service.upl)


def _urgent_reasons(service: Service, now: datetime) -> Iterator[Reason]:
    yield from _times(service, now)
    if service.to_confirm:
        yield Reason("to_confirm", {})


def _times(service: Service, now: datetime) -> Iterator[Reason]:
    if always_open(service.openings):
        yield Reason("always_open", {})
    elif until := open_until(service, now):
        yield Reason("open_now", {"until": until.time()})
    elif opens := opens_next(service.openings, now):
        yield Reason("opens", {"date": opens.date(), "at": opens.time()})
