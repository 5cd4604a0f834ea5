"""The frame is tested on its own pages, with a browser that shows error pages instead of raising."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings


@pytest.fixture(autouse=True)
def own_addresses(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.frame.addresses"
    settings.CSRF_FAILURE_VIEW = "guidelines.frame.errors.csrf_failure"
    settings.SECURE_SSL_REDIRECT = False
    # These addresses have no sign-in page to be sent to, and their reader is in no database.
    without = ("SignInRequired", "presence.presence")
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if not one.endswith(without)]


@pytest.fixture
def browser() -> Client:
    return Client(raise_request_exception=False)
