"""The expert's side: claiming, talking, keeping conversations apart, passing on, closing, and their own account.

Channel-neutral: a chat or a web page only draws the screens. What an expert types crosses only when it is beyond
doubt for whom it is; otherwise they are asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot import personal, safety
from bot.changes import Changes, Desk
from bot.experts import EXPERIENCES, MOST_INTRO, BadHours, Expert, schedules
from bot.handoff.report import QUESTIONS, counted, next_question
from bot.handoff.request import EXPERT, QUEUED, NotNow, Request
from bot.handoff.talk import Frame, change, relayed, to_expert
from bot.messages import Button, Incoming, Screen

CODE = re.compile(r"(?:/start )?expert-([a-z0-9]{10})", re.IGNORECASE)
"""An invitation, typed or brought by a link."""
MARK = "desk."
"""Begins the data of every button of the desk: `desk.<deed>.<request>[.<code>]`."""


@dataclass(frozen=True, slots=True)
class AtDesk:
    """What is kept of an expert: who they are, for whom the next words are, and words that wait for a decision.

    `seen` is how many messages of each conversation had come when they last chose; `reports` the answers so far.
    `held` are those words by a number that stands in the buttons that were shown for them: an old button can never
    send other words than the ones it was asked about.
    """

    expert: Expert
    chosen: str = ""
    seen: Mapping[str, int] = field(default_factory=dict)
    held: Mapping[str, str] = field(default_factory=dict)
    as_resident: bool = False
    reports: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def to_json(self) -> dict[str, object]:
        """A plain object that `from_json` reads back."""
        return {
            "expert": self.expert.to_json(),
            "chosen": self.chosen,
            "seen": dict(self.seen),
            "words": dict(self.held),  # stands apart in the store, for it is forgotten sooner
            "as_resident": self.as_resident,
            "reports": {name: list(codes) for name, codes in self.reports.items()},
        }

    @classmethod
    def from_json(cls, name: str, stored: Mapping[str, Any]) -> AtDesk:
        """The desk of the expert `name` that `to_json` made `stored` of."""
        reports = {one: tuple(codes) for one, codes in stored.get("reports", {}).items()}
        plain = {key: stored[key] for key in ("chosen", "seen", "as_resident") if key in stored}
        return cls(Expert.from_json(name, stored["expert"]), reports=reports, held=stored.get("words", {}), **plain)

    def holding(self, text: str) -> tuple[AtDesk, str]:
        """The desk where `text` waits too, and its number."""
        number = str(max(map(int, self.held), default=0) + 1)
        return replace(self, held={**self.held, number: text}), number

    def without(self, number: str) -> AtDesk:
        """The desk where those words wait no more."""
        return replace(self, held={one: text for one, text in self.held.items() if one != number})


@dataclass(frozen=True, slots=True)
class Reply:
    """What the expert's turn comes to; `topic` is the request that their own message belongs to."""

    at_desk: AtDesk
    screens: tuple[Screen, ...] = ()
    changes: Changes = Changes()
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """One message of an expert, with all that may be known for it."""

    frame: Frame
    desk: Desk
    at_desk: AtDesk
    incoming: Incoming

    def say(self, key: str, *rows: tuple[Button, ...], **values: object) -> Screen:
        """A text about no request in particular."""
        return Screen(self.frame.text(key, self.at_desk.expert.language, **values), rows, step=key)

    def only(self, key: str, **values: object) -> Reply:
        """Nothing but a text."""
        return Reply(self.at_desk, (self.say(key, **values),))

    def button(self, name: str, data: str, **values: object) -> tuple[Button, ...]:
        """A row of one button."""
        return (Button(self.frame.text(f"talk.{name}", self.at_desk.expert.language, **values), f"{MARK}{data}"),)

    @property
    def at_work(self) -> dict[str, Request]:
        """The conversations this expert holds, by id."""
        return {one.id: Request.from_json(one.body) for one in self.desk.at_work}


def welcome(frame: Frame, desk: Desk) -> Reply:
    """Somebody used an invitation: they are an expert from now on."""
    at_desk = AtDesk(Expert.from_json(desk.expert_id, desk.invited or {}))
    visit = Visit(frame, desk, at_desk, Incoming("", "", ""))
    return Reply(at_desk, (visit.say("desk.welcome"), _shown(visit)), Changes(accepted=True))


def answer(visit: Visit) -> Reply:
    """What a message of an expert does. Never raises for anything an expert can do."""
    tap, text = visit.incoming.tap, visit.incoming.text
    if tap is not None:
        return _tapped(visit, tap)
    if text is None:
        return visit.only("desk.only_text")
    word, _, rest = text.strip().partition(" ")
    if CODE.fullmatch(text.strip()):  # an invitation used before is never said to a resident
        return _me(visit, "")
    if word.startswith("/"):
        return COMMANDS.get(word.lower().split("@")[0], _help)(visit, rest.strip())
    reply = _spoken(visit, text)
    care = () if safety.level(text).level is safety.Level.NONE else (visit.say("desk.care"),)
    return replace(reply, screens=(*reply.screens, *care))


