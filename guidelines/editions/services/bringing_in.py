"""Text from elsewhere on its way into a draft: its images are kept at once, its words when somebody confirms them."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guidelines.editions.lifecycle import SAVE
from guidelines.editions.models import Edition
from guidelines.editions.services._moving import refuse_unless_allowed
from guidelines.editions.services.attaching import attach
from guidelines.frame.refusals import Invalid
from guidelines.people.models import Person
from guidelines.text.incoming import Incoming, IncomingImage

MOST_SECONDS = 8.0
"""After so long no further image is encoded; the report says how many are left."""


@dataclass(frozen=True)
class BroughtIn:
    """Markdown whose images have their addresses, and what is to be said about it."""

    markdown: str
    report: tuple[str, ...]


def bring_in(edition: Edition, *, by: Person, incoming: Incoming) -> BroughtIn:
    """Keep the images of a text for a draft. The words are not saved: that is a save of the draft like any other."""
    refuse_unless_allowed(by, SAVE, edition)
    addresses: dict[str, str] = {}
    refused: list[str] = []
    late, until = 0, time.monotonic() + MOST_SECONDS
    for image in incoming.images:
        if time.monotonic() > until:
            late += 1
            continue
        try:
            addresses[image.placeholder] = attach(edition, by=by, data=image.data).get_absolute_url()
        except Invalid as refusal:
            refused.append(_left_out(image, refusal.sentence))
    sentences = [*(remark.sentence for remark in incoming.report), *refused]
    if late:
        sentence = ngettext(
            "%(count)d image was left out: together they took too long. Add it by hand.",
            "%(count)d images were left out: together they took too long. Add them by hand.",
            late,
        )
        sentences.append(sentence % {"count": late})
    return BroughtIn(incoming.with_addresses(addresses), tuple(sentences))


def _left_out(image: IncomingImage, why: str) -> str:
    if image.alt:
        return _("The image “%(alt)s” was left out. %(why)s") % {"alt": image.alt, "why": why}
    return _("An image was left out. %(why)s") % {"why": why}
