"""The floor: disclosures are noticed in every language, figures of speech are not, and nothing can stop it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import safety
from bot.safety import Danger, Level
from bot.understand.files import load_files
from bot.understand.normalise import read_words
from tests.corpus import CRISES, LANGUAGES

EXPLICIT = [
    ("ik wil dood", Level.SUICIDE), ("i want to die", Level.SUICIDE), ("بدي موت", Level.SUICIDE),
    ("ölmek istiyorum", Level.SUICIDE), ("chcę umrzeć", Level.SUICIDE), ("хочу померти", Level.SUICIDE),
    ("хочу умереть", Level.SUICIDE), ("zelfmoord", Level.SUICIDE), ("suicide", Level.SUICIDE), ("kms", Level.SUICIDE),
    ("hij slaat me", Level.VIOLENCE), ("he hits me", Level.VIOLENCE), ("زوجي يضربني", Level.VIOLENCE),
    ("kocam beni dövüyor", Level.VIOLENCE), ("mąż mnie bije", Level.VIOLENCE), ("чоловік мене б'є", Level.VIOLENCE),
    ("overdosis", Level.MEDICAL), ("she is not breathing", Level.MEDICAL), ("لا يتنفس", Level.MEDICAL),
    ("nefes almıyor", Level.MEDICAL), ("nie oddycha", Level.MEDICAL), ("не дихає", Level.MEDICAL),
    ("ze zetten me morgen uit huis", Level.BASIC), ("geen eten vandaag", Level.BASIC), ("we have no food", Level.BASIC),
    ("ما عنا أكل", Level.BASIC), ("yatacak yerim yok", Level.BASIC), ("nie mam gdzie spać", Level.BASIC),
    ("нема де спати", Level.BASIC), ("ik kan niet meer", Level.CONCERN), ("вже не можу", Level.CONCERN),
]  # fmt: skip


@pytest.mark.parametrize(("text", "level"), EXPLICIT)
def test_plain_disclosures(text: str, level: Level) -> None:
    assert safety.level(text).level is level


@pytest.mark.parametrize(
    "text",
    [
        "IK WIL DOOD!!!", "ik  wil   dood", "ik wil dooood", "ik w\u200bil do\u200bod", "ik wil\ndood",
        "Ik wil... dood",
        "ik wìl dóód", "ｉｋ ｗｉｌ ｄｏｏｄ", "zelfmood", "zelfmoort plegen", "ÖLMEK İSTİYORUM", "olmek istiyorum",
        "CHCE UMRZEC", "хочу вмерти", "хoчу пoмеpти", "بِدّي مــوت",
        "Ik ben Jan, 44, en heb een vraag over huurtoeslag. Ik wil dood.",
    ],
)  # fmt: skip
def test_however_it_is_typed(text: str) -> None:
    assert safety.level(text).level is Level.SUICIDE


HARMLESS = [
    "ik lach me dood", "wanneer is de deadline", "dood van de honger", "you are killing it", "she is skilled",
    "die film over zelfmoord was heftig", "ik wil niet dood", "he never hits me", "annem beni öldürür haha",
    "umarłam ze śmiechu", "помираю зі сміху", "ميت من الضحك", "mąż mnie nie bije", "chciałbym zmienić zatrudnienie",
    "перед судом треба подати документи", "", " ", "?",
]  # fmt: skip


@pytest.mark.parametrize("text", HARMLESS)
def test_figures_of_speech_are_left_alone(text: str) -> None:
    assert safety.level(text) == Danger()


def test_the_gravest_counts_and_says_why() -> None:
    danger = safety.level("we hebben geen eten en mijn man slaat me")
    assert danger.level is Level.VIOLENCE
    assert set(danger.because) <= {"man", "slaat", "me"}


def test_a_denial_takes_away_only_its_own_words() -> None:
    assert safety.level("hij slaat me niet. maar ik wil dood").level is Level.SUICIDE
    assert safety.level("ik lach maar ik wil dood").level is Level.SUICIDE


def test_the_past_asks_for_care_and_now_for_more() -> None:
    assert safety.level("vroeger wilde ik liever dood").level is Level.CONCERN
    assert safety.level("vroeger wilde ik liever dood en nu weer").level is Level.SUICIDE
    assert safety.level("jaren geleden hadden we geen eten").level is Level.NONE


def test_a_film_is_harmless_unless_it_is_about_somebody_real() -> None:
    assert safety.level("in die film pleegt hij zelfmoord").level is Level.NONE
    assert safety.level("na die film denk ik: ik wil dood").level is Level.SUICIDE
    assert safety.level("mijn zoon praat na die film over zelfmoord").level is Level.CONCERN


def test_buried_in_a_long_question() -> None:
    text = "ik heb een vraag over mijn toeslag en de brief van de gemeente " * 8
    assert safety.level(text).level is Level.NONE
    assert safety.level(f"{text} en eigenlijk wil ik niet meer leven {text}").level is Level.SUICIDE


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_level_and_context_has_phrases(language: str) -> None:
    assert set(load_files(safety.FOLDER)[language]) == {
        *CRISES, "concern", "harmless", "past", "now", "fiction", "self", "close", "not",
    }  # fmt: skip


def test_an_unknown_level_is_refused() -> None:
    with pytest.raises(ValueError, match="crisis_unknown"):
        list(safety.lists({"crisis_unknown": "iets"}, "xx"))


SPLIT = [
    ("ik wil", "dood", Level.SUICIDE), ("ik kan niet slapen", "morgen is de deadline", Level.NONE),
    ("ik wil dood", "hallo", Level.NONE), ("", "ik wil dood", Level.SUICIDE), ("hij slaat", "me", Level.VIOLENCE),
    ("goedemorgen", "hij slaat me elke dag", Level.VIOLENCE), ("x" * 100_000, "hallo", Level.NONE),
]  # fmt: skip


@pytest.mark.parametrize(("before", "text", "level"), SPLIT)
def test_words_cut_in_two_messages_are_judged_together(before: str, text: str, level: Level) -> None:
    """What was wholly in the message before was answered then."""
    assert safety.level(text, before).level is level


def test_the_model_adds_where_no_phrase_is_known_and_says_why() -> None:
    text = "mijn hele linkerkant is ineens verlamd en mijn gezicht hangt, ik brabbel"
    assert safety.level(text).level is Level.MEDICAL
    assert set(safety.level(text).because) <= set(read_words(text).words)


@given(st.text(st.characters(codec=None), max_size=400))
def test_any_text_can_be_judged(text: str) -> None:
    assert safety.level(text).level in Level


DANGEROUS = [
    "ik",
    "wil",
    "niet",
    "dood",
    ".",
    ",",
    "meer",
    "leven",
    "slaat",
    "me",
    "zelfmoord",
    "film",
    "\u0301",
    "\ud800",
]


@given(st.lists(st.sampled_from(DANGEROUS)))
def test_any_order_of_dangerous_words_can_be_judged(words: list[str]) -> None:
    assert safety.level(" ".join(words)).level in Level


HOSTILE = [
    "dood " * 200_000, "ik wil niet dood meer leven " * 40_000, "\x00" * 1_000_000, "\ud800" * 4000, "zelfmoord" * 1000,
    "\u0301" * 4000, "wil " * 1000 + "dood", "не хочу жити " * 400, "ك" * 4000, "a." * 2000,
    "mezelf mijzelf zichzelf me " * 200,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_stay_quick(text: str) -> None:
    safety.level(text[:100])  # what its language stands on is read once
    assert _seconds(text) < 0.05


def _seconds(text: str) -> float:
    started = time.process_time()
    safety.level(text)
    return time.process_time() - started
