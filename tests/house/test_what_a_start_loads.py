"""A start waits for no library that only some requests need: those who want such a file wait for it once."""

from pathlib import Path

import pytest

from tests.house.running import environment, python

pytestmark = pytest.mark.slow

LARGE = ("openpyxl", "reportlab", "docx", "mammoth", "bs4", "markdownify", "redis")
STARTED = f"""
import sys
from django.core import checks
import sop_portal.wsgi
checks.run_checks()
print("loaded:", *(name for name in {LARGE} if name in sys.modules))
"""


def test_a_start_with_every_page_loads_nothing_that_writes_or_reads_office_files(tmp_path: Path) -> None:
    done = python("-c", STARTED, env=environment(tmp_path, SOP_PORTAL_MODE="demo"))
    assert done.stdout.strip() == "loaded:", done.stderr
