"""The deeds of this room: asking and joining, answering and ruling, ending, and linking to an edition."""

from guidelines.insights.services.answering import answer
from guidelines.insights.services.asking import ask, join, mark_seen
from guidelines.insights.services.linking import link
from guidelines.insights.services.ruling import end_ruling, follow, rule

__all__ = ["answer", "ask", "end_ruling", "follow", "join", "link", "mark_seen", "rule"]
