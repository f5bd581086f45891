"""Children get ready for the design of the last build, before anybody has read which it is now."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.cache import Store, key
from pipeline.packed import pack
from pipeline.rehearsing import LAST, rehearse, rehearse_again
from pipeline.workshop import Task, Workshop

DESIGN = Task("design", {"print": {"width": 432.0, "faces": ["a", "b"]}})


def test_the_last_rehearsal_is_done_again_and_not_twice(tmp_path: Path) -> None:
    store = Store(tmp_path)
    rehearse(DESIGN, Workshop(1), store)
    later = Workshop(1)
    rehearse_again(later, store)
    assert later._rehearsal == DESIGN
    assert not later.rehearse(Task("design", {"print": {"width": 432.0, "faces": ("a", "b")}}))


def test_another_design_is_rehearsed_and_kept(tmp_path: Path) -> None:
    store, other = Store(tmp_path), Task("design", {"print": {"width": 419.5}})
    rehearse(DESIGN, Workshop(1), store)
    later, last = Workshop(1), Workshop(1)
    rehearse_again(later, store)
    rehearse(other, later, store)
    rehearse_again(last, store)
    assert later._rehearsal == last._rehearsal == other


@pytest.mark.parametrize("entry", [b"", pack(None), pack([LAST]), pack([LAST, 1, 2, 3]), pack(["design", "a", {}])])
def test_what_nobody_kept_is_not_rehearsed(entry: bytes, tmp_path: Path) -> None:
    store, children = Store(tmp_path), Workshop(1)
    store.put(key(LAST), entry)
    rehearse_again(children, store)
    assert children._rehearsal is None
    assert rehearse(DESIGN, children, Store()) is None
    assert children._rehearsal == DESIGN
