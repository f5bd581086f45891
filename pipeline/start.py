"""The way in: a build that has nothing to do ends here, and one that has begins to warm its children.

In: a request, and who makes what has to be made. Out: the result. Light: what makes books is imported by then.
One build at a time is at work in a folder of outputs (`lock`); a check writes none and waits for nobody.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

from .diagnostics import BookError, Code
from .home import clear_homes
from .jail import lacking
from .lock import at_work, locked
from .memory import Recalled, recalled
from .output import not_written
from .rehearsing import rehearse_again
from .request import Progress, Request, Result
from .workshop import Workshop, cores

Maker = Callable[[Request, Progress, Workshop], Result]
PAGED = frozenset({"print", "reading", "proof"})
"""Editions whose type is set by children."""


def build(request: Request, make: Maker, progress: Progress, workshop: Workshop | None = None) -> Result:
    """Build the editions asked for, unless nothing has changed. A workshop that is given stays open."""
    try:
        if request.untrusted:
            demand_jail()
            _demand_no_links(request)
        if not request.write or not request.folder.is_dir():
            return _built(request, make, progress, workshop)
        clear_homes()
        with nullcontext(workshop) if workshop else _children(request) as children:
            known = None if at_work(request.root) else _recalled(request)
            request.store.sweep()
            if known is not None and known.result is not None:
                return known.result
            if known is not None and known.changed:
                rehearse_again(children, request.store)
            with locked(request.root, request.wait, progress):
                return _built(request, make, progress, children, known)
    except BookError as error:
        return _refused(request, error)


def _children(request: Request) -> Workshop:
    """The first of them begins at once: what it must import takes longer than to see that there is nothing to do."""
    children = Workshop(request.jobs or cores(), untrusted=request.untrusted)
    if PAGED & set(request.editions):
        children.prepare(1)
    return children


def _recalled(request: Request, before: Recalled | None = None) -> Recalled:
    if request.against:  # what it is compared with lies outside the book's folder
        return Recalled(None)
    begun = time.perf_counter()
    known = recalled(request, before)
    if known.result is not None:
        known.result.seconds.append(("unchanged", time.perf_counter() - begun))
    return known


def _built(
    request: Request, make: Maker, progress: Progress, workshop: Workshop | None, before: Recalled | None = None
) -> Result:
    known = _recalled(request, before)
    if known.result is not None:
        return known.result
    with nullcontext(workshop) if workshop else _children(request) as children:
        if PAGED & set(request.editions):
            children.prepare(1 if len(known.changed) == 1 else 0)  # one chapter: the parent has the other core
        result = make(request, progress, children)
    say_unconfined(children, result)
    result.changed = known.changed
    return result


def say_unconfined(children: Workshop, result: Result) -> None:
    """Say so where what set the type could not be confined."""
    if children.used and (why := lacking()):
        hint = "nothing is wrong with the book; with --untrusted this would be an error"
        result.report.add(Code.NO_JAIL, f"what lays out the pages could not be confined: {why}", hint=hint)


def _refused(request: Request, error: BookError) -> Result:
    result, found = Result(strict=request.strict), error.diagnostic
    result.report.add(found.code, found.message, found.pos, found.hint)
    return result


# an untrusted manuscript


def refused_or_confined(request: Request) -> Result | None:
    """Go on in a process that is confined; what came of it when that was not to be. Elsewhere it does not return."""
    from .quarantine import enter

    try:
        demand_jail()
        _demand_no_links(request)
        if request.write and request.folder.is_dir():
            request.root.mkdir(parents=True, exist_ok=True)
        there = (request.folder,) if request.folder.is_dir() else ()
        other = Path(request.against.what) if request.against else None
        reads = (*there, other.absolute()) if other and other.exists() else there
        enter(reads, (request.root,) if request.write and request.root.is_dir() else ())
    except OSError as error:
        return _refused(request, not_written(error, request.root))
    except BookError as error:
        return _refused(request, error)
    return None


def demand_jail() -> None:
    """Raises BookError on a system that cannot confine what reads a manuscript."""
    if why := lacking():
        hint = "build it on Linux 6.7 or newer, with Landlock, or in a machine of its own"
        raise BookError(Code.JAIL_DEMANDED, f"what reads the manuscript cannot be confined: {why}", hint=hint)


def _demand_no_links(request: Request) -> None:
    """A link in the place of a folder of outputs would have us write where it leads."""
    for place in (request.root, *(request.root / name for name in request.editions)):
        if request.write and place.is_symlink():
            hint = "delete the link, or choose another folder with -o"
            raise BookError(Code.LEADS_OUT, f"{place} is a link, and the outputs would go where it leads", hint=hint)
