"""Every test of the API begins with a whole allowance."""

from collections.abc import Iterator

import pytest

from guidelines.frame import limits


@pytest.fixture(autouse=True)
def a_whole_allowance() -> Iterator[None]:
    limits.forget()
    yield
    limits.forget()
