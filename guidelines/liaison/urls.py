"""Addresses of this room."""

from django.urls import include, path

from guidelines.liaison import views

urlpatterns = [
    path("change-notes/", views.change_notes, name="change_notes"),
    path("change-notes/export.<str:extension>", views.export_change_notes, name="export_change_notes"),
    path("", include("guidelines.liaison.notifying.urls")),
]
