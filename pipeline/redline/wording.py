"""The words of a redline, in the book's language: what its margin and its list of changes say.

In: a BCP 47 tag. Out: a `Wording`. English stands in for a language that has none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .changes import Kind


@dataclass(frozen=True, slots=True)
class Wording:
    """Labels; what stands in braces is filled in."""

    title: str
    """What such a proof is called."""
    moved_from: str
    moved_to: str
    new_chapter: str
    gone_chapter: str
    version_of: str
    was_called: str
    moved_chapter: str
    changes: str
    """The title of the list."""
    compared: str
    none: str
    kinds: Mapping[Kind, str]
    page: str
    line: str


WORDINGS: Mapping[str, Wording] = {
    "en": Wording(
        "Redline",
        "moved from {}", "moved to {}", "New chapter", "This chapter is gone", "a second version of “{}”",
        "Was {}", "This chapter stood elsewhere", "Changes", "{} compared with {}", "Nothing has changed.",
        dict(zip(Kind, ("Inserted", "Deleted", "Replaced", "Moved", "Markup", "Typography"), strict=True)),
        "p.", "line",
    ),
    "es": Wording(
        "Cotejo",
        "viene de {}", "pasa a {}", "Capítulo nuevo", "Este capítulo se ha suprimido", "segunda versión de «{}»",
        "Era {}", "Este capítulo estaba en otro lugar", "Cambios", "{} cotejado con {}", "Nada ha cambiado.",
        dict(zip(Kind, ("Añadido", "Suprimido", "Sustituido", "Trasladado", "Marcas", "Tipografía"), strict=True)),
        "p.", "línea",
    ),
    "fr": Wording(
        "Comparaison",
        "vient de {}", "déplacé en {}", "Chapitre nouveau", "Ce chapitre est supprimé", "seconde version de « {} »",
        "C’était {}", "Ce chapitre était ailleurs", "Modifications", "{} comparé à {}", "Rien n’a changé.",
        dict(zip(Kind, ("Ajouté", "Supprimé", "Remplacé", "Déplacé", "Balisage", "Typographie"), strict=True)),
        "p.", "ligne",
    ),
    "de": Wording(
        "Vergleich",
        "von {} hierher", "nach {} verschoben", "Neues Kapitel", "Dieses Kapitel ist entfallen",
        "zweite Fassung von „{}“", "Vorher {}", "Dieses Kapitel stand anderswo", "Änderungen", "{} verglichen mit {}",
        "Nichts hat sich geändert.",
        dict(zip(Kind, ("Eingefügt", "Gestrichen", "Ersetzt", "Verschoben", "Auszeichnung", "Satz"), strict=True)),
        "S.", "Zeile",
    ),
}  # fmt: skip


def wording(language: str) -> Wording:
    """The words of a language, by its first subtag."""
    return WORDINGS.get(language.split("-")[0].lower(), WORDINGS["en"])
