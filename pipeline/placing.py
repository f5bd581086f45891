"""Where a page that Galerada makes stands among the chapters (The Chicago Manual of Style 18, 1.4)."""

from __future__ import annotations

from .model import Chapter, Matter
from .roles import ORDER


def placed(chapters: tuple[Chapter, ...], page: Chapter) -> tuple[Chapter, ...]:
    """The chapters with `page` of the front matter before the first that customarily follows it."""
    for place, chapter in enumerate(chapters):
        if chapter.matter is not Matter.FRONT or ORDER[chapter.role] > ORDER[page.role]:
            return (*chapters[:place], page, *chapters[place:])
    return (*chapters, page)
