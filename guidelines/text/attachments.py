"""Images of our own in a text: their addresses hold the sha256 of what they show, so the words prove the pictures."""

import re

FOLDER = "/attachments/"
_NAME = r"[0-9a-f]{64}\.(?:png|jpg|webp|gif)"
_ADDRESS = re.compile(rf"{FOLDER}({_NAME})(?![\w.])")
NAME = re.compile(_NAME)


def attachment_names(source: str) -> tuple[str, ...]:
    """The names (`digest.extension`) of the attachments whose addresses stand in a source, sorted, each once."""
    return tuple(sorted(set(_ADDRESS.findall(source))))
