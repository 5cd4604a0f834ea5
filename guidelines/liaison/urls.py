"""Addresses of this room."""

from django.urls import include, path

from guidelines.liaison import directory_pages, feed_door, views

urlpatterns = [
    path("feeds/<str:token>/<str:form>", feed_door.feed, name="feed"),
    path("change-notes/", views.change_notes, name="change_notes"),
    path("stakeholders/", directory_pages.stakeholders, name="stakeholders"),
    path("stakeholders/new/", directory_pages.new_stakeholder, name="new_stakeholder"),
    path("stakeholders/untold/", directory_pages.untold, name="untold"),
    path("stakeholders/untold.csv", directory_pages.untold_csv, name="untold_csv"),
    path("stakeholders/<int:pk>/", directory_pages.stakeholder, name="stakeholder"),
    path("stakeholders/<int:pk>/change/", directory_pages.change_stakeholder, name="change_stakeholder"),
    path("stakeholders/<int:pk>/end/", directory_pages.end_stakeholder, name="end_stakeholder"),
    path("stakeholders/<int:pk>/contacts/", directory_pages.add_contact, name="add_contact"),
    path("stakeholders/<int:pk>/subscriptions/", directory_pages.new_subscription, name="new_subscription"),
    path("stakeholders/<int:pk>/feeds/", directory_pages.new_feed, name="new_feed"),
    path("stakeholders/contacts/<int:pk>/", directory_pages.change_contact, name="change_contact"),
    path("stakeholders/contacts/<int:pk>/secret/", directory_pages.renew_secret, name="renew_secret"),
    path("stakeholders/contacts/<int:pk>/end/", directory_pages.end_contact, name="end_contact"),
    path("stakeholders/subscriptions/<int:pk>/", directory_pages.change_subscription, name="change_subscription"),
    path("stakeholders/subscriptions/<int:pk>/end/", directory_pages.end_subscription, name="end_subscription"),
    path("stakeholders/feeds/<int:pk>/end/", directory_pages.end_feed, name="end_feed"),
    path("deliveries/<int:pk>/again/", directory_pages.repeat_delivery, name="repeat_delivery"),
    path("packs/<int:pk>/send/", directory_pages.send_pack, name="send_pack"),
    path("packs/<int:pk>/make/", directory_pages.make_again, name="make_again"),
    path("receiving/", directory_pages.receiving, name="receiving"),
    path("receiving/<int:pk>/file.<str:extension>", directory_pages.received_file, name="received_file"),
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
