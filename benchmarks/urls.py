"""The portal's addresses, and the yardstick's beside them."""

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from guidelines.editions.models import Guideline


def yardstick(request: HttpRequest, key: int, size: int) -> HttpResponse:
    """What Django itself costs: session, person and one row by its key, and a constant of `size` bytes."""
    if not request.user.pk or Guideline.objects.get(pk=key).pk != key:
        raise PermissionError("The yardstick is for people who are signed in.")
    return HttpResponse(_constant(size))


@cache
def _constant(size: int) -> bytes:
    return b"x" * size


urlpatterns = [path("yardstick/<int:key>/<int:size>/", yardstick), path("", include("sop_portal.urls"))]
