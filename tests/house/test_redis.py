"""With REDIS_URL the shared cache is Redis, so rate limits hold across machines."""

import os
import subprocess
import sys

import pytest

COUNT = """
import django
django.setup()
from django.core.cache import caches
caches["shared"].add("n", 0)
print(caches["shared"].incr("n"))
"""


def count_once(redis_url: str) -> str:
    environment = {**os.environ, "REDIS_URL": redis_url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    return subprocess.check_output([sys.executable, "-c", COUNT], env=environment, text=True).strip()


@pytest.mark.slow
def test_two_processes_count_in_the_same_redis(redis_url: str) -> None:
    assert [count_once(redis_url), count_once(redis_url)] == ["1", "2"]
