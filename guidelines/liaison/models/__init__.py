"""Who is told, what was told to them, and what was corrected since."""

from guidelines.liaison.models.correcting import Correction
from guidelines.liaison.models.packing import NEVER, Pack, PackFile, PackNote, PackPlace
from guidelines.liaison.models.sending import Delivery, Reason
from guidelines.liaison.models.stakeholders import Contact, Feed, Stakeholder, Subscription

__all__ = [
    "NEVER",
    "Contact",
    "Correction",
    "Delivery",
    "Feed",
    "Pack",
    "PackFile",
    "PackNote",
    "PackPlace",
    "Reason",
    "Stakeholder",
    "Subscription",
]
