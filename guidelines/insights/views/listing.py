"""The list of questions, mine and everybody's, and the list of running rulings."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guidelines.editions.restricting import opened
from guidelines.frame import clock
from guidelines.frame.pagination import paginate
from guidelines.insights.forms import QueueForm
from guidelines.insights.models import Question
from guidelines.insights.queries import queue, running_rulings, to_answer, unread
from guidelines.insights.rights import answers_somewhere, why_not_end
from guidelines.insights.views.fetching import reader


@login_required
@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """Whoever answers begins with what waits for them, everybody else with their own questions."""
    person, now = reader(request), clock.now()
    answers = answers_somewhere(person)
    asked = request.GET if request.GET else {"who": "wait" if answers else "me"}
    form = QueueForm(asked, person=person)
    rows = Question.objects.none()
    if form.is_valid():
        who = form.cleaned_data["who"]
        rows = queue(person, standing=form.cleaned_data["state"], mine=who == "me", narrowed=form.narrowed)
        if who == "wait":
            rows = rows.filter(pk__in=to_answer(person).order_by().values("pk"))
    page = paginate(request, rows)
    for question in page.items:
        opened(request, question.guideline)
    context = {
        "form": form,
        "page": page,
        "who": form["who"].value(),
        "lines": [(question, question.standing(now)) for question in page.items],
        "unread": set(unread(person).values_list("question_id", flat=True)),
        "answers_somewhere": answers,
        "is_narrowed": any(form[name].value() for name in ("state", "market", "domain")),
    }
    return render(request, "insights/questions.html", context, status=200 if form.is_valid() else 422)


@login_required
@require_safe
def rulings(request: HttpRequest) -> HttpResponse:
    """Every ruling that runs on words in force which this person reads, the first to end first."""
    person, now = reader(request), clock.now()
    page = paginate(request, running_rulings(person))
    for ruling in page.items:
        opened(request, ruling.guideline)
    lines = [(ruling, why_not_end(person, ruling, now) is None) for ruling in page.items]
    return render(request, "insights/rulings.html", {"page": page, "lines": lines})
