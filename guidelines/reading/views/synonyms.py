"""The synonyms of a market, and what people looked for in vain."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from guidelines.catalogue.models import Market
from guidelines.frame.pagination import paginate
from guidelines.frame.refusals import NotFound, Refusal, Refused
from guidelines.people.models import Person
from guidelines.people.requests import actor
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings
from guidelines.reading.search import synonyms as keeping
from guidelines.reading.search.missed import misses_shown_to

PER_PAGE = 50


class MarketField(forms.ModelChoiceField):
    """Markets by their names in the language of the page."""

    def label_from_instance(self, obj: Market) -> str:
        return obj.local_name


class SynonymForm(forms.Form):
    """A new list: a market, and the expressions, each on a line of its own."""

    market = MarketField(label=gettext_lazy("Market"), queryset=Market.objects.none(), to_field_name="code")
    texts = forms.CharField(
        label=gettext_lazy("Expressions that mean the same"),
        help_text=gettext_lazy("One on each line, two to twelve. Whoever searches for one finds the others as well."),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        market = self.fields["market"]
        assert isinstance(market, MarketField)
        market.queryset, market.empty_label = keeping.markets_kept_by(person), None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def synonyms(request: HttpRequest) -> HttpResponse:
    """The lists in use, and for policy managers the way to add and end them."""
    person = actor(request)
    if not holdings(person).may_somewhere(Capability.READ_ALL):
        raise Refused(_("This page is for those who write, review or audit guidelines."))
    if "end" in request.POST:
        return _end(request, person)
    asked = {"texts": request.GET.get("text", "")[:60], "market": request.GET.get("market", "")}
    form = SynonymForm(request.POST or None, person=person, initial=asked)
    if request.method == "POST":
        if not keeping.markets_kept_by(person):
            raise Refused(_("Only policy managers keep synonyms."))
        if form.is_valid() and _add(request, person, form):
            return redirect("synonyms")
    context = {
        "page": paginate(request, keeping.lists_shown_to(person), per_page=PER_PAGE),
        "form": form,
        "kept": {market.pk for market in keeping.markets_kept_by(person)},
        "misses": list(misses_shown_to(person)[:PER_PAGE]),
    }
    return render(request, "reading/synonyms.html", context, status=422 if form.errors else 200)


def _add(request: HttpRequest, person: Person, form: SynonymForm) -> bool:
    """Whether it was taken; else the form says why not."""
    market, texts = form.cleaned_data["market"], form.cleaned_data["texts"].splitlines()
    try:
        made = keeping.add_synonyms(market, texts, by=person)
    except Refused:
        raise
    except Refusal as refusal:
        form.add_error("texts", refusal.sentence)
        return False
    messages.success(request, _("Search takes these for the same: %(texts)s.") % {"texts": made})
    return True


def _end(request: HttpRequest, person: Person) -> HttpResponse:
    number = request.POST["end"]
    known = keeping.lists_shown_to(person)
    found = known.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 19 else None
    if found is None:
        raise NotFound(_("There is no such list."))
    ended = keeping.end_synonyms(found, by=person)
    messages.success(request, _("Search no longer takes these for the same: %(texts)s.") % {"texts": ended})
    return redirect("synonyms")
