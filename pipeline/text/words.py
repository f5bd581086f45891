"""The words that Galerada itself puts into a book, in the book's language.

In: a BCP 47 tag. Out: a `Words` table. English stands in for a language that has none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """Headings and labels."""

    contents: str
    chapter: str
    part: str
    notes: str
    note: str
    cover: str
    title_page: str
    copyright: str
    start: str
    """Landmark: where the text begins."""
    back_to_text: str
    all_rights: str
    made_with: str
    proof: str
    galleys: str
    page_proofs: str
    figure: str
    done: str
    open: str
    page_short: str
    printed_pages: str
    more: str
    hints: Mapping[str, str]
    """Labels of callouts: info, success, warning, danger, note, tip, important, caution."""
    media: Mapping[str, str]
    """What stands in for something that plays: youtube, vimeo, asciinema, gist, x, instagram, openapi, qr."""


def _hints(*labels: str) -> dict[str, str]:
    kinds = ("info", "success", "warning", "danger", "note", "tip", "important", "caution", "default")
    return dict(zip(kinds, labels, strict=True))


def _media(*labels: str) -> dict[str, str]:
    kinds = ("youtube", "vimeo", "asciinema", "gist", "x", "instagram", "openapi", "qr")
    return dict(zip(kinds, labels, strict=True))


WORDS: Mapping[str, Words] = {
    "es": Words(
        "Índice", "Capítulo", "Parte", "Notas", "Nota", "Cubierta", "Portada", "Créditos",
        "Comienzo del texto", "Volver al texto", "Todos los derechos reservados.",
        "Compuesto con Galerada.", "PRUEBA",
        "galeradas", "páginas", "Figura", "hecho", "pendiente", "p.",
        "Páginas de la edición impresa", "Más",
        _hints("Información", "Consejo", "Atención", "Peligro", "Nota", "Consejo", "Importante", "Precaución", "Nota"),
        _media(
            "Vídeo de YouTube", "Vídeo de Vimeo", "Sesión de terminal", "Gist de GitHub",
            "Publicación en X", "Publicación en Instagram", "Descripción de una API", "Código QR",
        ),
    ),
    "en": Words(
        "Contents", "Chapter", "Part", "Notes", "Note", "Cover", "Title page", "Copyright",
        "Start of text", "Back to text", "All rights reserved.",
        "Set with Galerada.", "PROOF",
        "galleys", "pages", "Figure", "done", "to do", "p.", "Pages of the printed edition", "More",
        _hints("Information", "Good to know", "Warning", "Danger", "Note", "Tip", "Important", "Caution", "Note"),
        _media(
            "YouTube video", "Vimeo video", "Terminal session", "GitHub gist",
            "Post on X", "Post on Instagram", "Description of an API", "QR code",
        ),
    ),
    "fr": Words(
        "Table des matières", "Chapitre", "Partie", "Notes", "Note", "Couverture", "Page de titre",
        "Mentions légales", "Début du texte", "Retour au texte", "Tous droits réservés.",
        "Composé avec Galerada.", "ÉPREUVE",
        "placards", "pages", "Figure", "fait", "à faire", "p.", "Pages de l’édition imprimée", "Plus",
        _hints("Information", "Bon à savoir", "Attention", "Danger", "Note", "Astuce", "Important", "Prudence", "Note"),
        _media(
            "Vidéo YouTube", "Vidéo Vimeo", "Session de terminal", "Gist GitHub",
            "Publication sur X", "Publication sur Instagram", "Description d’une API", "Code QR",
        ),
    ),
    "de": Words(
        "Inhalt", "Kapitel", "Teil", "Anmerkungen", "Anmerkung", "Umschlag", "Titelseite", "Impressum",
        "Textbeginn", "Zurück zum Text", "Alle Rechte vorbehalten.",
        "Gesetzt mit Galerada.", "FAHNE",
        "Fahnen", "Umbruch", "Abbildung", "erledigt", "offen", "S.",
        "Seiten der gedruckten Ausgabe", "Mehr",
        _hints("Hinweis", "Gut zu wissen", "Warnung", "Gefahr", "Hinweis", "Tipp", "Wichtig", "Vorsicht", "Hinweis"),
        _media(
            "YouTube-Video", "Vimeo-Video", "Terminalsitzung", "GitHub-Gist",
            "Beitrag auf X", "Beitrag auf Instagram", "Beschreibung einer API", "QR-Code",
        ),
    ),
    "it": Words(
        "Indice", "Capitolo", "Parte", "Note", "Nota", "Copertina", "Frontespizio", "Colophon",
        "Inizio del testo", "Torna al testo", "Tutti i diritti riservati.",
        "Composto con Galerada.", "BOZZA",
        "bozze in colonna", "impaginato", "Figura", "fatto", "da fare", "p.", "Pagine dell’edizione a stampa", "Altro",
        _hints(
            "Informazione", "Consiglio", "Attenzione", "Pericolo", "Nota", "Consiglio", "Importante", "Cautela", "Nota"
        ),
        _media(
            "Video di YouTube", "Video di Vimeo", "Sessione di terminale", "Gist di GitHub",
            "Post su X", "Post su Instagram", "Descrizione di un’API", "Codice QR",
        ),
    ),
    "pt": Words(
        "Índice", "Capítulo", "Parte", "Notas", "Nota", "Capa", "Folha de rosto", "Ficha técnica",
        "Início do texto", "Voltar ao texto", "Todos os direitos reservados.",
        "Composto com Galerada.", "PROVA",
        "granéis", "páginas", "Figura", "feito", "por fazer", "p.", "Páginas da edição impressa", "Mais",
        _hints("Informação", "Sugestão", "Atenção", "Perigo", "Nota", "Sugestão", "Importante", "Cuidado", "Nota"),
        _media(
            "Vídeo do YouTube", "Vídeo do Vimeo", "Sessão de terminal", "Gist do GitHub",
            "Publicação no X", "Publicação no Instagram", "Descrição de uma API", "Código QR",
        ),
    ),
    "ca": Words(
        "Índex", "Capítol", "Part", "Notes", "Nota", "Coberta", "Portada", "Crèdits",
        "Inici del text", "Torna al text", "Tots els drets reservats.",
        "Compost amb Galerada.", "PROVA",
        "galerades", "pàgines", "Figura", "fet", "pendent", "p.", "Pàgines de l’edició impresa", "Més",
        _hints("Informació", "Consell", "Atenció", "Perill", "Nota", "Consell", "Important", "Precaució", "Nota"),
        _media(
            "Vídeo de YouTube", "Vídeo de Vimeo", "Sessió de terminal", "Gist de GitHub",
            "Publicació a X", "Publicació a Instagram", "Descripció d’una API", "Codi QR",
        ),
    ),
}  # fmt: skip


def words(language: str) -> Words:
    """The words of a language, by its first subtag."""
    return WORDS.get(language.split("-")[0].lower(), WORDS["en"])
