"""A page whose frame is kept and whose middle is drawn at each request: search, where no two questions are alike.

The frame is drawn as kept pages are (`kept.py`): for nobody, with holes for the person, once for all who see the same
of it. It shows no guideline, so it is right until a list is changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from guidelines.frame.holes import Holed, Packed, hole
from guidelines.frame.keeping import Keeper
from guidelines.frame.navigation import entries
from guidelines.people.sessions import Reader
from guidelines.reading.filling import fillings_of_frame
from guidelines.reading.kept import alike, nobody_like
from guidelines.reading.shared import KEPT, blank_request, shows_a_message

MOST_BYTES = 4 * 2**20


@dataclass(frozen=True)
class Frame:
    """A frame as it is kept."""

    packed: Packed
    stamp: int


_frames: Keeper[Frame] = Keeper(MOST_BYTES)


def framed(
    request: HttpRequest, template: str, middle: Mapping[str, bytes], *, stamp: int, status: int = 200
) -> HttpResponse:
    """The page: `middle` is what the template names `holes.<name>`, ready HTML. `stamp` is the newest deed on lists."""
    reader = getattr(request, "reader", None)
    if not isinstance(reader, Reader) or shows_a_message(request):
        whole = Holed.cut(render_to_string(template, {"holes": _holes(middle)}, request))
        return HttpResponse(whole.filled(middle), status=status)
    those = alike(request.path, reader)
    frame = _frames.get(those)
    if frame is None or frame.stamp != stamp:
        frame = Frame(_drawn(request, template, reader, middle), stamp)
        _frames.put(those, frame)
    nav = entries(reader, request.resolver_match)
    return HttpResponse(frame.packed.filled({**fillings_of_frame(request, reader, nav), **middle}), status=status)


def clear() -> None:
    """Forget all frames, as a new process does."""
    _frames.clear()


def _holes(names: Mapping[str, bytes]) -> dict[str, str]:
    return {name: hole(name) for name in names}


def _drawn(request: HttpRequest, template: str, reader: Reader, middle: Mapping[str, bytes]) -> Packed:
    context = {**KEPT, "holes": _holes(middle)}
    return Holed.cut(render_to_string(template, context, blank_request(request, nobody_like(reader)))).packed()
