"""What a change of a request means for both sides: who reads what, with which buttons, and what is taken back."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.catalog import BASE
from bot.changes import Changes, Matter, Note
from bot.experts import Expert
from bot.handoff.request import EXPERT, HOUSE, RESIDENT, WAITING, Request, Rules, move, seconds
from bot.house import House
from bot.messages import Button, Screen

ALIASES = (
    "Berk", "Beuk", "Eik", "Esdoorn", "Hazelaar", "Hulst", "Iep", "Kastanje", "Kers", "Klimop", "Lariks", "Lijster",
    "Linde", "Meidoorn", "Merel", "Mus", "Olijf", "Olm", "Peer", "Pimpelmees", "Plataan", "Populier", "Roodborst",
    "Sering", "Spar", "Specht", "Spreeuw", "Taxus", "Valk", "Vink", "Vlier", "Wilg", "Winterkoning", "Zwaluw",
)  # fmt: skip
"""Trees and birds: how an expert sees a resident. Another one for every request."""

BUTTONS: Mapping[str, tuple[str, ...]] = {
    "relay.waiting": ("withdraw",),
    "relay.sorry": ("people", "withdraw"),
    "relay.next": ("withdraw",),
    "relay.else": ("withdraw",),
    "relay.claimed": ("somebody_else", "close", "take_back"),
    "relay.held": ("somebody_else", "close", "take_back"),
    "relay.still_waiting": ("withdraw",),
    "relay.guard": ("send_bare", "send_whole", "drop"),
    "relay.quiet": ("somebody_else", "close", "take_back"),
    "relay.passing": ("agree", "close"),
    "relay.closed": ("aftercare",),
    "relay.faded": ("aftercare",),
}
"""What a resident can tap below each text; the data is a command of that name, or of the one in `MEANS`."""

MEANS = {"take_back": "withdraw"}
"""Buttons that say the same thing differently where the moment is another."""

DESK_BUTTONS: Mapping[str, tuple[str, ...]] = {
    "desk.request": ("claim",),
    "desk.reminder": ("claim",),
    "desk.claimed": ("pass_on", "finish"),
    "desk.nudge": ("pass_on", "finish"),
    "desk.quiet": ("pass_on", "finish"),
    "desk.closed": ("report",),
    "desk.faded": ("report",),
    "desk.ended": ("report",),
    "desk.passed": ("report",),
}
"""What an expert can tap below each text; the data names the request."""


LAST_WORDS = {("close", RESIDENT), ("close", EXPERT), ("pass_on", EXPERT), ("end", HOUSE)}
"""Ends after which what was said before still arrives; all others stop what waits."""

WAITS = {"quarter": 15, "hour": 60, "day": 1440}
"""How long residents wait, in buckets: name -> minutes at most."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What every step of a handoff may read: the house, its rules, the moment (aware), and the chats of whoever is
    on call: the first hears first."""

    house: House
    rules: Rules
    now: datetime
    on_call: tuple[str, ...] = ()

    def text(self, key: str, language: str, /, **values: object) -> str:
        """A text of the catalog."""
        return self.house.catalog.text(key, language, values)

    def expert(self, name: str) -> Expert:
        """The expert `name`; one who is gone speaks Dutch and has no alias."""
        return self.house.experts.get(name) or Expert(name, "?", (BASE,), ())

    def alert(self, key: str, *, next_one: bool = False, **values: object) -> tuple[Note, ...]:
        """A word to who is on call, or to the next one: what happened, never about whom."""
        chats = self.on_call[1:] or self.on_call if next_one else self.on_call[:1]
        screen = Screen(self.text(key, BASE, **values), step=key)
        return tuple(Note(chat, screen) for chat in chats)


def new_id() -> str:
    """A random id of a request or consent, in hex."""
    return secrets.token_hex(8)


def alias(taken: Iterable[str]) -> str:
    """A name that nobody has at this moment."""
    return secrets.choice([name for name in ALIASES if name not in set(taken)] or ALIASES)


def matter(request: Request) -> Matter:
    """The request as it is stored; an expert is named only while they hold it."""
    expert = request.expert if request.held else ""
    return Matter(request.id, request.resident, expert, request.open, request.due_at, request.to_json())


def to_resident(frame: Frame, request: Request, key: str, **values: object) -> Screen:
    """A text for the resident, with what they can do about it."""
    language = request.languages[0]
    rows = tuple(
        (Button(frame.text(f"talk.{name}", language), f"!{MEANS.get(name, name)}"),) for name in BUTTONS.get(key, ())
    )
    who = frame.expert(request.expert)
    text = frame.text(key, language, expert=who.alias, intro=who.intro, **values)
    return Screen(text.strip(), rows, step=key, topic=request.id, guarded=True)


def to_expert(frame: Frame, request: Request, key: str, expert: str, **values: object) -> Screen:
    """A text for the expert `expert` about this request, with what they can do about it."""
    language = frame.expert(expert).language
    rows = tuple(
        (Button(frame.text(f"talk.{name}", language), f"desk.{name}.{request.id}"),)
        for name in DESK_BUTTONS.get(key, ())
    )
    lines = "\n".join(f"- {line}" for line in request.lines)
    text = frame.text(key, language, alias=request.alias, lines=lines, **values)
    return Screen(text, rows, step=key, topic=request.id, guarded=True)


def change(
    frame: Frame, before: Request, event: str, by: str, *, expert: str = "", **values: object
) -> tuple[Request, Changes, Screen | None]:
    """`before` after `event` of `by` (for a claim: of `expert`), what that changes, and what its maker reads.

    `values` fill the resident's text.

    The other side is told, cards that no longer hold say so, and nothing that waits is sent any more once a
    conversation has left an expert, but for a goodbye of that expert. Raises NotNow.
    """
    request, edge = move(before, event, by, frame.now, frame.rules, expert)
    holder = request.expert or before.expert
    both: dict[str, Screen] = {}
    if edge.resident:
        both[RESIDENT] = to_resident(frame, replace(request, expert=holder), edge.resident, **values)
    if edge.expert and holder:
        both[EXPERT] = to_expert(frame, request, edge.expert, holder)
    chats = {RESIDENT: request.resident, EXPERT: holder}
    notes = [Note(chats[side], screen) for side, screen in both.items() if side != by]
    left = (before.held and not request.held) or not request.open
    if event == "claim" or (before.state in WAITING and not request.open):
        notes += _cards(frame, before, "desk.taken" if event == "claim" else "desk.gone", but=holder)
    changes = Changes(
        matters=(matter(request),),
        notes=tuple(notes),
        hush=(request.id,) if left and (event, by) not in LAST_WORDS else (),
        counted=_counted(before, event, by, frame.now),
    )
    return request, changes, both.get(by)


def _cards(frame: Frame, request: Request, key: str, but: str) -> list[Note]:
    """The cards of everybody who was asked say `key` from now on."""
    return [Note(one, to_expert(frame, request, key, one), instead=True) for one in request.asked if one != but]


def _counted(request: Request, event: str, by: str, now: datetime) -> tuple[str, ...]:
    """What is counted of a change: what happened and, of a claim, how long it took and if the promise was kept."""
    happened = (f"handoff {event} {by}",)
    if event != "claim":
        return happened
    waited = (seconds(now) - request.since) / 60
    bucket = next((name for name, most in WAITS.items() if waited <= most), "longer")
    return (*happened, f"promise {'kept' if seconds(now) <= request.promised else 'broken'}", f"wait {bucket}")


def relayed(frame: Frame, request: Request, by: str, text: str, *, edited: bool = False) -> tuple[Request, Changes]:
    """`text` of one side, written anew for the other: alias, number, body, and nothing else. Raises NotNow."""
    spoken, _ = move(request, "speak", by, frame.now, frame.rules)
    if by == RESIDENT and request.due == "unanswered":  # whoever is in danger and types on still waits for an answer
        spoken = replace(spoken, due=request.due, due_at=request.due_at)
    spoken = spoken.spoke(by)
    to, language, name, number = (
        (request.expert, frame.expert(request.expert).language, request.alias, spoken.to_expert)
        if by == RESIDENT
        else (request.resident, request.languages[0], frame.expert(request.expert).alias, spoken.to_resident)
    )
    key = "relay.corrected" if edited else "relay.message"
    body = frame.text(key, language, name=name, number=number, text=text)
    answer = Button(frame.text("talk.choose", language, alias=name), f"desk.choose.{request.id}")
    screen = Screen(body, ((answer,),) if by == RESIDENT else (), step=key, topic=request.id, guarded=True)
    return spoken, Changes((matter(spoken),), (Note(to, screen),))


def gathered(*parts: Changes) -> Changes:
    """Several changes as one, in order."""
    return Changes(
        tuple(one for part in parts for one in part.matters),
        tuple(one for part in parts for one in part.notes),
        tuple(one for part in parts for one in part.hush),
        tuple(one for part in parts for one in part.consents),
        tuple(one for part in parts for one in part.withdrawn),
        any(part.accepted for part in parts),
        tuple(one for part in parts for one in part.counted),
    )
