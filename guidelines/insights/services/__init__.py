"""The deeds of this room: asking and joining, answering and ruling, ending, linking to an edition, and requests."""

from guidelines.insights.services.answering import answer
from guidelines.insights.services.asking import ask, join, mark_seen
from guidelines.insights.services.linking import link
from guidelines.insights.services.requesting import Wish, answer_in, decline, remark, request_change, take_up
from guidelines.insights.services.ruling import end_ruling, follow, rule

__all__ = [
    "Wish",
    "answer",
    "answer_in",
    "ask",
    "decline",
    "end_ruling",
    "follow",
    "join",
    "link",
    "mark_seen",
    "remark",
    "request_change",
    "rule",
    "take_up",
]
