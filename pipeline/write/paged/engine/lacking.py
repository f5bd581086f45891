"""Characters that no face draws: the engine must know how wide their empty boxes are before it breaks a line.

In: nothing. Out: the engine's own function, which asks first. Pango takes them for as wide as a face's letters are on
the average, but for nothing at all when it hears of the face in the middle of a line; then they all stand in one place.
"""

from __future__ import annotations

import re
from typing import Any

STRANGE = re.compile("[^\x00-\u024f\u2000-\u22ff]")
"""What is neither Latin nor a usual sign: only such characters can be missing from every face."""


def install() -> None:
    """Have each layout of such a text begin with one of the character alone."""
    from weasyprint.text import line_break

    create, Layout = line_break.create_layout, line_break.Layout

    def create_layout(text: str, style: Any, *given: Any) -> Any:
        if found := STRANGE.search(text):
            alone = Layout(style)
            alone.set_text(found[0])
            alone.get_first_line()
        return create(text, style, *given)

    line_break.create_layout = create_layout
