"""Twenty and more planted mistakes: each is found, with one sentence that says where and what to do."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.__main__ import main
from bot.catalog import LOCALES, Catalog
from bot.engine import RETURN, Ask, Flow, Goto, Is, Open, Outcome, Return, Say, Way
from bot.flows import FLOWS
from bot.house import House, Retention, furnish
from bot.knowledge import load
from bot.settings import ROOT
from bot.translating import add

REGION = "westelijke-mijnstreek"
ON = (Way("on", Return()),)


@dataclass
class Draft:
    """A copy of flows, words and facts in which a mistake can be planted."""

    folder: Path
    flows: tuple[Flow, ...] = FLOWS

    @property
    def locales(self) -> Path:
        """The words."""
        return self.folder / "locales"

    @property
    def knowledge(self) -> Path:
        """The facts."""
        return self.folder / "knowledge"

    def house(self) -> House:
        """The house as drafted."""
        return furnish(Catalog(self.locales), load(self.knowledge, REGION), Retention(), self.flows)

    def with_flow(self, *steps: Ask | Say | Outcome, name: str = "draft") -> None:
        """Add a flow."""
        self.flows = (*FLOWS, Flow(name, steps))

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace the first `old` in a file."""
        file = self.folder / path
        text = file.read_text("utf-8")
        assert old in text, f"{old!r} is not in {path}"
        file.write_text(text.replace(old, new, 1), "utf-8")


Plant = Callable[[Draft], None]


def po(language: str) -> str:
    """The path of a language's texts."""
    return f"locales/{language}/LC_MESSAGES/bot.po"


def plant_unknown_target(draft: Draft) -> None:
    draft.with_flow(Ask("a", choices=("x",), then="nowhere"))


def plant_unknown_flow(draft: Draft) -> None:
    draft.with_flow(Outcome("a", ways=(Way("go", Open("nowhere")),)))


def plant_dead_end(draft: Draft) -> None:
    draft.with_flow(Outcome("a"))


def plant_missing_route(draft: Draft) -> None:
    draft.with_flow(Ask("a", choices=("x",), then=(Goto("b", when=Is("a", "x")),)), Outcome("b", ways=ON))


def plant_cycle(draft: Draft) -> None:
    draft.with_flow(Ask("a", choices=("x",), then="b"), Say("b", then="a"))


def plant_unreachable_step(draft: Draft) -> None:
    draft.with_flow(Outcome("a", ways=ON), Outcome("b", ways=ON))


def plant_condition_on_no_question(draft: Draft) -> None:
    draft.with_flow(Ask("a", choices=("x",), then=(Goto("b", when=Is("z", "x")), Goto("b"))), Outcome("b", ways=ON))


def plant_condition_on_no_answer(draft: Draft) -> None:
    draft.with_flow(Ask("a", choices=("x",), then=(Goto("b", when=Is("a", "y")), Goto("b"))), Outcome("b", ways=ON))


def plant_two_steps_of_one_name(draft: Draft) -> None:
    draft.with_flow(Ask("a", choices=("x",), then="a"), Outcome("a", ways=ON))


def plant_two_flows_of_one_name(draft: Draft) -> None:
    draft.flows = (*FLOWS, FLOWS[1])


def plant_id_with_a_capital(draft: Draft) -> None:
    draft.with_flow(Outcome("A step", ways=ON))


def plant_data_over_64_bytes(draft: Draft) -> None:
    draft.with_flow(Outcome("a" * 24, ways=(Way("b" * 24, Return()),)), name="c" * 24)


def plant_seven_buttons(draft: Draft) -> None:
    draft.with_flow(Outcome("a", ways=tuple(Way(f"w{number}", Return()) for number in range(7))))


def plant_eleven_questions(draft: Draft) -> None:
    draft.with_flow(
        *(Ask(f"q{number}", choices=("x",), then=f"q{number + 1}") for number in range(11)), Outcome("q11", ways=ON)
    )


def plant_reading_too_much(draft: Draft) -> None:
    asked = [Ask(f"q{number}", choices=("x",), then=f"q{number + 1}") for number in range(5)]
    routes = (*(Goto("z", when=Is(f"q{number}", "x")) for number in range(5)), Goto("z"))
    draft.with_flow(*asked, Ask("q5", choices=("x",), then=routes), Outcome("z", ways=ON))


def plant_unknown_card(draft: Draft) -> None:
    draft.with_flow(Outcome("a", ways=ON, shows="horoscope"))


def plant_leaving_the_first_flow(draft: Draft) -> None:
    draft.flows = (Flow("welcome", (Ask("a", choices=("x",), then=RETURN),)), *FLOWS[1:])


def plant_missing_translation(draft: Draft) -> None:
    draft.edit(po("pl"), 'msgctxt "bar.stop"', 'msgctxt "bar.stopped"')


def plant_stale_translation(draft: Draft) -> None:
    draft.edit(po("nl"), 'msgid "Welk woord past bij deze brief?"', 'msgid "Welk woord staat op deze brief?"')


def plant_other_placeholder(draft: Draft) -> None:
    draft.edit(po("tr"), 'msgid "✓ {choice}"\nmsgstr "✓ {choice}"', 'msgid "✓ {choice}"\nmsgstr "✓ {secim}"')


def plant_lonely_brace(draft: Draft) -> None:
    draft.edit(po("en"), 'msgid "Terug"\nmsgstr "', 'msgid "Terug"\nmsgstr "{')


def plant_too_long_label(draft: Draft) -> None:
    draft.edit(po("uk"), 'msgid "Stoppen"\nmsgstr "', 'msgid "Stoppen"\nmsgstr "' + "дуже " * 8)


