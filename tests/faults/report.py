"""The figures of a run, as a table."""

from collections.abc import Iterable, Mapping
from statistics import median

from tests.faults import checks, seen
from tests.faults.plan import Record

Figures = Mapping[str, str]


def figures(record: Record) -> Figures:
    """What is worth knowing of a run, in order."""
    views = [seen.seen(person) for person in record.residents]
    repeats = seen.repeats(record)
    waits = sorted(checks.waits(record).values())
    killed = [seen.left(one.first) or 0.0 for one in repeats if one.explained and not seen.lost(one.first)]
    recoveries = [life.recovery for life in record.lives if life.recovery is not None]
    failed = sum(call.method == "sendMessage" and call.fault is not None for call in record.api.calls)
    return {
        "kills": str(record.kills),
        "of them while it started": str(sum(life.how == "while it started" for life in record.lives)),
        "of them at a call": str(sum(life.how.split(" ")[0] in ("before", "during", "after") for life in record.lives)),
        "chats": str(len(record.residents)),
        "chats waiting at a kill (median, most)": _two(record.backlog),
        "updates": str(sum(1 for _ in checks.turns(record))),
        "deliveries of updates": str(len(record.api.deliveries)),
        "messages due": str(sum(len(person.due) for person in record.residents)),
        "messages arrived": str(sum(len(person.arrivals) for person in record.residents)),
        "sends that failed": str(failed),
        "lost updates": str(len(checks.unhandled(record))),
        "missing": str(sum(one.missing for one in views)),
        "doubled effects": str(sum(one.doubled for one in views)),
        "out of order": str(sum(one.misplaced for one in views)),
        "repeats: answer lost": str(sum(seen.lost(repeat.first) for repeat in repeats)),
        "repeats: killed with the answer in hand": str(len(killed)),
        "  from that answer to the kill (median, longest)": f"{_seconds(killed)} s",
        "repeats unexplained": str(sum(not repeat.explained for repeat in repeats)),
        "crises answered": str(sum(due.turn.crisis and bool(due.arrival) for p in record.residents for due in p.due)),
        "erased conversations": str(sum(turn.erases for _, turn in checks.turns(record))),
        "replies waived by erasing (came, did not)": _waived(record),
        "database looked at after a kill": str(record.looked),
        "wait for a word (median, longest)": f"{_seconds(waits)} s",
        "process start to first reply (median, longest)": f"{_seconds(recoveries)} s",
        "duration": f"{record.seconds:.0f} s",
    }


def table(runs: Mapping[str, Figures]) -> Iterable[str]:
    """Lines with a column for each run."""
    names = list(next(iter(runs.values())))
    width = max(map(len, names)) + 2
    yield " " * width + "".join(f"{run:>24}" for run in runs)
    for name in names:
        yield name.ljust(width) + "".join(f"{one[name]:>24}" for one in runs.values())


def _waived(record: Record) -> str:
    waived = [due.arrival is not None for person in record.residents for due in person.due if due.waived]
    return f"{sum(waived)}, {len(waived) - sum(waived)}"


def _two(values: list[int]) -> str:
    return f"{median(values):.0f}, {max(values)}" if values else "0, 0"


def _seconds(values: list[float]) -> str:
    return f"{median(values):.2f}, {max(values):.2f}" if values else "0, 0"
