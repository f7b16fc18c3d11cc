"""Where every word went: what crossed, in which talk, under which number."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from bot import crypto
from tests.faults.handoff.cast import Scene
from tests.faults.handoff.expert import Worker
from tests.faults.handoff.people import WORD, Heard, Person, Word
from tests.faults.handoff.resident import Talker

CARDS = ("desk.request", "desk.reminder", "desk.claimed")


class Crossing(NamedTuple):
    """A word that arrived at somebody; `request` is the talk, or nothing when that cannot be told."""

    word: Word
    to: Person
    heard: Heard
    request: str

    @property
    def number(self) -> int:
        """What it was counted as."""
        return self.heard.said.number

    @property
    def way(self) -> tuple[Person, Person, str]:
        """From whom, to whom, in which talk: one direction, in which numbers count."""
        return self.word.author, self.to, self.request


@dataclass(eq=False)
class Crossings:
    """All that crossed in a run."""

    scene: Scene

    @cached_property
    def words(self) -> Mapping[str, Word]:
        """Every word that was said."""
        return {word.token: word for person in self.scene.everybody for word in person.words}

    @cached_property
    def owners(self) -> Mapping[str, Talker]:
        """Whose each request is, told by the own words on its cards."""
        found: dict[str, Talker] = {}
        for worker in self.scene.workers:
            for heard in worker.heard:
                tokens = WORD.findall(heard.arrival.call.params["text"]) if heard.said.key in CARDS else []
                for token in tokens:
                    if isinstance(author := self.words[token].author, Talker):
                        found[heard.said.request] = author
        return found

    @cached_property
    def all(self) -> list[Crossing]:
        """What crossed, repeats included, in the order in which each person read it."""
        return [
            Crossing(self.words[token], person, heard, heard.said.request or self._talk(self.words[token], person))
            for person in self.scene.everybody
            for heard in person.heard
            if heard.said.key in ("relay.message", "relay.corrected")
            for token in WORD.findall(heard.said.text)
        ]

    @cached_property
    def once(self) -> Mapping[tuple[Person, Person, str], list[Crossing]]:
        """What crossed each way, without repeats, in order."""
        ways: dict[tuple[Person, Person, str], dict[str, Crossing]] = defaultdict(dict)
        for one in self.all:
            ways[one.way].setdefault(one.word.token, one)
        return {way: list(found.values()) for way, found in ways.items()}

    @cached_property
    def talks(self) -> list[list[Crossing]]:
        """What crossed each way in each talk that is known."""
        return [found for (_, _, request), found in self.once.items() if request]

    @cached_property
    def arrived(self) -> set[str]:
        """Every word that arrived somewhere."""
        return {one.word.token for one in self.all}

    @cached_property
    def stored(self) -> Mapping[str, Mapping[str, Any]]:
        """The requests that are left in the database, opened."""
        keys = crypto.load("", self.scene.folder)
        sql = "SELECT r.id, r.body, c.id, c.secret FROM request r JOIN conversation c ON c.id = r.conversation"
        with closing(sqlite3.connect(self.scene.database)) as connection:
            rows = connection.execute(sql).fetchall()
        return {
            name.hex(): json.loads(keys.open_secret(secret, row).open(body, b"request", b"body", name))
            for name, body, row, secret in rows
        }

    def holders(self, request: str) -> list[Worker]:
        """Who claimed a request, in order."""
        claimed = [
            (heard.at, number, worker)
            for number, worker in enumerate(self.scene.workers)
            for heard in worker.heard
            if heard.said.key == "desk.claimed" and heard.said.request == request
        ]
        return list(dict.fromkeys(worker for _, _, worker in sorted(claimed, key=lambda one: one[:2])))

    def _talk(self, word: Word, to: Person) -> str:
        """In which talk a resident reads the word of an expert; nothing when that cannot be told."""
        talks = {
            one.said.request
            for one in word.author.heard
            if one.said.key == "desk.claimed" and self.owners.get(one.said.request) is to
        }
        return word.request or (talks.pop() if len(talks) == 1 else "")
