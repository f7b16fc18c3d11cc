"""What a bench gives: named figures with a unit, the aim beside them, and how they are printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles


@dataclass(frozen=True, slots=True)
class Figure:
    """One quantity, measured once or several times. `aim` is the least it should be, or with `at_most` the most."""

    name: str
    unit: str
    values: tuple[float, ...]
    aim: float | None = None
    at_most: bool = False

    @property
    def value(self) -> float:
        """The median of the measurements."""
        return median(self.values)

    @property
    def met(self) -> bool | None:
        """Whether the aim is met; None without one."""
        if self.aim is None:
            return None
        return self.value <= self.aim if self.at_most else self.value >= self.aim


def percentile(values: Sequence[float], percent: int) -> float:
    """The value below which `percent` of at least two `values` lie."""
    return quantiles(values, n=100, method="inclusive")[percent - 1]


def milliseconds(seconds: Sequence[float], percent: int) -> float:
    """A percentile of waiting times in seconds, in milliseconds."""
    return percentile(seconds, percent) * 1000


def table(figures: Iterable[Figure]) -> str:
    """One line a figure: median, unit, lowest and highest measurement, aim, and whether that is met."""
    head = ("", "median", "", "lowest - highest", "aim", "")
    rows = [head, *(_row(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    return "\n".join(_line(row, widths) for row in rows)


def _row(figure: Figure) -> tuple[str, ...]:
    spread = f"{_number(min(figure.values))} - {_number(max(figure.values))}" if len(figure.values) > 1 else ""
    sign = "<=" if figure.at_most else ">="
    aim = "" if figure.aim is None else f"{sign} {_number(figure.aim)}"
    verdict = {None: "", True: "met", False: "MISSED"}[figure.met]
    return figure.name, _number(figure.value), figure.unit, spread, aim, verdict


def _number(value: float) -> str:
    """Three figures are all a bench can promise."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    left = (0, 2, 5)
    cells = [
        cell.ljust(width) if column in left else cell.rjust(width)
        for column, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]
    return "  ".join(cells).rstrip()
