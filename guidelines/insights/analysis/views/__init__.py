"""Pages of the analysis."""

from guidelines.insights.analysis.views.beside import beside_page
from guidelines.insights.analysis.views.coverage import coverage_page, rules_page
from guidelines.insights.analysis.views.naming import named_page, where_page
from guidelines.insights.analysis.views.repeats import look_at_pair, repeats_page

__all__ = [
    "beside_page",
    "coverage_page",
    "look_at_pair",
    "named_page",
    "repeats_page",
    "rules_page",
    "where_page",
]
