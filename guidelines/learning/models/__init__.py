"""What is taught: sessions, requests for them, and materials."""

from guidelines.learning.models.asking import TrainingRequest, TrainingRequestQuerySet
from guidelines.learning.models.materials import Material, MaterialApproval, MaterialWords
from guidelines.learning.models.sessions import (
    Feedback,
    FollowUp,
    Invitation,
    InvitationQuerySet,
    Session,
    SessionQuerySet,
    Taught,
)

__all__ = [
    "Feedback",
    "FollowUp",
    "Invitation",
    "InvitationQuerySet",
    "Material",
    "MaterialApproval",
    "MaterialWords",
    "Session",
    "SessionQuerySet",
    "Taught",
    "TrainingRequest",
    "TrainingRequestQuerySet",
]
