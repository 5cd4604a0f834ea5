"""Every address of the portal, room by room."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    # First what is asked for most: every pattern before it is tried.
    path("", include("guidelines.reading.urls")),
    path("admin/", admin.site.urls),
    path("", include("guidelines.frame.urls")),
    path("", include("guidelines.people.urls")),
    path("", include("guidelines.desk.urls")),
    path("", include("guidelines.editions.urls")),
    path("", include("guidelines.liaison.urls")),
    path("", include("guidelines.api.urls")),
    path("", include("guidelines.insights.urls")),
    path("", include("guidelines.quality.urls")),
    path("", include("guidelines.learning.urls")),
    path("", include("guidelines.programmes.urls")),
]
handler400 = "guidelines.frame.errors.bad_request"
handler403 = "guidelines.frame.errors.forbidden"
handler404 = "guidelines.frame.errors.not_found"
handler500 = "guidelines.frame.errors.server_error"
