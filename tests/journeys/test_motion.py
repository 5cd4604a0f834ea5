"""Whoever asks their system for less motion is shown none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.editions import making
from tests.journeys.conftest import Window
from tests.people import World

pytestmark = pytest.mark.browser

MOVING = """
() => [...document.querySelectorAll('*')].filter(one => {
  const style = getComputedStyle(one);
  const longest = text => Math.max(...text.split(',').map(parseFloat));
  return longest(style.transitionDuration) > 0.001 || longest(style.animationDuration) > 0.001
    || style.scrollBehavior === 'smooth';
}).length
"""


def test_nothing_moves_for_whoever_asked_for_less_motion(marketplace: World, window: Callable[..., Window]) -> None:
    making.published(making.draft(marketplace), marketplace)
    mo = window(marketplace.mo)
    for page in ("/", "/g/US-PR-0001/", "/g/US-PR-0001/R2/"):
        mo.open(page)
        mo.page.emulate_media(reduced_motion="no-preference")
        assert mo.page.evaluate(MOVING) > 0, "what moves elsewhere, and so could move here"
        mo.page.emulate_media(reduced_motion="reduce")
        assert mo.page.evaluate(MOVING) == 0, page
