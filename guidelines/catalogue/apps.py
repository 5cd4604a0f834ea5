from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "guidelines.catalogue"
    label = "catalogue"
