"""The deeds of this room: programmes, milestones, what they hold, risks and their actions, and reports."""

from guidelines.programmes.services._handing_over import is_inside, reachable
from guidelines.programmes.services.actions import (
    add_action,
    end_link,
    finish_action,
    link_insight,
    link_question,
    link_rule,
)
from guidelines.programmes.services.holding import take_in, take_out
from guidelines.programmes.services.milestones import finish_milestone, move_milestone, plan_milestone
from guidelines.programmes.services.programmes import Plan, begin, change, end, seen_of_programme
from guidelines.programmes.services.reports import (
    agree_to_partners,
    begin_report,
    correct_report,
    issue_report,
    seen_of,
    write_report,
)
from guidelines.programmes.services.risks import (
    Assessment,
    Concern,
    change_risk,
    check_risk,
    close_risk,
    raise_risk,
    seen_of_risk,
    share_risk,
    take_opportunity,
)
from guidelines.programmes.services.sending import repeat_delivery, send_report
from guidelines.programmes.services.subscribing import end_subscription, running, subscribe

__all__ = [
    "Assessment",
    "Concern",
    "Plan",
    "add_action",
    "agree_to_partners",
    "begin",
    "begin_report",
    "change",
    "change_risk",
    "check_risk",
    "close_risk",
    "correct_report",
    "end",
    "end_link",
    "end_subscription",
    "finish_action",
    "finish_milestone",
    "is_inside",
    "issue_report",
    "link_insight",
    "link_question",
    "link_rule",
    "move_milestone",
    "plan_milestone",
    "raise_risk",
    "reachable",
    "repeat_delivery",
    "running",
    "seen_of",
    "seen_of_programme",
    "seen_of_risk",
    "send_report",
    "share_risk",
    "subscribe",
    "take_in",
    "take_opportunity",
    "take_out",
    "write_report",
]
