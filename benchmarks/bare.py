"""The yardstick as a program of its own: Django behind the middleware of a new project, with the portal's database."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application

get_wsgi_application()
settings.ROOT_URLCONF = "benchmarks.urls"

from benchmarks.requesting import bare_application  # noqa: E402 - it names models, so Django is set up first

application = bare_application()
