"""The directory, one list of it, and how a list is made, changed and ended."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from guidelines.frame import clock
from guidelines.frame.jobs import JobState
from guidelines.frame.pagination import paginate
from guidelines.frame.refusals import Invalid, Outdated, Refused
from guidelines.liaison.directory import may_tell, visible_stakeholders, why_not_tell
from guidelines.liaison.directory_forms import ChangeForm, FilterForm, StakeholderForm
from guidelines.liaison.directory_pages.asking import confirm_page, form_page, keeper, list_of
from guidelines.liaison.models import Contact, Delivery, Feed, Pack, Stakeholder, Subscription
from guidelines.liaison.queries import may_export
from guidelines.liaison.sending_words import failure, read_words, rhythm_line
from guidelines.liaison.services import stakeholders as services
from guidelines.liaison.standing import unmade, with_what_they_receive, zone_of_list
from guidelines.liaison.untold import silent
from guidelines.people.models import Person

DELIVERIES_ON_A_PAGE = 20


@require_safe
@login_required
def stakeholders(request: HttpRequest) -> HttpResponse:
    """The lists in the person's scope, by name."""
    person = keeper(request)
    form = FilterForm(request.GET)
    found = with_what_they_receive(_found(form, visible_stakeholders(person)).order_by("name", "pk"))
    page = paginate(request, found)
    for one in page:
        one.lines = [rhythm_line(wish) for wish in one.wishes] + [feed.name for feed in one.open_feeds]
    failed = Delivery.objects.failed().filter(contact__stakeholder__in=[one.pk for one in page], contact__ended_at=None)
    context = {
        "form": form,
        "page": page,
        "filtered": any(value for key, value in request.GET.items() if key != "page"),
        "may_make": may_tell(person),
        "failed": set(failed.values_list("contact__stakeholder", flat=True)),
    }
    return render(request, "liaison/stakeholders/stakeholders.html", context)


def _found(form: FilterForm, lists: QuerySet[Stakeholder]) -> QuerySet[Stakeholder]:
    if not form.is_valid():
        return lists.none()
    asked = form.cleaned_data
    if asked["q"]:
        words = asked["q"].strip()
        named = Contact.objects.filter(Q(name__icontains=words) | Q(mailbox__icontains=words), ended_at=None)
        lists = lists.filter(Q(name__icontains=words) | Q(pk__in=named.values("stakeholder")))
    for name in ("market", "domain"):
        if asked[name]:
            lists = lists.filter(Q(**{name: asked[name]}) | Q(**{name: None}))
    return lists if asked["ended"] else lists.filter(ended_at=None)


@require_safe
@login_required
def stakeholder(request: HttpRequest, pk: int) -> HttpResponse:
    """One list: how it is reached, what it receives, and what it was sent."""
    found, person, now = list_of(request, pk), keeper(request), clock.now()
    zone = zone_of_list(found)
    wishes = Subscription.objects.running().filter(stakeholder=found).select_related("market", "made_by", "stakeholder")
    failed = unmade(person, wishes)
    newest = Pack.objects.filter(subscription=OuterRef("pk")).order_by("-asked_at", "-pk").values("at")[:1]
    wishes = wishes.annotate(last_told=Subquery(newest))
    feeds = Feed.objects.running().filter(stakeholder=found).select_related("made_by", "stakeholder")
    _one_maker_each([*wishes, *feeds])
    rows = Delivery.objects.filter(contact__stakeholder=found).select_related("contact", "pack", "asked_by")
    page = paginate(request, rows, per_page=DELIVERIES_ON_A_PAGE)
    for delivery in page:
        delivery.told = failure(delivery)
    context = {
        "stakeholder": found,
        "zone": zone,
        "why_not": _("This list was ended.")
        if found.ended_at
        else why_not_tell(person, found.market_id, found.domain_id),
        "contacts": Contact.objects.running().filter(stakeholder=found).select_related("person"),
        "wishes": [
            (wish, rhythm_line(wish), silent(wish), _standing(wish), failed.get(wish.pk, ())) for wish in wishes
        ],
        "feeds": [(feed, read_words(feed.read_at, zone, now), silent(feed)) for feed in feeds],
        "page": page,
        "may_export": may_export(person),
        "states": JobState,
    }
    return render(request, "liaison/stakeholders/stakeholder.html", context)


def _one_maker_each(made: Iterable[Subscription | Feed]) -> None:
    """The same person object wherever the same person made it: what they may do is asked once."""
    makers: dict[int, Person] = {}
    for one in made:
        one.made_by = makers.setdefault(one.made_by_id, one.made_by)


def _standing(wish: Subscription) -> str:
    """Whether there was anything to tell the last time."""
    if wish.told_until <= wish.made_at:
        return _("Nothing was due yet.")
    newest = wish.last_told  # type: ignore[attr-defined]  # `stakeholder` annotates it
    return "" if newest == wish.told_until else _("Nothing to tell the last time.")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_stakeholder(request: HttpRequest) -> HttpResponse:
    person = keeper(request)
    if not may_tell(person):
        raise Refused(_("Only a liaison keeps the directory and sends."))
    form = StakeholderForm(request.POST if request.method == "POST" else None, by=person)
    if form.is_bound and form.is_valid():
        try:
            made = services.make_stakeholder(by=person, **form.wanted())
        except Invalid as refusal:
            form.add_error("name", refusal.sentence)
        else:
            messages.success(request, _("Made. Now say how it is reached."))
            return redirect(made)
    return form_page(request, _("A new list"), form, _("Make the list"))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change_stakeholder(request: HttpRequest, pk: int) -> HttpResponse:
    found, status = list_of(request, pk, to_change=True), 422
    form = ChangeForm(request.POST if request.method == "POST" else None, initial=_known(found))
    if form.is_bound and form.is_valid():
        try:
            services.change_stakeholder(found, by=keeper(request), **form.cleaned_data)
        except Outdated as refusal:
            form.add_error(None, refusal.sentence)
            form.stand_beside(_known(list_of(request, pk)))
            status = refusal.status
        except Invalid as refusal:
            form.add_error("name", refusal.sentence)
        else:
            messages.success(request, _("Saved."))
            return redirect(found)
    return form_page(request, _("Change %(name)s") % {"name": found.name}, form, _("Save"), found, status=status)


def _known(found: Stakeholder) -> dict[str, str]:
    """A list as its form shows it."""
    facts = {"name": found.name, "language": found.language, "about": found.about}
    return {**facts, "seen": services.seen_of(found)}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def end_stakeholder(request: HttpRequest, pk: int) -> HttpResponse:
    found = list_of(request, pk, to_change=True)
    if request.method == "POST":
        services.end_stakeholder(found, by=keeper(request))
        messages.success(request, _("%(name)s is ended.") % {"name": found.name})
        return redirect("stakeholders")
    contacts = Contact.objects.running().filter(stakeholder=found).count()
    told = ngettext("%(n)d contact hears nothing more.", "%(n)d contacts hear nothing more.", contacts)
    sentences = (
        told % {"n": contacts},
        _("Its feeds answer no more, and what waits is not sent. What it was sent stays in the record."),
    )
    heading = _("End %(name)s?") % {"name": found.name}
    return confirm_page(request, heading, _("End the list"), found, sentences=sentences)
