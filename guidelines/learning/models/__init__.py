"""What is taught, asked and expected: sessions, requests for them, materials, quizzes and tasks."""

from guidelines.learning.models.asking import TrainingRequest, TrainingRequestQuerySet
from guidelines.learning.models.assignments import Task, TaskDone, TaskPerson, TaskQuerySet
from guidelines.learning.models.materials import Material, MaterialApproval, MaterialWords
from guidelines.learning.models.quizzes import (
    GRACE,
    MOST_CHOICES,
    Answer,
    Attempt,
    Item,
    ItemQuerySet,
    Pool,
    Quiz,
    Result,
    RuleTold,
)
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
    "GRACE",
    "MOST_CHOICES",
    "Answer",
    "Attempt",
    "Feedback",
    "FollowUp",
    "Invitation",
    "InvitationQuerySet",
    "Item",
    "ItemQuerySet",
    "Material",
    "MaterialApproval",
    "MaterialWords",
    "Pool",
    "Quiz",
    "Result",
    "RuleTold",
    "Session",
    "SessionQuerySet",
    "Task",
    "TaskDone",
    "TaskPerson",
    "TaskQuerySet",
    "Taught",
    "TrainingRequest",
    "TrainingRequestQuerySet",
]
