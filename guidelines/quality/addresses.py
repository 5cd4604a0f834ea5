"""Where an area has its page, and which area an address names."""

from __future__ import annotations

from django.urls import reverse

from guidelines.quality.queries.areas import Ref
from guidelines.quality.queries.asked import Kind

NAMES = {
    Kind.RULE: "rule_area",
    Kind.SECTION: "section_area",
    Kind.GUIDELINE: "guideline_area",
    Kind.TOPIC: "topic_area",
}


def arguments(ref: Ref) -> list[str]:
    """A topic is named in one piece, with its market: `US-counterfeit.goods`."""
    return ["-".join(ref.names)] if ref.kind == Kind.TOPIC else list(ref.names)


def url_of(ref: Ref) -> str:
    return reverse(NAMES[ref.kind], args=arguments(ref))


def topic_ref(name: str) -> Ref:
    market, _dash, code = name.partition("-")
    return Ref(Kind.TOPIC, (market, code))
