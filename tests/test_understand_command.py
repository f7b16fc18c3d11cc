"""`understand`: JSON lines in, JSON lines out, one at a time."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import main


def asked(*lines: object, explain: bool = False) -> Result:
    """The command's result for `lines`; a text is a line as it is, anything else a row."""
    typed = "".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines)
    return CliRunner().invoke(main, ["understand", *(["--explain"] if explain else [])], input=typed)


def row(text: str, **others: object) -> dict[str, object]:
    """One message, in Dutch."""
    return {"id": "1", "lang": "nl", "text": text, **others}


def test_every_line_gets_its_answer_in_order() -> None:
    result = asked(row("ik heb schulden", id=1), "", row("بدي موت", id="x", lang="ar"))
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert [answer["id"] for answer in answers] == [1, "x"]
    assert answers[0]["themes"][0] == "money_debt"
    assert [answer["safety"] for answer in answers] == ["none", "crisis_suicide"]
    assert set(answers[0]) == {"id", "themes", "safety"}


def test_the_message_before_is_listened_to() -> None:
    assert json.loads(asked(row("dood", before="ik wil")).stdout)["safety"] == "crisis_suicide"


def test_explained_in_words_and_weights() -> None:
    because = json.loads(asked(row("de deurwaarder komt en hij slaat me"), explain=True).stdout)["because"]
    assert "deurwaarder" in because["themes"]["words"]
    assert {"slaat", "me"} <= set(because["safety"]["words"])
    assert because["safety"]["kind"] == "crisis_violence"
    assert because["themes"]["weights"]
    assert because["safety"]["weights"]


BAD = [
    ("nonsense", "is not JSON"), ("[]", "must be an object"), ('"text"', "must be an object"),
    ("[" * 100_000, "is not JSON"),
    ({"lang": "nl", "text": "x"}, 'needs "id"'), ({"id": None, "lang": "nl", "text": "x"}, 'needs "id"'),
    ({"id": 1, "text": "x"}, 'needs "lang"'), ({"id": 1, "lang": "nl"}, 'needs "text"'),
    ({"id": 1, "lang": "nl", "text": 3}, 'needs "text"'),
    (row("x", before=3), 'needs "before"'),
]  # fmt: skip


@pytest.mark.parametrize(("line", "told"), BAD)
def test_a_bad_line_is_named_and_the_others_are_answered(line: object, told: str) -> None:
    result = asked(row("hallo"), line, row("hallo"))
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 2
    assert f"line 2: {told}" in result.stderr


def test_what_cannot_be_written_does_not_break_the_line() -> None:
    result = asked('{"id": "\\ud800", "lang": "\\u0000", "text": "\\ud800\\u0000 ' + "a" * 100_000 + '"}')
    assert result.exit_code == 0
