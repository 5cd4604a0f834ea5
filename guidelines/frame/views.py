"""The pages of the frame itself: the keys and what was done for people who need it otherwise."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def keyboard_shortcuts(request: HttpRequest) -> HttpResponse:
    """Every key the portal listens to."""
    return render(request, "frame/keyboard_shortcuts.html")


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What works how, and whom to tell where it does not."""
    return render(request, "frame/accessibility.html")
