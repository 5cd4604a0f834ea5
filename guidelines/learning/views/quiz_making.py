"""Making a quiz: its terms, its pools and questions, the preview, and opening and closing it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guidelines.frame import clock
from guidelines.frame.pagination import paginate
from guidelines.frame.posting import posted
from guidelines.frame.refusals import NotFound, Outdated
from guidelines.learning.forms.quizzes import (
    ChangeTermsForm,
    DrawUpForm,
    PoolForm,
    QuizForm,
    WriteItemForm,
    written_as,
)
from guidelines.learning.models import Item, Pool, Quiz
from guidelines.learning.quiz_rights import visible_quizzes
from guidelines.learning.services import quiz_making
from guidelines.learning.views.quiz_fetching import draft_for, kept_for, teacher
from guidelines.people.requests import actor


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_quiz(request: HttpRequest) -> HttpResponse:
    person = teacher(request)
    form = QuizForm(request.POST if request.method == "POST" else None, person=person)

    def again(status: int) -> HttpResponse:
        return render(request, "learning/quiz_new.html", {"form": form}, status=status)

    def make() -> str:
        market, domain = form.markets[form.cleaned_data["market"]], form.domains[form.cleaned_data["domain"]]
        made = quiz_making.make(form.terms(), market=market, domain=domain, by=person)
        return reverse("quiz_items", args=[made.pk])

    if request.method != "POST":
        return again(200)
    return posted(request, form, make, said=_("Made. Now add questions."), to=None, again=again)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def quiz_items(request: HttpRequest, pk: str) -> HttpResponse:
    """The workbench of a draft; posted to, its terms."""
    quiz = draft_for(request, pk)
    form = ChangeTermsForm(request.POST or None)

    def change() -> Quiz:
        return quiz_making.change(quiz, form.terms(), by=actor(request), seen=form.cleaned_data["seen"])

    def again(status: int) -> HttpResponse:
        """After the sentence that somebody else was faster, which says theirs: whoever saves now has read both."""
        quiz.refresh_from_db()
        if status == Outdated.status:
            form.stand_on(quiz_making.seen_of(quiz))
        return _workbench(request, quiz, status, wrong=form, terms=form)

    if request.method != "POST":
        return _workbench(request, quiz)
    return posted(request, form, change, said=_("Saved."), to=reverse("quiz_items", args=[quiz.pk]), again=again)


@require_POST
@login_required
def set_pool(request: HttpRequest, pk: str) -> HttpResponse:
    quiz, form = draft_for(request, pk), PoolForm(request.POST)

    def keep() -> Pool:
        return quiz_making.set_pool(quiz, form.cleaned_data["name"], form.cleaned_data["draws"], by=actor(request))

    return _done(request, quiz, form, keep, _("Saved."), pool=form)


@require_POST
@login_required
def draw_up(request: HttpRequest, pk: str) -> HttpResponse:
    """Questions from the cases and rules of a guideline."""
    quiz = draft_for(request, pk)
    form = DrawUpForm(request.POST, person=actor(request), quiz=quiz)

    def draw() -> list[Item]:
        assert form.edition is not None, "a valid form has found it"
        kinds, pool = form.cleaned_data["kinds"], form.chosen_pool
        return quiz_making.draw_up(quiz, form.edition, kinds, pool=pool, by=actor(request))

    def said(made: list[Item]) -> str:
        return ngettext("%(n)d question is added.", "%(n)d questions are added.", len(made)) % {"n": len(made)}

    return _done(request, quiz, form, draw, said, draw=form)


@require_POST
@login_required
def write_item(request: HttpRequest, pk: str) -> HttpResponse:
    quiz = draft_for(request, pk)
    form = WriteItemForm(request.POST, person=actor(request), quiz=quiz)

    def write() -> Item:
        assert form.edition is not None, "a valid form has found it"
        return quiz_making.write_item(quiz, form.edition, form.drafted(), pool=form.chosen_pool, by=actor(request))

    return _done(request, quiz, form, write, _("The question is added."), write=form)


def _item_for(request: HttpRequest, pk: str) -> Item:
    """A question of a draft that is theirs to keep."""
    rows = Item.objects.kept().filter(pk=int(pk), quiz__in=visible_quizzes(actor(request)).values("pk"))
    found = rows.select_related("quiz", "guideline", "edition").defer("edition__source").first()
    if found is None:
        raise NotFound(_("There is no such question in a quiz that you can see."))
    draft_for(request, str(found.quiz_id))
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change_item(request: HttpRequest, pk: str) -> HttpResponse:
    """A written question in other words."""
    found, person = _item_for(request, pk), actor(request)
    quiz_making.refuse_unless_written(found)
    known = written_as(found)
    form = WriteItemForm(request.POST or None, person=person, quiz=found.quiz, initial=known)

    def again(status: int) -> HttpResponse:
        context = {"form": form, "quiz": found.quiz, "item": found}
        return render(request, "learning/quiz_item_change.html", context, status=status)

    def change() -> Item:
        assert form.edition is not None, "a valid form has found it"
        return quiz_making.change_item(found, form.edition, form.drafted(), pool=form.chosen_pool, by=person)

    if request.method != "POST":
        return again(200)
    to = reverse("quiz_items", args=[found.quiz_id])
    return posted(request, form, change, said=_("The question is changed."), to=to, again=again)


@require_POST
@login_required
def remove_item(request: HttpRequest, pk: str) -> HttpResponse:
    found = _item_for(request, pk)
    quiz_making.remove_item(found, by=actor(request))
    messages.success(request, _("The question is taken out."))
    return redirect("quiz_items", found.quiz_id)


@require_POST
@login_required
def open_quiz(request: HttpRequest, pk: str) -> HttpResponse:
    quiz = quiz_making.open_quiz(draft_for(request, pk), by=actor(request))
    messages.success(request, _("Open. Those who read there can take it now."))
    return redirect(quiz)


@require_POST
@login_required
def close_quiz(request: HttpRequest, pk: str) -> HttpResponse:
    quiz = quiz_making.close(kept_for(request, pk), by=actor(request))
    messages.success(request, _("Closed. Nobody begins another try."))
    return redirect(quiz)


@require_safe
@login_required
def quiz_preview(request: HttpRequest, pk: str) -> HttpResponse:
    """Every question with its answers, the right one marked: for those who teach there."""
    quiz = kept_for(request, pk)
    items = quiz.items.kept().with_current(clock.now()).select_related("guideline", "edition", "pool")
    page = paginate(request, items.defer("edition__source").order_by("pool", "pk"))
    return render(request, "learning/quiz_preview.html", {"quiz": quiz, "page": page})


def _done(
    request: HttpRequest, quiz: Quiz, form: forms.Form, deed: Callable[[], Any], said: Any, **shown: Any
) -> HttpResponse:
    """Do it and go back to the workbench; or the workbench again, with what was typed and what is wrong."""
    again, to = partial(_workbench, request, quiz, wrong=form, **shown), reverse("quiz_items", args=[quiz.pk])
    return posted(request, form, deed, said=said, to=to, again=again)


def _workbench(request: HttpRequest, quiz: Quiz, status: int = 200, **given: Any) -> HttpResponse:
    person = actor(request)
    terms = asdict(quiz_making.terms_of(quiz)) | {"seen": quiz_making.seen_of(quiz)}
    items = list(quiz.items.kept().with_current(clock.now()).select_related("guideline", "edition", "pool"))
    newest = {"guideline": items[-1].guideline.policy_id} if items else {}
    asked = sum(
        min(pool.draws or len(own), len(own))
        for pool in quiz.pools.all()
        if (own := [item for item in items if item.pool_id == pool.pk])
    )
    context = {
        "quiz": quiz,
        "items": items,
        "page": paginate(request, items, per_page=10),
        "pools": [(pool, sum(item.pool_id == pool.pk for item in items)) for pool in quiz.pools.all()],
        "asked": asked,
        "needed": quiz.needed(asked) if asked else 0,
        "old": sum(not item.is_up_to_date for item in items),
        "terms": ChangeTermsForm(initial=terms),
        "pool": PoolForm(initial={"draws": 0}),
        "draw": DrawUpForm(person=person, quiz=quiz, initial=newest),
        "write": WriteItemForm(person=person, quiz=quiz, initial=newest),
    }
    return render(request, "learning/quiz_items.html", context | given, status=status)
