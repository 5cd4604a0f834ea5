from django.apps import AppConfig


class FrameConfig(AppConfig):
    name = "guidelines.frame"
    label = "frame"
