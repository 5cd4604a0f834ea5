"""The request that a view gets once the sign-in is behind it."""

from django.http import HttpRequest

from guidelines.people.models import Person


class PersonRequest(HttpRequest):
    """A request of somebody who is signed in. For type checkers: the middleware made it so."""

    user: Person


def actor(request: HttpRequest) -> Person:
    """Who is signed in, for a view that stands behind the sign-in."""
    assert isinstance(request.user, Person)
    return request.user
