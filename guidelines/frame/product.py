"""The version of the product, as its change log says."""

import re
from pathlib import Path

from django.conf import settings


def newest_version(changelog: Path) -> str:
    """The first heading of the change log that names a version; nothing where there is none."""
    if not changelog.exists():
        return ""
    heading = re.search(r"^## \[?v?(\d+(?:\.\d+)+)", changelog.read_text(encoding="utf-8"), re.MULTILINE)
    return heading.group(1) if heading else ""


VERSION = newest_version(Path(settings.BASE_DIR) / "CHANGELOG.md")
