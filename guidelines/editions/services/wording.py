"""Keeping the list of words that the writing checks watch for."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.editions.models import WatchWord
from guidelines.editions.rights import why_not_keep_words
from guidelines.frame.refusals import Invalid, Refused, WrongState
from guidelines.people.models import Person
from guidelines.text.normal import one_line


@transaction.atomic
def watch(*, language: str, phrase: str, instead: str = "", by: Person) -> WatchWord:
    """Look for a phrase in new and changed words from now on."""
    _refuse(by)
    phrase, instead = one_line(phrase).casefold(), one_line(instead)
    if not phrase:
        raise Invalid(_("Write the phrase to look for."))
    now = audit.moment()
    if WatchWord.objects.filter(language=language, phrase=phrase, ended_at=None).exists():
        raise Invalid(_("“%(phrase)s” is on the list already.") % {"phrase": phrase})
    word = WatchWord.objects.create(language=language, phrase=phrase, instead=instead, added_by=by, added_at=now)
    audit.record("watchword.added", by=by, subject=word, at=now, language=language, phrase=phrase)
    return word


@transaction.atomic
def watch_no_longer(word: WatchWord, *, by: Person) -> WatchWord:
    _refuse(by)
    word = WatchWord.objects.select_for_update(of=("self",)).get(pk=word.pk)
    if word.ended_at is not None:
        raise WrongState(_("This phrase is no longer on the list."))
    word.ended_at = audit.moment()
    word.save(update_fields=["ended_at"])
    audit.record("watchword.ended", by=by, subject=word, at=word.ended_at, phrase=word.phrase)
    return word


def _refuse(by: Person) -> None:
    reason = why_not_keep_words(by, fresh=True)
    if reason:
        raise Refused(reason)
