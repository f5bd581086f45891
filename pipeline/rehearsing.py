"""What children get ready for before the first task comes: pages of the book's design.

In: a rehearsal, a store, a workshop. Out: nothing that anybody hears. The last one of a book is kept: its design has
seldom changed, and children that know it need not wait until the book is read. One of another design costs their time.
"""

from __future__ import annotations

from .cache import Store, key
from .packed import pack, unpacked
from .workshop import Task, Workshop

LAST = "last rehearsal"
"""What the entry of the cache says of itself."""


def rehearse_again(workshop: Workshop, store: Store) -> None:
    """The last one of this book."""
    kept = unpacked(store.get(key(LAST)), LAST, blobs=0)
    if kept is not None and len(kept.value) == 3:
        _, kind, value = kept.value
        workshop.rehearse(Task(kind, value))


def rehearse(task: Task, workshop: Workshop, store: Store) -> None:
    """That of the book as it is now, which is the last one for the next build."""
    if workshop.rehearse(task):
        store.put(key(LAST), pack([LAST, task.kind, task.value]))
