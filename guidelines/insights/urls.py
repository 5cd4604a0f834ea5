"""Addresses of this room."""

from django.urls import path, re_path

from guidelines.insights import views
from guidelines.insights.analysis import views as analysis

POLICY = r"^g/(?P<policy_id>[^/]{1,60})/"

urlpatterns = [
    re_path(rf"{POLICY}ask/$", views.ask, name="ask"),
    re_path(rf"{POLICY}editions/(?P<number>\d{{1,9}})/answers/$", views.edition_answers, name="edition_answers"),
    path("insights/", views.insights, name="insights"),
    path("insights/new/", views.new_insight, name="new_insight"),
    re_path(r"^insights/(?P<pk>\d{1,18})/$", views.insight_page, name="insight"),
    re_path(r"^insights/(?P<pk>\d{1,18})/assign/$", views.assign_insight, name="assign_insight"),
    re_path(r"^insights/(?P<pk>\d{1,18})/sort/$", views.sort_insight, name="sort_insight"),
    re_path(r"^insights/(?P<pk>\d{1,18})/merge/$", views.merge_insight, name="merge_insight"),
    re_path(r"^insights/(?P<pk>\d{1,18})/answer/$", views.answer_insight, name="answer_insight"),
    re_path(r"^insights/(?P<pk>\d{1,18})/decline/$", views.decline_insight, name="decline_insight"),
    re_path(r"^insights/(?P<pk>\d{1,18})/require/$", views.add_to_requirement, name="add_to_requirement"),
    path("requirements/", views.requirements, name="requirements"),
    path("requirements/board/", views.requirement_board, name="requirement_board"),
    path("requirements/new/", views.new_requirement, name="new_requirement"),
    re_path(r"^requirements/requirements\.(?P<extension>csv|xlsx)$", views.requirements_file, name="requirements_file"),
    re_path(r"^requirements/(?P<pk>\d{1,18})/$", views.requirement_page, name="requirement"),
    re_path(r"^requirements/(?P<pk>\d{1,18})/plan/$", views.plan_requirement, name="plan_requirement"),
    re_path(r"^requirements/(?P<pk>\d{1,18})/start/$", views.start_requirement, name="start_requirement"),
    re_path(r"^requirements/(?P<pk>\d{1,18})/deliver/$", views.deliver_requirement, name="deliver_requirement"),
    re_path(r"^requirements/(?P<pk>\d{1,18})/decline/$", views.decline_requirement, name="decline_requirement"),
    re_path(r"^requirements/(?P<pk>\d{1,18})/answer/$", views.answer_requirement, name="answer_requirement"),
    path("questions/", views.questions, name="questions"),
    re_path(r"^questions/(?P<pk>\d{1,18})/$", views.question, name="question"),
    re_path(r"^questions/(?P<pk>\d{1,18})/join/$", views.join, name="join_question"),
    path("requests/", views.requests, name="requests"),
    path("requests/new/", views.new_request, name="new_request"),
    re_path(r"^requests/(?P<pk>\d{1,18})/$", views.request_page, name="request"),
    re_path(r"^requests/(?P<pk>\d{1,18})/take/$", views.take_request, name="take_request"),
    re_path(r"^requests/(?P<pk>\d{1,18})/decline/$", views.decline_request, name="decline_request"),
    re_path(r"^requests/(?P<pk>\d{1,18})/answer/$", views.answer_request, name="answer_request"),
    path("rulings/", views.rulings, name="rulings"),
    re_path(r"^rulings/(?P<pk>\d{1,18})/end/$", views.end_ruling, name="end_ruling"),
    path("analysis/", analysis.coverage_page, name="analysis"),
    path("analysis/rules/", analysis.rules_page, name="analysed_rules"),
    path("analysis/named/", analysis.named_page, name="named"),
    path("analysis/where/", analysis.where_page, name="where_used"),
    path("analysis/repeats/", analysis.repeats_page, name="repeats"),
    path("analysis/repeats/look/", analysis.look_at_pair, name="look_at_pair"),
    path("analysis/markets/", analysis.beside_page, name="markets_beside"),
]
