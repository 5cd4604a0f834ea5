"""A small reader of JSON Schema: where a value departs from what the OpenAPI document says of it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

KINDS: dict[str, Any] = {
    "string": str,
    "integer": int,
    "boolean": bool,
    "array": list,
    "object": dict,
    "null": type(None),
}


def faults(document: dict[str, Any], schema: dict[str, Any], value: Any, where: str = "$") -> Iterator[str]:
    """Only what our document uses of JSON Schema; a word it does not know is a fault of the document."""
    unknown = set(schema) - {*_WORDS}
    if unknown:
        yield f"{where}: the document says {sorted(unknown)}"
    if "$ref" in schema:
        yield from faults(document, looked_up(document, schema["$ref"]), value, where)
        return
    if "anyOf" in schema:
        if all(list(faults(document, one, value, where)) for one in schema["anyOf"]):
            yield f"{where}: {value!r} is none of the shapes"
        return
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not any(type(value) is KINDS[kind] for kind in kinds):
        yield f"{where}: {value!r} is not of {kinds}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{where}: {value!r} is not in the list"
    yield from _inside(document, schema, value, where)


_WORDS = (
    *("$ref", "anyOf", "type", "enum", "format", "properties", "required", "additionalProperties", "items"),
    *("description", "examples", "minimum", "maximum", "default", "pattern"),
)


def _inside(document: dict[str, Any], schema: dict[str, Any], value: Any, where: str) -> Iterator[str]:
    if isinstance(value, dict):
        for name in sorted(set(schema["required"]) - set(value)):
            yield f"{where}.{name} is missing"
        for name, inner in value.items():
            if name in schema["properties"]:
                yield from faults(document, schema["properties"][name], inner, f"{where}.{name}")
            else:
                yield f"{where}.{name} is not in the document"
    if isinstance(value, list):
        for number, inner in enumerate(value):
            yield from faults(document, schema["items"], inner, f"{where}[{number}]")
    if isinstance(value, str) and schema.get("format") == "date-time":
        moment = dt.datetime.fromisoformat(value)
        if moment.utcoffset() is None or not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z", value):
            yield f"{where}: {value} is no instant in UTC"
    if isinstance(value, str) and schema.get("format") == "date":
        dt.date.fromisoformat(value)


def looked_up(document: dict[str, Any], reference: str) -> Any:
    found: Any = document
    for part in reference.removeprefix("#/").split("/"):
        found = found[part]
    return found
