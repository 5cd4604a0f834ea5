"""Every deed on guidelines and editions, one function each."""

from guidelines.editions.services.adapting import adapt, follow
from guidelines.editions.services.attaching import attach
from guidelines.editions.services.bringing_in import BroughtIn, bring_in
from guidelines.editions.services.bundling import (
    Together,
    add_to_bundle,
    close_bundle,
    open_bundle,
    publish_bundle,
    take_out,
)
from guidelines.editions.services.claiming import claim, reassign, release
from guidelines.editions.services.classing import class_guideline
from guidelines.editions.services.clearing import end_clearance, give_clearance
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
from guidelines.editions.services.keeping import end_precedence, hand_over, set_precedence, set_review_interval, wish
from guidelines.editions.services.numbering import add_number
from guidelines.editions.services.opening import open_edition, open_guideline
from guidelines.editions.services.publishing import Acknowledging, Fate, cancel, publish, withdraw
from guidelines.editions.services.requiring import (
    add_question,
    end_question,
    end_required_signature,
    move_question,
    require_signature,
)
from guidelines.editions.services.reviewing import approve, discard, recall, request_changes, submit
from guidelines.editions.services.reviewing_periodically import give_verdict
from guidelines.editions.services.sitting import sit
from guidelines.editions.services.suspending import resume, suspend
from guidelines.editions.services.templating import add_template, change_template, end_template
from guidelines.editions.services.wording import watch, watch_no_longer

__all__ = [
    "Acknowledging",
    "BroughtIn",
    "Fate",
    "Saved",
    "Together",
    "accept_suggestion",
    "adapt",
    "add_number",
    "add_question",
    "add_template",
    "add_to_bundle",
    "answer",
    "approve",
    "attach",
    "bring_in",
    "cancel",
    "change_template",
    "claim",
    "class_guideline",
    "close_bundle",
    "comment",
    "consult",
    "decline_suggestion",
    "discard",
    "end_clearance",
    "end_consultation",
    "end_precedence",
    "end_question",
    "end_required_signature",
    "end_template",
    "enforce_now",
    "follow",
    "give_clearance",
    "give_verdict",
    "hand_over",
    "move_question",
    "open_bundle",
    "open_edition",
    "open_guideline",
    "publish",
    "publish_bundle",
    "ratify",
    "reassign",
    "rebase",
    "recall",
    "release",
    "reopen",
    "reply",
    "request_changes",
    "require_signature",
    "resolve",
    "restore",
    "resume",
    "save_draft",
    "set_precedence",
    "set_review_interval",
    "sit",
    "submit",
    "suspend",
    "take_out",
    "watch",
    "watch_no_longer",
    "wish",
    "withdraw",
]
