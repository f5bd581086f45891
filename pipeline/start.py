"""The way in: a build that has nothing to do ends here, and one that has begins to warm its children.

In: a request, and who makes what has to be made. Out: the result. Light: what makes books is imported by then.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import nullcontext

from .memory import recalled
from .request import Progress, Request, Result
from .workshop import Workshop, cores

Maker = Callable[[Request, Progress, Workshop], Result]
PAGED = frozenset({"print", "reading", "proof"})
"""Editions whose type is set by children."""


def build(request: Request, make: Maker, progress: Progress, workshop: Workshop | None = None) -> Result:
    """Build the editions asked for, unless nothing has changed. A workshop that is given stays open."""
    begun = time.perf_counter()
    known = recalled(request)
    if known.result is not None:
        known.result.seconds.append(("unchanged", time.perf_counter() - begun))
        return known.result
    with nullcontext(workshop) if workshop else Workshop(request.jobs or cores()) as children:
        if PAGED & set(request.editions):
            children.prepare()
        result = make(request, progress, children)
    result.changed = known.changed
    return result
