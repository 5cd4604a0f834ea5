"""Static files as production serves them: hashed, compressed, and what every page loads in one file of each kind.

A page waits for its style sheets before it shows the first word, and each script is one more request. While one
writes, `css/portal.css` and `js/portal.js` import the others; when static files are collected, each import gives way
to what it names. The scripts keep their names to themselves, so they can stand in one file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

BUNDLES = ("css/portal.css", "js/portal.js")
_IMPORT = re.compile(r"""^@?import ["'](?:\./)?(?P<name>[\w.-]+)["'];\n""", re.MULTILINE)


class Storage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, which puts the bundles together before it hashes them."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        for bundle in () if dry_run else paths.keys() & set(BUNDLES):
            together = _put_together(paths, bundle)
            self.delete(bundle)
            self.save(bundle, ContentFile(together.encode()))
            paths = {**paths, bundle: (self, bundle)}
        yield from super().post_process(paths, dry_run=dry_run, **options)


def _put_together(paths: dict[str, Any], bundle: str) -> str:
    """The bundle with each import replaced by the file it names. Errors: KeyError for one that is not there."""
    folder = bundle.rpartition("/")[0]
    return _IMPORT.sub(lambda found: _text(paths, f"{folder}/{found['name']}"), _text(paths, bundle))


def _text(paths: dict[str, Any], name: str) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        return str(file.read().decode())
