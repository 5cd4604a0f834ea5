"""What people fill in. What can’t be is said by the services, beside its form."""

from guidelines.programmes.forms.programmes import (
    DoneForm,
    EndForm,
    ListForm,
    MilestoneForm,
    MoveForm,
    ProgrammeForm,
    ThingForm,
)
from guidelines.programmes.forms.reports import NewReportForm, SendForm, SubscribeForm, WriteForm
from guidelines.programmes.forms.risks import (
    ActionForm,
    CheckForm,
    CloseForm,
    FinishForm,
    LinkForm,
    NewRiskForm,
    RiskForm,
    ShareForm,
    TakeForm,
)

__all__ = [
    "ActionForm",
    "CheckForm",
    "CloseForm",
    "DoneForm",
    "EndForm",
    "FinishForm",
    "LinkForm",
    "ListForm",
    "MilestoneForm",
    "MoveForm",
    "NewReportForm",
    "NewRiskForm",
    "ProgrammeForm",
    "RiskForm",
    "SendForm",
    "ShareForm",
    "SubscribeForm",
    "TakeForm",
    "ThingForm",
    "WriteForm",
]
