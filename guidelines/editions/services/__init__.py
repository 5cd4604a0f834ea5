"""Every deed on guidelines and editions, one function each."""

from guidelines.editions.services.attaching import attach
from guidelines.editions.services.drafting import Saved, rebase, restore, save_draft
from guidelines.editions.services.keeping import set_precedence
from guidelines.editions.services.opening import open_edition, open_guideline
from guidelines.editions.services.publishing import Fate, cancel, enforce_now, publish, ratify, withdraw
from guidelines.editions.services.reviewing import approve, discard, recall, request_changes, submit

__all__ = [
    "Fate",
    "Saved",
    "approve",
    "attach",
    "cancel",
    "discard",
    "enforce_now",
    "open_edition",
    "open_guideline",
    "publish",
    "ratify",
    "rebase",
    "recall",
    "request_changes",
    "restore",
    "save_draft",
    "set_precedence",
    "submit",
    "withdraw",
]
