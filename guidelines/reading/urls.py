"""Addresses of this room."""

from django.urls import path, re_path

from guidelines.reading import views

POLICY = r"^g/(?P<policy_id>[^/]{1,60})/"

urlpatterns = [
    re_path(rf"{POLICY}$", views.guideline, name="guideline"),
    path("search/", views.search, name="search"),
    path("guidelines/", views.library, name="library"),
    path("updates/", views.updates, name="updates"),
    path("reading/changes/", views.changes, name="changes"),
    path("compare/", views.compare_guidelines, name="compare_guidelines"),
    path("receipts/", views.receipts, name="receipts"),
    re_path(r"^receipts/(?P<code>[^/]{1,60})/$", views.receipt, name="receipt"),
    path("teams/", views.who_has_read, name="who_has_read"),
    path("teams/export/", views.reading_export, name="reading_export"),
    re_path(r"^teams/(?P<pk>\d{1,9})/remind/$", views.remind, name="remind"),
    re_path(r"^teams/(?P<pk>\d{1,9})/huddle/$", views.huddle, name="huddle"),
    re_path(r"^teams/(?P<pk>\d{1,9})/brief/$", views.brief, name="brief"),
    path("path/", views.joiners_path, name="joiners_path"),
    path("search/palette/", views.palette, name="palette"),
    path("search/synonyms/", views.synonyms, name="synonyms"),
    re_path(rf"{POLICY}(?P<rule_id>[Rr]\d{{1,4}})$", views.rule, name="rule"),
    re_path(rf"{POLICY}(?P<rule_id>[Rr]\d{{1,4}})/$", views.rule, name="rule"),
    re_path(rf"{POLICY}editions/$", views.editions, name="editions"),
    re_path(rf"{POLICY}editions/compare/$", views.compare_editions, name="compare"),
    re_path(rf"{POLICY}editions/(?P<number>\d{{1,9}})/$", views.edition, name="edition"),
    re_path(rf"{POLICY}editions/(?P<number>\d{{1,9}})/acknowledge/$", views.acknowledge, name="acknowledge"),
    re_path(rf"{POLICY}editions/(?P<number>\d{{1,9}})/now/$", views.changed_since, name="changed_since"),
]
