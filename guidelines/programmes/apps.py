from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "guidelines.programmes"
    label = "programmes"
