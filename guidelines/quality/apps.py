from django.apps import AppConfig


class QualityConfig(AppConfig):
    name = "guidelines.quality"
    label = "quality"
