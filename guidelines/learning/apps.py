from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "guidelines.learning"
    label = "learning"
