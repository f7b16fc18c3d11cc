"""What has to be true after people talked through a bot that was killed all the time."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from tests.conftest import traces
from tests.faults import checks
from tests.faults.checks import LONGEST_WAIT, Broken, query
from tests.faults.handoff.crossings import Crossing, Crossings
from tests.faults.handoff.expert import Worker
from tests.faults.handoff.people import SIGN, WORD, Heard, Person, Word
from tests.faults.handoff.reading import ENDS, LEAVES, TURNS
from tests.faults.handoff.resident import Talker
from tests.faults.seen import lost, unsure
from tests.faults.traces import in_calls, in_files, in_log

HUSHED = ("relay.withdrawn", "relay.else", "act.erased", "act.left")
"""After these words nothing that was said before them is sent any more."""
OF_ONE = ("relay.withdrawn", "relay.else")
"""Those that are about one talk: what was said in a talk before it, with a goodbye, still arrives."""
GOODBYES = ("relay.closed", "relay.faded")
KNOWN_FAILURES = {"telegram_400", "telegram_403"}
MISTAKES = (b"turn_failed", b"update_dead", b"_unreadable", b"look_failed", b"sweep_failed", b"request_failed")


def every_update_has_one_outcome(record: Crossings) -> Broken:
    """I1: each was handled, none failed, and nothing waits at Telegram."""
    yield from (f"update {number} was never handled" for number in _unhandled(record))
    if len(record.scene.api.updates):
        yield f"{len(record.scene.api.updates)} update(s) are not confirmed"
    for number, line in enumerate(record.scene.log.read_bytes().splitlines(), 1):
        yield from (f"{what.decode()} in the log, line {number}" for what in MISTAKES if what in line)


def _unhandled(record: Crossings) -> list[int]:
    posted = [turn.update_id for person in record.scene.everybody for turn in person.turns]
    return checks.missing(record.scene, posted)


def every_word_counts_once(record: Crossings) -> Broken:
    """I2: a word has one number in one chat, and no number means two words."""
    for token, found in _grouped(record.all, lambda one: one.word.token).items():
        if len({(one.to, one.number) for one in found}) > 1:
            yield f"{_who(found[0])}: {token} crossed {len(found)} times, not as the same message"
    for way in record.talks:
        yield from (f"{_who(way[0])}: number {n} came {times} times" for n, times in _twice(way))


def _twice(way: Sequence[Crossing]) -> list[tuple[int, int]]:
    messages = {(one.number, one.heard.arrival.call.message_id) for one in way}  # one may hold two words
    return [(number, times) for number, times in Counter(number for number, _ in messages).items() if times > 1]


def everything_was_sent_or_somebody_told(record: Crossings) -> Broken:
    """I3: nothing waits; what Telegram refused for good was told to whoever said it."""
    for failed, count in query(record.scene, "SELECT failed, count(*) FROM outgoing GROUP BY failed"):
        if failed not in KNOWN_FAILURES:
            yield f"{count} message(s) {'dead: ' + failed if failed else 'still wait'}"
    for call in record.scene.api.calls:
        for token in WORD.findall(str(call.params.get("text", ""))) if call.status == 400 else ():
            word = record.words[token]
            if not word.own and not _told(word) and not word.author.chat.blocked:
                yield f"{_name(word.author)}: was never told that {token} did not arrive"


def _told(word: Word) -> bool:
    """Whether somebody heard that words did not arrive, or that there is nobody to hear them any more."""
    ends = (*ENDS, *LEAVES, *TURNS, "relay.undelivered", "desk.undelivered")
    return any(heard.said.key in ends for heard in word.author.heard if heard.at >= word.posted)


def words_come_in_order(record: Crossings) -> Broken:
    """I4: in the order in which they were said, and counted in that order."""
    for way in record.talks:
        firm = [one.word.update_id for one in way if one.word.firm]
        numbers = [one.number for one in way]
        if firm != sorted(firm):
            yield f"{_who(way[0])}: words changed places"
        if numbers != sorted(numbers):
            yield f"{_who(way[0])}: numbers {numbers}"


def no_word_is_lost(record: Crossings) -> Broken:
    """A number is missing only where Telegram refused it, and at the end only where it was taken back."""
    for way in record.talks:
        author, to, _ = way[0].way
        if author.away or to.away:  # whoever blocks us for a moment gets nothing meanwhile; the other is told
            continue
        came = {one.number for request in (way[0].request, "") for one in record.once.get((author, to, request), [])}
        gaps = set(range(1, max(one.number for one in way))) - came
        refused = [word for word in author.words if word.doomed]
        if len(gaps) > len(refused):
            yield f"{_who(way[0])}: numbers {sorted(gaps)} never came"
        yield from _holes(way)
    yield from _tails(record)


def _holes(way: Sequence[Crossing]) -> Iterator[str]:
    """Words between the first and the last that crossed, which did not."""
    author, request = way[0].word.author, way[0].request
    came, updates = {one.word.token for one in way}, [one.word.update_id for one in way if one.word.firm]
    for word in author.words:
        meant = not word.own and word.request in ("", request) and word.firm and not word.doomed and not _asked(word)
        if meant and updates and min(updates) < word.update_id < max(updates) and word.token not in came:
            yield f"{_who(way[0])}: {word.token} is missing in between"


def _asked(word: Word) -> bool:
    """Whether its expert was asked afterwards for whom it is: they replied to a copy the bot does not know."""
    return any(heard.said.key == "desk.whom" for heard in word.author.heard if heard.at >= word.posted)


def _tails(record: Crossings) -> Iterator[str]:
    """In talks that nobody took back, all that was counted came."""
    for request, body in record.stored.items():
        holders, owner = record.holders(request), record.owners.get(request)
        if not holders or owner is None or body["state"] in ("withdrawn", "consented", "queued", "expired"):
            continue
        sides = ((owner, holders[-1], body["to_expert"]), (holders[-1], owner, body["to_resident"]))
        for author, to, counted in sides:
            if to.away or author.away:
                continue
            came = [one.number for talk in (request, "") for one in record.once.get((author, to, talk), [])]
            if counted - max(came, default=0) > sum(word.doomed for word in author.words):
                yield f"{_name(author)} to {_name(to)}: {counted} were counted, {max(came, default=0)} came"


def nothing_starts_after_a_withdrawal(record: Crossings) -> Broken:
    """I5: once somebody reads that it is over, nothing said before is sent, in either direction."""
    for talker in record.scene.talkers:
        for over, update in _withdrawals(talker):
            for one in record.all:
                before = one.word.author is talker and one.word.update_id < update
                if before and one.heard.at > over.at and not _said_goodbye(talker, one.word, over):
                    late = f"{one.heard.at - over.at:.2f} s after {over.said.key}"
                    yield f"{_who(one)}: {one.word.token} was sent {late}"
    for person in record.scene.everybody:
        yield from _between_talks(person)


def _withdrawals(talker: Talker) -> Iterator[tuple[Heard, int]]:
    """By which somebody read that it was over, and the first update by which they wanted that."""
    since = 0.0
    for heard in talker.heard:
        if heard.said.key in HUSHED:
            wanted = [update for posted, update in talker.stops if since < posted < heard.at]
            if wanted:
                yield heard, min(wanted)
                since = heard.at


def _said_goodbye(talker: Talker, word: Word, over: Heard) -> bool:
    """Whether the talk of `word` had a goodbye before another was taken back: its last words still arrive."""
    goodbyes = [heard.at for heard in talker.heard if heard.said.key in GOODBYES]
    return over.said.key in OF_ONE and any(word.posted < at < over.at for at in goodbyes)


def _between_talks(person: Person) -> Broken:
    """Words that somebody read after the end of a talk and before the beginning of the next."""
    over: set[str] = set()
    for heard in person.heard:
        about = heard.said.request if isinstance(person, Worker) else ""
        if heard.said.key in (*HUSHED, "desk.ended"):
            over.add(about)
        elif heard.said.key in ("relay.claimed", "desk.claimed"):
            over.discard(about)
        elif heard.said.key in ("relay.message", "relay.corrected") and about in over:
            yield f"{_name(person)}: read number {heard.said.number} of {about or 'a talk'} after it was over"


def words_reach_only_whom_they_are_for(record: Crossings) -> Broken:
    """I6: a word stands in the chats of its talk and nowhere else."""
    for one in record.all:
        owner = record.owners.get(one.request)
        if isinstance(one.word.author, Talker) and owner is not one.word.author:
            yield f"{_who(one)}: a word of another resident"
        if isinstance(one.to, Worker) and one.to not in record.holders(one.request) and not _came_back(one):
            yield f"{_who(one)}: an expert who never claimed it"
        if isinstance(one.word.author, Worker) and one.request and owner is not one.to:
            yield f"{_who(one)}: a word for another resident"
        if isinstance(one.word.author, type(one.to)):
            yield f"{_who(one)}: both are on the same side"
    by_chat = {person.chat.id: person for person in record.scene.everybody}
    for call in record.scene.api.calls:
        for token in WORD.findall(json.dumps(call.params, default=repr)):
            yield from _astray(record, token, by_chat.get(call.chat_id or 0))


def _came_back(one: Crossing) -> bool:
    """Whether its reader blocked us shortly before: that their claim won may have been told meanwhile, in vain."""
    return one.to.was_away(one.heard.at - LONGEST_WAIT, LONGEST_WAIT)


def _astray(record: Crossings, token: str, reader: Person | None) -> Iterator[str]:
    word = record.words[token]
    alike = isinstance(reader, type(word.author)) and reader is not word.author
    if reader is None or alike:
        yield f"{token} of {_name(word.author)} went to {_name(reader) if reader else 'somebody else'}"


def nobody_leaves_a_trace(record: Crossings) -> Broken:
    """I6: nothing of a person or a talk in the log, on disk, or in what the bot says of anybody."""
    scene = record.scene
    yield from in_log(scene.log)
    yield from (f"{found!r} in the log" for found in traces(scene.log.read_bytes(), [SIGN]))
    files = list(scene.folder.glob("wegwijs.sqlite*"))
    yield from in_files(files)
    yield from (f"{found!r} in {file.name}" for file in files for found in traces(file.read_bytes(), [SIGN]))
    yield from (found for found in scene.looks if "integrity" not in found)
    told = (json.dumps(call.params | {"chat_id": 0, "secret_token": ""}, default=repr) for call in scene.api.calls)
    yield from in_calls("\n".join(told))


def one_expert_holds_it(record: Crossings) -> Broken:
    """Whoever claimed a request and has it no more is out of it: nobody held it together."""
    for request, body in record.stored.items():
        before = len(record.holders(request)) - (1 if body["expert"] else 0)
        if before > len(set(body["without"])):
            yield f"request {request}: {before + 1} experts claimed it, {len(set(body['without']))} left it"


def nobody_waits_long(record: Crossings) -> Broken:
    """I8: what needs an answer gets one, and words cross, within 30 s, over several kills."""
    for person in record.scene.everybody:
        said = {word.update_id: word for word in person.words}
        times = [heard.at for heard in person.heard]
        for turn in person.turns:
            word = said.get(turn.update_id)
            if (word is not None and not word.crisis) or person.was_away(turn.posted, LONGEST_WAIT):
                continue
            if not _within(times, turn.posted):
                yield f"{_name(person)}: update {turn.update_id} got no word in {LONGEST_WAIT:.0f} s"
    for way in record.once.values():
        for one in way:
            if one.heard.at - one.word.posted > LONGEST_WAIT and one.word.firm and not one.to.away:
                yield f"{_who(one)}: {one.word.token} took {one.heard.at - one.word.posted:.1f} s"


def _within(times: Sequence[float], start: float) -> bool:
    return any(start <= at <= start + LONGEST_WAIT for at in times)


def every_crisis_is_answered(record: Crossings) -> Broken:
    """I9: whoever wrote of danger saw the fixed reply, and the expert who read it was warned."""
    for talker in record.scene.talkers:
        for word in (word for word in talker.words if word.crisis):
            left = any(word.posted < posted < word.posted + LONGEST_WAIT for posted, _ in talker.stops)
            if not left and not talker.was_away(word.posted, LONGEST_WAIT) and not _answered(talker, word):
                yield f"{_name(talker)}: {word.token} was not answered"
    for way in record.once.values():
        crises = sum(one.word.crisis for one in way)
        warned = sum(heard.said.key == "desk.alarm" for heard in way[0].to.heard)
        if crises > warned:
            yield f"{_who(way[0])}: {crises} crises, {warned} warnings"


def _answered(talker: Talker, word: Word) -> bool:
    return any(
        data.startswith("crisis_") for heard in talker.heard if heard.at >= word.posted for data in heard.said.buttons
    )


def repeats_have_a_reason(record: Crossings) -> Broken:
    """I10: a word comes again only where its answer was lost, or the bot killed before it was written down."""
    for person in record.scene.everybody:
        for first, again in _repeated(person):
            one, other = first.arrival, again.arrival
            if not (lost(one) or (unsure(one) and one.life is not other.life)):
                numbers = f"messages {one.call.message_id} and {other.call.message_id}"
                yield f"{_name(person)}: {numbers} ({first.said.key}) are the same, and no answer was lost"


def _repeated(person: Person) -> Iterator[tuple[Heard, Heard]]:
    """Messages with words, or about one claim, that came again; each beside the time before."""
    last: dict[str, Heard] = {}
    for heard in person.heard:
        body = heard.arrival.call.params["text"]
        if heard.said.key in ("relay.message", "relay.corrected", "desk.claimed"):
            if body + heard.said.request in last:
                yield last[body + heard.said.request], heard
            last[body + heard.said.request] = heard


def _grouped(found: Sequence[Crossing], key: Callable[[Crossing], str]) -> Mapping[str, list[Crossing]]:
    grouped: dict[str, list[Crossing]] = defaultdict(list)
    for one in found:
        grouped[key(one)].append(one)
    return grouped


def _who(one: Crossing) -> str:
    return f"{_name(one.word.author)} to {_name(one.to)} in {one.request or '?'}"


def _name(person: Person) -> str:
    return f"{type(person).__name__.lower()} {person.number}"


def _as_before(check: Callable[..., Broken]) -> Callable[[Crossings], Broken]:
    return lambda record: check(record.scene)


CHECKS: Mapping[str, Callable[[Crossings], Broken]] = {
    "I1 every update has one outcome": every_update_has_one_outcome,
    "I2 every word counts once": every_word_counts_once,
    "I3 everything was sent, or somebody told": everything_was_sent_or_somebody_told,
    "I4 words come in order": words_come_in_order,
    "I4 no word is lost": no_word_is_lost,
    "I5 nothing starts after a withdrawal": nothing_starts_after_a_withdrawal,
    "I6 words reach only whom they are for": words_reach_only_whom_they_are_for,
    "I6 nobody leaves a trace": nobody_leaves_a_trace,
    "I7 the database is whole": _as_before(checks.the_database_is_whole),
    "I8 nobody waits over 30 s": nobody_waits_long,
    "I9 every crisis is answered": every_crisis_is_answered,
    "I10 repeats have a reason": repeats_have_a_reason,
    "one expert holds it": one_expert_holds_it,
    "the bot never gave up": _as_before(checks.the_bot_never_gave_up),
}


def broken(record: Crossings) -> dict[str, list[str]]:
    """Promise -> what breaks it, for those that are broken."""
    found = {name: list(check(record)) for name, check in CHECKS.items()}
    return {name: problems for name, problems in found.items() if problems}
