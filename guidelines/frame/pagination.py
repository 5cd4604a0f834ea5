"""A long list cut into pages, with addresses that keep the rest of the query."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

PER_PAGE = 25


@dataclass(frozen=True)
class Page:
    """Some of the items, and where they stand among all."""

    items: Sequence[Any]
    number: int
    pages: int
    first: int
    last: int
    total: int
    previous_url: str
    next_url: str

    def __iter__(self) -> Iterator[Any]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


def paginate(
    request: HttpRequest, items: QuerySet[Any] | Sequence[Any], *, per_page: int = PER_PAGE, number: int | None = None
) -> Page:
    """The page `?page=` asks for, or the one with this number. Past the end is the last page: a bookmark outlives a
    list that got shorter."""
    page = Paginator(items, per_page).get_page(number or request.GET.get("page"))
    return Page(
        items=list(page.object_list),
        number=page.number,
        pages=page.paginator.num_pages,
        first=page.start_index(),
        last=page.end_index(),
        total=page.paginator.count,
        previous_url=_url(request, page.number - 1) if page.has_previous() else "",
        next_url=_url(request, page.number + 1) if page.has_next() else "",
    )


def _url(request: HttpRequest, number: int) -> str:
    """The same question, another page."""
    query = request.GET.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}"
