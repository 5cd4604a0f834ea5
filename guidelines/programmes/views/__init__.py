"""The pages of this room."""

from guidelines.programmes.views.milestones import finish_milestone, milestone, programme_items, take_out
from guidelines.programmes.views.portfolio import portfolio
from guidelines.programmes.views.programmes import (
    change_programme,
    end_programme,
    new_programme,
    programme,
    programmes,
)
from guidelines.programmes.views.reports import (
    agree_to_report,
    correct_report,
    issue_report,
    new_report,
    programme_report,
    repeat_report_delivery,
    report_figure,
    report_file,
    send_report,
)
from guidelines.programmes.views.risks import (
    add_action,
    change_risk,
    close_risk,
    finish_action,
    link_risk,
    new_risk,
    risk,
    share_risk,
    take_opportunity,
    unlink_risk,
)
from guidelines.programmes.views.subscribing import end_report_subscription, report_subscribers

__all__ = [
    "add_action",
    "agree_to_report",
    "change_programme",
    "change_risk",
    "close_risk",
    "correct_report",
    "end_programme",
    "end_report_subscription",
    "finish_action",
    "finish_milestone",
    "issue_report",
    "link_risk",
    "milestone",
    "new_programme",
    "new_report",
    "new_risk",
    "portfolio",
    "programme",
    "programme_items",
    "programme_report",
    "programmes",
    "repeat_report_delivery",
    "report_figure",
    "report_file",
    "report_subscribers",
    "risk",
    "send_report",
    "share_risk",
    "take_opportunity",
    "take_out",
    "unlink_risk",
]
