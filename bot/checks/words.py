"""Checks of the texts: does every language say what the Dutch says?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from bot.budget import ASKED, REST
from bot.catalog import BASE, Entry, placeholders
from bot.checks.issue import Issue, Material
from bot.engine import UNSURE, Ask, Outcome
from bot.experts import EXPERIENCES
from bot.flows.doors import COMMANDS
from bot.handoff.texts import TEXTS
from bot.house import ELSEWHERE, NO_PREFERENCE
from bot.knowledge import Situation
from bot.messages import COLOURS
from bot.render import AREAS, BAR, key

LABEL = 32
"""Characters of a button's label: more is cut off on a small phone."""
COMMAND_DESCRIPTION = 256
COMPLETE = "complete"
ABOUT, DESCRIPTION = 120, 512
"""Lengths of Telegram's descriptions (Bot API: BotCommand, setMyShortDescription, setMyDescription)."""

FIXED = (
    "choice.unsure",
    *(f"bar.{name}" for row in BAR for name in row),
    *(f"command.{name}" for name in ("start", *COMMANDS)),
    *(f"notice.{name}" for name in ("chosen", "noted", "expired", "changed", "not_understood", "not_text", "personal")),
    *(f"notice.{name}" for name in ("too_fast", "trouble", "no_code", "disturbance", "unfinished")),
    *(f"act.{name}" for name in ("erased", "left", "export", "export_nothing", "not_aloud")),
    *(f"act.{name}" for name in ("reminder", "no_reminder")),
    *TEXTS,
    *(
        f"card.{name}"
        for name in (
            "letter",
            "phone",
            "phone_cost",
            "text",
            "website",
            "reasons",
            "tonight",
            "place_line",
            "careful",
            "how",
            "who",
            "bring",
        )
    ),
    *(f"card.{name}" for name in ("route", "route_branch", "route_others", "route_title", "route_safe")),
    *(f"card.colour_{name}" for name in COLOURS),
    *(f"card.area_{name}" for name in ("money", "home", "mood", "body", "people", "days")),
    *(f"card.{name}" for name in ("areas", "areas_one", "areas_many", "face_good", "face_so_so", "face_bad")),
    *(f"card.plan_{name}" for name in ("post", "outside", "night", "message", "breath", "title", "missed", "again")),
    *(f"card.{name}" for name in ("plan", "first_words", "with_whom", "i_say", "when", "own_words", "words_fade")),
    *(f"card.beside_{name}" for name in ("child", "parent", "partner", "neighbour", "friend", "unsure")),
    "card.route_step",
    *(f"card.{name}" for name in ("helpers", "my_plan", "goal_wish", "goal_begin", "goal_setback")),
    *(f"reason.{name}" for name in ("area", "free", "anonymous", "walk_in", "speaks")),
    *(f"reason.{name}" for name in ("open_now", "opens", "opens_today", "always_open", "to_confirm", "last_checked")),
    *(f"picture.{name}" for name in ("title", "ask", "say", "outcome", "way", "act", "shows")),
    *(f"picture.{name}" for name in ("if", "otherwise", "all", "any", "not", "return", "again", "typed")),
    *(f"card.budget_{name}" for name in ("title", "unknown", "short", "over", "out", "empty", "share")),
    *(f"card.budget_{name}" for name in ("no_allowance", "behind")),
    *(f"line.{name}" for name in (*ASKED, REST, "left", "short")),
    *(f"card.{name}" for name in ("line", "no_right", "also", "opens", "closes", "valid_to", "prepare")),
    *(f"card.amount_{name}" for name in ("month", "quarter", "year", "once")),
    *(f"card.prepare_{name}" for name in ("subject", "now", "wish", "hope")),
    *(f"situation.{name}" for name in get_args(Situation)),
    *(f"profile.{name}" for name in ("name", "about", "description")),
)
"""Texts that no flow names but the house needs."""


def needed(material: Material) -> list[str]:
    """The key of every text a resident may meet."""
    keys = dict.fromkeys(FIXED)
    for flow in material.flows:
        for step in flow.steps:
            name = key(flow.id, step)
            keys[name] = None
            if isinstance(step, Ask | Outcome):
                keys.update(dict.fromkeys(f"{name}.{choice}" for choice in step.buttons if choice != UNSURE))
            if isinstance(step, Ask):
                keys.update(dict.fromkeys(f"{name}.{choice}" for choice in step.brought))
            if isinstance(step, Ask) and step.listed == AREAS:
                keys[f"{name}.{ELSEWHERE}"] = None
            if isinstance(step, Ask) and step.listed == "experiences":
                keys.update(dict.fromkeys(f"{name}.{choice}" for choice in (NO_PREFERENCE, *EXPERIENCES)))
    return list(keys)


