"""book.yaml against the table of its keys.

In: a value tree. Out: dicts, lists and the forms' values, without what was wrong; every fault in the report: CF002 for
a key that nothing reads, CF003 or CF004 for a value of the wrong kind. Not its business: what the values mean.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from ..diagnostics import Code, Report
from ..names import TURNING
from ..suggest import nearest
from ..syntax.values import Item, Kind, Value
from .keys import TABLE, Key, children, item_of

Checked: TypeAlias = object
"""A form's value, a dict or a list of them; None where nothing is said or nothing could be read."""

# What people write for a key that has another name here.
_MEANT = {
    "authors": "contributors", "editor": "contributors", "translator": "contributors", "lang": "language",
    "languagecode": "language", "locale": "language", "copyright": "rights", "license": "rights", "licence": "rights",
    "toc": "contents", "keywords": "subjects", "tags": "subjects", "categories": "subjects", "image": "cover",
    "name": "title", "year": "date", "pubdate": "date", "identifier": "isbn or uuid", "files": "chapters",
    "summary": "description", "blurb": "description", "size": "print.trim", "page_size": "print.trim",
    "output": "slug", "filename": "slug", "collection": "series", "src": "content", "contentdir": "content",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Checker:
    """One check of one file."""

    report: Report

    def top(self, value: Value) -> dict[str, object]:
        """The whole file."""
        if value.kind is Kind.NOTHING:
            return {}
        if value.kind is not Kind.MAPPING:
            message = f"the file is {value.shown}; it takes keys and values"
            self.report.add(Code.CONFIG_BAD_VALUE, message, value.pos, "begin with title: The Book's Title")
            return {}
        return self._group(value, "")

    def _value(self, value: Value, key: Key) -> Checked:
        if value.kind is Kind.NOTHING:
            return None
        if value.kind is Kind.MAPPING and children(key.name):
            self._demand_needed(value, key)
            return self._group(value, key.name) or None
        if value.kind is Kind.LIST and (item := item_of(key.name)):
            made = [self._value(i.value, item) for i in value.items]
            return [one for one in made if one is not None]
        return self._single(value, key)

    def _single(self, value: Value, key: Key) -> Checked:
        if key.form is None or value.kind not in key.form.kinds:
            self._bad(value, key, "")
            return None
        if found := TURNING.search(value.raw):
            message = f"{key.name} holds the invisible character U+{ord(found[0]):04X}, which turns its direction"
            self.report.add(Code.BIDI_IN_TITLE, message, value.pos, "delete it; an editor can show it")
        try:
            made = key.form.read(value.raw)
            return None if made == "" else made
        except ValueError as error:
            self._bad(value, key, str(error))
            return None

    def _group(self, value: Value, name: str) -> dict[str, object]:
        known = children(name)
        made: dict[str, object] = {}
        for item in value.items:
            key = known.get(item.key) or known.get("*")
            if key is None:
                self._unknown(item, name)
            elif (read := self._value(item.value, key)) is not None:
                made[item.key] = read
        return made

    def _unknown(self, item: Item, name: str) -> None:
        where = f"'{name}' has" if name else "book.yaml has"
        self.report.add(Code.CONFIG_UNKNOWN_KEY, f"{where} no key '{item.key}'", item.pos, _meant(item.key, name))

    def _demand_needed(self, value: Value, key: Key) -> None:
        if key.needs and not any((found := value.get(name)) is not None and not found.is_empty for name in key.needs):
            message = f"{key.name.removesuffix('[]')} lacks the key {' or '.join(key.needs)}"
            self.report.add(Code.CONFIG_BAD_VALUE, message, value.pos, f"write {key.needs[0]}: ...")

    def _bad(self, value: Value, key: Key, cure: str) -> None:
        code = key.form.code if key.form else Code.CONFIG_BAD_VALUE
        message = f"{key.name.removesuffix('[]')} is {value.shown}; it takes {key.kind}"
        self.report.add(code, message, value.pos, _cure(value, key) or cure)


def _meant(written: str, name: str) -> str:
    known = tuple(children(name))
    near = nearest(written, known)
    low = written.lower().replace("-", "_")
    elsewhere = [key for key in TABLE if key.endswith(f".{low}") and "[]" not in key and "*" not in key]
    meant = near or (_MEANT.get(low, "") if not name else "") or next(iter(elsewhere), "")
    if not meant and low in children(""):
        meant = f"{low}, at the top of the file"
    return f"did you mean {meant}?" if meant else f"known are: {', '.join(known)}"


def _cure(value: Value, key: Key) -> str:
    if value.is_empty:
        return "leave the key out, or write nothing after its colon"
    if key.form and key.form.kinds == (Kind.FLAG,):
        return "write true or false, without quotes"
    if key.form and key.form.kinds == (Kind.WHOLE,) and value.kind is Kind.TEXT:
        return "write a number in digits, without quotes"
    return ""
