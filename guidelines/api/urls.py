"""Addresses of this room: the API under its version, and the pages about its tokens."""

from django.urls import path

from guidelines.api import views

urlpatterns = [
    path("api/v1/openapi.json", views.openapi, name="openapi"),
    path("api/v1/rules/<path:citation>", views.rule, name="api_rule"),
    path("api/v1/guidelines", views.guidelines, name="api_guidelines"),
    path("api/v1/guidelines/<str:policy_id>", views.guideline, name="api_guideline"),
    path("api/v1/guidelines/<str:policy_id>/editions", views.editions, name="api_editions"),
    path("api/v1/guidelines/<str:policy_id>/editions/<int:number>", views.edition, name="api_edition"),
    path(
        "api/v1/guidelines/<str:policy_id>/editions/<int:number>/rules", views.edition_rules, name="api_edition_rules"
    ),
    path("api/v1/receipts/<str:code>", views.receipt, name="api_receipt"),
    path("api/v1/requests", views.requests, name="api_requests"),
    path("api/v1/requests/<str:id>", views.own_request, name="api_request"),
    path("api/v1/change-notes", views.change_notes, name="api_change_notes"),
    path("tokens/", views.tokens, name="tokens"),
    path("tokens/new/", views.new_token, name="new_token"),
    path("tokens/manual/", views.api_manual, name="api_manual"),
    path("tokens/<int:pk>/end/", views.end_token, name="end_token"),
]
