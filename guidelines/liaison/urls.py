"""Addresses of this room."""

from django.urls import include, path

from guidelines.liaison import feed_door, views

urlpatterns = [
    path("feeds/<str:token>/<str:form>", feed_door.feed, name="feed"),
    path("change-notes/", views.change_notes, name="change_notes"),
    path("change-notes/export.<str:extension>", views.export_change_notes, name="export_change_notes"),
    path("", include("guidelines.liaison.notifying.urls")),
]
