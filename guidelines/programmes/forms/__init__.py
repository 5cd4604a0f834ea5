"""What people fill in. What can’t be is said by the services, beside its form."""

from guidelines.programmes.forms.programmes import (
    DoneForm,
    EndForm,
    ListForm,
    MilestoneForm,
    MoveForm,
    ProgrammeForm,
    ThingForm,
    known_of_programme,
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
    known_of_risk,
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
    "known_of_programme",
    "known_of_risk",
]
