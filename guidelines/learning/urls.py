"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path, re_path

from guidelines.learning import quiz_urls, views

SESSION = r"^training/sessions/(?P<pk>\d{1,18})/"
REQUEST = r"^training/requests/(?P<pk>\d{1,18})/"
MATERIAL = r"^training/materials/(?P<pk>\d{1,18})/"

urlpatterns: list[URLPattern | URLResolver] = [
    *quiz_urls.urlpatterns,
    path("training/", views.training, name="training"),
    path("training/sessions/new/", views.new_session, name="new_session"),
    re_path(rf"{SESSION}$", views.session, name="session"),
    re_path(rf"{SESSION}change/$", views.change_session, name="change_session"),
    re_path(rf"{SESSION}call-off/$", views.call_off_session, name="call_off_session"),
    re_path(rf"{SESSION}invite/$", views.invite_to_session, name="invite_to_session"),
    re_path(rf"{SESSION}take-back/$", views.take_back_invitation, name="take_back_invitation"),
    re_path(rf"{SESSION}answer/$", views.answer_invitation, name="answer_invitation"),
    re_path(rf"{SESSION}calendar\.ics$", views.session_calendar, name="session_calendar"),
    re_path(rf"{SESSION}attendance/$", views.attendance, name="attendance"),
    re_path(rf"{SESSION}attendance/file/$", views.attendance_file, name="attendance_file"),
    re_path(rf"{SESSION}feedback/$", views.session_feedback, name="session_feedback"),
    re_path(rf"{SESSION}follow-up/$", views.follow_up_session, name="follow_up_session"),
    re_path(rf"{SESSION}settle/$", views.settle_point, name="settle_point"),
    re_path(rf"{SESSION}insight/$", views.note_to_insight, name="note_to_insight"),
    path("training/requests/", views.training_requests, name="training_requests"),
    path("training/requests/new/", views.new_training_request, name="new_training_request"),
    re_path(rf"{REQUEST}$", views.training_request, name="training_request"),
    re_path(rf"{REQUEST}take/$", views.take_training_request, name="take_training_request"),
    re_path(rf"{REQUEST}decline/$", views.decline_training_request, name="decline_training_request"),
    path("training/materials/", views.materials, name="materials"),
    path("training/materials/new/", views.new_material, name="new_material"),
    re_path(rf"{MATERIAL}$", views.material, name="material"),
    re_path(rf"{MATERIAL}edit/$", views.edit_material, name="edit_material"),
    re_path(rf"{MATERIAL}save-points/(?P<number>\d{{1,9}})/$", views.material_save_point, name="material_save_point"),
    re_path(rf"{MATERIAL}submit/$", views.submit_material, name="submit_material"),
    re_path(rf"{MATERIAL}recall/$", views.recall_material, name="recall_material"),
    re_path(rf"{MATERIAL}return/$", views.return_material, name="return_material"),
    re_path(rf"{MATERIAL}approve/$", views.approve_material, name="approve_material"),
    re_path(rf"{MATERIAL}show/$", views.show_material, name="show_material"),
    re_path(rf"{MATERIAL}material\.(?P<extension>[a-z]{{1,8}})$", views.material_file, name="material_file"),
    *quiz_urls.urlpatterns,
]
