"""The demo world, built once for all the tests that look at it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import transaction
from django.test.utils import override_settings

from guidelines.demo import building
from guidelines.demo.models import DemoWorld
from tests.demo import NOW


@pytest.fixture(scope="package")
def built(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[DemoWorld]:
    """Built once in an emptied database, inside a transaction that is rolled back at its end."""
    media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with django_db_blocker.unblock(), media, transaction.atomic():
        call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)
        ContentType.objects.clear_cache()
        yield building.build(_Silent(), now=NOW)
        transaction.set_rollback(True)
    ContentType.objects.clear_cache()


class _Silent:
    """Output that nobody reads."""

    def write(self, msg: str = "", style_func: None = None, ending: str | None = None) -> None: ...

    def isatty(self) -> bool:
        return False
