"""banners: the picture that the front matter names opens the chapter.

In: a chapter. Out: the same with a `figure.banner` before its text, or a finding that says where it was looked for.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ..diagnostics import Code
from ..finding import find
from ..model import Chapter, Context
from ..nodes import Element

REMOTE = re.compile(r"(?:[a-z][a-z0-9+.-]+:)?//|data:", re.IGNORECASE)
"""What names a picture on another computer."""


def apply(chapter: Chapter, context: Context) -> Chapter:
    """The chapter opened by its banner."""
    written = chapter.meta.image
    if not written or chapter.source is None:
        return chapter
    found, tried = find(written, chapter.source.path, context.config.aliases, context.exists)
    pos = chapter.meta.pos("image", chapter.pos)
    remote = bool(REMOTE.match(written))  # which the stage `assets` refuses, as it does every picture
    if found is None and not context.draft and not remote:
        hint = f"looked for it at {', '.join(tried)}; --draft draws a placeholder"
        context.report.add(Code.BANNER_MISSING, f"the banner {written} is not there", pos, hint)
        return chapter
    # WCAG 1.1.1: without words of its own a banner decorates
    src = written if remote else f"/{found or written}"
    picture = Element("img", (("src", src), ("alt", chapter.meta.image_alt)), (), pos)
    banner = Element("figure", (("class", "banner"),), (picture,), pos)
    return replace(chapter, body=(banner, *chapter.body))
