"""Moderators as subjects: a pseudonym by a key of this deployment, and apart from it who they are."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings
from django.db import IntegrityError, transaction

from guidelines.people.models import Person
from guidelines.quality.importing.keeping import MOST_KEPT, remember
from guidelines.quality.models import Identity, Subject

SHORTEST = 4


def code_of(name: str) -> str:
    """The pseudonym of whoever the feed calls so. HMAC-SHA256 (RFC 2104): without the key nobody can try names."""
    return hmac.new(settings.PSEUDONYM_KEY.encode(), _plain(name).encode(), hashlib.sha256).hexdigest()


class Moderators:
    """The subjects of an import by what its feed calls them; made where they are new."""

    def __init__(self) -> None:
        self._codes: dict[str, str] = {}
        self._subjects: dict[str, int] = {}

    def code(self, name: str) -> str:
        found = self._codes.get(name)
        if found is None:
            found = code_of(name)
            remember(self._codes, name, found)
        return found

    def subjects(self, names: set[str]) -> dict[str, int]:
        """The key of each subject, within the transaction of the caller."""
        if len(self._subjects) > MOST_KEPT:
            self._subjects.clear()
        new = sorted(name for name in names if name not in self._subjects)
        if new:
            self._find(new)
        return self._subjects

    def _find(self, names: list[str]) -> None:
        codes = {name: self.code(name) for name in names}
        held = dict(Subject.objects.filter(code__in=set(codes.values())).values_list("code", "pk"))
        for code in sorted(set(codes.values()) - set(held)):
            held[code] = _made(code)
        self._identify({name: held[code] for name, code in codes.items()})
        self._subjects.update({name: held[code] for name, code in codes.items()})

    def _identify(self, found: dict[str, int]) -> None:
        """Those who have an account, or have one since, are known from now on."""
        known = set(Identity.objects.filter(subject__in=found.values()).values_list("subject_id", flat=True))
        missing = {_plain(name): pk for name, pk in found.items() if pk not in known}
        people = Person.objects.filter(employee_id__in=missing).values_list("employee_id", "pk") if missing else ()
        Identity.objects.bulk_create(
            (Identity(subject_id=missing[employee_id], person_id=person) for employee_id, person in people),
            ignore_conflicts=True,
        )


def _made(code: str, tries: int = 5) -> int:
    """A new subject; or that of another import, which met the same moderator at the same time."""
    try:
        with transaction.atomic():
            return Subject.objects.create(code=code, label=_label(code)).pk
    except IntegrityError:
        if held := Subject.objects.filter(code=code).first():
            return held.pk
        # The label went to somebody else meanwhile: a longer one is free.
        if not tries:
            raise
        return _made(code, tries - 1)


def _plain(name: str) -> str:
    return " ".join(name.split()).upper()


def _label(code: str) -> str:
    """The shortest beginning of the code that nobody has."""
    begin = code.upper()
    for length in range(SHORTEST, 17):
        if not Subject.objects.filter(label=begin[:length]).exists():
            return begin[:length]
    raise ValueError("Two codes begin with the same sixteen digits.")
