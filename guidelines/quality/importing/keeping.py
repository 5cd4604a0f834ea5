"""What an import remembers of what it met, within a bound: a file may hold a million different words."""

from typing import TypeVar

MOST_KEPT = 20_000

Key = TypeVar("Key")
Value = TypeVar("Value")


def remember(kept: dict[Key, Value], key: Key, value: Value) -> None:
    """Put it in; begin anew when there is too much."""
    if len(kept) >= MOST_KEPT:
        kept.clear()
    kept[key] = value
