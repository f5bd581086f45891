"""What the summary of a book's accessibility says, in the book's language.

In: a BCP 47 tag. Out: an `AccessWords` table. English stands in for a language that has none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AccessWords:
    """Sentences; each is said only of a book of which it is true."""

    reflows: str
    described: str
    undescribed: str
    formulas: str
    pages: str
    foreign: str
    conforms: str
    """With `{}` for the standard."""


ACCESS_WORDS: Mapping[str, AccessWords] = {
    "es": AccessWords(
        "El texto se adapta a cualquier pantalla y tiene índice y encabezados.",
        "Las imágenes llevan texto alternativo o son decorativas.",
        "Algunas imágenes no llevan texto alternativo.",
        "Las fórmulas están en MathML.",
        "Lleva los números de página de la edición impresa.",
        "Las palabras de otras lenguas están marcadas.",
        "La publicación cumple {}.",
    ),
    "en": AccessWords(
        "The text reflows and has a table of contents and headings.",
        "Pictures have text alternatives or are decorative.",
        "Some pictures have no text alternative.",
        "Formulas are in MathML.",
        "The page numbers of the printed edition are marked.",
        "Words of other languages are marked.",
        "The publication meets {}.",
    ),
    "fr": AccessWords(
        "Le texte s’adapte à tous les écrans et comporte une table des matières et des titres.",
        "Les images ont un texte de remplacement ou sont décoratives.",
        "Certaines images n’ont pas de texte de remplacement.",
        "Les formules sont en MathML.",
        "Les numéros de page de l’édition imprimée sont indiqués.",
        "Les mots d’autres langues sont signalés.",
        "La publication est conforme à {}.",
    ),
    "de": AccessWords(
        "Der Text passt sich jedem Bildschirm an und hat ein Inhaltsverzeichnis und Überschriften.",
        "Bilder haben Alternativtexte oder sind Schmuck.",
        "Manche Bilder haben keinen Alternativtext.",
        "Formeln stehen in MathML.",
        "Die Seitenzahlen der gedruckten Ausgabe sind verzeichnet.",
        "Wörter anderer Sprachen sind gekennzeichnet.",
        "Die Publikation erfüllt {}.",
    ),
    "it": AccessWords(
        "Il testo si adatta a ogni schermo e ha indice e titoli.",
        "Le immagini hanno un testo alternativo o sono decorative.",
        "Alcune immagini non hanno un testo alternativo.",
        "Le formule sono in MathML.",
        "Sono indicati i numeri di pagina dell’edizione a stampa.",
        "Le parole di altre lingue sono segnalate.",
        "La pubblicazione è conforme a {}.",
    ),
    "pt": AccessWords(
        "O texto adapta-se a qualquer ecrã e tem índice e títulos.",
        "As imagens têm texto alternativo ou são decorativas.",
        "Algumas imagens não têm texto alternativo.",
        "As fórmulas estão em MathML.",
        "Traz os números de página da edição impressa.",
        "As palavras de outras línguas estão assinaladas.",
        "A publicação cumpre {}.",
    ),
    "ca": AccessWords(
        "El text s’adapta a qualsevol pantalla i té índex i títols.",
        "Les imatges tenen text alternatiu o són decoratives.",
        "Algunes imatges no tenen text alternatiu.",
        "Les fórmules són en MathML.",
        "Porta els números de pàgina de l’edició impresa.",
        "Les paraules d’altres llengües estan marcades.",
        "La publicació compleix {}.",
    ),
}


def access_words(language: str) -> AccessWords:
    """The sentences of a language, by its first subtag."""
    return ACCESS_WORDS.get(language.split("-")[0].lower(), ACCESS_WORDS["en"])
