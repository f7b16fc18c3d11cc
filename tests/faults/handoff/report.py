"""The figures of a run in which people talked."""

from collections import Counter
from collections.abc import Sequence
from statistics import median

from tests.faults.checks import query
from tests.faults.handoff.crossings import Crossings
from tests.faults.handoff.people import Person
from tests.faults.report import Figures
from tests.faults.seen import lost
from tests.faults.telegram import DOOM


def figures(record: Crossings) -> Figures:
    """What is worth knowing of it, in order."""
    scene = record.scene
    read = Counter(key for person in scene.everybody for key in _keys(person))
    firsts = [one for way in record.once.values() for one in way]
    waits = sorted(one.heard.at - one.word.posted for one in firsts if one.word.firm)
    refused = sum(call.status == 400 and DOOM in str(call.params.get("text")) for call in scene.api.calls)
    return {
        "kills": str(scene.kills),
        "of them at a call": str(sum(life.how.split(" ")[0] in ("before", "during", "after") for life in scene.lives)),
        "residents, experts": f"{len(scene.talkers)}, {len(scene.workers)}",
        "updates": str(sum(len(person.turns) for person in scene.everybody)),
        "deliveries of updates": str(len(scene.api.deliveries)),
        "requests that experts saw": str(len(record.owners)),
        "claims that won, that came too late": f"{read['desk.claimed']}, {read['desk.taken_already']}",
        "words that crossed": str(len(firsts)),
        "  of residents, of experts": f"{_by(record, scene.talkers)}, {_by(record, scene.workers)}",
        "  again, because an answer was lost": str(len(record.all) - len(firsts)),
        "  answers lost": str(sum(lost(one.heard.arrival) for one in record.all)),
        "refused for good, and told": str(refused),
        "withdrawn, somebody else, passed on": _many(read, "relay.withdrawn", "relay.else", "desk.passed"),
        "closed, erased": _many(read, "relay.closed", "act.left", "act.erased"),
        "ended because somebody blocked": _many(read, "desk.faded", "relay.next"),
        "asked for whom, asked about personal data": _many(read, "desk.whom", "desk.guard", "relay.guard"),
        "crises, warnings": f"{sum(w.crisis for p in scene.talkers for w in p.words)}, {read['desk.alarm']}",
        "dead rows": str(query(scene, "SELECT count(*) FROM outgoing")[0][0]),
        "database looked at after a kill": str(scene.looked),
        "a word took (median, longest)": f"{median(waits):.2f}, {waits[-1]:.2f} s" if waits else "-",
        "duration": f"{scene.seconds:.0f} s",
    }


def _keys(person: Person) -> list[str]:
    """What somebody read, each message once."""
    seen = {(heard.said.key, heard.said.request, heard.arrival.call.params["text"]) for heard in person.heard}
    told = Counter(heard.said.key for heard in person.heard)
    once = ("desk.claimed",)
    return [*(key for key in told.elements() if key not in once), *(key for key, _, _ in seen if key in once)]


def _by(record: Crossings, people: Sequence[Person]) -> int:
    return sum(len(way) for (author, _, _), way in record.once.items() if author in people)


def _many(read: Counter[str], *keys: str) -> str:
    return ", ".join(str(read[key]) for key in keys)
