"""The pages of the stakeholder directory."""

from guidelines.liaison.directory_pages.contacts import add_contact, change_contact, end_contact, renew_secret
from guidelines.liaison.directory_pages.deliveries import make_again, repeat_delivery, send_pack
from guidelines.liaison.directory_pages.feeds import end_feed, new_feed
from guidelines.liaison.directory_pages.lists import (
    change_stakeholder,
    end_stakeholder,
    new_stakeholder,
    stakeholder,
    stakeholders,
)
from guidelines.liaison.directory_pages.receiving import received_file, receiving
from guidelines.liaison.directory_pages.subscriptions import change_subscription, end_subscription, new_subscription
from guidelines.liaison.directory_pages.untold import untold, untold_csv

__all__ = [
    "add_contact",
    "change_contact",
    "change_stakeholder",
    "change_subscription",
    "end_contact",
    "end_feed",
    "end_stakeholder",
    "end_subscription",
    "make_again",
    "new_feed",
    "new_stakeholder",
    "new_subscription",
    "received_file",
    "receiving",
    "renew_secret",
    "repeat_delivery",
    "send_pack",
    "stakeholder",
    "stakeholders",
    "untold",
    "untold_csv",
]
