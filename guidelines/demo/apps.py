from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "guidelines.demo"
    label = "demo"
