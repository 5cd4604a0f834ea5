"""Forms of the writing rooms. They carry words to the services; what is allowed is decided there."""

from guidelines.editions.forms.drafting import DraftForm
from guidelines.editions.forms.moving import EmergencyForm, MoveForm, SuspendForm
from guidelines.editions.forms.opening import GuidelineForm
from guidelines.editions.forms.publishing import BundleStartForm, PublishForm, StartForm
from guidelines.editions.forms.seen import LinesField, SeenForm

__all__ = [
    "BundleStartForm",
    "DraftForm",
    "EmergencyForm",
    "GuidelineForm",
    "LinesField",
    "MoveForm",
    "PublishForm",
    "SeenForm",
    "StartForm",
    "SuspendForm",
]
