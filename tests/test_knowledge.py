"""What coordinators rely on: good files load, broken files say what is wrong, old facts step back."""

from __future__ import annotations

import re
import time as clock
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from bot.knowledge import LANGUAGES, Knowledge, KnowledgeError, Mistake, Service, freshness, load, words
from bot.knowledge.ageing import Kind
from bot.knowledge.reading import read
from bot.knowledge.record import Sourced
from tests.packs import LOKET, VILLAGE, write

FOLDER = Path(__file__).parent.parent / "knowledge"
REGION = "westelijke-mijnstreek"


def mistakes(folder: Path) -> tuple[Mistake, ...]:
    """What the coordinator of the village reads when these files are loaded."""
    with pytest.raises(KnowledgeError) as error:
        load(folder, "dorp")
    return error.value.mistakes


@pytest.fixture(scope="module")
def shipped() -> Knowledge:
    """The facts as they are in the project."""
    return load(FOLDER, REGION)


# --- a small pack ------------------------------------------------------------------------------------


def test_a_coordinator_writes_plainly_and_it_means_what_it_looks_like(tmp_path: Path) -> None:
    village = load(write(tmp_path, VILLAGE), "dorp")
    loket = village.services["loket"]
    assert loket.phones[0].number == "08001234"
    assert loket.free
    assert loket.schedules[0].opens_at is not None and loket.schedules[0].opens_at.hour == 9
    assert words(loket.name, "en") == "The Desk"
    assert words(loket.name, "uk") == "Het Loket"
    assert village.areas["dorp"].name == "Dorp"


def test_nothing_loaded_can_be_changed(tmp_path: Path) -> None:
    village = load(write(tmp_path, VILLAGE), "dorp")
    with pytest.raises(Exception, match="frozen"):
        village.services["loket"].free = False  # type: ignore[misc]


def test_the_version_follows_the_content(tmp_path: Path) -> None:
    first = load(write(tmp_path / "a", VILLAGE), "dorp").version
    assert load(write(tmp_path / "b", VILLAGE), "dorp").version == first
    changed = VILLAGE | {LOKET: VILLAGE[LOKET].replace("0800-1234", "0800 1234")}
    assert load(write(tmp_path / "c", changed), "dorp").version != first


def test_windows_line_ends_and_mark_are_fine(tmp_path: Path) -> None:
    files = {name: b"\xef\xbb\xbf" + content.replace("\n", "\r\n").encode() for name, content in VILLAGE.items()}
    assert load(write(tmp_path, files), "dorp").services["loket"].name["en"] == "The Desk"


def test_hidden_files_of_an_editor_are_left_alone(tmp_path: Path) -> None:
    assert load(write(tmp_path, VILLAGE | {"national/.letters.yaml.swp": b"\x00\x01"}), "dorp")


def test_a_region_hides_a_national_service_and_letters_no_longer_point_at_it(tmp_path: Path) -> None:
    other = VILLAGE[LOKET].replace("- id: loket", "- id: ander-loket")
    files = VILLAGE | {
        "national/services/ander.yaml": other,
        "national/letters.yaml": VILLAGE["national/letters.yaml"].replace("[loket]", "[loket, ander-loket]"),
        "regions/dorp/region.yaml": VILLAGE["regions/dorp/region.yaml"] + "hides: [loket]\n",
    }
    village = load(write(tmp_path, files), "dorp")
    assert list(village.services) == ["ander-loket"]
    assert village.letters["summons"].helps == ("ander-loket",)


def test_a_region_replaces_only_what_it_says_it_replaces(tmp_path: Path) -> None:
    ours = VILLAGE[LOKET].replace("The Desk", "Our Desk").replace("[nl]", "[dorp]")
    files = VILLAGE | {"regions/dorp/services/loket.yaml": ours}
    assert "bestaat al" in mistakes(write(tmp_path / "a", files))[0].what
    files["regions/dorp/region.yaml"] = VILLAGE["regions/dorp/region.yaml"] + "replaces: [loket]\n"
    assert load(write(tmp_path / "b", files), "dorp").services["loket"].name["en"] == "Our Desk"


