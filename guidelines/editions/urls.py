"""Addresses of writing, reviewing and publishing."""

from django.urls import path

from guidelines.editions import views

urlpatterns = [
    path("new-guideline/", views.new_guideline, name="new_guideline"),
    path("g/<str:policy_id>/new-edition/", views.new_edition, name="new_edition"),
    path("g/<str:policy_id>/editions/<int:number>/draft/", views.draft, name="draft"),
    path("g/<str:policy_id>/editions/<int:number>/autosave/", views.autosave, name="autosave"),
    path("g/<str:policy_id>/editions/<int:number>/sitting/", views.sitting, name="sitting"),
    path("g/<str:policy_id>/editions/<int:number>/kept/", views.kept, name="kept"),
    path("g/<str:policy_id>/editions/<int:number>/merge/", views.merge, name="merge"),
    path("g/<str:policy_id>/editions/<int:number>/save-points/", views.save_points, name="save_points"),
    path("g/<str:policy_id>/editions/<int:number>/images/", views.images, name="images"),
    path("g/<str:policy_id>/editions/<int:number>/bring-in/", views.bring_in, name="bring_in"),
    path("g/<str:policy_id>/editions/<int:number>/paste/", views.paste, name="paste"),
    path("g/<str:policy_id>/editions/<int:number>/comments/", views.comments, name="comments"),
    path("g/<str:policy_id>/editions/<int:number>/comments/<int:pk>/", views.thread, name="thread"),
    path("g/<str:policy_id>/editions/<int:number>/consultations/", views.consultations, name="consultations"),
    path("g/<str:policy_id>/editions/<int:number>/consultations/<int:pk>/", views.consultation, name="consultation"),
    path("g/<str:policy_id>/editions/<int:number>/consultation/", views.consulted, name="consulted"),
    path("g/<str:policy_id>/settings/", views.guideline_settings, name="guideline_settings"),
    path("g/<str:policy_id>/clearance/", views.clearance, name="clearance"),
    path("g/<str:policy_id>/periodic-review/", views.periodic_review, name="periodic_review"),
    path("g/<str:policy_id>/copy/", views.copy, name="copy"),
    path("g/<str:policy_id>/follow/", views.follow, name="follow"),
    path("templates/", views.templates, name="templates"),
    path("templates/new/", views.new_template, name="new_template"),
    path("templates/<int:pk>/", views.template, name="template"),
    path("checklists/", views.checklists, name="checklists"),
    path("required-signatures/", views.required_signatures_page, name="required_signatures"),
    path("g/<str:policy_id>/editions/<int:number>/claim/", views.claim, name="claim"),
    path("writing-words/", views.writing_words, name="writing_words"),
    path("bundles/", views.bundles, name="bundles"),
    path("bundles/<int:pk>/", views.bundle, name="bundle"),
    path("emergencies/", views.emergencies, name="emergencies"),
    path("attachments/<str:name>", views.attachment, name="attachment"),
    path("g/<str:policy_id>/editions/<int:number>/rebase/", views.rebase, name="rebase"),
    path("g/<str:policy_id>/editions/<int:number>/review/", views.review, name="review"),
    path("g/<str:policy_id>/editions/<int:number>/publish/", views.publish, name="publish"),
    path("g/<str:policy_id>/editions/<int:number>/moves/<slug:move>/", views.move, name="move"),
]