def unfinished(material: Material) -> Iterator[Issue]:
    """Every language offered is complete."""
    for language, about in material.catalog.languages.items():
        if about.state != COMPLETE:
            entries = material.catalog.lexicon(language).entries
            count = sum(name not in entries for name in needed(material))
            todo = f"lacks {count} texts; translate {_file(material, language)}, then set state: complete"
            yield Issue("unfinished", "languages.yaml", todo, language)


def missing(material: Material) -> Iterator[Issue]:
    """Every text exists in every language that calls itself complete."""
    for name in needed(material):
        for language, about in material.catalog.languages.items():
            if about.state == COMPLETE and name not in material.catalog.lexicon(language).entries:
                yield Issue("missing_text", name, f"has no text; write it in {_file(material, language)}", language)


def stale(material: Material) -> Iterator[Issue]:
    """Every translation was made from the Dutch text that stands there now."""
    for name, language, entry in _translations(material):
        base = material.catalog.base.get(name)
        if base and (entry.fuzzy or entry.source != base.source):
            todo = f"the Dutch text changed; look at the translation again in {_file(material, language)}"
            yield Issue("stale_text", name, todo, language)


def unused(material: Material) -> Iterator[Issue]:
    """No text that nobody meets."""
    known = set(needed(material))
    for language in material.catalog.languages:
        for name in material.catalog.lexicon(language).entries:
            if name not in known:
                yield Issue(
                    "unused_text",
                    name,
                    f"nothing shows this text; remove it from {_file(material, language)}",
                    language,
                )


def same_placeholders(material: Material) -> Iterator[Issue]:
    """A translation has the placeholders of the Dutch text, no more and no fewer."""
    for language in material.catalog.languages:
        for name, entry in material.catalog.lexicon(language).entries.items():
            base = material.catalog.base.get(name, entry)
            try:
                wrong = _names(entry) ^ _names(base)
            except ValueError:
                yield Issue("bad_placeholder", name, "a brace stands alone; write {{ or }} for a real one", language)
                continue
            if wrong:
                todo = f"the placeholders differ from the Dutch ({', '.join(sorted(wrong))}); use the same"
                yield Issue("bad_placeholder", name, todo, language)


def plurals(material: Material) -> Iterator[Issue]:
    """A counted text has a form for each plural of its language."""
    for name, language, entry in _translations(material):
        forms = material.catalog.lexicon(language).messages.num_plurals
        base = material.catalog.base.get(name)
        if base and len(base.source) > 1 and len([form for form in entry.forms if form]) != forms:
            yield Issue("bad_plural", name, f"needs {forms} forms, one for each plural of this language", language)


def labels(material: Material) -> Iterator[Issue]:
    """Labels fit on a button, and Telegram's descriptions in their fields."""
    limits = {"profile.about": ABOUT, "profile.description": DESCRIPTION}
    limits |= {f"command.{name}": COMMAND_DESCRIPTION for name in ("start", *COMMANDS)}
    limits |= {name: LABEL for name in needed(material) if _is_label(name)}
    for language in material.catalog.languages:
        for name, entry in material.catalog.lexicon(language).entries.items():
            longest = max(len(form) for form in entry.forms)
            if longest > limits.get(name, longest):
                yield Issue("long_label", name, f"has {longest} characters; at most {limits[name]} fit", language)


def _is_label(name: str) -> bool:
    return name.startswith("bar.") or name == f"choice.{UNSURE}" or name.count(".") == 2


def _translations(material: Material) -> Iterator[tuple[str, str, Entry]]:
    for language in material.catalog.languages:
        if language != BASE:
            for name, entry in material.catalog.lexicon(language).entries.items():
                yield name, language, entry


def _names(entry: Entry) -> frozenset[str]:
    return frozenset(name for form in entry.forms for name in placeholders(form))


def _file(material: Material, language: str) -> str:
    catalog = material.catalog
    return str(catalog.lexicon(language).path.relative_to(catalog.folder.parent.parent))
