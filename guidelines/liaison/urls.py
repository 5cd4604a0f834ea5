"""Addresses of this room."""

from django.urls import include, path

from guidelines.liaison import feed_door, views

urlpatterns = [
    path("feeds/<str:token>/<str:form>", feed_door.feed, name="feed"),
    path("change-notes/", views.change_notes, name="change_notes"),
    path("change-notes/choose/", views.choose_notes, name="choose_notes"),
    path("change-notes/ask/", views.ask_for_notes, name="ask_for_notes"),
    path("change-notes/packs/", views.packs, name="packs"),
    path("change-notes/packs/<int:number>/", views.pack, name="pack"),
    path("change-notes/packs/<int:number>/answer/", views.answer_pack, name="answer_pack"),
    path("change-notes/packs/<int:number>/again/", views.issue_again, name="issue_again"),
    path("change-notes/packs/<int:number>/file.<str:extension>", views.pack_file, name="pack_file"),
    path("change-notes/of/<str:policy_id>/<int:number>/", views.correct_note, name="correct_note"),
    path("", include("guidelines.liaison.notifying.urls")),
]
