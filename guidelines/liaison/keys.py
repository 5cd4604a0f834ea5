"""The key of a note: what happened to which edition."""

from collections.abc import Iterable, Iterator

from guidelines.liaison.happenings import Happening


def note_key(happening: Happening) -> str:
    """`US-CC-0142 edition 4 in_force`."""
    edition = happening.edition
    return f"{edition.guideline.policy_id} edition {edition.number} {happening.kind}"


def editions_in(keys: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Policy ID and number of the editions that notes tell of, each once."""
    yield from dict.fromkeys((key.split()[0], int(key.split()[2])) for key in keys)
