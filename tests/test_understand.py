"""Own words: commands, typed twins of buttons, themes, letters, a language asked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understand import COMMANDS, LETTERS, THEMES, read
from bot.understand.files import load_files
from bot.understand.normalise import read_words
from bot.understand.phrases import Lexicon, parse_list
from bot.understand.spelling import one_slip
from bot.understand.vocabulary import FOLDER
from tests.corpus import LANGUAGES, load

FILES = load_files(FOLDER)

COMMAND = [
    ("help", "help"), ("Help!!!", "help"), ("STOP", "stop"), ("stop aub", "stop"), ("/stop", "stop"),
    ("/stop@WegwijsBot", "stop"), ("/start abc", "start"), ("ga terug", "back"), ("geri", "back"),
    ("ik wil een mens spreken", "person"), ("talk to a person please", "person"), ("z człowiekiem", "person"),
    ("بدي احكي مع شخص", "person"), ("поговорити з людиною", "person"), ("başka dil", "language"),
    ("opnieuw beginnen", "restart"), ("wie leest dit?", "privacy"), ("bunu kim okuyor", "privacy"),
    ("alles wissen", "erase"), ("usuń wszystko", "erase"), ("امسح كل شيء", "erase"), ("видалити все", "erase"),
    ("leave now", "leave"), ("hemen çık", "leave"), ("wyjdź", "leave"), ("вийти зараз", "leave"),
    ("توقف", "stop"), ("стоп", "stop"), ("dur", "stop"), ("/nonsense", None), ("/", None), ("", None),
    ("ik wil stoppen met roken", None), ("help mij met een brief", None), ("ik ga terug naar mijn ex", None),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "command"), COMMAND)
@pytest.mark.parametrize("language", ["nl", "ar"])
def test_a_command_is_the_whole_message_in_any_language(typed: str, command: str | None, language: str) -> None:
    assert read(typed, language, {}).command == command


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_knows_every_command_answer_and_theme(language: str) -> None:
    file = FILES[language]
    assert set(file["commands"]) == set(COMMANDS)
    assert set(file["answers"]) == {"unsure", "yes", "no"}
    assert set(file["themes"]) == set(THEMES)
    assert set(file["letters"]) == set(LETTERS)
    assert set(file["names"]) == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_telegram_command_names_work_everywhere(language: str) -> None:
    assert {name: read(f"/{name}", language, {}).command for name in COMMANDS} == {name: name for name in COMMANDS}


AREA = {
    "rent": "🏠 Huur of woning",
    "debt": "Schulden en rekeningen",
    "post": "Post en formulieren",
    "unsure": "Weet ik niet",
}
CHOICE = [
    ("Schulden en rekeningen", "debt"), ("schulden EN rekeningen!", "debt"), ("2", "debt"), ("2.", "debt"),
    ("nr 2", "debt"), ("٢", "debt"), ("twee", "debt"), ("de tweede", "debt"), ("schuld", "debt"),
    ("schulden", "debt"),     ("schuldn", "debt"), ("rekeningen", "debt"),
    ("formulieren", "post"), ("fromulieren", "post"), ("mijn huur", "rent"),
    ("huur of woning", "rent"), ("weet niet", "unsure"), ("geen idee", "unsure"), ("I don't know", "unsure"),
    ("لا أعرف", "unsure"), ("bilmiyorum", "unsure"), ("nie wiem", "unsure"), ("не знаю", "unsure"), ("4", "unsure"),
    ("5", None), ("0", None), ("", None), ("...", None), ("en", None), ("iets anders", None),
    ("ja", None), ("ik heb schulden en de huur is ook niet betaald en nu ben ik bang", None),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "choice"), CHOICE)
def test_the_typed_twin_of_a_button(typed: str, choice: str | None) -> None:
    assert read(typed, "nl", AREA).choice == choice


@pytest.mark.parametrize(
    ("typed", "choice"),
    [("ja", "yes"), ("ja hoor", "yes"), ("evet", "yes"), ("نعم", "yes"), ("так", "yes"), ("nope", "no"), ("nie", "no"),
     ("hayır", "no"), ("لا", "no"), ("ні", "no"), ("misschien", None), ("1", "yes")],
)  # fmt: skip
def test_yes_and_no_in_any_language(typed: str, choice: str | None) -> None:
    assert read(typed, "nl", {"yes": "Ja, dat klopt", "no": "Nee"}).choice == choice


def test_a_number_that_is_a_label_wins_over_its_position() -> None:
    assert read("2", "nl", {"none": "0", "one": "1", "two": "2", "more": "3 of meer"}).choice == "two"


@given(st.dictionaries(st.text(max_size=8), st.text(max_size=20), max_size=5), st.text(max_size=40))
def test_a_choice_is_always_one_of_the_buttons(labels: dict[str, str], typed: str) -> None:
    choice = read(typed, "nl", labels).choice
    assert choice is None or choice in labels


@given(st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=6, unique=True))
def test_typing_a_label_chooses_it(texts: list[str]) -> None:
    labels = {str(place): text for place, text in enumerate(texts)}
    for text in texts:
        choice = read(text, "nl", labels).choice
        same = [one for one, label in labels.items() if read_words(label).words == read_words(text).words]
        assert choice is None or choice in same or not any(map(str.isalnum, text))


LETTER = [
    ("ik heb een dagvaarding", "summons"), ("brief van de deurwaarder", None), ("aanmaning gekregen", "aanmaning"),
    ("loonbeslag", "seizure"), ("ze gaan mijn huis ontruimen", "eviction"), ("huurachterstand", "rent_arrears"),
    ("the fine was doubled", "fine_raised"), ("boete van het cjib", "fine"), ("mahkeme celbi geldi", "summons"),
    ("wezwanie do sądu", "summons"), ("повістка в суд", "summons"), ("فاتورة الكهرباء", "energy_arrears"),
    ("brief van het CAK", "cak"), ("CAK'tan mektup", "cak"), ("ik moet toeslag terugbetalen", "allowance_repayment"),
    ("blauwe envelop", "tax_demand"), ("betalingsherinnering", "reminder"), ("gewoon een brief", None),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "letter"), LETTER)
def test_letters_are_named(typed: str, letter: str | None) -> None:
    reading = read(typed, "tr" if "'" in typed else "nl", {})
    assert reading.letter == letter
    assert "letters_admin" in dict(reading.themes) or "housing" in dict(reading.themes) or reading.letter


@pytest.mark.parametrize(
    ("typed", "language"),
    [("English", "en"), ("english please", "en"), ("العربية", "ar"), ("türkçe", "tr"), ("Turks", "tr"),
     ("по-українськи", "uk"),     ("polski", "pl"), ("po polsku proszę", "pl"), ("Nederlands", "nl"),
     ("ik wil nederlands leren", None), ("taal", None)],
)  # fmt: skip
def test_a_language_by_its_own_name(typed: str, language: str | None) -> None:
    assert read(typed, "nl", {}).language == language


DENIED = [
    ("nl", "ik heb geen schulden"), ("en", "i have no debt"), ("ar", "ما عندي ديون"), ("tr", "borcum yok"),
    ("pl", "nie mam długów"), ("uk", "у мене немає боргів"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "typed"), DENIED)
def test_denied_is_not_the_theme(language: str, typed: str) -> None:
    assert "money_debt" not in dict(read(typed, language, {}).themes)


def test_denial_reaches_only_its_own_words() -> None:
    reading = read("ik heb geen schulden maar de deurwaarder belt toch", "nl", {})
    assert reading.themes[0][0] == "money_debt"
    assert "deurwaarder" in reading.because


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_that_decided_are_in_the_message(language: str) -> None:
    for row in load(language):
        reading = read(row.text, language, {})
        assert set(reading.because) <= set(read_words(row.text, language).words)
        assert all(0 < confidence < 1 for _, confidence in reading.themes)
        assert [c for _, c in reading.themes] == sorted((c for _, c in reading.themes), reverse=True)


def test_a_dutch_word_counts_in_every_language() -> None:
    for language in LANGUAGES:
        assert read("deurwaarder", language, {}).themes[0][0] in {"money_debt", "letters_admin"}


def test_phrases_stand_for_what_they_say() -> None:
    lexicon = Lexicon([parse_list("kan . niet betalen, *schuld, huur*, a/b c", "x", 1.0, "nl")])

    def spans(text: str) -> set[tuple[int, int]]:
        return {(hit.start, hit.end) for hit in lexicon.hits(read_words(text))}

    assert spans("ik kan niet betalen") == {(1, 3)}
    assert spans("ik kan het niet betalen") == {(1, 4)}
    assert spans("ik kan het echt niet betalen") == set()
    assert spans("ik kan, niet betalen") == {(1, 3)}
    assert spans("ik kan het, niet betalen") == set()
    assert spans("ik kan. niet betalen") == set()
    assert spans("belastingschuld huurprijs") == {(0, 0), (1, 1)}
    assert spans("b c") == {(0, 1)}


@pytest.mark.parametrize(
    ("typed", "slip"),
    [
        ("schuldne", True),
        ("schulen", True),
        ("schullden", True),
        ("schuldem", True),
        ("schulden", True),
        ("schldn", False),
    ],
)
def test_one_slip_is_forgiven(typed: str, slip: bool) -> None:
    assert one_slip(typed, "schulden") is slip


@given(st.text(st.characters(codec=None), max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    read(text, "nl", AREA)
