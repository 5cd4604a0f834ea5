"""The demo's signing key: made once, kept in a file that git ignores and only its owner reads."""

import os
import secrets
from pathlib import Path


def demo_key(folder: Path) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "demo-secret-key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        key = secrets.token_urlsafe(50)
        file.write(key)
    return key
