"""The JSON Schema of book.yaml, for editors: completion and marks while one types.

In: the table of keys. Out: the text of `pipeline/schema/book.schema.json`; a test holds the two together.
To write it anew, put what this prints there: python -c "from pipeline.config import schema_text; print(schema_text())"
"""

from __future__ import annotations

import json
from typing import Any, TypeAlias

from .keys import TABLE, Key, children, item_of

Schema: TypeAlias = dict[str, Any]
SHARED = "chapters[]"
"""The key that others are like: written once."""


def json_schema() -> Schema:
    """The schema, in draft 7: the newest that the YAML language server speaks throughout."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "book.yaml, the configuration of a book for Galerada",
        **_group("", ()),
        "definitions": {"entry": _shape(TABLE[SHARED])},
    }


def schema_text() -> str:
    """The schema as it is published."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False)


def _key(key: Key) -> Schema:
    said: Schema = {"description": f"{key.meaning} Default: {key.default}." if key.default else key.meaning}
    return said | ({"allOf": [{"$ref": "#/definitions/entry"}]} if SHARED in (key.name, key.like) else _shape(key))


def _shape(key: Key) -> Schema:
    shapes: list[Schema] = [_or_nothing(dict(key.form.schema))] if key.form else []
    if item := item_of(key.name):
        shapes.append({"type": ["array", "null"], "items": _key(item)})
    if children(key.name):
        shapes.append(_group(key.name, key.needs))
    return shapes[0] if len(shapes) == 1 else {"anyOf": shapes}


def _or_nothing(schema: Schema) -> Schema:
    """A key without a value says nothing, and is no fault."""
    if "enum" in schema:
        return schema | {"enum": [*schema["enum"], None]}
    types = schema["type"]
    return schema | {"type": [*([types] if isinstance(types, str) else types), "null"]}


def _group(name: str, needs: tuple[str, ...]) -> Schema:
    known = {part: _key(child) for part, child in children(name).items()}
    free = known.pop("*", None)
    made: Schema = {"type": ["object", "null"], "properties": known, "additionalProperties": free or False}
    if free and (names := children(name)["*"].names):
        made["propertyNames"] = dict(names.schema)
    return made | ({"anyOf": [{"type": "null"}, *(_said(part) for part in needs)]} if needs else {})


def _said(part: str) -> Schema:
    return {"required": [part], "properties": {part: {"not": {"enum": [None, ""]}}}}
