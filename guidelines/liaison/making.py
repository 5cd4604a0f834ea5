"""Making a pack: a worker takes its row, writes its files, and stores them together with the end of the work."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.editions.rights import visible_editions
from guidelines.frame import clock, jobs
from guidelines.frame.refusals import Invalid, Refusal, Refused, Unavailable
from guidelines.frame.tasks import task
from guidelines.liaison.calling_off import is_beyond, is_called_off_of
from guidelines.liaison.documents import Document, document
from guidelines.liaison.exports import FORMATS
from guidelines.liaison.happenings import Happening, Kind
from guidelines.liaison.keys import note_key
from guidelines.liaison.models import Pack, PackFile, PackNote
from guidelines.liaison.packs import brief_of, digest_of
from guidelines.liaison.queries import Found, answer
from guidelines.liaison.questions import Question
from guidelines.liaison.services import refuse_unless_exporter
from guidelines.liaison.services.refusing import MOST_NOTES, refuse_places_beyond, too_many
from guidelines.people.models import Person

logger = logging.getLogger(__name__)
AT_ONCE = 20
SECONDS = 5.0
"""After so many packs or so long the worker looks at its other work: deliveries wait behind them."""

_done: list[Callable[[Pack], None]] = []


def when_done(function: Callable[[Pack], None]) -> None:
    """Have a function called with every pack that was made, in the transaction of its end. In `AppConfig.ready`."""
    if function not in _done:
        _done.append(function)


@task()
def make_pack(pk: int) -> None:
    """Make one pack, if nobody else has it."""
    make(pk)


def make_due(seconds: float = SECONDS) -> int:
    """A sweep: the packs whose wake-up was lost, and those whose worker died. How many were taken, one at least."""
    end, made = time.monotonic() + seconds, 0
    for pk in Pack.objects.due(clock.now()).order_by("due_at", "pk").values_list("pk", flat=True)[:AT_ONCE]:
        made += make(pk)
        if made and time.monotonic() >= end:
            break
    return made


def make(pk: int) -> bool:
    """Make one pack; False when another has it, or it is not due."""
    pack = jobs.claim(Pack, pk)
    if pack is None:
        return False
    try:
        with translation.override(pack.asked_by.language):
            _make(pack)
    except (Refused, Invalid) as refusal:
        jobs.fail(pack, refusal.sentence, for_good=True)
    except Refusal as refusal:
        jobs.fail(pack, refusal.sentence)
    except Exception:
        logger.exception("Pack %s could not be made.", pk)
        jobs.fail(pack, _("Something broke on our side. It is recorded."))
    return True


def _make(pack: Pack) -> None:
    """With the rights that whoever asked has now."""
    question, by = Question.from_data(pack.question), pack.asked_by
    refuse_unless_exporter(by, fresh=True)
    refuse_places_beyond(question, by)
    if pack.needs_agreement and pack.agreed_by_id is None:
        raise Refused(_("Nobody else has agreed to it."))
    _step(pack, 0)
    written, happenings = told(pack)
    if pack.agreed_to and digest_told(pack, written) != pack.agreed_to:
        raise Refused(_("What it tells has changed since somebody agreed to it. Ask for it again."))
    files = list(_files(pack, written))
    with transaction.atomic():
        if jobs.finish(pack, title=written.title[:300], notes=[note.key for note in written.notes]):
            done = Pack.objects.get(pk=pack.pk)  # ours keeps its lease, should the end fail
            PackFile.objects.bulk_create(files)
            PackNote.objects.bulk_create(
                PackNote(pack=pack, edition=one.edition, kind=one.kind.value) for one in happenings
            )
            audit.record("pack.made", by=by, subject=pack, files={file.name: file.digest for file in files})
            if is_called_off_of(happenings, pack.at):
                raise Unavailable(_("Something that it tells beforehand was called off. It is made again."))
            for function in _done:
                function(done)


def told(pack: Pack) -> tuple[Document, tuple[Happening, ...]]:
    """The document of a pack, and the changes that it holds."""
    question, brief, by = Question.from_data(pack.question), brief_of(pack), pack.asked_by
    found, held = _held(pack)
    if len(held) > MOST_NOTES:
        raise Invalid(too_many(len(held)))
    return document(by, question, found, pack.at, brief), held


def digest_told(pack: Pack, written: Document) -> str:
    """Of everything that a document of a pack says, whatever formats are written and whoever looks at it."""
    with translation.override(pack.asked_by.language):
        return digest_of(FORMATS["json"].write(written))


def _held(pack: Pack) -> tuple[Found, tuple[Happening, ...]]:
    brief = brief_of(pack)
    found = _within(pack, answer(pack.asked_by, Question.from_data(pack.question), pack.at, brief.told))
    return found, tuple(one for one in found.happenings if note_key(one) not in brief.left_out)


def is_told_beyond(pack: Pack, person: Person) -> bool:
    """Whether it would tell of something that this person may not read, or not yet."""
    held = _held(pack)[1]
    if is_beyond(person, held):
        return True
    editions = {one.edition.pk for one in held if one.kind is not Kind.CALLED_OFF}
    return visible_editions(person).filter(pk__in=editions).count() < len(editions)


def _within(pack: Pack, found: Found) -> Found:
    """What is of the places it was asked for: those who may export there see it, whatever its asker may since."""
    places = set(pack.places.values_list("market", "domain"))

    def is_of_one(happening: Happening) -> bool:
        guideline = happening.edition.guideline
        return bool(places & {(guideline.market_id, None), (guideline.market_id, guideline.domain_id)})

    return replace(found, happenings=tuple(filter(is_of_one, found.happenings)))


def _files(pack: Pack, written: Document) -> Iterator[PackFile]:
    embargo = any(note.kind is Kind.STARTS for note in written.notes)
    corrected = pack.corrects_id is not None
    for done, name in enumerate(pack.formats, start=1):
        content = FORMATS[name].write(written)
        file_name = written.question.file_name(name, embargo=embargo, corrected=corrected)
        yield PackFile(pack=pack, format=name, name=file_name, content=content, digest=digest_of(content))
        _step(pack, done)


def _step(pack: Pack, done: int) -> None:
    """Say how far it is, and that the work goes on."""
    jobs.renew(pack)
    mine = Pack.objects.filter(pk=pack.pk, lease=pack.lease)
    mine.update(done_steps=done + 1, all_steps=len(pack.formats) + 1)
