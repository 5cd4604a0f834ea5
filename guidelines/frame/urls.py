"""Addresses of the frame's own pages."""

from django.urls import path

from guidelines.frame import views

urlpatterns = [
    path("keys/", views.keyboard_shortcuts, name="keyboard_shortcuts"),
    path("accessibility/", views.accessibility, name="accessibility"),
]