def test_all_mistakes_come_at_once_and_one_mistake_does_not_cause_others(tmp_path: Path) -> None:
    files = VILLAGE | {
        LOKET: VILLAGE[LOKET].replace("opens_at: 09:00", "opens_at: 9 uur"),
        "national/themes.yaml": VILLAGE["national/themes.yaml"].replace("[orange]", "[oranje]"),
    }
    found = mistakes(write(tmp_path, files))
    assert [(mistake.file, mistake.line) for mistake in found] == [(LOKET, 15), ("national/themes.yaml", 3)]
    assert str(found[0]) == (f"{LOKET}, regel 15: '9 uur' is geen tijd. Schrijf uren en minuten, zoals 09:00.")


def test_an_unknown_region_is_named_and_the_known_ones_are_offered(tmp_path: Path) -> None:
    write(tmp_path, VILLAGE)
    for region in ("drop", "../dorp", ""):
        with pytest.raises(KnowledgeError) as error:
            load(tmp_path, region)
        assert "Kies uit: dorp." in str(error.value)
    with pytest.raises(KnowledgeError, match="Kijk of de map"):
        load(tmp_path / "nergens", "dorp")


def test_a_pack_cannot_lose_its_crisis_lines(tmp_path: Path) -> None:
    without = {name: content for name, content in VILLAGE.items() if "safety" not in name}
    assert {mistake.what for mistake in mistakes(write(tmp_path, without))} >= {
        "Dit bestand ontbreekt.",
        "Er is geen hulplijn voor crisis_suicide.",
    }


# --- broken and hostile files: what is replaced by what, on which line, what the coordinator reads ---------

