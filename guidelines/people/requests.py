"""The request that a view gets once the sign-in is behind it."""

from django.http import HttpRequest

from guidelines.people.models import Person
from guidelines.people.sessions import Reader, reader_from


class PersonRequest(HttpRequest):
    """A request of somebody who is signed in. For type checkers: the middleware made it so."""

    user: Person


def actor(request: HttpRequest) -> Person:
    """Who is signed in, for a view that stands behind the sign-in."""
    assert isinstance(request.user, Person)
    return request.user


def reader(request: HttpRequest) -> Reader:
    """Who reads, for a view that is marked `for_readers`; made from the person where none was kept."""
    found = getattr(request, "reader", None)
    return found if isinstance(found, Reader) else reader_from(actor(request))
