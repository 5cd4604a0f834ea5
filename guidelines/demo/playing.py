"""Playing a scene: the one service call it stands for, at the moment it happened."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from guidelines.catalogue.models import Domain, Market
from guidelines.demo import sources
from guidelines.demo.growing import part_of_the_way
from guidelines.demo.reading_up import Readers, asked
from guidelines.demo.reviewing import approve
from guidelines.demo.scenes import Deed, Scene
from guidelines.demo.story import CLASSES, PRECEDENCE, Story
from guidelines.editions import services
from guidelines.editions.drafts import DraftWords, words_of
from guidelines.editions.models import Contribution, Edition, Guideline
from guidelines.editions.services import Fate
from guidelines.frame import clock
from guidelines.people.models import Person

AGREED = "Agreed with the team leads at the weekly policy call: the sites briefed their shifts before the start."
"""Why a major change of the story starts within the notice period, where its scene gives no other reason."""

TOLD = "Sellers and brand partners ask for it: the liaison tells them what changes."
"""Why people outside may know of some guidelines."""


class Stage:
    """The people and guidelines of one telling of the story."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self._people = {person.name: person for person in Person.objects.all()}
        self.readers = Readers()

    def play(self, scene: Scene) -> None:
        self.readers.read_until(scene.at)
        with clock.pretend(scene.at):
            by = self._people[scene.by]
            if scene.deed is Deed.OPEN:
                self._open(scene, by)
            else:
                edition = Edition.objects.select_related("guideline", "base").get(
                    guideline__policy_id=scene.policy_id, number=scene.number
                )
                _DEEDS[scene.deed](edition, scene, by)
                if scene.deed is Deed.PUBLISH:
                    self.readers.hear_of(Edition.objects.select_related("guideline").get(pk=edition.pk))

    def _open(self, scene: Scene, by: Person) -> None:
        guideline = Guideline.objects.filter(policy_id=scene.policy_id).first()
        edition = services.open_edition(guideline, by=by) if guideline else self._first(scene, by)
        if edition.number != scene.number:
            raise RuntimeError(f"{edition} was to be edition {scene.number}: its scenes are out of order.")

    def _first(self, scene: Scene, by: Person) -> Edition:
        entry = self.story.entries[scene.policy_id]
        market, domain, number = scene.policy_id.split("-")
        edition = services.open_guideline(
            market=Market.objects.get(code=market),
            domain=Domain.objects.get(code=domain),
            number=int(number),
            first_edition=entry.first_edition,
            words=_written(DraftWords(title=""), scene),
            by=by,
            owner=self._people[entry.owner],
            review_months=entry.review_months,
            aliases=entry.aliases,
            kind=Contribution.Kind.IMPORTED if entry.aliases else Contribution.Kind.OPENED,
        )
        set_precedence(edition.guideline, by)
        if audience := CLASSES.get(scene.policy_id):
            services.class_guideline(edition.guideline, audience=audience, by=by, reason=TOLD)
        return edition


def set_precedence(guideline: Guideline, by: Person) -> None:
    """Put a new guideline before and after those it stands beside and that are there."""
    for first, later in _pairs():
        if guideline.policy_id not in (first, later):
            continue
        before = Guideline.objects.filter(policy_id=first).first()
        after = Guideline.objects.filter(policy_id=later).first()
        if before and after:
            services.set_precedence(before, before=after, by=by)


def _pairs() -> Iterable[tuple[str, str]]:
    return ((first, later) for first, those in PRECEDENCE.items() for later in those)


def _written(before: DraftWords, scene: Scene) -> DraftWords:
    return part_of_the_way(before, sources.words(scene.policy_id, scene.text), scene.share)


def _save(edition: Edition, scene: Scene, by: Person) -> None:
    before = words_of(edition.base) if edition.base else DraftWords(title="")
    services.save_draft(edition, by=by, seen=edition.digest, words=_written(before, scene))


def _rebase(edition: Edition, scene: Scene, by: Person) -> None:
    services.rebase(edition, by=by, seen=edition.digest, words=sources.words(scene.policy_id, scene.text))


def _submit(edition: Edition, scene: Scene, by: Person) -> None:
    """While the thirty guidelines came over from the old wiki, links led to some that were still to come: waived."""
    still_coming = Guideline.objects.count() < sum(1 for _ in sources.TEXTS.iterdir())
    services.submit(edition, by=by, seen=edition.digest, note=scene.note, waive=still_coming)


def _publish(edition: Edition, scene: Scene, by: Person) -> None:
    asking = asked(edition, scene.begins or scene.at)
    fates = {number: Fate(fate) for number, fate in scene.fates.items()}
    services.publish(
        edition,
        by=by,
        seen=edition.digest,
        effective_from=scene.begins,
        fates=fates,
        note=scene.note,
        why_sooner=scene.note or AGREED,
        acknowledging=asking,
    )


_DEEDS: dict[Deed, Callable[[Edition, Scene, Person], object]] = {
    Deed.SAVE: _save,
    Deed.REBASE: _rebase,
    Deed.SUBMIT: _submit,
    Deed.RECALL: lambda edition, scene, by: services.recall(edition, by=by, note=scene.note),
    Deed.REQUEST_CHANGES: lambda edition, scene, by: services.request_changes(edition, by=by, note=scene.note),
    Deed.APPROVE: lambda edition, scene, by: approve(edition, by=by, note=scene.note),
    Deed.PUBLISH: _publish,
    Deed.CANCEL: lambda edition, scene, by: services.cancel(edition, by=by, note=scene.note),
    Deed.ENFORCE_NOW: lambda edition, scene, by: services.enforce_now(
        edition, by=by, seen=edition.digest, note=scene.note
    ),
    Deed.RATIFY: lambda edition, scene, by: services.ratify(edition, by=by, seen=edition.digest, note=scene.note),
    Deed.WITHDRAW: lambda edition, scene, by: services.withdraw(edition, by=by, note=scene.note),
    Deed.DISCARD: lambda edition, scene, by: services.discard(edition, by=by, note=scene.note),
}