LAUGHS = "a: &a [ha]\nb: &b [*a, *a]\nc: [*b, *b]\n"
BROKEN: list[tuple[str, str | None, str | bytes, int, str]] = [
    (LOKET, None, b"x" * 10_000_000, 0, "te groot"),
    (LOKET, None, LAUGHS, 1, "Verwijzingen met & en * mogen niet."),
    (LOKET, None, "- &a {id: b}\n- *a\n", 1, "Verwijzingen met & en * mogen niet."),
    (LOKET, None, "- id: !!python/object/apply:os.system ['ls']\n", 1, "Een soort met ! mag niet."),
    (LOKET, "free: ja", "free: !!bool true", 20, "Een soort met ! mag niet."),
    (LOKET, None, "[" * 50 + "]" * 50, 1, "Dit zit te diep."),
    (LOKET, None, "- " * 50 + "a", 1, "Dit zit te diep."),
    (LOKET, None, "{a: " * 60_000, 1, "Dit zit te diep."),
    (LOKET, "  name:\n", "\tname:\n", 3, "Hier staat een tab."),
    (LOKET, "Bel.", "B\u202eel.", 8, "onzichtbaar teken"),
    (LOKET, "Bel.", "B\u200bel.", 8, "onzichtbaar teken"),
    (LOKET, "Bel.", '"B\\u202Eel."', 8, "onzichtbaar teken"),
    (LOKET, "Bel.", "B\x00el.", 8, "stuurteken"),
    (LOKET, "Bel.", '"B\\0el."', 8, "stuurteken"),
    (LOKET, None, b"- id: loket\n  name: \xff\xfe\n", 2, "kan ik niet lezen"),
    (LOKET, "https://voorbeeld.nl/bron", "http://voorbeeld.nl/bron", 22, "niet veilig"),
    (LOKET, "https://voorbeeld.nl/bron", "voorbeeld.nl", 22, "geen veilige link"),
    (LOKET, "https://voorbeeld.nl/bron", "https://voorbeeld.nl@kwaad.nl/", 22, "geen veilige link"),
    (LOKET, "https://voorbeeld.nl/bron", "https://localhost/bron", 22, "geen veilige link"),
    (LOKET, "https://voorbeeld.nl/bron", "javascript:alert(1)", 22, "niet veilig"),
    (LOKET, "Bel.", "Kijk op ftp://voorbeeld.nl", 8, "niet veilig"),
    (LOKET, "Bel.", "<script>Bel</script>", 8, "Het teken < mag niet in een tekst."),
    (LOKET, "  free: ja", "  free: ja\n  free: nee", 21, "'free' staat er twee keer."),
    (LOKET, "  free: ja", "  gratis: ja", 20, "Het veld 'gratis' ken ik niet."),
    (LOKET, "  free: ja", "  fre: ja", 20, "Bedoel je 'free'?"),
    (LOKET, "free: ja", "free: misschien", 20, "'misschien' is geen ja of nee."),
    (LOKET, "  free: ja", "  free:", 20, "Bij 'free' staat niets."),
    (LOKET, "    nl: Het Loket\n", "", 3, "De Nederlandse tekst ontbreekt."),
    (LOKET, "    en: The Desk", "    eng: The Desk", 3, "De taal 'eng' ken ik niet."),
    (LOKET, "    en: The Desk", '    en: " "', 3, "De tekst bij 'en' is leeg."),
    (LOKET, "    en: The Desk", "    en: [a, b]", 5, "hoort een gewone tekst"),
    (LOKET, "  description: Hier stel je vragen.", "  description: [Hier]", 6, "horen teksten per taal"),
    (LOKET, "Hier stel je vragen.", "woord " * 61, 1, "meer dan 60 woorden"),
    (LOKET, "  route: orange\n", "", 1, "Het veld 'route' ontbreekt."),
    (LOKET, "route: orange", "route: oranje", 19, "'oranje' kan niet bij 'route'."),
    (LOKET, "themes: [money_debt]", "themes: money_debt", 18, "hoort een lijst"),
    (LOKET, "themes: [money_debt]", "themes: []", 18, "is leeg"),
    (LOKET, "themes: [money_debt]", "themes: [money_dept]", 18, "'money_dept' bestaat niet."),
    (LOKET, "themes: [money_debt]", "themes: [money_dept]", 18, "Bedoel je 'money_debt'?"),
    (LOKET, "[nl]", "[drop]", 17, "'drop' bestaat niet."),
    (LOKET, "organization_id: loket", "organization_id: lokat", 2, "'lokat' bestaat niet."),
    (LOKET, "- id: loket", "- id: Het Loket", 1, "geen goede id"),
    (LOKET, "- id: loket", "- id: " + "a" * 41, 1, "te lang"),
    (LOKET, "- id: loket", "- name: loket", 3, "'name' staat er twee keer."),
    (LOKET, "assured_date: 2026-11-22", "assured_date: 22-11-2026", 21, "is geen datum"),
    (LOKET, "assured_date: 2026-11-22", "assured_date: 2026-11-31", 21, "is geen datum"),
    (LOKET, "assured_date: 2026-11-22", "assured_date: 1795305600", 21, "is geen datum"),
    (LOKET, "  assured_date: 2026-11-22\n", "", 1, "niet bij wanneer dit is gecontroleerd"),
    (LOKET, "  assured_date: 2026-11-22", "  to_confirm: true", 1, "Wat nog niet is nagebeld"),
    (LOKET, "source_date: 2026-11", "source_date: onbekend", 23, "geen brondatum"),
    (LOKET, "source_date: 2026-11", "source_date: 2026-13", 23, "geen brondatum"),
    (LOKET, "  source_date: 2026-11\n", "", 1, "Het veld 'source_date' ontbreekt."),
    (LOKET, "source_grade: A", "source_grade: C", 24, "'C' kan niet bij 'source_grade'."),
    (LOKET, "closes_at: 17:00", "closes_at: 25:00", 16, "is geen tijd"),
    (LOKET, "    closes_at: 17:00\n", "", 14, "Deze openingstijd is niet af."),
    (LOKET, "byday: MO,TU", "byday: maandag", 14, "'byday' klopt niet."),
    (LOKET, "closes_at: 17:00", "closes_at: 17:00\n    closed: true", 14, "heeft een begin en een einde"),
    (
        LOKET,
        "closes_at: 17:00",
        "closes_at: 17:00\n    valid_from: 2026-12-31\n    valid_to: 2026-12-24",
        14,
        "eindigt voor het begin",
    ),
    (
        LOKET,
        "display: 0800-1234",
        "display: 0800-1243",
        10,
        "Het getoonde nummer 0800-1243 is niet het nummer",
    ),
    (LOKET, "number: 08001234", "number: 0031881234567", 10, "is geen Nederlands nummer."),
    (LOKET, "free: ja", "free: ja\n  minimum_age: acht", 21, "geen heel getal"),
    (LOKET, "free: ja", "free: ja\n  maximum_age: 400", 21, "te groot"),
    (LOKET, "free: ja", "free: ja\n  steps: [9]", 21, "te groot"),
    (LOKET, None, "zomaar een zin", 1, "niet de goede vorm"),
    (LOKET, None, "- a\n- b\n", 1, "niet de goede vorm"),
    (LOKET, None, "? [a]\n: b\n", 1, "hoort één woord"),
    (LOKET, None, "- id: 'loket\n", 2, "Hier klopt de opmaak niet."),
    (LOKET, "    display", "   display", 11, "Hier klopt de opmaak niet."),
    (LOKET, None, VILLAGE[LOKET] + "---\n- id: b\n", 25, "twee documenten"),
    (LOKET, None, VILLAGE[LOKET][:260], 14, "Hier klopt de opmaak niet."),
    (LOKET, None, VILLAGE[LOKET] + VILLAGE[LOKET], 25, "De id 'loket' bestaat al"),
    ("national/letters.yaml", "helps: [loket]", "helps: [loket, balie]", 10, "'balie' bestaat niet."),
    ("national/letters.yaml", "urgent: true", "urgent: true\n  sender: bank", 9, "twee keer"),
    (
        "national/safety.yaml",
        "  phones:\n  - number: 112\n    display: 112\n",
        "  phones: []\n",
        6,
        "is leeg",
    ),
    ("national/safety.yaml", "display: 112", "display: 113", 7, "Maak de cijfers gelijk."),
    ("national/safety.yaml", "  assured_date: 2026-11-22\n", "", 1, "Het veld 'assured_date' ontbreekt."),
    ("national/safety.yaml", "[crisis_suicide, ", "[", 0, "Er is geen hulplijn voor crisis_suicide."),
    ("regions/dorp/region.yaml", "name: Dorp", "naam: Dorp", 5, "Het veld 'naam' ken ik niet."),
    ("regions/dorp/region.yaml", None, "", 0, "geen beschrijving van de regio"),
    ("national/brieven.yaml", None, "[]", 0, "Dit bestand ken ik niet."),
    ("national/services/loket.yml", None, "[]", 0, "Dit bestand ken ik niet."),
]


