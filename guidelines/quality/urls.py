"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path, re_path

from guidelines.quality import views

POLICY = r"g/(?P<policy_id>[^/]{1,60})/"
EDITION = rf"^{POLICY}editions/(?P<number>\d{{1,9}})/"
AREA = rf"^quality/{POLICY}"

urlpatterns: list[URLPattern | URLResolver] = [
    path("quality/", views.areas, name="areas"),
    re_path(r"^quality/areas\.(?P<extension>csv|xlsx)$", views.areas_file, name="areas_file"),
    re_path(rf"{AREA}$", views.guideline_area, name="guideline_area"),
    re_path(rf"{AREA}rules/(?P<rule_id>[^/]{{1,10}})/$", views.rule_area, name="rule_area"),
    re_path(rf"{AREA}sections/(?P<name>[^/]{{1,100}})/$", views.section_area, name="section_area"),
    re_path(r"^quality/topics/(?P<name>[^/]{1,100})/$", views.topic_area, name="topic_area"),
    re_path(rf"{EDITION}effect/$", views.effect, name="effect"),
    re_path(rf"{EDITION}effect\.(?P<extension>csv|xlsx)$", views.effect_file, name="effect_file"),
]
