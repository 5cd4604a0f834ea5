"""Taking quizzes: the list, one quiz, a try question by question, and how it ended."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guidelines.editions.reasons import refuse
from guidelines.frame import clock
from guidelines.frame.pagination import paginate
from guidelines.frame.refusals import Refused
from guidelines.learning.forms.quizzes import QuizzesForm
from guidelines.learning.models import Attempt, Quiz
from guidelines.learning.quiz_queries import bound_to, lines, own_tries, paper_of, result_of
from guidelines.learning.quiz_rights import (
    sees_figures,
    teaches,
    visible_quizzes,
    why_not_close,
    why_not_keep,
    why_not_take,
    why_not_teach,
)
from guidelines.learning.services import quiz_taking
from guidelines.learning.views.quiz_fetching import attempt_for, learner, quiz_for
from guidelines.people.requests import actor


@require_safe
@login_required
def quizzes(request: HttpRequest) -> HttpResponse:
    person = learner(request)
    form = QuizzesForm(request.GET, person=person)
    fits = form.is_valid()
    page = paginate(request, visible_quizzes(person).filter(form.narrowed) if fits else Quiz.objects.none())
    context = {
        "form": form,
        "page": page,
        "lines": lines(person, page.items),
        "teaches": teaches(person),
        "is_narrowed": any(form[name].value() for name in form.fields),
    }
    return render(request, "learning/quizzes.html", context, status=200 if fits else 422)


@require_safe
@login_required
def quiz(request: HttpRequest, pk: str) -> HttpResponse:
    """What it asks, how it is taken, and one's own tries."""
    found, person, now = quiz_for(request, pk), learner(request), clock.now()
    tries = list(own_tries(person, found))
    for attempt in tries:
        quiz_taking.settle(attempt)
    tries = list(own_tries(person, found))
    running = next((attempt for attempt in tries if result_of(attempt) is None), None)
    askable = quiz_taking.askable(found, person, now)
    keeps = why_not_teach(person, found.market_id, found.domain_id) is None
    drawn = len(quiz_taking.paper(askable, found.pools.all(), "0"))
    context = {
        "quiz": found,
        "tries": [(attempt, result_of(attempt)) for attempt in tries],
        "running": running,
        "left": max(0, found.tries - len(tries)),
        "asked": drawn,
        "needed": found.needed(drawn) if drawn else 0,
        "items": found.items.kept().count(),
        "old": found.items.kept().count() - len(askable),
        "why_not": why_not_take(person, found),
        "keeps": keeps,
        "changes": why_not_keep(person, found) is None,
        "closes": why_not_close(person, found) is None,
        "sees_figures": sees_figures(person, found),
    }
    return render(request, "learning/quiz.html", context)


@require_POST
@login_required
def begin_quiz(request: HttpRequest, pk: str) -> HttpResponse:
    found, person = quiz_for(request, pk), actor(request)
    if not Attempt.objects.filter(quiz=found, person=person, result=None).exists():
        refuse(why_not_take(person, found))
    return redirect(quiz_taking.begin(found, by=person))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def attempt(request: HttpRequest, pk: str) -> HttpResponse:
    """The next question; or, with `?shown=`, what became of an answer; or the result. Posted to, an answer."""
    found, person = attempt_for(request, pk), actor(request)
    quiz_taking.settle(found)
    found = attempt_for(request, pk)
    if request.method == "POST":
        return _answered(request, found)
    paper, result = paper_of(found), result_of(found)
    shown = request.GET.get("shown", "")
    looked_at = paper.question(int(shown)) if shown.isdecimal() and len(shown) < 19 else None
    if looked_at and looked_at.answer and found.person_id == person.pk:
        return _question(request, found, paper=paper, asked=looked_at, result=result)
    if result:
        context = {"attempt": found, "paper": paper, "result": result, "about": bound_to(result, clock.now())}
        left = max(0, found.quiz.tries - found.number)
        is_mine = found.person_id == person.pk
        return render(request, "learning/attempt_result.html", context | {"left": left, "is_mine": is_mine})
    if found.person_id != person.pk:
        raise Refused(_("This try is under way. Its result is shown here when it has ended."))
    return _question(request, found, paper=paper, asked=paper.next, result=None)


def _question(request: HttpRequest, found: Attempt, status: int = 200, **given: Any) -> HttpResponse:
    paper = given["paper"]
    context = {
        "attempt": found,
        "quiz": found.quiz,
        "count": len(paper.asked),
        "needed": found.quiz.needed(len(paper.asked)),
        "problem": "",
    }
    return render(request, "learning/attempt.html", context | given, status=status)


def _answered(request: HttpRequest, found: Attempt) -> HttpResponse:
    person = actor(request)
    if found.person_id != person.pk:
        raise Refused(_("Everybody answers for themself."))
    item, choice = (request.POST.get(name, "") for name in ("item", "choice"))
    paper = paper_of(found)
    asked = paper.question(int(item)) if item.isdecimal() and len(item) < 19 else None
    if asked is None:
        return redirect(found)
    if not (choice.isdecimal() and len(choice) < 4 and int(choice) < len(asked.choices)):
        return _question(request, found, 422, paper=paper, asked=asked, problem=_("Choose one of the answers."))
    quiz_taking.answer(found, asked.item.pk, int(choice), by=person)
    return redirect(f"{reverse('attempt', args=[found.pk])}?shown={asked.item.pk}")