@pytest.mark.parametrize(("file", "old", "new", "line", "sentence"), BROKEN, ids=lambda value: str(value)[:30])
def test_a_broken_file_is_refused_with_its_sentence(
    tmp_path: Path, file: str, old: str | None, new: str | bytes, line: int, sentence: str
) -> None:
    if old is not None:
        assert isinstance(new, str)
        assert old in VILLAGE[file], "this case no longer changes anything"
        new = VILLAGE[file].replace(old, new, 1)
    began = clock.perf_counter()
    found = mistakes(write(tmp_path, VILLAGE | {file: new}))
    assert clock.perf_counter() - began < 1
    fitting = [mistake for mistake in found if sentence in f"{mistake.what} {mistake.todo}"]
    assert fitting, [str(mistake) for mistake in found]
    assert fitting[0].file in (file, "regions/dorp")
    assert fitting[0].line == line, str(fitting[0])


def test_a_link_to_a_file_elsewhere_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path / "a", VILLAGE)
    (folder / LOKET).unlink()
    (folder / LOKET).symlink_to(write(tmp_path / "b", VILLAGE) / LOKET)
    assert mistakes(folder)[0].what == "Dit bestand ken ik niet."


def test_every_sentence_says_what_and_what_to_do(tmp_path: Path) -> None:
    for number, (file, old, new, _, _) in enumerate(BROKEN):
        content = VILLAGE[file].replace(old, str(new), 1) if old is not None else new
        for mistake in mistakes(write(tmp_path / str(number), VILLAGE | {file: content})):
            assert mistake.what.endswith("."), mistake
            assert mistake.todo.endswith((".", "?")), mistake
            assert not re.search(r"[a-z]+_type|Error|None|input", f"{mistake.what} {mistake.todo}"), mistake


@settings(max_examples=200, deadline=None)
@given(raw=st.binary(max_size=300) | st.text(alphabet="-:[]{}&*!|>'\"#%@,? \na1", max_size=80).map(str.encode))
def test_no_bytes_whatever_break_the_reader(raw: bytes) -> None:
    content, found = read(raw, "x.yaml")
    assert content is None or not found


