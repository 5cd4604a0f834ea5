"""The deeds of this room: sessions and who comes to them, requests for training, and materials."""

from guidelines.learning.services.attending import follow_up, give_feedback, make_insight, settle, tick, tick_these
from guidelines.learning.services.inviting import answer, invite, invite_audience, take_back
from guidelines.learning.services.materials import (
    approve_material,
    make_material,
    recall_material,
    return_material,
    save_material,
    submit_material,
)
from guidelines.learning.services.planning import Plan, call_off, change_session, plan_session
from guidelines.learning.services.requesting import Wish, ask_training, decline, take_up

__all__ = [
    "Plan",
    "Wish",
    "answer",
    "approve_material",
    "ask_training",
    "call_off",
    "change_session",
    "decline",
    "follow_up",
    "give_feedback",
    "invite",
    "invite_audience",
    "make_insight",
    "make_material",
    "plan_session",
    "recall_material",
    "return_material",
    "save_material",
    "settle",
    "submit_material",
    "take_back",
    "take_up",
    "tick",
    "tick_these",
]
