"""Checked decisions and where they come from, their counts by the day, and target rates."""

from guidelines.quality.models.checking import (
    CheckedDecision,
    CheckedQuerySet,
    ErrorClass,
    Identity,
    Outcome,
    Subject,
    VerdictChange,
)
from guidelines.quality.models.counting import FIGURES, DailyConfusion, DailyCount, DailyTeamCount, Figures
from guidelines.quality.models.importing import NEVER, CheckImport, CheckImportQuerySet, RowProblem
from guidelines.quality.models.sources import DateForm, Source, SourceQuerySet
from guidelines.quality.models.targets import Target

__all__ = [
    "FIGURES",
    "NEVER",
    "CheckImport",
    "CheckImportQuerySet",
    "CheckedDecision",
    "CheckedQuerySet",
    "DailyConfusion",
    "DailyCount",
    "DailyTeamCount",
    "DateForm",
    "ErrorClass",
    "Figures",
    "Identity",
    "Outcome",
    "RowProblem",
    "Source",
    "SourceQuerySet",
    "Subject",
    "Target",
    "VerdictChange",
]