@settings(max_examples=100, deadline=None)
@given(
    place=st.integers(0, len(VILLAGE[LOKET]) - 1),
    sign=st.sampled_from("\n:-[]{}'\"&*!# 0a\u200f"),
    cut=st.booleans(),
)
def test_a_slip_of_the_keyboard_loads_or_is_explained(
    tmp_path_factory: pytest.TempPathFactory, place: int, sign: str, cut: bool
) -> None:
    slipped = VILLAGE[LOKET][:place] + sign + ("" if cut else VILLAGE[LOKET][place + 1 :])
    folder = write(tmp_path_factory.mktemp("slip"), VILLAGE | {LOKET: slipped})
    try:
        load(folder, "dorp")
    except KnowledgeError as error:
        assert all(mistake.todo for mistake in error.mistakes)


# --- growing old -------------------------------------------------------------------------------------

CHECKED = date(2026, 8, 31)


@pytest.mark.parametrize(
    ("today", "kind", "expected"),
    [
        (CHECKED, "ordinary", "fresh"),
        (date(2027, 1, 30), "ordinary", "fresh"),
        (date(2027, 1, 31), "ordinary", "aging"),
        (date(2027, 2, 27), "ordinary", "aging"),
        (date(2027, 2, 28), "ordinary", "stale"),
        (date(2027, 8, 30), "ordinary", "stale"),
        (date(2027, 8, 31), "ordinary", "hidden"),
        (date(2027, 8, 30), "emergency", "aging"),
        (date(2027, 8, 31), "emergency", "stale"),
        (date(2040, 1, 1), "emergency", "stale"),
        (date(2040, 1, 1), "crisis", "stale"),
        (date(2026, 1, 1), "ordinary", "fresh"),
    ],
)
def test_a_fact_grows_old_in_steps(today: date, kind: Kind, expected: str) -> None:
    assert freshness(CHECKED, today, kind) == expected


# --- the facts as they are ---------------------------------------------------------------------------

LETTERS = {
    *("reminder", "aanmaning", "collection", "summons", "judgment", "seizure", "eviction", "rent_arrears"),
    *("energy_arrears", "energy_cutoff", "health_arrears", "cak", "tax_demand", "allowance_repayment"),
    *("fine", "fine_raised"),
}
THEMES = [
    *("money_debt", "money_income", "letters_admin", "housing", "health_body", "mental", "addiction"),
    *("loneliness", "family", "work_daytime", "language_digital", "meaning_peer", "talk_human"),
]
MAILBOXES = {"hulplijn@wijzijnmind.nl", "info@kblb.nl", "uitkeringen@vidar.nl", "wmo@sittard-geleen.nl"}
MAX_WORDS = {"recognise": 35, "meaning": 35, "date": 20, "first": 30}
PUSHY = r"\b(moet|moeten|must|musisz|zorunda|мусиш|повинен|повинна)\b|!"


def everything(shipped: Knowledge) -> Iterator[tuple[str, BaseModel]]:
    """Every record with the place it stands."""
    for kind, records in vars(shipped).items():
        if isinstance(records, dict):
            yield from ((f"{kind} {name}", record) for name, record in records.items())


