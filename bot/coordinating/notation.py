"""Opening hours as a coordinator writes them in one cell: `ma-vr 09:00-17:00; za 10:00-12:00`."""

from __future__ import annotations

import re
from itertools import groupby

from bot.coordinating.refused import Refused
from bot.knowledge import Schedule

DAYS = {"ma": "MO", "di": "TU", "wo": "WE", "do": "TH", "vr": "FR", "za": "SA", "zo": "SU"}

_CODES = list(DAYS.values())
_NAMES = list(DAYS)
_PART = re.compile(r"(?P<days>[a-z ,-]+?) (?P<opens>\d{1,2}[:.]\d\d) ?(-|–|tot) ?(?P<closes>\d{1,2}[:.]\d\d)")
_EXAMPLE = "Schrijf het zoals: ma-vr 09:00-17:00; za 10:00-12:00."


def written(schedules: tuple[Schedule, ...]) -> str:
    """Ordinary weekly hours as one line of text."""
    return "; ".join(
        f"{_days(one.byday)} {one.opens_at:%H:%M}-{one.closes_at:%H:%M}" for one in schedules if is_weekly(one)
    )


def is_weekly(schedule: Schedule) -> bool:
    """Whether this is an ordinary week, and not a period with dates that stays in the file only."""
    return schedule.opens_at is not None and not (schedule.valid_from or schedule.valid_to)


def parsed(text: str) -> list[dict[str, str]]:
    """The hours as fields of a schedule. Raises Refused."""
    return [_fields(part.strip()) for part in text.lower().split(";") if part.strip()]


def tidied(text: str) -> str:
    """Hours as we write them ourselves; what cannot be read stays as it is."""
    try:
        return written(tuple(Schedule.model_validate(fields) for fields in parsed(text)))
    except Refused:
        return text


def _fields(part: str) -> dict[str, str]:
    found = _PART.fullmatch(part)
    if not found:
        raise Refused(f"'{part}' zijn geen openingstijden. {_EXAMPLE}")
    return {
        "byday": _byday(found["days"], part),
        "opens_at": _clock(found["opens"]),
        "closes_at": _clock(found["closes"]),
    }


def _byday(days: str, part: str) -> str:
    """`ma-wo, vr` as MO,TU,WE,FR; a range may run over the weekend."""
    if days.strip() in ("elke dag", "dagelijks"):
        return ",".join(_CODES)
    chosen: list[str] = []
    for piece in re.split(r"[ ,]+", re.sub(r" ?- ?", "-", days.strip())):
        first, _, last = piece.partition("-")
        if first not in DAYS or (last or first) not in DAYS:
            raise Refused(f"'{piece}' in '{part}' is geen dag. {_EXAMPLE}")
        start, end = _NAMES.index(first), _NAMES.index(last or first)
        chosen += [_CODES[day % 7] for day in range(start, end + 1 if end >= start else end + 8)]
    return ",".join(code for code in _CODES if code in chosen)


def _clock(text: str) -> str:
    clock = text.replace(".", ":").rjust(5, "0")
    if clock == "24:00":
        return "00:00"
    if clock > "23:59" or clock[3] > "5":
        raise Refused(f"'{text}' is geen tijd. {_EXAMPLE}")
    return clock


def _days(byday: str) -> str:
    """MO,TU,WE,FR as `ma-wo, vr`."""
    places = sorted(_CODES.index(code) for code in byday.split(","))
    runs = [[place for _, place in run] for _, run in groupby(enumerate(places), lambda pair: pair[1] - pair[0])]
    return ", ".join(", ".join(_run(run)) for run in runs)


def _run(places: list[int]) -> list[str]:
    names = [_NAMES[place] for place in places]
    return [f"{names[0]}-{names[-1]}"] if len(names) > 2 else names