# --- buttons -----------------------------------------------------------------------------------------


def _tapped(visit: Visit, data: str) -> Reply:
    _, deed, name, code = (*data.split("."), "", "", "")[:4]
    if deed in ON_MINE:
        request = visit.at_work.get(name)
        return ON_MINE[deed](visit, request) if request else visit.only("desk.over")
    if deed in HELD:
        return _held(visit, visit.at_work.get(name), deed, code)
    if deed == "claim":
        return _claim(visit)
    if deed == "report":
        return _report(visit, name, code)
    return SETTINGS[deed](visit, name) if deed in SETTINGS else _help(visit, "")


def _claim(visit: Visit) -> Reply:
    """Who presses first has it; who is full is asked to finish something first."""
    stored, me = visit.desk.named, visit.at_desk.expert
    request = Request.from_json(stored.body) if stored else None
    if request is None or request.state != QUEUED or me.id not in request.asked:
        return visit.only("desk.taken_already")
    if len(visit.at_work) >= me.most:
        return visit.only("desk.full", count=len(visit.at_work))
    claimed, changes, told = change(visit.frame, request, "claim", EXPERT, expert=me.id)
    return Reply(_choosing(visit, claimed), (told,) if told else (), changes)


def _choose(visit: Visit, request: Request) -> Reply:
    """From now on words without a reply are for this one."""
    at_desk = _choosing(visit, request)
    return Reply(at_desk, (to_expert(visit.frame, request, "desk.chosen", at_desk.expert.id),))


def _finish(visit: Visit, request: Request) -> Reply:
    _, changes, told = change(visit.frame, request, "close", EXPERT)
    return Reply(visit.at_desk, (told,) if told else (), changes)


def _pass_on(visit: Visit, request: Request) -> Reply:
    """Somebody else may be better, or it is too heavy: the resident is asked first."""
    _, changes, told = change(visit.frame, request, "pass_on", EXPERT)
    return Reply(visit.at_desk, (told,) if told else (), changes)


def _held(visit: Visit, request: Request | None, deed: str, number: str) -> Reply:
    """What becomes of words that waited: sent to the one they are for, as they are or without a part, or dropped."""
    text = visit.at_desk.held.get(number)
    emptied = replace(visit, at_desk=visit.at_desk.without(number))
    if text is None or request is None:
        return emptied.only("desk.over")
    if deed == "drop":
        return emptied.only("desk.dropped")
    return _send(emptied, request, HELD[deed](text), checked=deed != "send_to")


ON_MINE: Mapping[str, Callable[[Visit, Request], Reply]] = {
    "choose": _choose,
    "finish": _finish,
    "pass_on": _pass_on,
}
"""What can be done to a conversation one holds."""

HELD: Mapping[str, Callable[[str], str]] = {
    "send_to": str,
    "send_bare": personal.hidden,
    "send_whole": str,
    "drop": str,
}
"""What can be done with words that wait: `desk.<deed>.<request>.<number of the words>`."""


def _report(visit: Visit, name: str, code: str) -> Reply:
    """Five taps about how it went, without a word about who it was; only the codes are counted."""
    given = visit.at_desk.reports.get(name, ())
    given = (*given, code) if code in QUESTIONS.get(next_question(given), ()) else given
    reports = {**visit.at_desk.reports, name: given}
    question = next_question(given)
    if question:
        rows = [visit.button(f"{question}_{one}", f"report.{name}.{one}") for one in QUESTIONS[question]]
        return Reply(replace(visit.at_desk, reports=reports), (visit.say(f"report.{question}", *rows),))
    done = replace(visit.at_desk, reports={one: codes for one, codes in reports.items() if one != name})
    heavy = given[-1] == "heavy"
    notes = visit.frame.alert("coordinator.heavy", alias=visit.at_desk.expert.alias) if heavy else ()
    thanks = "desk.heavy" if heavy else "desk.thanks"
    return Reply(done, (visit.say(thanks),), Changes(notes=notes, counted=counted(given)))


# --- words -------------------------------------------------------------------------------------------


def _spoken(visit: Visit, text: str) -> Reply:
    """Words for a resident: by reply, else for the one chosen, else it is asked for whom they are."""
    going = visit.at_work
    if visit.desk.replied:
        request = going.get(visit.desk.replied)
        return _send(visit, request, text) if request else visit.only("desk.over")
    if visit.incoming.edited:
        return visit.only("desk.over")
    if not going:
        return _help(visit, "")
    if visit.incoming.reply_to is not None:  # to something of which nobody knows any more whose it was
        return _ask_whom(visit, text)
    chosen = going.get(visit.at_desk.chosen)
    fresh = any(one.to_expert > visit.at_desk.seen.get(one.id, 0) for one in going.values() if one is not chosen)
    return _send(visit, chosen, text) if chosen and not fresh else _ask_whom(visit, text)


def _ask_whom(visit: Visit, text: str) -> Reply:
    at_desk, number = visit.at_desk.holding(text)
    going = visit.at_work.values()
    rows = [visit.button("choose", f"send_to.{one.id}.{number}", alias=one.alias) for one in going]
    return Reply(at_desk, (visit.say("desk.whom", *rows),))


