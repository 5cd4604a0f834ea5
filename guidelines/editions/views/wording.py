"""The list of words that the writing checks watch for."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guidelines.editions import services
from guidelines.editions.forms.wording import WatchWordForm
from guidelines.editions.models import WatchWord
from guidelines.editions.rights import why_not_keep_words
from guidelines.editions.views.fetching import insider, whole_number
from guidelines.frame.pagination import paginate
from guidelines.frame.refusals import NotFound, Refusal, Refused
from guidelines.people.requests import actor

PER_PAGE = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def writing_words(request: HttpRequest) -> HttpResponse:
    """The words in use, and for policy managers the way to add and end them."""
    person = insider(request)
    if "end" in request.POST:
        return _end(request)
    form = WatchWordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            word = services.watch(by=person, **form.cleaned_data)
        except Refused:
            raise
        except Refusal as refusal:
            form.add_error("phrase", refusal.sentence)
        else:
            messages.success(request, _("“%(phrase)s” is on the list.") % {"phrase": word.phrase})
            return redirect("writing_words")
    page = paginate(request, WatchWord.objects.filter(ended_at=None).select_related("added_by"), per_page=PER_PAGE)
    context = {"page": page, "form": form, "reason": why_not_keep_words(person)}
    return render(request, "editions/writing_words.html", context, status=422 if form.errors else 200)


def _end(request: HttpRequest) -> HttpResponse:
    word = WatchWord.objects.filter(pk=whole_number(request.POST["end"]), ended_at=None).first()
    if word is None:
        raise NotFound(_("This phrase is not on the list."))
    services.watch_no_longer(word, by=actor(request))
    messages.success(request, _("“%(phrase)s” is no longer looked for.") % {"phrase": word.phrase})
    return redirect("writing_words")
