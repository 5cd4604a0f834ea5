"""Every deed on guidelines and editions, one function each."""

from guidelines.editions.services.attaching import attach
from guidelines.editions.services.bundling import (
    Together,
    add_to_bundle,
    close_bundle,
    open_bundle,
    publish_bundle,
    take_out,
)
from guidelines.editions.services.consulting import answer, consult, end_consultation
from guidelines.editions.services.discussing import (
    accept_suggestion,
    comment,
    decline_suggestion,
    reopen,
    reply,
    resolve,
)
from guidelines.editions.services.drafting import Saved, rebase, restore, save_draft
from guidelines.editions.services.enforcing import enforce_now, ratify
from guidelines.editions.services.keeping import set_precedence
from guidelines.editions.services.opening import open_edition, open_guideline
from guidelines.editions.services.publishing import Acknowledging, Fate, cancel, publish, withdraw
from guidelines.editions.services.reviewing import approve, discard, recall, request_changes, submit
from guidelines.editions.services.sitting import sit
from guidelines.editions.services.suspending import resume, suspend

__all__ = [
    "Acknowledging",
    "Fate",
    "Saved",
    "Together",
    "accept_suggestion",
    "add_to_bundle",
    "answer",
    "approve",
    "attach",
    "cancel",
    "close_bundle",
    "comment",
    "consult",
    "decline_suggestion",
    "discard",
    "end_consultation",
    "enforce_now",
    "open_bundle",
    "open_edition",
    "open_guideline",
    "publish",
    "publish_bundle",
    "ratify",
    "rebase",
    "recall",
    "reopen",
    "reply",
    "request_changes",
    "resolve",
    "restore",
    "resume",
    "save_draft",
    "set_precedence",
    "sit",
    "submit",
    "suspend",
    "take_out",
    "withdraw",
]