def _send(visit: Visit, request: Request, text: str, *, checked: bool = False) -> Reply:
    """Let `text` cross, unless it may give somebody away and that was not looked at yet."""
    if personal.found(text) and not checked:
        at_desk, number = visit.at_desk.holding(text)
        rows = [visit.button(name, f"{name}.{request.id}.{number}") for name in ("send_bare", "send_whole", "drop")]
        return Reply(at_desk, (visit.say("desk.guard", *rows),))
    try:
        spoken, changes = relayed(visit.frame, request, EXPERT, text, edited=visit.incoming.edited)
    except NotNow:
        return visit.only("desk.over")
    return Reply(_choosing(visit, spoken), (), changes, topic=request.id)


def _choosing(visit: Visit, request: Request) -> AtDesk:
    """The desk with `request` in front, and all that came so far seen."""
    going = {**visit.at_work, request.id: request}
    return replace(visit.at_desk, chosen=request.id, seen={one.id: one.to_expert for one in going.values()})


# --- one's own account -------------------------------------------------------------------------------


def _shown(visit: Visit) -> Screen:
    """What residents see, and what this expert chose; every experience can be shown or not with a tap."""
    me = visit.at_desk.expert
    language = me.language
    rows = [visit.button(f"{'shown' if one in me.experiences else 'hidden'}", f"experience.{one}",
                         what=visit.frame.text(f"handoff.like_me.{one}", language)) for one in EXPERIENCES]  # fmt: skip
    names = visit.frame.house.catalog.languages
    spoken = visit.frame.house.catalog.list((names[tag].name for tag in me.languages if tag in names), language)
    return visit.say("desk.profile", *rows, alias=me.alias, intro=me.intro or "–", hours=me.hours or "–",
                     most=me.most, languages=spoken)  # fmt: skip


def _experience(visit: Visit, name: str) -> Reply:
    mine = visit.at_desk.expert.experiences
    changed = tuple(one for one in EXPERIENCES if (one in mine) != (one == name))
    return _with(visit, experiences=changed)


def _with(visit: Visit, **changed: Any) -> Reply:
    """The account with something changed, shown again."""
    after = replace(visit, at_desk=replace(visit.at_desk, expert=replace(visit.at_desk.expert, **changed)))
    return Reply(after.at_desk, (_shown(after),))


def _pause(visit: Visit, _: str) -> Reply:
    paused = replace(visit.at_desk, expert=replace(visit.at_desk.expert, paused=True))
    return Reply(paused, (visit.say("desk.paused", visit.button("resume", "resume")),))


def _resume(visit: Visit, _: str) -> Reply:
    here = replace(visit.at_desk, expert=replace(visit.at_desk.expert, paused=False))
    return Reply(here, (visit.say("desk.resumed"),))


def _list(visit: Visit, _: str) -> Reply:
    rows = [visit.button("choose", f"choose.{one.id}", alias=one.alias) for one in visit.at_work.values()]
    return Reply(visit.at_desk, (visit.say("desk.list" if rows else "desk.nobody", *rows),))


def _intro(visit: Visit, said: str) -> Reply:
    if personal.found(said):
        return visit.only("desk.intro_personal")
    return _with(visit, intro=said[:MOST_INTRO])


def _hours(visit: Visit, said: str) -> Reply:
    try:
        schedules(said)
    except BadHours as error:
        return visit.only("desk.bad_hours", part=str(error))
    return _with(visit, hours=said)


def _most(visit: Visit, said: str) -> Reply:
    return _with(visit, most=int(said)) if said in set("123456789") else visit.only("desk.bad_most")


def _resident(visit: Visit, _: str) -> Reply:
    return Reply(replace(visit.at_desk, as_resident=True), (visit.say("desk.as_resident"),))


def _coordinator(visit: Visit, said: str) -> Reply:
    """A word to the coordinator; it names the expert, never a resident."""
    if not said or not visit.frame.on_call:
        return visit.only("desk.no_word" if visit.frame.on_call else "desk.no_coordinator")
    told = visit.frame.alert("coordinator.word", alias=visit.at_desk.expert.alias, text=personal.hidden(said))
    return Reply(visit.at_desk, (visit.say("desk.word_sent"),), Changes(notes=told))


def _help(visit: Visit, _: str) -> Reply:
    return visit.only("desk.help")


def _me(visit: Visit, _: str) -> Reply:
    return Reply(visit.at_desk, (_shown(visit),))


COMMANDS: Mapping[str, Callable[[Visit, str], Reply]] = {
    "/pause": _pause,
    "/on": _resume,
    "/list": _list,
    "/me": _me,
    "/intro": _intro,
    "/hours": _hours,
    "/most": _most,
    "/resident": _resident,
    "/word": _coordinator,
    "/help": _help,
}
"""What an expert can type; the same words in every language."""

SETTINGS: Mapping[str, Callable[[Visit, str], Reply]] = {"experience": _experience, "resume": _resume}
"""What an expert can tap about their own account."""
