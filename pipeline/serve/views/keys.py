"""The keys: what a hand on the keyboard can do, and how to have it leave single letters alone (WCAG 2.2, 2.1.4).

In: nothing. Out: a `View`. `static/proof.js` does what this table says; a test compares the two.
"""

from __future__ import annotations

from ...nodes import element
from .frame import View, heading
from .parts import table

KEYS = (
    ("/", "Search the book"),
    ("j", "Next paragraph"),
    ("k", "Paragraph before"),
    ("n", "Next finding or mark"),
    ("p", "Finding or mark before"),
    ("]", "Next chapter"),
    ("[", "Chapter before"),
    ("e", "Open the place in the editor"),
    ("v", "Show or hide the printed pages"),
    ("t", "Light, dark, or as the system has it"),
    ("o", "Overview"),
    ("f", "Findings"),
    ("q", "Queries and open marks"),
    ("s", "Spreads"),
    ("i", "Pictures"),
    ("?", "This page"),
)
"""Each key and what it does."""


def view() -> View:
    """The page of keys."""
    rows = [(element("kbd", key), what) for key, what in KEYS]
    box = element("input", type="checkbox", class_="letters", checked="checked")
    switch = element("p", element("label", box, " Single keys do something"), class_="switch")
    told = "Tab and Shift+Tab go from one link or button to the next; Escape leaves a field."
    shown = table(("Key", "What it does"), rows, "Keys")
    return View("keys.html", "Keys", (*heading("Keys"), shown, element("p", told), switch))
