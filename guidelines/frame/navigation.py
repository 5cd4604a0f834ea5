"""The main navigation: rooms register their pages, each person sees those they may open."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.urls import NoReverseMatch, ResolverMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language


@dataclass(frozen=True)
class Item:
    """A page in the navigation. `covers` are the URL names of pages that belong under it."""

    label: str | Promise
    url_name: str
    may: Callable[[Any], bool]
    """Asks for roles, and for who is a system administrator, alone: what it says is kept for all alike."""
    count: Callable[[Any], int] | None
    covers: frozenset[str]
    order: int
    icon: str
    _said: dict[str, str] = field(default_factory=dict, compare=False)

    def named_in(self, language: str) -> str:
        """Its label in the language that is active, which every page asks for."""
        if language not in self._said:
            self._said[language] = str(self.label)
        return self._said[language]


@dataclass(frozen=True)
class Entry:
    """An item as one person sees it on one page."""

    label: str
    url: str
    current: bool
    count: int
    icon: str = ""
    """Set, it stands beside the account and not among the pages."""


_items: dict[str, Item] = {}
_open: dict[Hashable, tuple[Item, ...]] = {}
"""What those may open who have the same rights."""
MOST_RIGHTS = 2_000


def everybody(person: Any) -> bool:
    """Whoever is signed in."""
    return True


def register(
    label: str | Promise,
    url_name: str,
    *,
    may: Callable[[Any], bool] = everybody,
    count: Callable[[Any], int] | None = None,
    covers: Iterable[str] = (),
    order: int = 50,
    icon: str = "",
) -> None:
    """Put a page into the navigation. Call it in `AppConfig.ready`; the lowest `order` stands first.

    One with an `icon` stands beside the account instead: it is about the person.
    """
    _items[url_name] = Item(label, url_name, may, count, frozenset(covers), order, icon)
    _open.clear()


def entries(person: Any, match: ResolverMatch | None) -> tuple[Entry, ...]:
    """The navigation of one person, with the page they are on marked."""
    if not getattr(person, "is_authenticated", False):
        return ()
    here = match.view_name if match else ""
    language = get_language() or "en"
    found = (_entry(item, person, here, language) for item in _open_to(person))
    return tuple(entry for entry in found if entry)


def _open_to(person: Any) -> tuple[Item, ...]:
    """In their order; kept for whoever tells their `rights` as a value, as a Reader does."""
    rights = getattr(person, "rights", None)
    items = _open.get(rights) if rights is not None else None
    if items is None:
        items = tuple(item for item in sorted(_items.values(), key=lambda item: item.order) if item.may(person))
        if rights is not None:
            _remember(rights, items)
    return items


def _remember(rights: Hashable, items: tuple[Item, ...]) -> None:
    if len(_open) >= MOST_RIGHTS:
        _open.clear()
    _open[rights] = items


@cache
def _address(url_name: str) -> str:
    """Kept, unless there is no such page: every page asks for all of them."""
    return reverse(url_name)


def _entry(item: Item, person: Any, here: str, language: str) -> Entry | None:
    """One item, unless its page does not exist."""
    try:
        url = _address(item.url_name)
    except NoReverseMatch:
        return None
    current = here == item.url_name or here in item.covers
    count = item.count(person) if item.count else 0
    return Entry(item.named_in(language), url, current, count, item.icon)
