"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path, re_path

from guidelines.programmes import views

PK = r"(?P<pk>\d{1,18})"
ONE, MILESTONE, RISK, REPORT = (rf"^{name}/{PK}/" for name in ("programmes", "milestones", "risks", "reports"))

urlpatterns: list[URLPattern | URLResolver] = [
    path("programmes/", views.programmes, name="programmes"),
    path("programmes/new/", views.new_programme, name="new_programme"),
    path("programmes/portfolio/", views.portfolio, name="portfolio"),
    re_path(rf"{ONE}$", views.programme, name="programme"),
    re_path(rf"{ONE}change/$", views.change_programme, name="change_programme"),
    re_path(rf"{ONE}end/$", views.end_programme, name="end_programme"),
    re_path(rf"{ONE}holds/$", views.programme_items, name="programme_items"),
    re_path(rf"^programmes/items/{PK}/out/$", views.take_out, name="take_out_item"),
    re_path(rf"{ONE}new-risk/$", views.new_risk, {"kind": "risk"}, name="new_risk"),
    re_path(rf"{ONE}new-opportunity/$", views.new_risk, {"kind": "opportunity"}, name="new_opportunity"),
    re_path(rf"{ONE}reports/new/$", views.new_report, name="new_report"),
    re_path(rf"{ONE}subscribers/$", views.report_subscribers, name="report_subscribers"),
    re_path(rf"^programmes/subscriptions/{PK}/end/$", views.end_report_subscription, name="end_report_subscription"),
    re_path(rf"{MILESTONE}$", views.milestone, name="milestone"),
    re_path(rf"{MILESTONE}done/$", views.finish_milestone, name="finish_milestone"),
    re_path(rf"{RISK}$", views.risk, name="risk"),
    re_path(rf"{RISK}change/$", views.change_risk, name="change_risk"),
    re_path(rf"{RISK}close/$", views.close_risk, name="close_risk"),
    re_path(rf"{RISK}share/$", views.share_risk, name="share_risk"),
    re_path(rf"{RISK}take/$", views.take_opportunity, name="take_opportunity"),
    re_path(rf"{RISK}links/$", views.link_risk, name="link_risk"),
    re_path(rf"^risks/links/{PK}/end/$", views.unlink_risk, name="unlink_risk"),
    re_path(rf"{RISK}actions/$", views.add_action, name="add_action"),
    re_path(rf"^risks/actions/{PK}/done/$", views.finish_action, name="finish_action"),
    re_path(rf"{REPORT}$", views.programme_report, name="programme_report"),
    re_path(rf"{REPORT}issue/$", views.issue_report, name="issue_report"),
    re_path(rf"{REPORT}correct/$", views.correct_report, name="correct_report"),
    re_path(rf"{REPORT}agree/$", views.agree_to_report, name="agree_to_report"),
    re_path(rf"{REPORT}send/$", views.send_report, name="send_report"),
    re_path(rf"^reports/deliveries/{PK}/again/$", views.repeat_report_delivery, name="repeat_report_delivery"),
    re_path(rf"{REPORT}figures/(?P<code>[^/]{{1,40}})/$", views.report_figure, name="report_figure"),
    re_path(rf"{REPORT}file\.(?P<extension>[a-z]{{2,5}})$", views.report_file, name="report_file"),
]
