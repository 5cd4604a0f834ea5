"""The deeds of this room: asking and joining, answering and ruling, linking to an edition, requests, the queue of
insights, and requirements."""

from guidelines.insights.services.answering import answer
from guidelines.insights.services.asking import ask, join, mark_seen
from guidelines.insights.services.delivering import answer_requirement, deliver_requirement
from guidelines.insights.services.gathering import follow_to_the_queue, gather
from guidelines.insights.services.linking import link
from guidelines.insights.services.opening import Reference, Signal, open_insight
from guidelines.insights.services.requesting import Wish, answer_in, decline, remark, request_change, take_up
from guidelines.insights.services.requiring import (
    Need,
    add_to_requirement,
    decline_requirement,
    open_requirement,
    plan_requirement,
    start_requirement,
)
from guidelines.insights.services.ruling import end_ruling, follow, newest_on, rule
from guidelines.insights.services.triage import (
    answer_insight,
    assign_insight,
    decline_insight,
    merge_insight,
    sort_insight,
)

__all__ = [
    "Need",
    "Reference",
    "Signal",
    "Wish",
    "add_to_requirement",
    "answer",
    "answer_in",
    "answer_insight",
    "answer_requirement",
    "ask",
    "assign_insight",
    "decline",
    "decline_insight",
    "decline_requirement",
    "deliver_requirement",
    "end_ruling",
    "follow",
    "follow_to_the_queue",
    "gather",
    "join",
    "link",
    "mark_seen",
    "merge_insight",
    "newest_on",
    "open_insight",
    "open_requirement",
    "plan_requirement",
    "remark",
    "request_change",
    "rule",
    "sort_insight",
    "start_requirement",
    "take_up",
]
