"""Made-up knowledge folders: a village with one desk, and packs of any size for the bench and for tests of speed.

Sizes of a big pack follow the real region: a quarter of the services speaks six languages, half speaks two; seven in
ten have a number and hours; a tenth serves the whole country.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from random import Random

SOURCE = """\
  source_url: https://voorbeeld.nl/bron
  source_date: 2026-11
  source_grade: A
"""
VILLAGE: dict[str, str] = {
    "national/themes.yaml": "- id: money_debt\n  name: Schulden\n  routes: [orange]\n",
    "national/routes.yaml": f"- id: orange\n  name: Voor iedereen\n  description: Loket\n{SOURCE}",
    "national/organizations.yaml": f"- id: loket\n  name: Het Loket\n  description: Een loket.\n{SOURCE}",
    "national/safety.yaml": f"""\
- id: "112"
  organization: Meldkamer
  name: "112"
  description: Bij gevaar.
  levels: [crisis_suicide, crisis_violence, crisis_medical]
  phones:
  - number: 112
    display: 112
  schedules:
  - byday: MO,TU,WE,TH,FR,SA,SU
    opens_at: 00:00
    closes_at: 00:00
  assured_date: 2026-11-22
  ageing: emergency
  owner: coördinator
{SOURCE}""",
    "national/services/loket.yaml": f"""\
- id: loket
  organization_id: loket
  name:
    nl: Het Loket
    en: The Desk
  description: Hier stel je vragen.
  eligibility_description: Voor iedereen.
  application_process: Bel.
  phones:
  - number: 08001234
    display: 0800-1234
    cost: gratis
  schedules:
  - byday: MO,TU
    opens_at: 09:00
    closes_at: 17:00
  service_areas: [nl]
  themes: [money_debt]
  route: orange
  free: ja
  assured_date: 2026-11-22
{SOURCE}""",
    "national/letters.yaml": f"""\
- id: summons
  sender: court
  name: dagvaarding
  recognise: Er staat een datum in.
  meaning: Je gaat naar de rechter.
  date: De datum.
  first: Bel.
  urgent: true
  themes: [money_debt]
  helps: [loket]
{SOURCE}""",
    "regions/dorp/region.yaml": "id: dorp\nname: Het Dorp\nareas:\n- id: dorp\n  name: Dorp\n",
}
LOKET = "national/services/loket.yaml"

REGION = "proefstreek"
CHECKED = date(2026, 11, 22)
"""The day on which the most recent check was; the others lie in the ten months before it."""

THEMES = (
    *("money_debt", "money_income", "letters_admin", "housing", "health_body", "mental", "addiction"),
    *("loneliness", "family", "work_daytime", "language_digital", "meaning_peer", "talk_human"),
)
AREAS = tuple(f"gemeente-{number}" for number in range(1, 13))
PER_FILE = 100
"""Services in one file: far below the limit on the size of a file."""

_SENTENCES = {
    "nl": "Hier krijg je hulp van iemand die de tijd neemt en met je meekijkt.",
    "en": "Here you get help from somebody who takes time and looks along with you.",
    "ar": "هنا تحصل على مساعدة من شخص يأخذ وقته وينظر معك في أمورك.",
    "tr": "Burada zaman ayıran ve seninle birlikte bakan biri yardım eder.",
    "pl": "Tu pomaga ktoś, kto ma czas i razem z tobą szuka wyjścia.",
    "uk": "Тут допоможе людина, яка має час і подивиться разом з тобою.",
}
_BASE = {
    "national/themes.yaml": "".join(f"- id: {theme}\n  name: {theme}\n  routes: [orange]\n" for theme in THEMES),
    f"regions/{REGION}/region.yaml": f"id: {REGION}\nname: De Proefstreek\nareas:\n"
    + "".join(f"- id: {area}\n  name: {area}\n" for area in AREAS),
    **{f"national/{kind}.yaml": VILLAGE[f"national/{kind}.yaml"] for kind in ("routes", "organizations", "safety")},
}


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """A knowledge folder with these files."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def write_pack(folder: Path, count: int) -> Path:
    """Write a national base and the region REGION with `count` services; the folder, for `load`."""
    chance = Random(count)
    files = dict(_BASE)
    for first in range(0, count, PER_FILE):
        block = (_service(number, chance) for number in range(first, min(first + PER_FILE, count)))
        files[f"regions/{REGION}/services/deel-{first:05}.yaml"] = "# Verzonnen diensten.\n" + "".join(block)
    return write(folder, files)


def _service(number: int, chance: Random) -> str:
    return "".join(_lines(number, chance))


def _lines(number: int, chance: Random) -> Iterator[str]:
    languages = list(_SENTENCES)[: chance.choice((1, 2, 2, 6))]
    yield f"- id: dienst-{number}\n  organization_id: loket\n  name: Dienst {number}\n"
    for field in ("description", "eligibility_description", "application_process"):
        yield f"  {field}:\n" + "".join(f"    {language}: {_SENTENCES[language]}\n" for language in languages)
    areas = ["nl"] if chance.random() < 0.1 else chance.sample(AREAS, chance.randint(1, 3))
    yield f"  service_areas: [{', '.join(areas)}]\n"
    yield f"  themes: [{', '.join(chance.sample(THEMES, chance.randint(1, 3)))}]\n  route: orange\n"
    for flag in ("free", "walk_in", "anonymous", "no_threshold"):
        if chance.random() < 0.3:
            yield f"  {flag}: true\n"
    yield from _reached(number, chance) if chance.random() < 0.7 else ("  to_confirm: true\n",)
    yield SOURCE


def _reached(number: int, chance: Random) -> Iterator[str]:
    yield f"  phones:\n  - display: 088 {number:07}\n    cost: gewone belkosten\n  schedules:\n"
    yield f"  - byday: {chance.choice(('MO,TU,WE,TH,FR', 'MO,WE', 'TU,TH', 'MO,TU,WE,TH,FR,SA,SU'))}\n"
    yield f"    opens_at: {chance.randint(7, 11):02}:{chance.choice((0, 30)):02}\n"
    yield f"    closes_at: {chance.randint(12, 21):02}:{chance.choice((0, 30)):02}\n"
    yield f"  assured_date: {CHECKED - timedelta(days=chance.randint(0, 300))}\n"
