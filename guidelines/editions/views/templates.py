"""Templates: the starting points of a domain, to look through, add, change and end."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guidelines.editions import services
from guidelines.editions.documents import document
from guidelines.editions.forms.upkeep import TemplateForm
from guidelines.editions.models import GuidelineTemplate
from guidelines.editions.rights import why_not_keep_templates
from guidelines.editions.services.templating import stamp
from guidelines.editions.views.fetching import insider
from guidelines.frame.pagination import paginate
from guidelines.frame.refusals import NotFound, Refusal, Refused
from guidelines.people.models import Person
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings
from guidelines.text.refusal import TextRefused
from guidelines.text.rendering import render as render_text


@login_required
@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    person = insider(request)
    rows = GuidelineTemplate.objects.filter(ended_at=None).select_related("domain", "added_by", "changed_by")
    context = {"page": paginate(request, rows), "may_add": holdings(person).may_somewhere(Capability.WRITE)}
    return render(request, "editions/templates.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_template(request: HttpRequest) -> HttpResponse:
    person = insider(request)
    if not holdings(person).may_somewhere(Capability.WRITE):
        raise Refused(_("Only a policy manager keeps templates."))
    form = TemplateForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        words = {name: form.cleaned_data[name] for name in ("domain", "language", "name", "purpose", "source")}
        try:
            services.add_template(by=person, **words)
        except (Refusal, TextRefused) as refusal:
            form.add_error("source" if isinstance(refusal, TextRefused) else None, str(refusal.sentence))
        else:
            messages.success(request, _("The template is kept."))
            return redirect("templates")
    return render(request, "editions/template.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def template(request: HttpRequest, pk: int) -> HttpResponse:
    """One template: how it looks, and for those who keep it its words."""
    person = insider(request)
    found = GuidelineTemplate.objects.select_related("domain").filter(pk=pk, ended_at=None).first()
    if found is None:
        raise NotFound(_("There is no such template, or it is no longer kept."))
    reason = why_not_keep_templates(person, found.domain)
    if request.method != "POST":
        initial = {"name": found.name, "purpose": found.purpose, "source": found.source, "seen": stamp(found)}
        return _page(request, found, TemplateForm(initial=initial, person=person, template=found), reason)
    if reason:
        raise Refused(reason)
    if request.POST.get("action") == "end":
        services.end_template(found, by=person)
        messages.success(request, _("The template is no longer offered."))
        return redirect("templates")
    return _change(request, found, person)


def _change(request: HttpRequest, found: GuidelineTemplate, person: Person) -> HttpResponse:
    form = TemplateForm(request.POST, person=person, template=found)
    if not form.is_valid():
        return _page(request, found, form, None, 422)
    words = {name: form.cleaned_data[name] for name in ("name", "purpose", "source", "seen")}
    try:
        services.change_template(found, by=person, **words)
    except (Refusal, TextRefused) as refusal:
        form.add_error("source" if isinstance(refusal, TextRefused) else None, str(refusal.sentence))
        return _page(request, found, form, None, refusal.status)
    messages.success(request, _("The template is changed. Guidelines that began with it stay as they are."))
    return redirect("templates")


def _page(
    request: HttpRequest, found: GuidelineTemplate, form: TemplateForm, reason: str | None, status: int = 200
) -> HttpResponse:
    rendered = render_text(found.source, language=found.language)
    shown = document(rendered, language=found.language, policy_id="…")
    context = {"template": found, "form": form, "reason": reason, "document": shown}
    return render(request, "editions/template.html", context, status=status)
