"""Forms of the writing rooms. They carry words to the services; what is allowed is decided there."""

from guidelines.editions.forms.drafting import DraftForm
from guidelines.editions.forms.moving import EmergencyForm, MoveForm, SuspendForm
from guidelines.editions.forms.opening import GuidelineForm
from guidelines.editions.forms.publishing import BundleStartForm, PublishForm, StartForm
from guidelines.editions.forms.reviewing import ApprovalForm, QuestionForm, RequiredSignatureForm
from guidelines.editions.forms.seen import LinesField, SeenForm

__all__ = [
    "ApprovalForm",
    "BundleStartForm",
    "DraftForm",
    "EmergencyForm",
    "GuidelineForm",
    "LinesField",
    "MoveForm",
    "PublishForm",
    "QuestionForm",
    "RequiredSignatureForm",
    "SeenForm",
    "StartForm",
    "SuspendForm",
]
