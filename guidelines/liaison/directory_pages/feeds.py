"""Feeds of a list: made, with an address that is shown once, and ended."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guidelines.frame.refusals import Invalid
from guidelines.liaison.directory import visible_stakeholders
from guidelines.liaison.directory_forms import FeedForm
from guidelines.liaison.directory_pages.asking import confirm_page, form_page, keeper, list_of, secret_page
from guidelines.liaison.models import Feed
from guidelines.liaison.services import feeds as services

ANY = ["GET", "HEAD", "POST"]


@require_http_methods(ANY)
@login_required
def new_feed(request: HttpRequest, pk: int) -> HttpResponse:
    stakeholder, person = list_of(request, pk, to_change=True), keeper(request)
    form = FeedForm(request.POST if request.method == "POST" else None, stakeholder=stakeholder, by=person)
    if form.is_bound and form.is_valid():
        try:
            _feed, token = services.open_feed(stakeholder, form.cleaned_data["name"], by=person, **form.scope())
        except Invalid as refusal:
            form.add_error("name", refusal.sentence)
        else:
            address = request.build_absolute_uri(reverse("feed", args=[token, "atom.xml"]))
            return secret_page(request, _("The address of the feed"), _("Address"), address, stakeholder)
    heading = _("A new feed of %(name)s") % {"name": stakeholder.name}
    hint = _("Whoever has its address reads it without signing in. Notes appear when their embargo ends.")
    return form_page(request, heading, form, _("Make the feed"), stakeholder, hint=hint)


@require_http_methods(ANY)
@login_required
def end_feed(request: HttpRequest, pk: int) -> HttpResponse:
    seen = Feed.objects.filter(stakeholder__in=visible_stakeholders(keeper(request)))
    feed: Feed = get_object_or_404(seen.select_related("stakeholder"), pk=pk)
    list_of(request, feed.stakeholder_id, to_change=True)
    if request.method == "POST":
        services.end_feed(feed, by=keeper(request))
        messages.success(request, _("%(name)s is ended.") % {"name": feed.name})
        return redirect(feed.stakeholder)
    sentences = (_("Its address answers no more, for good. A new feed has a new address."),)
    heading = _("End %(name)s?") % {"name": feed.name}
    return confirm_page(request, heading, _("End the feed"), feed.stakeholder, sentences=sentences)
