"""The key of a note: what happened to which edition."""

from guidelines.liaison.happenings import Happening


def note_key(happening: Happening) -> str:
    """`US-CC-0142 edition 4 in_force`."""
    edition = happening.edition
    return f"{edition.guideline.policy_id} edition {edition.number} {happening.kind}"
