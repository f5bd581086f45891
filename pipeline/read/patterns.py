"""Which files are texts, and which of them a pattern of book.yaml means.

In: paths. Out: yes or no, and regular expressions.
"""

from __future__ import annotations

import re
from functools import cache

MARKDOWN = (".md", ".markdown")
TEXT = (".txt",)


def is_text(path: str) -> bool:
    """Whether a chapter can be read from it."""
    return path.lower().endswith((*MARKDOWN, *TEXT))


@cache
def glob(pattern: str) -> re.Pattern[str]:
    """`*` and `?` stay within a folder, `**` goes into all below."""
    signs = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    pieces = re.findall(r"\*\*/|\*\*|\[[^\]]+\]|.", pattern, re.DOTALL)
    return re.compile("".join(signs.get(p) or (p.replace("[!", "[^") if len(p) > 2 else re.escape(p)) for p in pieces))
