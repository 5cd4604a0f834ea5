"""Images: put into a draft, and shown to those who may see an edition that uses them."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guidelines.editions import services
from guidelines.editions.forms.images import ImageForm
from guidelines.editions.models import Attachment, Edition
from guidelines.editions.reasons import refuse
from guidelines.editions.rights import visible_attachments, why_not
from guidelines.editions.views.fetching import work_edition_for, work_page
from guidelines.frame.refusals import NotFound, Refusal
from guidelines.people.requests import actor
from guidelines.text.attachments import NAME


@dataclass(frozen=True)
class Line:
    """An image of a draft, the Markdown that shows it, and whether the text does."""

    attachment: Attachment
    markdown: str
    is_shown: bool


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def images(request: HttpRequest, policy_id: str, number: int) -> HttpResponse:
    """The images of a draft, and the form that adds one. A script is answered with the line for the text."""
    edition = work_edition_for(request, policy_id, number)
    if request.method != "POST":
        return _page(request, edition, ImageForm())
    refuse(why_not(actor(request), "save", edition))
    form = ImageForm(request.POST, request.FILES)
    if not form.is_valid():
        return _refused(request, edition, form, 422)
    try:
        attachment = services.attach(edition, by=actor(request), data=form.cleaned_data["file"].read())
    except Refusal as refusal:
        form.add_error("file", refusal.sentence)
        return _refused(request, edition, form, refusal.status)
    line = _markdown(attachment, form.cleaned_data["alt"])
    if _wants_json(request):
        return JsonResponse({"markdown": line, "address": attachment.get_absolute_url()})
    messages.success(request, _("The image is kept. Put its line into the text: %(line)s") % {"line": line})
    return redirect("images", edition.guideline.policy_id, edition.number)


def _refused(request: HttpRequest, edition: Edition, form: ImageForm, status: int) -> HttpResponse:
    if _wants_json(request):
        sentences = (str(error) for errors in form.errors.values() for error in errors)
        return JsonResponse({"problem": " ".join(sentences)}, status=status)
    return _page(request, edition, form, status)


def _page(request: HttpRequest, edition: Edition, form: ImageForm, status: int = 200) -> HttpResponse:
    uses = edition.attachment_uses.select_related("attachment")
    lines = [Line(use.attachment, _markdown(use.attachment, ""), use.attachment.name in edition.source) for use in uses]
    reason = why_not(actor(request), "save", edition)
    return work_page(request, "editions/images.html", edition, {"form": form, "lines": lines, "reason": reason}, status)


def _markdown(attachment: Attachment, alt: str) -> str:
    return f"![{alt}]({attachment.get_absolute_url()})"


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


@login_required
@require_safe
def attachment(request: HttpRequest, name: str) -> HttpResponse:
    """The bytes of an image. A browser asks again each time, so that a right that was taken away ends at once."""
    if not NAME.fullmatch(name):
        raise Http404
    found = visible_attachments(actor(request)).filter(digest=name.partition(".")[0]).first()
    if found is None or found.name != name:
        raise NotFound(_("There is no such image that you can see."))
    etag = f'"{found.digest}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified(headers={"ETag": etag})
    try:
        with found.file.open() as file:
            content = file.read()
    except FileNotFoundError:
        raise NotFound(_("The file of this image is missing. Tell whoever runs this portal.")) from None
    headers = {"ETag": etag, "Content-Security-Policy": "default-src 'none'; sandbox"}
    return HttpResponse(content, content_type=found.media_type, headers=headers)
