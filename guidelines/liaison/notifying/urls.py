"""Addresses of notifications."""

from django.urls import path, re_path

from guidelines.liaison.notifying import views

ONE = r"^notifications/(?P<pk>\d{1,18})/"

urlpatterns = [
    path("notifications/", views.notifications, name="notifications"),
    path("notifications/seen/", views.see_notifications, name="see_notifications"),
    re_path(rf"{ONE}$", views.open_notification, name="open_notification"),
    re_path(rf"{ONE}seen/$", views.see_notification, name="see_notification"),
    path("settings/notifications/", views.notification_settings, name="notification_settings"),
]
