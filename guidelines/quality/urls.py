"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path, re_path

from guidelines.quality import views

POLICY = r"g/(?P<policy_id>[^/]{1,60})/"
EDITION = rf"^{POLICY}editions/(?P<number>\d{{1,9}})/"
IMPORT = r"^quality/imports/(?P<pk>\d{1,18})/"
SOURCE = r"^quality/sources/(?P<pk>\d{1,18})/"
AREA = rf"^quality/{POLICY}"

urlpatterns: list[URLPattern | URLResolver] = [
    path("quality/", views.areas, name="areas"),
    path("quality/imports/", views.check_imports, name="check_imports"),
    path("quality/imports/new/", views.new_check_import, name="new_check_import"),
    re_path(rf"{IMPORT}$", views.check_import, name="check_import"),
    re_path(rf"{IMPORT}confirm/$", views.confirm_check_import, name="confirm_check_import"),
    re_path(rf"{IMPORT}discard/$", views.discard_check_import, name="discard_check_import"),
    re_path(rf"{IMPORT}repeat/$", views.repeat_check_import, name="repeat_check_import"),
    re_path(rf"{IMPORT}columns/$", views.map_columns, name="map_columns"),
    re_path(rf"{IMPORT}problems\.csv$", views.import_problems, name="import_problems"),
    path("quality/sources/", views.check_sources, name="check_sources"),
    path("quality/sources/new/", views.new_check_source, name="new_check_source"),
    re_path(rf"{SOURCE}$", views.check_source, name="check_source"),
    re_path(rf"{SOURCE}end/$", views.end_check_source, name="end_check_source"),
    path("quality/targets/", views.targets, name="targets"),
    re_path(r"^quality/areas\.(?P<extension>csv|xlsx)$", views.areas_file, name="areas_file"),
    re_path(rf"{AREA}$", views.guideline_area, name="guideline_area"),
    re_path(rf"{AREA}rules/(?P<rule_id>[^/]{{1,10}})/$", views.rule_area, name="rule_area"),
    re_path(rf"{AREA}sections/(?P<name>[^/]{{1,100}})/$", views.section_area, name="section_area"),
    re_path(r"^quality/topics/(?P<name>[^/]{1,100})/$", views.topic_area, name="topic_area"),
    re_path(rf"{EDITION}effect/$", views.effect, name="effect"),
    re_path(rf"{EDITION}effect\.(?P<extension>csv|xlsx)$", views.effect_file, name="effect_file"),
]
