"""Answers are frozen dataclasses: from one declaration come the JSON that is sent and the schema that describes it."""

from __future__ import annotations

import datetime as dt
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints


def as_json(value: Any) -> Any:
    """A value as JSON has it, its fields in the order they are declared; instants in UTC with their offset."""
    if is_dataclass(value):
        return {field.name: as_json(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).replace(tzinfo=None).isoformat() + "Z"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [as_json(each) for each in value]
    return str(value) if isinstance(value, str) else value


def schema_of(kind: type) -> dict[str, Any]:
    """The schema of one dataclass: all its fields are always there but those with a default, and no others."""
    properties = {name: _schema(hint) for name, hint in _hints(kind).items()}
    needed = [field.name for field in fields(kind) if field.default is MISSING]
    return {
        "type": "object",
        "description": " ".join((kind.__doc__ or "").split()),
        "properties": properties,
        "required": needed,
        "additionalProperties": False,
    }


def parts_of(kind: type) -> dict[str, type]:
    """The dataclass and all that its fields are made of, by name."""
    found: dict[str, type] = {kind.__name__: kind}
    for hint in _hints(kind).values():
        for inner in _classes(hint):
            if inner.__name__ not in found:
                found |= parts_of(inner)
    return found


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind, include_extras=True)


def _classes(hint: Any) -> list[type]:
    if isinstance(hint, type) and is_dataclass(hint):
        return [hint]
    return [found for inner in get_args(hint) if not isinstance(inner, str) for found in _classes(inner)]


_PLAIN: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    dt.datetime: {"type": "string", "format": "date-time"},
    dt.date: {"type": "string", "format": "date"},
    NoneType: {"type": "null"},
}


def _schema(hint: Any) -> dict[str, Any]:
    origin, inside = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return {**_schema(inside[0]), "description": inside[1]}
    if origin is Literal:
        return {"type": "string", "enum": list(inside)}
    if origin in (Union, UnionType):
        return _either([_schema(kind) for kind in inside])
    if origin is tuple:
        return {"type": "array", "items": _schema(inside[0])}
    return dict(_PLAIN[hint]) if hint in _PLAIN else {"$ref": f"#/components/schemas/{hint.__name__}"}


def _either(schemas: list[dict[str, Any]]) -> dict[str, Any]:
    """`string or null` in one line where both are plain."""
    if all(set(schema) <= {"type", "format"} for schema in schemas):
        merged = {key: value for schema in schemas for key, value in schema.items()}
        return {**merged, "type": [schema["type"] for schema in schemas]}
    return {"anyOf": schemas}
