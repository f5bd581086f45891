"""A chapter's text becomes its tree, by what kind of file it is, and within what the book's limits allow.

In: a chapter's file and its front matter. Out: its `Body`; an empty one when the chapter is too much, which is said.
"""

from __future__ import annotations

from ..catalogue import grammars
from ..diagnostics import BookError, Report
from ..model import Config, FrontMatter, Source
from ..nodes import Body
from ..syntax.values import tell
from .budget import demand_room, most_weight
from .markdown import asks_for_math, read_markdown
from .patterns import TEXT
from .rawtext import read_text


def body_of(source: Source, meta: FrontMatter, config: Config, report: Report, *, titled: bool) -> Body:
    """The tree; `titled` says that the title is known without it."""
    if source.path.lower().endswith(TEXT):
        return read_text(source.path, source.text, source.start, report, titled=titled)
    try:
        demand_room(source, config.limits)
        return _markdown(source, meta, config, report)
    except BookError as error:  # the other chapters are still looked at
        tell(error, report)
        return ()


def _markdown(source: Source, meta: FrontMatter, config: Config, report: Report) -> Body:
    own = config.shortcodes
    templates = {name: said.template for name, said in own.items() if said.template}
    math = asks_for_math(meta.params, config.params)
    most = most_weight(source, config.limits)
    return read_markdown(source.path, source.text, source.start, grammars(own), report, templates, math, most)
