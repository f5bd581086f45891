"""A file that is being written lies beside its place, under the number of its process, until one rename puts it there.

In: a place and what kind of work it is. Out: that name; and nothing left of processes that were killed over it.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from glob import escape
from pathlib import Path


def beside(path: Path, kind: str) -> Path:
    """The hidden name of this process; those of processes that are gone are deleted first."""
    for left in path.parent.glob(f".{escape(path.name)}.*.{kind}"):
        with suppress(OSError):
            if is_abandoned(left):
                left.unlink()
    return path.with_name(f".{path.name}.{os.getpid()}.{kind}")


def is_abandoned(path: Path) -> bool:
    """Whether the process that the name's last part but one tells is gone; False of a name that tells none."""
    number = _process(path)
    return number > 0 and not _is_alive(number)


def is_in_work(path: Path) -> bool:
    """Whether the process that the name tells is there; False of a name that tells none."""
    number = _process(path)
    return number > 0 and _is_alive(number)


def _process(path: Path) -> int:
    number = path.name.rpartition(".")[0].rpartition(".")[2]
    return int(number) if re.fullmatch("[0-9]{1,9}", number) else 0


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # another user's
        return True
    return True
