"""What a resident does while a request is open: wait, talk, pass by, stop. Safety was heard before.

While a person holds the conversation the bot is silent, except for words that always win.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from bot import personal, understand
from bot.cards import View
from bot.catalog import BASE
from bot.changes import Changes, Consent, Desk, Note
from bot.engine import Session
from bot.handoff import consent
from bot.handoff.request import OPEN, RESIDENT, NotNow, Request, move
from bot.handoff.talk import Frame, alias, change, matter, new_id, relayed, to_expert, to_resident
from bot.messages import Incoming, Screen
from bot.safety import Level

DEEDS = ("withdraw", "somebody_else", "agree", "close")
"""What a resident can do to a request, as the data of a button."""
ALWAYS = {"help", "stop", "person", "privacy", "erase", "leave", "language"}
"""Words that the bot answers also while a person holds the conversation."""
HOW_IT_STANDS = {"stop", "person", "help"}
"""Of those, the ones that are about the talk itself."""
HELD_BACK = "handoff.held_back"
"""Where own words stand that may hold personal data, until the resident says what to do with them."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the resident's turn comes to: the session, the screens, what changes elsewhere, and the request that their
    own message belongs to."""

    session: Session
    screens: tuple[Screen, ...] = ()
    changes: Changes = Changes()
    topic: str = ""


def begin(frame: Frame, desk: Desk, view: View) -> Reply:
    """The resident agreed: the request as it was shown, and the consent event. The waiting begins."""
    session, lines = view.session, consent.told(view)
    asked = consent.wanted(session, view.language)
    request = Request(
        id=new_id(),
        resident=desk.me,
        alias=alias(()),
        languages=asked.languages,
        lines=tuple(lines.values()),
        experience=asked.experience if "liked" in lines else "",
        without=(desk.expert_id,) if desk.expert else (),  # nobody is their own expert
        due_at=int(frame.now.timestamp()),
        since=int(frame.now.timestamp()),
    )
    event = Consent(request.id, consent.VERSION, view.language, frame.now.date().isoformat(), " ".join(lines))
    counted = ("handoff consent resident", f"request language {view.language}")
    changes = Changes((matter(request),), consents=(event,), counted=counted)
    return Reply(session, (to_resident(frame, request, "relay.begun"),), changes)


def current(desk: Desk) -> Request | None:
    """The resident's open request, if there is one."""
    return next((Request.from_json(one.body) for one in desk.matters if one.body.get("state") in OPEN), None)


def standing(frame: Frame, request: Request) -> Screen:
    """How it stands with the request."""
    return to_resident(frame, request, _standing(request))


def answer(frame: Frame, request: Request, session: Session, incoming: Incoming, replied: str) -> Reply | None:
    """What a message does while `request` is open; None when the bot is to answer it as always.

    `replied` is the request to which an edited message belonged, or nothing.
    """
    deed = (incoming.tap or "").removeprefix("!")
    if deed in DEEDS:
        return _do(frame, request, session, deed)
    if deed in CHECKED:
        return _checked(frame, request, session, deed)
    if incoming.edited and replied != request.id and request.held:
        return Reply(session, (to_resident(frame, request, "relay.not_sent"),))
    if deed == "person" or (incoming.text and _command(incoming.text) == "person"):
        return Reply(session, (standing(frame, request),))
    return _said(frame, request, session, incoming) if request.held and incoming.tap is None else None


def leaves(frame: Frame, request: Request) -> Changes:
    """The resident erases everything: the expert hears that it is over, and reads none of it any more."""
    _, changes, _ = change(frame, request, "withdraw", RESIDENT)
    return replace(changes, matters=(), withdrawn=(request.id,))


def alarm(frame: Frame, request: Request, text: str, level: str) -> Changes:
    """Somebody may be in danger while a person holds the conversation: the expert reads it, and that it may be.

    Whoever is on call hears of danger only, not of worries.
    """
    request, said = relayed(frame, request, RESIDENT, personal.hidden(text))
    grave = level != Level.CONCERN
    if grave:
        request, _ = move(request, "alarm", RESIDENT, frame.now, frame.rules)
    expert = frame.expert(request.expert)
    warning = to_expert(frame, request, "desk.alarm", expert.id, kind=frame.text(f"danger.{level}", expert.language))
    alert = frame.alert("coordinator.alarm", kind=frame.text(f"danger.{level}", BASE)) if grave else ()
    return Changes((matter(request),), (*said.notes, Note(request.expert, warning), *alert))


def _do(frame: Frame, request: Request, session: Session, deed: str) -> Reply:
    try:
        done, changes, told = change(frame, request, deed, RESIDENT)
    except NotNow:
        return Reply(session, (standing(frame, request),))
    if deed == "withdraw":
        changes = replace(changes, withdrawn=(request.id,))
    if told is None:  # it begins again with somebody else
        told = to_resident(frame, done, "relay.begun")
    return Reply(session, (told,), changes)


def _said(frame: Frame, request: Request, session: Session, incoming: Incoming) -> Reply | None:
    """Words for the expert: they cross, unless they are for the bot or may give somebody away."""
    if incoming.text is None:
        return Reply(session, (to_resident(frame, request, "relay.only_text"),))
    command = _command(incoming.text)
    if command in HOW_IT_STANDS:
        return Reply(session, (to_resident(frame, request, "relay.held"),))
    if command in ALWAYS:
        return None
    if personal.found(incoming.text):
        before = session.words.get(_held_back(request))
        kept = {**_released(session).words, _held_back(request): "\n".join(filter(None, (before, incoming.text)))}
        return Reply(replace(session, words=kept), (to_resident(frame, request, "relay.guard"),))
    _, changes = relayed(frame, request, RESIDENT, incoming.text, edited=incoming.edited)
    return Reply(session, (), changes, topic=request.id)


def _checked(frame: Frame, request: Request, session: Session, deed: str) -> Reply:
    """What becomes of words that were held back: sent without the personal part, sent whole, or dropped."""
    text, cleared = session.words.get(_held_back(request), ""), _released(session)
    if not text or not request.held:
        return Reply(cleared, (standing(frame, request),))
    if deed == "drop":
        return Reply(cleared, (to_resident(frame, request, "relay.dropped"),))
    _, changes = relayed(frame, request, RESIDENT, CHECKED[deed](text))
    return Reply(cleared, (to_resident(frame, request, "relay.sent"),), changes)


CHECKED: Mapping[str, Callable[[str], str]] = {"send_bare": personal.hidden, "send_whole": str, "drop": str}


def _held_back(request: Request) -> str:
    """Where words stand that were meant for the expert who has the conversation now, and for no other."""
    return f"{HELD_BACK}.{request.id}.{request.expert}"


def _released(session: Session) -> Session:
    """The session without words that were held back."""
    kept = {place: said for place, said in session.words.items() if not place.startswith(HELD_BACK)}
    return replace(session, words=kept)


def _command(text: str) -> str | None:
    return understand.read(text, BASE, {}).command


def _standing(request: Request) -> str:
    """The text that says how it stands."""
    if request.held:
        return "relay.held"
    return "relay.passing" if request.state == "passing" else "relay.still_waiting"
