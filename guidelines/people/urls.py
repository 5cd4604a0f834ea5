"""Addresses of this room. Of django-allauth's pages only those that stand here can be reached."""

from django.urls import path

from guidelines.people import views

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    # The name under which django-allauth looks for the sign-in.
    path("sign-in/", views.sign_in, name="account_login"),
    path("sign-in/demo/", views.demo_sign_in, name="demo_sign_in"),
    path("language/", views.choose_language, name="choose_language"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("switch/", views.switch, name="switch"),
    path("unlock/", views.unlock, name="unlock"),
    path("in-use/", views.in_use, name="in_use"),
    path("password/", views.password_change, name="password_change"),
    path("settings/", views.settings, name="settings"),
    path("settings/delegations/", views.own_delegations, name="own_delegations"),
    path("settings/delegations/<int:pk>/end/", views.end_delegation, name="end_delegation"),
    path("people/", views.people, name="people"),
    path("people/import/", views.import_people, name="import_people"),
    path("people/<str:employee_id>/", views.person, name="person"),
    path("people/<str:employee_id>/delegations/", views.delegations, name="delegations"),
    path("people/<str:employee_id>/grant/", views.grant_role, name="grant_role"),
    path("people/<str:employee_id>/roles/<int:pk>/end/", views.end_role, name="end_role"),
]