def texts(place: str, value: Any) -> Iterator[tuple[str, dict[str, str]]]:
    """Every text in several languages inside a value."""
    if isinstance(value, dict) and "nl" in value:
        yield place, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from texts(f"{place}.{name}", inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts(place, inner)


def all_texts(shipped: Knowledge) -> list[tuple[str, dict[str, str]]]:
    return [found for place, record in everything(shipped) for found in texts(place, record.model_dump())]


def test_loading_is_quick(shipped: Knowledge) -> None:
    began = clock.perf_counter()
    load(FOLDER, REGION)
    assert clock.perf_counter() - began < 0.5, "aim: 150 ms; the slack is for a busy machine"


def test_the_pack_holds_what_it_promises(shipped: Knowledge) -> None:
    assert set(shipped.letters) == LETTERS
    assert list(shipped.themes) == THEMES
    assert list(shipped.routes) == ["green", "yellow", "orange", "blue"]
    assert list(shipped.areas) == ["sittard-geleen", "beek", "stein"]
    assert len(shipped.rights) >= 15
    assert len(shipped.stories) >= 10


def test_every_fact_has_a_source_a_date_and_a_good_grade(shipped: Knowledge) -> None:
    for place, record in everything(shipped):
        if isinstance(record, Sourced):
            assert record.source_url and record.source_date and record.source_grade in ("A", "B"), place


def test_a_number_only_stands_beside_the_day_it_was_checked(shipped: Knowledge) -> None:
    for service in shipped.services.values():
        assert bool(service.assured_date) != service.to_confirm
        assert not (service.to_confirm and (service.phones or service.schedules))
        assert service.to_confirm or service.phones, f"{service.id} was checked but cannot be reached"


def test_the_crisis_numbers_are_these(shipped: Knowledge) -> None:
    numbers = {name: [phone.display for phone in contact.phones] for name, contact in shipped.safety.items()}
    assert numbers == {
        "112": ["112"],
        "113": ["113", "0800-0113"],
        "veilig-thuis": ["0800-2000"],
        "centrum-seksueel-geweld": ["0800-0188"],
    }


def test_everything_national_speaks_six_languages(shipped: Knowledge) -> None:
    def is_national(place: str) -> bool:
        kind, name = place.split(".")[0].split(" ")
        return kind in ("letters", "themes", "routes", "rights", "stories", "safety") or (
            kind == "services" and "nl" in shipped.services[name].service_areas
        )

    names = {".name", ".description", ".phones"}  # a name, a brand such as WhatsApp, may stay as it is
    for place, text in all_texts(shipped):
        if is_national(place) and not (len(text) == 1 and any(part in place for part in names)):
            assert set(text) == set(LANGUAGES), place


def test_letters_are_short(shipped: Knowledge) -> None:
    for letter in shipped.letters.values():
        for field, most in MAX_WORDS.items():
            for language, text in getattr(letter, field).items():
                assert len(text.split()) <= most, f"{letter.id}.{field}.{language}: {text}"


def test_sentences_are_short(shipped: Knowledge) -> None:
    """Twelve words in Dutch, the language of the promise, and in every letter; two more in a translation."""
    for place, text in all_texts(shipped):
        for language, whole in text.items():
            most = 12 if language == "nl" or place.startswith("letters") else 14
            for sentence in re.split(r"[.?؟:]\s", whole):
                assert len(sentence.split()) <= most, f"{place}.{language}: {sentence}"


def test_no_text_pushes(shipped: Knowledge) -> None:
    for place, text in all_texts(shipped):
        for language, sentence in text.items():
            assert not re.search(PUSHY, sentence, re.IGNORECASE), f"{place}.{language}: {sentence}"


def test_the_word_on_the_letter_stands_beside_its_translation(shipped: Knowledge) -> None:
    """The counter and the envelope use the Dutch word, so a translated letter shows it as well."""
    for letter in shipped.letters.values():
        for language in LANGUAGES[1:]:
            shown = letter.recognise[language] + letter.meaning[language] + letter.first[language]
            assert re.search(r"\([a-z][^)]+\)|'[a-z][^']+'|CJIB|CAK", shown), f"{letter.id}.{language}"


def test_no_mailbox_of_a_person(shipped: Knowledge) -> None:
    for path in sorted(FOLDER.rglob("*.yaml")):
        assert set(re.findall(r"[\w.+-]+@[\w.-]+\.\w+", path.read_text("utf-8"))) <= MAILBOXES, path


def test_every_theme_has_help_in_every_area(shipped: Knowledge) -> None:
    for theme in shipped.themes:
        for area in shipped.areas:
            assert [
                service for service in shipped.services.values() if theme in service.themes and serves(service, area)
            ], (theme, area)


def serves(service: Service, area: str) -> bool:
    return area in service.service_areas or "nl" in service.service_areas


def test_every_colour_and_branch_of_the_social_route_map_has_places(shipped: Knowledge) -> None:
    found = {(service.route, service.sub_route) for service in shipped.services.values()}
    assert {route for route, _ in found} == {"yellow", "orange", "blue"}, "green is the resident's own people"
    assert {branch for _, branch in found} >= {"income", "work", "support", "care", "housing"}
