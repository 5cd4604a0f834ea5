"""What the editor asks for while somebody types: the preview of a draft of 8 KB that was never typed before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from urllib.parse import urlencode

from benchmarks.workloads import Request, Workload
from benchmarks.writing import RULES, manuscript
from guidelines.editions import services
from guidelines.editions.block_form import blocks_of, was
from guidelines.editions.drafts import DraftWords
from guidelines.editions.models import Edition, Guideline
from guidelines.people.models import Person
from guidelines.text.editing import renumbered

SIZE = 8 * 1024
REQUESTS = 100


def previews(writer: Person) -> Workload:
    first = manuscript(0).editions[0]
    words = replace(first, source=_grown(first.source))
    guideline = Guideline.objects.filter(market__code="US", domain__code="CC").order_by("pk")[0]
    draft = services.open_edition(guideline, by=writer, words=words)
    address, numbers = f"/g/{guideline.policy_id}/editions/{draft.number}/draft/", count()

    def typing() -> list[Request]:
        return [Request(address, form=_form(draft, words, next(numbers))) for _ in range(REQUESTS)]

    return Workload("preview", "8 KB of a draft with other words each time", typing)


def _grown(source: str) -> str:
    """The source with its own blocks after it, their rules under other IDs, up to the size."""
    names: Iterator[int] = count(RULES + 1)
    while len(source.encode()) < SIZE:
        again = renumbered(source, lambda: f"R{next(names)}")
        source = f"{source}\n\n{again[: SIZE - len(source.encode())]}"
    return source


def _form(draft: Edition, words: DraftWords, number: int) -> bytes:
    """The draft as the browser sends it, with a field that was changed."""
    parts = blocks_of(words.source).parts
    rule = next(n for n, part in enumerate(parts) if part.kind == "rule")
    fields = [("order", f"b{n}") for n in range(len(parts))]
    fields += [(f"b{n}-md", part.body) for n, part in enumerate(parts)]
    fields += [(f"b{n}-was", was(part)) for n, part in enumerate(parts)]
    fields += [("topic_codes", code) for code in words.topic_codes]
    told = {"mode": "forms", "action": "preview", "seen": draft.digest, "blocks": len(parts)}
    told |= {"title": words.title, "summary": words.summary, "change_note": words.change_note}
    told |= {"significance": str(words.significance), f"b{rule}-if": f"Something else is seen, {number} times."}
    return urlencode([*fields, *told.items()]).encode()
