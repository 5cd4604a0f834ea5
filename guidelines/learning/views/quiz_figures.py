"""The figures of a quiz: which questions are hard, which rules confuse. Nobody is named."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guidelines.editions.clearances import RESTRICTED
from guidelines.frame import clock
from guidelines.frame.refusals import NotFound
from guidelines.learning.hiding import FEWEST
from guidelines.learning.quiz_queries import ItemLine, figures_of
from guidelines.learning.quiz_rights import why_not_teach
from guidelines.learning.sheets import CSV_TYPE, csv_file
from guidelines.learning.views.quiz_fetching import figures_for
from guidelines.people.requests import actor

COLUMNS = (
    *("policy_id", "edition", "rule", "kind", "question", "in_force", "answers", "right", "share_right"),
    *("low_95", "high_95", "discrimination", "share_right_strongest_third", "slope_z", "verdict"),
)


@require_safe
@login_required
def quiz_figures(request: HttpRequest, pk: str) -> HttpResponse:
    quiz = figures_for(request, pk)
    keeps = why_not_teach(actor(request), quiz.market_id, quiz.domain_id) is None
    context = {"quiz": quiz, "figures": figures_of(quiz), "fewest": FEWEST, "keeps": keeps}
    return render(request, "learning/quiz_figures.html", context)


@require_safe
@login_required
def quiz_figures_csv(request: HttpRequest, pk: str) -> HttpResponse:
    """The same as a file; what fewer than five people answered stays empty there too."""
    quiz = figures_for(request, pk)
    if quiz.items.filter(guideline__audience=RESTRICTED).exists():
        raise NotFound(_("Nothing of a restricted guideline goes into files."))
    made = csv_file(COLUMNS, (_cells(line) for line in figures_of(quiz).items))
    response = HttpResponse(made, content_type=CSV_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="quiz-{quiz.pk}-{clock.now():%Y-%m-%d}.csv"'
    return response


def _cells(line: ItemLine) -> list[str]:
    item, found = line.item, line.figures
    named = [item.guideline.policy_id, str(item.edition.number), item.rule_id, item.kind, item.text]
    named += ["yes" if item.is_up_to_date else "no", str(found.answers)]
    if not line.is_shown:
        return [*named, *[""] * 7, "few"]
    numbers = (found.share, found.low, found.high, found.discrimination, found.strong, found.slope_z)
    return [*named, str(found.right), *("" if one is None else f"{one:.3f}" for one in numbers), found.verdict]
