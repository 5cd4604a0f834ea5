"""What stands across programmes."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guidelines.programmes.portfolio import portfolio_of
from guidelines.programmes.views.fetching import watcher


@require_safe
@login_required
def portfolio(request: HttpRequest) -> HttpResponse:
    return render(request, "programmes/portfolio.html", {"found": portfolio_of(watcher(request))})
