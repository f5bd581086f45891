"""The book as a DOCX for an editor's word processor: changes tracked, every paragraph anchored.

In: a resolved book. Out: the bytes of a DOCX, the same for the same book. Pages that Galerada makes (title page,
contents) stay at home. Office Open XML: ECMA-376; the archive: part 2, 7. Not its business: what comes back.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping

from ...model import Asset, Book, Chapter
from ...pictures import PictureError, Wanted, convert, size_of
from ..ebookpictures import with_drawings_as_pictures
from .paragraphs import Story
from .parts import HEAD, R, core, numbering, settings, styles
from .story import story_of
from .wordml import WIDEST, Image, Relations, Typist

__all__ = ["Story", "docx", "stories"]

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The oldest time a zip can tell: it tells nothing of when the file was made."""
KINDS: Mapping[str, str] = {"image/jpeg": "jpeg", "image/png": "png", "image/gif": "gif"}
PIXELS = 2
"""Pixels of a picture for each px that it is shown."""
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES: Mapping[str, str] = {
    "word/document.xml": f"{MAIN}.document.main+xml",
    "word/styles.xml": f"{MAIN}.styles+xml",
    "word/numbering.xml": f"{MAIN}.numbering+xml",
    "word/settings.xml": f"{MAIN}.settings+xml",
    "word/footnotes.xml": f"{MAIN}.footnotes+xml",
    "word/comments.xml": f"{MAIN}.comments+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
}


def stories(book: Book) -> tuple[Story, ...]:
    """The chapters that travel, in their order."""
    return tuple(story_of(chapter) for chapter in with_drawings_as_pictures(book).chapters if _travels(chapter))


def _travels(chapter: Chapter) -> bool:
    return chapter.source is not None or chapter.role == "part"


def docx(book: Book, modified: str) -> bytes:
    """The file; `modified` is the book's time, `YYYY-MM-DDThh:mm:ssZ`."""
    drawn = with_drawings_as_pictures(book)
    typist = Typist(dict(_images(drawn)), modified)
    for name in ("styles", "numbering", "settings", "footnotes", "comments"):
        typist.relations.ident(f"{R}/{name}", f"{name}.xml")
    config = book.config
    parts = {"word/document.xml": typist.document(story_of(c) for c in drawn.chapters if _travels(c))}
    inside = typist.relations
    typist.relations = Relations()
    parts["word/footnotes.xml"] = typist.footnote_part()
    if typist.relations.rows:
        parts["word/_rels/footnotes.xml.rels"] = typist.relations.xml()
    parts["word/comments.xml"] = typist.comment_part()
    parts["word/_rels/document.xml.rels"] = inside.xml()
    parts["word/styles.xml"] = styles(config.language)
    parts["word/numbering.xml"] = numbering(len(typist.lists))
    parts["word/settings.xml"] = settings()
    parts["docProps/core.xml"] = core(config.title, config.author, config.language, modified)
    return _packed(parts, typist.images)


def _packed(parts: Mapping[str, str], images: Mapping[str, Image]) -> bytes:
    """The content types stand first, as programs that look at a file's head expect."""
    files = {"[Content_Types].xml": _types(images).encode(), "_rels/.rels": _top().encode()}
    files |= {path: text.encode() for path, text in sorted(parts.items())}
    files |= {f"word/{image.path}": image.data for image in images.values()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for path, data in files.items():
            entry = zipfile.ZipInfo(path, EPOCH)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
            archive.writestr(entry, data)
    return out.getvalue()


def _types(images: Mapping[str, Image]) -> str:
    endings = {"xml": "application/xml", "rels": "application/vnd.openxmlformats-package.relationships+xml"}
    endings |= {KINDS[image.media_type]: image.media_type for image in images.values()}
    rows = "".join(f'<Default Extension="{end}" ContentType="{kind}"/>' for end, kind in sorted(endings.items()))
    rows += "".join(f'<Override PartName="/{path}" ContentType="{kind}"/>' for path, kind in TYPES.items())
    return f'{HEAD}<Types xmlns="{PACKAGE}/content-types">{rows}</Types>'


def _top() -> str:
    top = Relations()
    top.ident(f"{R}/officeDocument", "word/document.xml")
    top.ident(f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml")
    return top.xml()


def _images(book: Book) -> Iterator[tuple[str, Image]]:
    """The pictures in kinds that word processors show."""
    for key, asset in sorted(book.assets.items()):
        image = _image(asset)
        if image is not None:
            yield key, image


def _image(asset: Asset) -> Image | None:
    wanted = Wanted(PIXELS * WIDEST, 85, frozenset(KINDS), drawn=True)
    try:
        data, kind = convert(asset.data, asset.media_type, wanted)
        width, height = size_of(data)
    except PictureError:
        return None
    shown = min(asset.width or width, WIDEST)
    path = f"media/{asset.key}.{KINDS[kind]}"
    return Image(path, data, kind, shown, max(1, round(height * shown / max(width, 1))))
