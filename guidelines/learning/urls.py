"""Addresses of this room."""

from django.urls import URLPattern, URLResolver

from guidelines.learning import quiz_urls

urlpatterns: list[URLPattern | URLResolver] = [*quiz_urls.urlpatterns]
