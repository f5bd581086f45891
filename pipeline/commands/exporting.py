"""What leaves the house for an editor: `galerada export --docx`.

In: a book's folder. Out: a DOCX in the folder of the outputs, errors in the manuscript or not, and the findings.
"""

from __future__ import annotations

from pathlib import Path

from ..output import Made, Output, write_all
from ..run import Request, Result, resolved
from ..write.docx import docx


def export_docx(book: Path, output: Path | None, result: Result, language: str = "") -> Output:
    """The book as a DOCX, written whole or not at all (BookError)."""
    request = Request(book, language=language)
    read, context = resolved(request, result)
    data = docx(read, context.modified)
    path = output or request.root / "docx" / f"{read.config.slug}.docx"
    return write_all([Made("docx", path, data, None)])[0]
