from django.apps import AppConfig


class TextConfig(AppConfig):
    name = "guidelines.text"
    label = "text"
