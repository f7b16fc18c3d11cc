"""Pictures: what a resident can see in them, on any phone and in any language."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from bot import sheet
from bot.messages import Picture, Row, Screen, from_json, to_json
from bot.pictures import alt, png
from tests.botapi.checks import png_size

AREAS = Picture(
    "areas",
    "Zo gaat het met jou",
    (
        Row("Geld", "niet goed", 0, "first"),
        Row("Wonen", "gaat wel", 1),
        Row("Werk", "goed", 2),
        Row("Mensen", amount=-1),
    ),
    "Je begint met geld",
)
BUDGET = Picture("budget", "Jouw week", (Row("Loon", "€ 310", 31000), Row("Huur", "€ 160", -16000)), "Over: € 150")
ROUTE = Picture(
    "route",
    "De weg",
    (Row("Merken"), Row("Hulp zoeken", "je bent hier", mark="here"), Row("Groen: buren", mark="green")),
)
CARD = Picture("card", "Mijn vraag", (Row("Waar gaat het over?", "Brieven"), Row("Wat hoop ik?")))
ARABIC = Picture("areas", "هكذا حالك", (Row("المال (huur)", "ليس جيداً", 0, "first"),), "ابدأ بالمال", rtl=True)
PAPER = (254, 254, 254)
PICTURES = (AREAS, BUDGET, ROUTE, CARD, ARABIC)
EVERY_LETTER = """Żółć gęślą jaźń; İstanbul'da ışık ğüşçö; Ґанок, їжа, єдність щоб';
ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءآأؤإئ٠١٢، ؟ — “é”, € 5 … –"""


def seen(picture: Picture, dark: bool = False) -> Image.Image:
    """The picture as it is shown."""
    return Image.open(BytesIO(png(picture, dark))).convert("RGB")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: f"{picture.kind}-{'ar' if picture.rtl else 'nl'}")
def test_every_kind_fits_a_small_phone_and_telegram(picture: Picture, dark: bool) -> None:
    wide, high = png_size(png(picture, dark))
    assert wide == 720
    assert 200 < high < 4 * wide
    assert len(png(picture, dark)) < 200_000


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.kind)
def test_what_is_drawn_can_also_be_read(picture: Picture) -> None:
    for part in (picture.title, picture.note, *(text for row in picture.rows for text in (row.label, row.value))):
        assert part in alt(picture)


def test_the_words_point_at_what_the_picture_frames() -> None:
    assert "→ Geld: niet goed" in alt(AREAS)
    assert "→ Hulp zoeken: je bent hier" in alt(ROUTE)
    assert "\nGroen: buren" in alt(ROUTE), "a colour is no mark to point at"
    assert "← المال" in alt(ARABIC)


def test_money_that_comes_and_goes_can_be_told_apart_without_colours() -> None:
    assert "+ Loon: € 310\n− Huur: € 160" in alt(BUDGET)
    coming = replace(BUDGET, rows=(Row("Huur", "€ 160", 16000),))
    going = replace(BUDGET, rows=(Row("Huur", "€ 160", -16000),))
    above, middle = (56, 128), (56, 136)
    grey = [[image.convert("L").getpixel(place) for place in (above, middle)] for image in (seen(coming), seen(going))]
    assert [[isinstance(value, int) and value > 230 for value in values] for values in grey] == [
        [True, True],
        [False, True],
    ]


def test_light_and_dark_are_the_same_picture_in_other_colours() -> None:
    light, dark = seen(AREAS), seen(AREAS, dark=True)
    assert light.size == dark.size
    assert light.getpixel((20, 20)) == PAPER
    assert _near(dark.getpixel((20, 20)), (21, 25, 28))


def contrast(one: str, other: str) -> float:
    """The contrast of two colours (WCAG 2.2, relative luminance)."""

    def light(colour: str) -> float:
        parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    lighter, darker = sorted((light(one), light(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("ink", [sheet.LIGHT, sheet.DARK], ids=["light", "dark"])
def test_letters_stand_out(ink: sheet.Ink) -> None:
    for ground in (ink.paper, ink.wash):
        assert contrast(ink.text, ground) > 12
        assert contrast(ink.quiet, ground) > 7, "AAA of WCAG 2.2"
    for colour in (ink.green, ink.orange, ink.blue):
        assert contrast(colour, ink.paper) > 3, "WCAG 2.2, graphics"


def test_arabic_is_the_mirror_of_what_others_see() -> None:
    dutch, arabic = seen(replace(ARABIC, rtl=False)), seen(ARABIC)
    orange = Image.new("RGB", (1, 1), sheet.LIGHT.orange).getpixel((0, 0))

    def face(image: Image.Image) -> float:
        places = [x for x in range(720) for y in range(0, image.height, 4) if _near(image.getpixel((x, y)), orange)]
        return sum(places) / len(places)

    assert face(dutch) == pytest.approx(720 - face(arabic), abs=4)


def _near(one: object, other: object) -> bool:
    assert isinstance(one, tuple) and isinstance(other, tuple)
    return all(abs(a - b) < 24 for a, b in zip(one, other, strict=True))


def test_arabic_letters_are_joined_and_brackets_turned() -> None:
    assert sheet._shown("كيف (حالك)؟", True) == "؟(ﻚﻟﺎﺣ) ﻒﻴﻛ"
    assert sheet._shown("رقم ⁨0800-8115⁩ مجاني", True) == "ﻲﻧﺎﺠﻣ 0800-8115 ﻢﻗﺭ"
    assert sheet._shown("بدل (huurtoeslag)", True) == "(huurtoeslag) ﻝﺪﺑ"


def test_every_letter_of_our_languages_is_in_the_fonts() -> None:
    missing = bytes(sheet._font(40, True).getmask("\ufffe"))
    for bold in (False, True):
        for char in set(sheet._shown(EVERY_LETTER, False)) - {" ", "\n"}:
            assert bytes(sheet._font(40, bold).getmask(char)) != missing, char


def test_what_the_fonts_lack_leaves_no_empty_boxes() -> None:
    assert sheet._shown("Goed 👍 zo ➜ verder", False).split() == ["Goed", "zo", "verder"]


def test_a_long_word_and_a_long_answer_stay_inside() -> None:
    long = Picture(
        "card", "Mijn vraag", (Row("Wat?", "Aansprakelijkheidsverzekeringsmaatschappij" * 3 + " en dan nog iets" * 40),)
    )
    image = seen(long)
    edge = image.crop((image.width - 36, 60, image.width - 8, image.height - 60))
    assert {colour for _, colour in edge.getcolors() or []} == {PAPER}


def test_an_amount_of_nothing_is_drawn_too() -> None:
    assert png_size(png(Picture("budget", "Leeg", (Row("Loon", "€ 0"),))))
    assert png_size(png(Picture("route", "Leeg", ())))


def test_the_same_picture_is_the_same_file_and_none_is_kept() -> None:
    assert png(AREAS) == png(AREAS)
    assert png(AREAS) is not png(AREAS)


def test_a_picture_travels_as_json_and_old_screens_are_still_read() -> None:
    for picture in PICTURES:
        screen = Screen("tekst", step="budget.left", picture=picture, speak="nl")
        assert from_json(json.loads(json.dumps(to_json(screen)))) == screen
    assert from_json({"text": "hoi", "rows": [], "step": ""}) == Screen("hoi")


def test_starting_does_not_load_what_only_pictures_need() -> None:
    code = "import sys, bot.running; sys.exit(any(name in sys.modules for name in ('PIL', 'bidi', 'arabic_reshaper')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
