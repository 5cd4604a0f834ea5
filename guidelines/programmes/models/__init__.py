"""Programmes, what they hold, their risks and opportunities, and their reports."""

from guidelines.programmes.models.holding import Item
from guidelines.programmes.models.programmes import Milestone, Move, Place, Programme
from guidelines.programmes.models.reports import Report, ReportDelivery, ReportWriter
from guidelines.programmes.models.risks import (
    OPPORTUNITY_RESPONSES,
    RISK_RESPONSES,
    Action,
    Link,
    Membership,
    Risk,
    Score,
)
from guidelines.programmes.models.subscribing import ReportSubscription

__all__ = [
    "OPPORTUNITY_RESPONSES",
    "RISK_RESPONSES",
    "Action",
    "Item",
    "Link",
    "Membership",
    "Milestone",
    "Move",
    "Place",
    "Programme",
    "Report",
    "ReportDelivery",
    "ReportSubscription",
    "ReportWriter",
    "Risk",
    "Score",
]
