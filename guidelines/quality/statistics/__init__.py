"""What numbers of checks and errors tell: pure functions of counts, on the standard library alone."""

from guidelines.quality.statistics.concentration import Concentration, Person, concentration
from guidelines.quality.statistics.differences import Change, beyond_control, newcombe
from guidelines.quality.statistics.intervals import Interval, wilson
from guidelines.quality.statistics.shrinking import Prior, fit
from guidelines.quality.statistics.trends import Trend, trend
from guidelines.quality.statistics.weighing import WEIGHTS, Stratum, Weighted, weighted

__all__ = [
    "WEIGHTS",
    "Change",
    "Concentration",
    "Interval",
    "Person",
    "Prior",
    "Stratum",
    "Trend",
    "Weighted",
    "beyond_control",
    "concentration",
    "fit",
    "newcombe",
    "trend",
    "weighted",
    "wilson",
]
