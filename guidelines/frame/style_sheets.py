"""Static files as production serves them: hashed, compressed, and all style sheets in one file.

A page waits for every sheet before it shows its first word. While one writes, `css/portal.css` imports the others; when
static files are collected, each import gives way to what it names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

PORTAL = "css/portal.css"
_IMPORT = re.compile(r'^@import "(?P<name>[\w.-]+)";$', re.MULTILINE)


class Storage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, which puts the sheets together before it hashes them."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if PORTAL in paths and not dry_run:
            self.delete(PORTAL)
            self.save(PORTAL, ContentFile(_put_together(paths).encode()))
            paths = {**paths, PORTAL: (self, PORTAL)}
        yield from super().post_process(paths, dry_run=dry_run, **options)


def _put_together(paths: dict[str, Any]) -> str:
    """The sheet with each import replaced by the sheet it names. Errors: KeyError for one that is not there."""
    return _IMPORT.sub(lambda found: _text(paths, f"css/{found['name']}"), _text(paths, PORTAL))


def _text(paths: dict[str, Any], name: str) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        return str(file.read().decode())
