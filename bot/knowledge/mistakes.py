"""What is wrong in a knowledge file, said so that a coordinator can repair it: file, line, what, what to do.

The sentences are Dutch because coordinators read them; they are part of the product, like a screen.
"""

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, NoReturn

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError


@dataclass(frozen=True, order=True)
class Mistake:
    """One thing to repair. `line` counts from 1; 0 means the file as a whole."""

    file: str
    line: int
    what: str
    todo: str

    def __str__(self) -> str:
        """The mistake on one line, as `check` and the log print it."""
        place = f"{self.file}, regel {self.line}" if self.line else self.file
        return f"{place}: {self.what} {self.todo}"


class KnowledgeError(Exception):
    """A knowledge folder that may not go live. `mistakes` holds everything found, sorted by file and line."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        self.mistakes: tuple[Mistake, ...] = tuple(sorted(set(mistakes)))
        super().__init__("\n".join(map(str, self.mistakes)))


def refuse(what: str, todo: str) -> NoReturn:
    """Raise a mistake from inside a pydantic validator. In: two Dutch sentences without braces."""
    raise PydanticCustomError("refused", "{what}", {"what": what, "todo": todo})


def explain(error: ErrorDetails, model: type[BaseModel]) -> tuple[str, str]:
    """Turn one pydantic error into (what, todo) in Dutch."""
    context: dict[str, Any] = error.get("ctx", {})
    if error["type"] == "refused":
        return str(context["what"]), str(context["todo"])
    field = next((str(part) for part in reversed(error["loc"]) if isinstance(part, str)), "dit stuk")
    if error["input"] is None and error["type"] != "missing":
        return f"Bij '{field}' staat niets.", "Vul het in of haal de regel weg."
    if error["type"] == "extra_forbidden":
        return f"Het veld '{field}' ken ik niet.", _did_you_mean(field, error, model)
    if error["type"] in _SENTENCES:
        return _SENTENCES[error["type"]](field, str(error["input"])[:60], context)
    return f"'{field}' klopt niet.", "Kijk in een ander bestand hoe dit veld eruitziet."


def explain_all(errors: ValidationError, model: type[BaseModel]) -> list[tuple[tuple[int | str, ...], str, str]]:
    """Every error of one record as (path inside the record, what, todo)."""
    found = errors.errors(include_url=False)
    return [(error["loc"], *explain(error, model)) for error in found if not _follows_from_another(error)]


def _follows_from_another(error: ErrorDetails) -> bool:
    """A list counts as too short when none of its items is right; the items say so already."""
    return error["type"] == "too_short" and bool(error["input"])


def _did_you_mean(field: str, error: ErrorDetails, model: type[BaseModel]) -> str:
    close = get_close_matches(field, list(model.model_fields), 1) if len(error["loc"]) == 1 else []
    return f"Bedoel je '{close[0]}'?" if close else "Haal het weg of verbeter de naam."


_SENTENCES: dict[str, Callable[[str, str, dict[str, Any]], tuple[str, str]]] = {
    "missing": lambda field, _, __: (f"Het veld '{field}' ontbreekt.", f"Voeg '{field}' toe."),
    "literal_error": lambda field, value, context: (
        f"'{value}' kan niet bij '{field}'.",
        f"Kies uit: {str(context['expected']).replace(' or ', ', ')}.",
    ),
    "string_type": lambda field, _, __: (
        f"Bij '{field}' hoort een gewone tekst.",
        "Schrijf er één tekst achter.",
    ),
    "string_too_short": lambda field, _, __: (
        f"Bij '{field}' staat niets.",
        "Vul het in of haal de regel weg.",
    ),
    "string_too_long": lambda field, _, context: (
        f"'{field}' is te lang.",
        f"Maak er hoogstens {context['max_length']} tekens van.",
    ),
    "too_short": lambda field, _, __: (f"De lijst bij '{field}' is leeg.", "Zet er ten minste één regel in."),
    "tuple_type": lambda field, _, __: (
        f"Bij '{field}' hoort een lijst.",
        "Zet het tussen rechte haken, of elk op een eigen regel met een streepje.",
    ),
    "dict_type": lambda field, _, __: (
        f"Bij '{field}' horen teksten per taal.",
        "Zet er regels onder, zoals 'nl: ...' en 'en: ...'.",
    ),
    "model_type": lambda field, _, __: (
        f"Bij '{field}' horen losse velden.",
        "Zet er regels onder, zoals 'naam: waarde'.",
    ),
    "int_parsing": lambda field, value, __: (
        f"'{value}' bij '{field}' is geen heel getal.",
        "Schrijf cijfers, zoals 18.",
    ),
    "int_type": lambda field, _, __: (f"Bij '{field}' hoort een getal.", "Schrijf cijfers, zoals 18."),
    "decimal_parsing": lambda field, value, __: (
        f"'{value}' bij '{field}' is geen bedrag.",
        "Schrijf een bedrag met een punt, zoals 131.50.",
    ),
    "decimal_type": lambda field, _, __: (
        f"Bij '{field}' hoort een bedrag.",
        "Schrijf een bedrag met een punt.",
    ),
    "greater_than_equal": lambda field, value, context: (
        f"{value} is te klein bij '{field}'.",
        f"Kies {context['ge']} of meer.",
    ),
    "less_than_equal": lambda field, value, context: (
        f"{value} is te groot bij '{field}'.",
        f"Kies {context['le']} of minder.",
    ),
}
