"""Addresses of the pages that gather from all rooms."""

from django.urls import path

from guidelines.desk import views

urlpatterns = [
    path("", views.home, name="home"),
    path("work/", views.board, name="board"),
    path("work/overdue/", views.overdue, name="overdue"),
    path("work/background/", views.background, name="background"),
    path("work/background/<str:kind>/<int:pk>/again", views.try_again, name="try_again"),
]