def plant_missing_plural(draft: Draft) -> None:
    text = (draft.folder / po("ar")).read_text("utf-8")
    line = next(line for line in text.splitlines() if line.startswith("msgstr[3]"))
    draft.edit(po("ar"), line, 'msgstr[3] ""')


def plant_text_nobody_sees(draft: Draft) -> None:
    draft.edit(po("nl"), 'msgctxt "bar.back"', 'msgctxt "bar.forth"\nmsgid "Vooruit"\nmsgstr ""\n\nmsgctxt "bar.back"')


def plant_unfinished_language(draft: Draft) -> None:
    add(draft.locales, "fa", "Wegwijs")


def plant_letter_without_knowledge(draft: Draft) -> None:
    letters = next(flow for flow in FLOWS if flow.id == "letters")
    steps = tuple(
        replace(step, choices=(*step.choices, "love")) if isinstance(step, Ask) and step.id == "which_health" else step
        for step in letters.steps
    )
    draft.flows = tuple(Flow("letters", steps) if flow.id == "letters" else flow for flow in FLOWS)
    for language in ("nl", "en", "ar", "tr", "pl", "uk"):
        draft.edit(po(language), 'msgctxt "letters.which_health.cak"', LOVE.format(language=language))


LOVE = 'msgctxt "letters.which_health.love"\nmsgid "Liefde"\nmsgstr "{language}"\n\nmsgctxt "letters.which_health.cak"'


def plant_route_without_provider(draft: Draft) -> None:
    for path in draft.knowledge.rglob("services/*.yaml"):
        text = path.read_text("utf-8")
        path.write_text(text.replace("letters_admin, ", "").replace(", letters_admin", ""), "utf-8")


def plant_old_crisis_number(draft: Draft) -> None:
    draft.edit("knowledge/national/safety.yaml", "assured_date: 2026-11-22", "assured_date: 2026-01-01")


def plant_provider_without_source(draft: Draft) -> None:
    path = draft.knowledge / "national" / "services" / "praten.yaml"
    lines = path.read_text("utf-8").splitlines()
    first = next(number for number, line in enumerate(lines) if "source_url" in line)
    path.write_text("\n".join([*lines[:first], *lines[first + 1 :]]) + "\n", "utf-8")


PLANTED: list[tuple[Plant, str, str]] = [
    (plant_unknown_target, "unknown_target", "draft.a"),
    (plant_unknown_flow, "unknown_flow", "draft.a.go"),
    (plant_dead_end, "dead_end", "draft.a"),
    (plant_missing_route, "dead_end", "draft.a"),
    (plant_cycle, "cycle", "draft.a"),
    (plant_unreachable_step, "unreachable_step", "draft.b"),
    (plant_condition_on_no_question, "unknown_answer", "draft.a"),
    (plant_condition_on_no_answer, "unknown_answer", "draft.a"),
    (plant_two_steps_of_one_name, "duplicate_id", "draft.a"),
    (plant_two_flows_of_one_name, "duplicate_id", "letters"),
    (plant_id_with_a_capital, "bad_id", "draft.A step"),
    (plant_data_over_64_bytes, "long_data", "c" * 24),
    (plant_seven_buttons, "many_buttons", "draft.a"),
    (plant_eleven_questions, "long_path", "draft"),
    (plant_reading_too_much, "reads_too_much", "draft.q5"),
    (plant_unknown_card, "unknown_card", "draft.a"),
    (plant_leaving_the_first_flow, "dead_end", "welcome.a"),
    (plant_missing_translation, "missing_text", "bar.stop (pl)"),
    (plant_stale_translation, "stale_text", "letters.which_company (ar)"),
    (plant_other_placeholder, "bad_placeholder", "notice.chosen (tr)"),
    (plant_lonely_brace, "bad_placeholder", "bar.back (en)"),
    (plant_too_long_label, "long_label", "bar.stop (uk)"),
    (plant_missing_plural, "bad_plural", "orientation.providers (ar)"),
    (plant_text_nobody_sees, "unused_text", "bar.forth (nl)"),
    (plant_unfinished_language, "unfinished", "languages.yaml (fa)"),
    (plant_letter_without_knowledge, "missing_fact", "letters.first"),
    (plant_route_without_provider, "no_provider", "theme letters_admin"),
    (plant_old_crisis_number, "old_crisis_number", "knowledge/national/safety.yaml 112"),
    (plant_provider_without_source, "praten.yaml", "source_url"),
]


@pytest.fixture
def draft(tmp_path: Path) -> Draft:
    """A fresh copy of everything."""
    shutil.copytree(LOCALES, tmp_path / "locales")
    shutil.copytree(ROOT / "knowledge", tmp_path / "knowledge")
    return Draft(tmp_path)


def checked(draft: Draft, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    """The exit code and the words of `python -m bot check` over a draft."""
    monkeypatch.setattr("bot.flows.FLOWS", draft.flows)
    monkeypatch.setattr("bot.running.build_house", lambda _settings: draft.house())
    result = CliRunner().invoke(main, ["check", "--as-of", "2026-11-23"])
    return result.exit_code, result.output


def test_what_we_ship_is_clean(draft: Draft, monkeypatch: pytest.MonkeyPatch) -> None:
    code, words = checked(draft, monkeypatch)
    assert (code, words.startswith("All is well")) == (0, True), words


@pytest.mark.parametrize(("plant", "code", "place"), PLANTED, ids=[plant.__name__[6:] for plant, _, _ in PLANTED])
def test_a_planted_mistake_is_found(
    plant: Plant, code: str, place: str, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(draft)
    exit_code, words = checked(draft, monkeypatch)
    assert exit_code == 1
    lines = [line for line in words.splitlines() if code in line and place in line]
    assert lines, words
    assert "Traceback" not in words
