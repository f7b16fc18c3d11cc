"""Questions that several flows ask, and that nobody is asked twice."""

from bot.engine import Ask, Routes


def ask_language(then: Routes, *, again: bool = False) -> Ask:
    """Which language to talk in; `again` asks although it is known."""
    return Ask("language", listed="languages", shared=True, again=again, unsure=False, then=then)


def ask_area(then: Routes) -> Ask:
    """Which municipality the resident lives in: the areas of the region pack."""
    return Ask("area", listed="areas", shared=True, then=then)
