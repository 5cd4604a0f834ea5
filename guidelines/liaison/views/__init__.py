"""The pages of this room."""

from guidelines.liaison.views.correcting import correct_note, issue_again
from guidelines.liaison.views.notes import ask_for_notes, change_notes, choose_notes
from guidelines.liaison.views.packs import answer_pack, pack, pack_file, packs

__all__ = [
    "answer_pack",
    "ask_for_notes",
    "change_notes",
    "choose_notes",
    "correct_note",
    "issue_again",
    "pack",
    "pack_file",
    "packs",
]
