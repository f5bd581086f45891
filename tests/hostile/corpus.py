"""The whole corpus: every row of every table, with an id of its own.

In: the tables of this folder. Out: `ROWS`. A code that ends before its digits (`SC0`) stands for any of its kind, and
`?` for whatever is said, if only nothing is lost, leaked or left undone.
"""

from __future__ import annotations

import characters
import codes
import fuzzed
import images
import markup
import metadata
import much
import paths
from row import Row

TABLES = (paths, markup, characters, metadata, images, much, codes, fuzzed)
ROWS: tuple[Row, ...] = tuple(row for table in TABLES for row in table.rows())
KINDS = tuple(dict.fromkeys(row.kind for row in ROWS))
