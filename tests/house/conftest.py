"""What several tests of the house begin with."""

import pytest

from tests.house.restricted_world import Kept, lived_with
from tests.people import World


@pytest.fixture
def there(world: World) -> Kept:
    """A restricted guideline that everybody lived with before."""
    return lived_with(world)
