"""The portal's addresses, and the yardstick's beside them."""

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def yardstick(request: HttpRequest, size: int) -> HttpResponse:
    """What Django itself costs behind the same middleware: session and person loaded, a constant of `size` bytes."""
    if not request.user.pk:
        raise PermissionError("The yardstick is for people who are signed in.")
    return HttpResponse(_constant(size))


@cache
def _constant(size: int) -> bytes:
    return b"x" * size


urlpatterns = [path("yardstick/<int:size>/", yardstick), path("", include("sop_portal.urls"))]
