"""Addresses of quizzes and tasks: part of `urls`."""

from django.urls import URLPattern, URLResolver, path, re_path

from guidelines.learning.views import assignments, quiz_figures, quiz_making, quiz_taking, reports

QUIZ = r"^learning/quizzes/(?P<pk>\d{1,18})/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("learning/quizzes/", quiz_taking.quizzes, name="quizzes"),
    path("learning/quizzes/new/", quiz_making.new_quiz, name="new_quiz"),
    re_path(rf"{QUIZ}$", quiz_taking.quiz, name="quiz"),
    re_path(rf"{QUIZ}begin/$", quiz_taking.begin_quiz, name="begin_quiz"),
    re_path(rf"{QUIZ}questions/$", quiz_making.quiz_items, name="quiz_items"),
    re_path(rf"{QUIZ}pools/$", quiz_making.set_pool, name="set_pool"),
    re_path(rf"{QUIZ}draw-up/$", quiz_making.draw_up, name="draw_up"),
    re_path(rf"{QUIZ}write/$", quiz_making.write_item, name="write_item"),
    re_path(r"^learning/quizzes/questions/(?P<pk>\d{1,18})/remove/$", quiz_making.remove_item, name="remove_item"),
    re_path(r"^learning/quizzes/questions/(?P<pk>\d{1,18})/change/$", quiz_making.change_item, name="change_item"),
    re_path(rf"{QUIZ}open/$", quiz_making.open_quiz, name="open_quiz"),
    re_path(rf"{QUIZ}close/$", quiz_making.close_quiz, name="close_quiz"),
    re_path(rf"{QUIZ}preview/$", quiz_making.quiz_preview, name="quiz_preview"),
    re_path(rf"{QUIZ}figures/$", quiz_figures.quiz_figures, name="quiz_figures"),
    re_path(rf"{QUIZ}figures\.csv$", quiz_figures.quiz_figures_csv, name="quiz_figures_csv"),
    re_path(r"^learning/tries/(?P<pk>\d{1,18})/$", quiz_taking.attempt, name="attempt"),
    path("learning/mine/", assignments.mine, name="mine"),
    path("learning/tasks/", assignments.tasks, name="tasks"),
    path("learning/tasks/new/", assignments.new_task, name="new_task"),
    re_path(r"^learning/tasks/(?P<pk>\d{1,18})/$", assignments.task, name="task"),
    re_path(r"^learning/tasks/(?P<pk>\d{1,18})/off/$", assignments.call_off_task, name="call_off_task"),
    re_path(r"^learning/tasks/(?P<pk>\d{1,18})/read/$", assignments.task_read, name="task_read"),
    path("learning/completion/", reports.completion, name="completion"),
    re_path(r"^learning/completion\.(?P<extension>[a-z]{3,4})$", reports.completion_export, name="completion_export"),
    re_path(
        r"^g/(?P<policy_id>[^/]{1,60})/editions/(?P<number>\d{1,9})/asks/$",
        assignments.edition_asks,
        name="edition_asks",
    ),
]
