"""Guidelines, their editions, and what stands beside them."""

from guidelines.editions.models.attachment import Attachment, AttachmentUse
from guidelines.editions.models.clearing import Clearance
from guidelines.editions.models.discussion import Comment, Consultation, Suggestion
from guidelines.editions.models.edition import NOTE_AUDIENCES, WORD_FIELDS, Audience, Edition, Significance
from guidelines.editions.models.evidence import Approval, Contribution
from guidelines.editions.models.guideline import Guideline, GuidelineAlias, PolicyNumber
from guidelines.editions.models.releasing import Bundle, BundleMember, Suspension
from guidelines.editions.models.signing import ChecklistItem, RequiredSignature, ReviewRound
from guidelines.editions.models.upkeep import GuidelineTemplate, Sitting, Verdict
from guidelines.editions.models.wording import WatchWord

__all__ = [
    "NOTE_AUDIENCES",
    "WORD_FIELDS",
    "Approval",
    "Attachment",
    "AttachmentUse",
    "Audience",
    "Bundle",
    "BundleMember",
    "ChecklistItem",
    "Clearance",
    "Comment",
    "Consultation",
    "Contribution",
    "Edition",
    "Guideline",
    "GuidelineAlias",
    "GuidelineTemplate",
    "PolicyNumber",
    "RequiredSignature",
    "ReviewRound",
    "Significance",
    "Sitting",
    "Suggestion",
    "Suspension",
    "Verdict",
    "WatchWord",
]
