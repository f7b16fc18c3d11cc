"""How a service is reached: numbers to call and hours on which somebody is there."""

from typing import Annotated, Any, Literal, Self

from pydantic import StringConstraints, WithJsonSchema, model_validator

from bot.knowledge.fields import Clock, Day, Flag, Text, Words, matching
from bot.knowledge.mistakes import refuse
from bot.knowledge.record import Record

_NUMBER = r"\+31\d{9}|0[89]00\d{4,7}|140\d{2,3}|116\d{3}|1\d\d"
"""E.164 for a Dutch number, and the national short codes: 0800 and 0900, 14 + area code, 116xxx, 112."""

_OR_A_NUMBER = {"type": ["string", "integer"]}
"""To an editor 112 is a number, to us every value is text."""


class Phone(Record):
    """A number to call, how to show it, and the price of the call in words.

    A file writes `display`; `number`, in E.164 or a short code, follows from its digits. Where both are written
    they must agree. `assured_date` is the day on which this number was checked, when other than the service.
    """

    number: Annotated[
        str,
        matching(f"({_NUMBER})", "is geen Nederlands nummer.", "Schrijf het zoals 088 0767 000 of 0800-2000."),
        WithJsonSchema(_OR_A_NUMBER),
    ] = ""
    display: Annotated[Text, WithJsonSchema(_OR_A_NUMBER)]
    type: Literal["voice", "text"] = "voice"
    description: Words | None = None
    cost: Words | None = None
    assured_date: Day | None = None

    @model_validator(mode="before")
    @classmethod
    def number_follows_from_display(cls, written: Any) -> Any:
        """What is called is what is shown, so that one line has to be right and not two."""
        if isinstance(written, dict) and "number" not in written and isinstance(written.get("display"), str):
            return {**written, "number": dialled(written["display"])}
        return written

    @model_validator(mode="after")
    def same_digits(self) -> Self:
        """The shown number is the called number: one typing error would send a resident to a stranger."""
        if dialled(self.display) != self.number:
            refuse(
                f"Het getoonde nummer {self.display} is niet het nummer {self.number}.",
                "Maak de cijfers gelijk.",
            )
        return self


class CrisisPhone(Phone):
    """A number for danger: written twice, so that a slip of the keyboard is seen."""

    @model_validator(mode="before")
    @classmethod
    def number_follows_from_display(cls, written: Any) -> Any:
        """Nothing follows by itself here."""
        if isinstance(written, dict) and "number" not in written:
            refuse("Een nummer bij gevaar staat er twee keer.", "Vul 'number' en 'display' allebei in.")
        return written


class Schedule(Record):
    """Weekly hours in Dutch wall time. `closes_at` not later than `opens_at` means: the next day.

    A schedule with both `valid_from` and `valid_to` replaces the ordinary week in that period; `closed: true`
    makes it a period without hours (holidays, a move).
    """

    byday: Annotated[str, StringConstraints(pattern=r"^(MO|TU|WE|TH|FR|SA|SU)(,(MO|TU|WE|TH|FR|SA|SU))*$")] = ""
    opens_at: Clock | None = None
    closes_at: Clock | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None
    closed: Flag = False
    attending_type: Literal["phone", "chat", "walk_in", "appointment"] = "phone"
    notes: Words | None = None

    @model_validator(mode="after")
    def is_whole(self) -> Self:
        """Hours need days and both times; a closed period needs both dates, in their order."""
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            refuse("De periode eindigt voor het begin.", "Wissel 'valid_from' en 'valid_to' om.")
        if self.closed and not (self.valid_from and self.valid_to):
            refuse("Een gesloten periode heeft een begin en een einde.", "Vul 'valid_from' en 'valid_to' in.")
        if not self.closed and (not self.byday or self.opens_at is None or self.closes_at is None):
            refuse("Deze openingstijd is niet af.", "Vul 'byday', 'opens_at' en 'closes_at' in.")
        return self


def dialled(shown: str) -> str:
    """The digits a telephone dials for a number as people write it; a Dutch line gets its country code."""
    digits = "".join(sign for sign in shown if sign.isdigit())
    if "+" in shown:
        return f"+{digits}"
    is_a_line = digits.startswith("0") and not digits.startswith(("0800", "0900", "0906", "0909"))
    return f"+31{digits[1:]}" if is_a_line else digits
