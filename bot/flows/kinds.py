"""What a question is about more precisely: per theme the kinds of help that somebody may look for.

A kind says on which route of the social route map its help is found, and which other themes it touches. Which
service fits a kind best stands with the service in knowledge (`fits`).
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """Where help of this kind is found: a route colour, its sub-route, and themes it touches besides."""

    route: str
    sub_route: str = ""
    themes: tuple[str, ...] = ()


QUESTIONS: Mapping[str, str] = {
    "letters_admin": "papers",
    "money_income": "income",
    "housing": "home",
    "health_body": "body",
    "mental": "mind",
    "addiction": "habit",
    "loneliness": "alone",
    "family": "kin",
    "work_daytime": "days",
    "language_digital": "skills",
    "meaning_peer": "peers",
}
"""Theme -> the question of `orientation` that asks for the kind."""

KINDS: Mapping[str, Mapping[str, Kind]] = {
    "papers": {
        "reading": Kind("yellow"),
        "online": Kind("orange", themes=("language_digital",)),
        "form": Kind("orange"),
    },
    "income": {
        "benefit": Kind("blue", "income"),
        "allowance": Kind("blue", "income"),
        "wage": Kind("blue", "income"),
        "food": Kind("yellow"),
    },
    "home": {
        "bed": Kind("orange"),
        "rent": Kind("orange", themes=("money_debt",)),
        "bad_house": Kind("orange"),
        "neighbours": Kind("orange", themes=("talk_human",)),
        "own_place": Kind("blue", "housing"),
    },
    "body": {
        "complaint": Kind("orange"),
        "chores": Kind("blue", "support"),
        "nursing": Kind("blue", "care"),
        "together": Kind("yellow", themes=("loneliness",)),
    },
    "mind": {
        "voices": Kind("orange", themes=("meaning_peer",)),
        "low": Kind("orange", themes=("talk_human",)),
        "stress": Kind("orange", themes=("talk_human",)),
        "sleep": Kind("orange"),
        "treatment": Kind("blue", "care"),
    },
    "habit": {
        "me": Kind("orange"),
        "near": Kind("orange", themes=("family",)),
    },
    "alone": {
        "own_people": Kind("green"),
        "meet": Kind("yellow"),
        "visit": Kind("yellow"),
        "talk": Kind("yellow", themes=("talk_human",)),
    },
    "kin": {
        "divorce": Kind("orange", themes=("mental",)),
        "children": Kind("orange"),
        "caring": Kind("orange", themes=("loneliness",)),
        "unsafe": Kind("orange"),
    },
    "days": {
        "job": Kind("blue", "work"),
        "ill": Kind("blue", "income", themes=("money_income",)),
        "volunteer": Kind("yellow"),
        "school": Kind("orange"),
    },
    "skills": {
        "dutch": Kind("orange"),
        "device": Kind("orange"),
        "newcomer": Kind("orange"),
    },
    "peers": {
        "same": Kind("yellow"),
        "give": Kind("yellow", themes=("work_daytime",)),
        "faith": Kind("yellow"),
    },
}
"""Question -> its answers, and what each of them asks for."""
