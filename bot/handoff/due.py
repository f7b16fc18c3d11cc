"""What falls due by itself: asking experts, reminding, a wider circle, apologies, silence, ends. Pure.

Due moments are stored with the request, so a restart or a clock that jumped changes nothing but the moment itself.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.changes import Changes, Matter, Note, Office
from bot.experts import Expert, Wanted, first_there, fits
from bot.handoff.consent import spoken_moment
from bot.handoff.request import HOUSE, NotNow, Request, seconds
from bot.handoff.talk import Frame, change, gathered, matter, to_expert, to_resident

LATER = 3600
"""Seconds until a request that could not be dealt with is looked at again."""

log = logging.getLogger(__name__)


def look(frame: Frame, office: Office) -> Changes:
    """Deal with every request that is due. `frame.house.experts` are the experts of the office."""
    return gathered(*(_safely(frame, office.busy, one) for one in office.due))


def _safely(frame: Frame, busy: Mapping[str, int], stored: Matter) -> Changes:
    """A request that cannot be dealt with harms only itself: it is looked at again later."""
    try:
        return _one(frame, busy, stored)
    except Exception as error:
        log.error("request_failed error=%s", type(error).__name__)
        return Changes((replace(stored, due_at=seconds(frame.now) + LATER),))


def _one(frame: Frame, busy: Mapping[str, int], stored: Matter) -> Changes:
    request = Request.from_json(stored.body)
    if stored.trouble:
        return _trouble(frame, request, set(stored.trouble.split()))
    if request.held and request.expert not in frame.house.experts:
        return _again(frame, request)
    try:
        return DUE.get(request.due, _simply)(frame, busy, request)
    except NotNow:  # it has moved on meanwhile
        return Changes((matter(replace(request, due="", due_at=0)),))


def _simply(frame: Frame, busy: Mapping[str, int], request: Request) -> Changes:
    _, changes, _ = change(frame, request, request.due, HOUSE)
    return changes


def _dispatch(frame: Frame, busy: Mapping[str, int], request: Request) -> Changes:
    """Ask all who fit and are there, with one card each; tell the resident what to expect."""
    asked = _free(frame, busy, request)
    there_at, words = _promise(frame, request)
    promised = there_at + _minutes(frame.rules.promise) if there_at else 0
    first = request.state == "consented"
    queued, changes, _ = change(frame, request, "dispatch", HOUSE, when=words)
    queued = replace(queued, asked=tuple(one.id for one in asked), promised=promised if first else queued.promised)
    if not asked:  # nobody is there now, or all have their hands full: look again when that may be otherwise
        soonest = seconds(frame.now) + _minutes(frame.rules.remind)
        queued = replace(queued, due="dispatch", due_at=max(there_at, soonest))
        if there_at > seconds(frame.now) + _minutes(frame.rules.expire) or not there_at:
            queued = replace(queued, due="apologise", due_at=seconds(frame.now))
    return _with_cards(frame, queued, changes, asked, "desk.request")


def _remind(frame: Frame, busy: Mapping[str, int], request: Request) -> Changes:
    reminded, changes, _ = change(frame, request, "remind", HOUSE)
    there = [frame.house.experts[one] for one in request.asked if one in frame.house.experts]
    return _with_cards(frame, reminded, changes, [one for one in there if one.on_duty(frame.now)], "desk.reminder")


def _widen(frame: Frame, busy: Mapping[str, int], request: Request) -> Changes:
    """Ask also those with other experience; the language always fits."""
    widened, changes, _ = change(frame, request, "widen", HOUSE)
    more = [one for one in _free(frame, busy, replace(request, wide=True)) if one.id not in request.asked]
    left = max(0, request.promised - seconds(frame.now))
    widened = replace(
        widened,
        wide=True,
        asked=(*request.asked, *(one.id for one in more)),
        due_at=seconds(frame.now) + max(left, _minutes(frame.rules.widen)),
    )
    return _with_cards(frame, widened, changes, more, "desk.request")


def _apologise(frame: Frame, busy: Mapping[str, int], request: Request) -> Changes:
    """The promise is broken: say so, offer something else, and let the coordinator know."""
    _, changes, _ = change(frame, request, "apologise", HOUSE)
    return gathered(changes, Changes(notes=frame.alert("coordinator.waiting", language=request.languages[0])))


def _seek(frame: Frame, busy: Mapping[str, int], request: Request) -> Changes:
    """Go on after the promise was broken: whoever comes on duty now is asked too, until it has taken too long."""
    if seconds(frame.now) >= request.since + _minutes(frame.rules.expire):
        return _expire(frame, busy, request)
    sought, changes, _ = change(frame, request, "seek", HOUSE)
    more = [one for one in _free(frame, busy, replace(request, wide=True)) if one.id not in request.asked]
    sought = replace(sought, asked=(*request.asked, *(one.id for one in more)))
    return _with_cards(frame, sought, replace(changes, counted=()), more, "desk.request")


def _expire(frame: Frame, busy: Mapping[str, int], request: Request) -> Changes:
    _, changes, _ = change(frame, request, "expire", HOUSE)
    return gathered(changes, Changes(notes=frame.alert("coordinator.expired", language=request.languages[0])))


def _unanswered(frame: Frame, busy: Mapping[str, int], request: Request) -> Changes:
    """Somebody may be in danger and the expert is silent: the next one on call hears it, the resident the truth."""
    _, changes, _ = change(frame, request, "unanswered", HOUSE)
    return gathered(changes, Changes(notes=frame.alert("coordinator.unanswered", next_one=True)))


DUE = {
    "dispatch": _dispatch,
    "remind": _remind,
    "widen": _widen,
    "apologise": _apologise,
    "seek": _seek,
    "unanswered": _unanswered,
}
"""What happens when an event falls due; all others simply happen."""


def _trouble(frame: Frame, request: Request, whom: set[str]) -> Changes:
    """Messages did not arrive: whoever sent them hears so; somebody who left ends or frees the conversation."""
    if "resident" in whom:
        _, changes, _ = change(frame, request, "unreachable", HOUSE)
        return changes
    if "expert" in whom:
        return _again(frame, request)
    notes = []
    if request.held and request.resident in whom:  # else it was a card, or a word about waiting
        notes.append(Note(request.expert, to_expert(frame, request, "desk.undelivered", request.expert)))
    if request.held and request.expert in whom:
        notes.append(Note(request.resident, to_resident(frame, request, "relay.undelivered")))
    return Changes((matter(request),), tuple(notes))


def _again(frame: Frame, request: Request) -> Changes:
    """The expert cannot go on: the resident hears it and somebody else is asked."""
    if not request.held:
        return Changes((matter(request),))
    _, changes, _ = change(frame, request, "vacate", HOUSE)
    return changes


def _with_cards(frame: Frame, request: Request, changes: Changes, to: list[Expert], key: str) -> Changes:
    cards = tuple(Note(one.id, to_expert(frame, request, key, one.id)) for one in to)
    return replace(changes, matters=(matter(request),), notes=(*changes.notes, *cards))


def _free(frame: Frame, busy: Mapping[str, int], request: Request) -> list[Expert]:
    """Who is asked now: they fit, are there, and can carry one more."""
    need = Wanted(request.languages, request.experience, request.without)
    fitting = [one for one in frame.house.experts.values() if fits(one, need, wide=request.wide)]
    free = [one for one in fitting if one.on_duty(frame.now) and busy.get(one.id, 0) < one.most]
    return free if free or request.wide else _free(frame, busy, replace(request, wide=True))


def _promise(frame: Frame, request: Request) -> tuple[int, str]:
    """From when somebody is there (seconds, 0: nobody knows), and how that is said."""
    need = Wanted(request.languages, request.experience, request.without)
    first: datetime | None = first_there(frame.house.experts.values(), need, frame.now)
    words = spoken_moment(frame.house.catalog, first, frame.now, request.languages[0])
    return seconds(first) if first else 0, words


def _minutes(minutes: int) -> int:
    return minutes * 60
