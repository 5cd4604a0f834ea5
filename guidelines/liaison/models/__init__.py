"""Who is told, what was told to them, and what was corrected since."""

from guidelines.liaison.models.calling_off import CalledOff
from guidelines.liaison.models.correcting import Correction
from guidelines.liaison.models.notifying import Kind, Notification, NotificationChoice, NotificationMail, Rhythm
from guidelines.liaison.models.packing import NEVER, Pack, PackFile, PackNote, PackPlace
from guidelines.liaison.models.sending import Delivery, Reason
from guidelines.liaison.models.stakeholders import Contact, Feed, Stakeholder, Subscription

__all__ = [
    "NEVER",
    "CalledOff",
    "Contact",
    "Correction",
    "Delivery",
    "Feed",
    "Kind",
    "Notification",
    "NotificationChoice",
    "NotificationMail",
    "Pack",
    "PackFile",
    "PackNote",
    "PackPlace",
    "Reason",
    "Rhythm",
    "Stakeholder",
    "Subscription",
]
