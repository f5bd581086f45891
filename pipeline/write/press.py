"""What a PDF needs after layout: page labels, and bytes that repeat. The only home of pikepdf.

In: the engine's PDF. Out: the same pages, labelled, with an identifier made from the content.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime

import pikepdf
from pikepdf import Array, Dictionary, Name


@dataclass(frozen=True, slots=True)
class Labels:
    """How pages are called: the first `roman` of them i, ii, iii, the others from 1."""

    roman: int


def finish(data: bytes, labels: Labels, modified: str) -> bytes:
    """The PDF's final bytes; `modified` is CCYY-MM-DDThh:mm:ssZ."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.Root.PageLabels = Dictionary(Nums=_ranges(labels))
        pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        stamp = datetime.fromisoformat(modified.replace("Z", "+00:00")).strftime("D:%Y%m%d%H%M%SZ")
        for name in ("/CreationDate", "/ModDate"):
            pdf.docinfo[Name(name)] = pikepdf.String(stamp)
        pdf.docinfo[Name("/Producer")] = pikepdf.String("Galerada")
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _ranges(labels: Labels) -> Array:
    """PDF 1.7, 12.4.2: number tree of label ranges."""
    if not labels.roman:
        return Array([0, Dictionary(S=Name.D)])
    return Array([0, Dictionary(S=Name.r), labels.roman, Dictionary(S=Name.D)])
