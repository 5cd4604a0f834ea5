"""The form of a merge: my words carried along, what they are merged with, and the answers."""

from __future__ import annotations

from django import forms
from django.http import QueryDict

from guidelines.editions.forms.drafting import DraftForm
from guidelines.text.resolving import Answer, Choice

CHOICES: dict[str, Choice] = {
    "theirs": "theirs",
    "mine": "mine",
    "both": "both",
    "both_mine_first": "both_mine_first",
    "own": "own",
}


class MergeForm(DraftForm):
    """My words as hidden fields. `seen` is the digest of the draft that the result will stand on.

    `base` and `theirs` are digests; `onto` is the number of the edition on which a rebase puts the draft.
    """

    base = forms.CharField(required=False, max_length=80)
    theirs = forms.CharField(max_length=80)
    onto = forms.IntegerField(required=False, min_value=1)


def answers_in(post: QueryDict) -> dict[str, Answer]:
    """The answers in a posted merge page: `choose-<key>`, and `own-<key>` with words of one's own."""
    found: dict[str, Answer] = {}
    for name, value in post.items():
        if name.startswith("choose-") and (choice := CHOICES.get(str(value))):
            key = name.removeprefix("choose-")
            found[key] = Answer(choice, str(post.get(f"own-{key}", "")).replace("\r\n", "\n"))
    return found
