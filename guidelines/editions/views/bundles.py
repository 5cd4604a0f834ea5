"""Bundles: editions that take force together. A list of them, one of them, and its publication."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guidelines.editions import services
from guidelines.editions.clearances import not_restricted
from guidelines.editions.forms import BundleStartForm
from guidelines.editions.forms.bundling import BundleForm, MemberForm
from guidelines.editions.models import Bundle, BundleMember, Edition
from guidelines.editions.queries import scheduled_after, standing_now
from guidelines.editions.rights import UNDER_WAY, visible_editions, why_not, why_not_bundle
from guidelines.editions.views.fetching import insider, whole_number
from guidelines.frame import clock
from guidelines.frame.pagination import paginate
from guidelines.frame.refusals import NotFound, Refusal, Refused
from guidelines.people.models import Person
from guidelines.people.requests import actor
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bundles(request: HttpRequest) -> HttpResponse:
    """All bundles, the open ones first, and the form that opens one."""
    person = insider(request)
    form = BundleForm(request.POST or None)
    if request.method == "POST":
        if form.is_valid():
            try:
                bundle = services.open_bundle(name=form.cleaned_data["name"], by=person)
            except Refusal as refusal:
                form.add_error("name", refusal.sentence)
            else:
                return redirect(bundle)
        return _list(request, form, 422)
    return _list(request, BundleForm())


def _list(request: HttpRequest, form: BundleForm, status: int = 200) -> HttpResponse:
    here = Count("members", filter=Q(members__removed_at=None))
    rows = Bundle.objects.select_related("opened_by").annotate(size=here)
    ended = Coalesce("published_at", "closed_at")
    rows = rows.order_by(ended.desc(nulls_first=True), "-opened_at")
    context = {"page": paginate(request, rows), "form": form, "reason": why_not_bundle(actor(request))}
    return render(request, "editions/bundles.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bundle(request: HttpRequest, pk: int) -> HttpResponse:
    """One bundle: its editions, what each still lacks, and the moment for all of them."""
    person, found = insider(request), _bundle(pk)
    if request.method != "POST":
        return _page(request, found)
    deed = _DEEDS.get(request.POST.get("action", ""))
    if deed is None:
        raise NotFound(_("There is no such deed on a bundle."))
    return deed(request, found, person)


def _add(request: HttpRequest, found: Bundle, person: Person) -> HttpResponse:
    form = MemberForm(request.POST, candidates=_candidates(person))
    if not form.is_valid():
        return _page(request, found, member=form, status=422)
    try:
        services.add_to_bundle(found, form.cleaned_data["edition"], by=person)
    except Refusal as refusal:
        form.add_error("edition", refusal.sentence)
        return _page(request, found, member=form, status=refusal.status)
    messages.success(request, _("%(edition)s joined the bundle.") % {"edition": form.cleaned_data["edition"]})
    return redirect(found)


def _take_out(request: HttpRequest, found: Bundle, person: Person) -> HttpResponse:
    chosen = request.POST.get("member", "")
    members = found.members.filter(removed_at=None, edition__in=visible_editions(person).values("pk"))
    member = members.select_related("edition__guideline").filter(pk=whole_number(chosen)).first()
    if member is None:
        raise NotFound(_("This edition is not in the bundle."))
    services.take_out(member, by=person)
    messages.success(request, _("%(edition)s left the bundle.") % {"edition": member.edition})
    return redirect(found)


def _close(request: HttpRequest, found: Bundle, person: Person) -> HttpResponse:
    services.close_bundle(found, by=person)
    messages.success(request, _("The bundle is closed. Its editions stay as they are."))
    return redirect("bundles")


def _publish(request: HttpRequest, found: Bundle, person: Person) -> HttpResponse:
    members = _members(found)
    if len(_seen(members, person)) < len(members):
        raise Refused(_("This bundle holds editions you can’t see. Ask somebody who publishes in all of its markets."))
    form = _start_form(members, request)
    if not form.is_valid():
        return _page(request, found, start=form, status=422)
    try:
        published = services.publish_bundle(found, by=person, seen=form.digests, together=form.together)
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, _bundle(found.pk), start=form, status=refusal.status)
    said = _("%(count)d editions are scheduled together.") if form.start else _("%(count)d editions are in force.")
    messages.success(request, said % {"count": len(published)})
    return redirect(found)


_DEEDS: dict[str, Callable[[HttpRequest, Bundle, Person], HttpResponse]] = {
    "add": _add,
    "take_out": _take_out,
    "close": _close,
    "publish": _publish,
}


def _page(
    request: HttpRequest,
    found: Bundle,
    *,
    member: MemberForm | None = None,
    start: BundleStartForm | None = None,
    status: int = 200,
) -> HttpResponse:
    person, members = actor(request), _members(found)
    seen = _seen(members, person)
    shown = [(m, standing_now(m.edition), why_not(person, "publish", m.edition)) for m in seen]
    context = {
        "bundle": found,
        "is_open": not (found.published_at or found.closed_at),
        "members": shown,
        "unseen": len(members) - len(shown),
        "ready": bool(members) and len(shown) == len(members) and not any(reason for m, state, reason in shown),
        "member_form": member or MemberForm(candidates=_candidates(person)),
        "start_form": start or _start_form(seen),
        "reason": why_not_bundle(person),
        "now": clock.now(),
    }
    return render(request, "editions/bundle.html", context, status=status)


def _start_form(members: list[BundleMember], request: HttpRequest | None = None) -> BundleStartForm:
    """The moment is typed in the time of the first edition's market; the page says which."""
    editions = [member.edition for member in members]
    zone = editions[0].guideline.market.time_zone if editions else "UTC"
    waiting = {edition: scheduled_after(edition.guideline, clock.now()) for edition in editions}
    return BundleStartForm(request.POST if request else None, waiting=waiting, zone=zone)


def _bundle(pk: int) -> Bundle:
    found = Bundle.objects.select_related("opened_by", "published_by").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such bundle."))
    return found


def _members(found: Bundle) -> list[BundleMember]:
    rows = found.members.filter(removed_at=None)
    rows = rows.select_related("edition__guideline__market", "edition__guideline__domain", "added_by")
    return list(rows.order_by("edition__guideline__policy_id"))


def _seen(members: list[BundleMember], person: Person) -> list[BundleMember]:
    """Those whose edition this person may know of."""
    known = visible_editions(person).filter(pk__in=[member.edition_id for member in members])
    ids = set(known.values_list("pk", flat=True))
    return [member for member in members if member.edition_id in ids]


def _candidates(person: Person) -> list[Edition]:
    """What could join: on its way, where this person publishes, in no open bundle yet."""
    where = holdings(person).where(Capability.PUBLISH, "guideline__market", "guideline__domain")
    taken = BundleMember.objects.filter(removed_at=None, bundle__published_at=None, bundle__closed_at=None)
    rows = visible_editions(person).filter(where, not_restricted("guideline"), state__in=UNDER_WAY)
    return list(
        rows.exclude(pk__in=taken.values("edition_id")).defer("source").order_by("guideline__policy_id", "number")
    )
