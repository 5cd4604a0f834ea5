"""Bundles: editions that take force together, all of them or none."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from guidelines.audit.models import AuditEvent
from guidelines.editions import services
from guidelines.editions.models import Bundle, BundleMember, Edition
from guidelines.editions.queries import in_force
from guidelines.editions.services import Fate, Together
from guidelines.frame.refusals import Invalid, Outdated, Refused, WrongState
from guidelines.people.models import Person
from tests.editions import making
from tests.editions.pages import signed_in, text
from tests.people import World

DAY = dt.timedelta(days=1)


def opened(world: World, *editions: Edition, by: Person | None = None) -> Bundle:
    bundle = services.open_bundle(name="Winter recall", by=by or world.ann)
    for edition in editions:
        services.add_to_bundle(bundle, edition, by=by or world.ann)
    return bundle


def approved(world: World, title: str) -> Edition:
    return making.approved(making.draft(world, title=title), world)


def publish(bundle: Bundle, by: Person, **options: object) -> list[Edition]:
    members = BundleMember.objects.filter(bundle=bundle, removed_at=None).select_related("edition")
    seen = options.pop("seen", {member.edition_id: member.edition.digest for member in members})
    together = Together(**{"why_sooner": making.SOONER, **options})  # type: ignore[arg-type]
    return services.publish_bundle(bundle, by=by, seen=seen, together=together)  # type: ignore[arg-type]


@pytest.mark.slow
def test_all_editions_of_a_bundle_take_force_in_the_same_instant(world: World) -> None:
    one, two = approved(world, "One"), approved(world, "Two")
    published = publish(opened(world, one, two), world.ann)
    assert [in_force(edition.guideline, timezone.now()) for edition in (one, two)] == published
    assert len({edition.effective_from for edition in published}) == 1
    event = AuditEvent.objects.latest("id")
    assert (event.verb, event.data["editions"]) == ("bundle.published", [str(one), str(two)])


@pytest.mark.slow
def test_they_can_be_scheduled_together(world: World) -> None:
    one, two = approved(world, "One"), approved(world, "Two")
    start = timezone.now() + 20 * DAY
    published = publish(opened(world, one, two), world.ann, effective_from=start)
    assert {edition.effective_from for edition in published} == {start}


@pytest.mark.slow
@pytest.mark.parametrize("state", ["draft", "in_review"])
def test_one_that_is_not_approved_stops_all_and_is_named(world: World, state: str) -> None:
    one, two = approved(world, "One"), making.draft(world, title="Two")
    if state == "in_review":
        two = making.submitted(two, world.ann)
    before = AuditEvent.objects.count()
    bundle = opened(world, one, two)
    deeds = AuditEvent.objects.count()
    with pytest.raises(WrongState, match=rf"^{two} stops the bundle: .* Nothing was published\.$"):
        publish(bundle, world.ann)
    one.refresh_from_db()
    assert one.state == "approved"
    assert AuditEvent.objects.count() == deeds > before
    assert Bundle.objects.get().published_at is None


@pytest.mark.slow
def test_words_that_changed_since_the_page_was_opened_stop_all(world: World) -> None:
    one, two = approved(world, "One"), approved(world, "Two")
    bundle = opened(world, one, two)
    with pytest.raises(Outdated, match=str(two)):
        publish(bundle, world.ann, seen={one.pk: one.digest, two.pk: "1:0"})
    one.refresh_from_db()
    assert one.state == "approved"


def test_a_bundle_that_changed_since_the_page_was_opened_is_not_published(world: World) -> None:
    one, two = approved(world, "One"), approved(world, "Two")
    bundle = opened(world, one)
    seen = {one.pk: one.digest}
    services.add_to_bundle(bundle, two, by=world.ann)
    with pytest.raises(WrongState, match="changed after you opened"):
        publish(bundle, world.ann, seen=seen)


@pytest.mark.slow
def test_an_empty_or_ended_bundle_is_not_published(world: World) -> None:
    with pytest.raises(WrongState, match="empty"):
        publish(opened(world), world.ann)
    bundle = opened(world, approved(world, "One"))
    publish(bundle, world.ann)
    with pytest.raises(WrongState, match="published or closed"):
        publish(bundle, world.ann)
    with pytest.raises(WrongState, match="published or closed"):
        services.add_to_bundle(bundle, approved(world, "Two"), by=world.ann)


@pytest.mark.slow
def test_what_is_scheduled_later_is_decided_in_the_same_deed(world: World) -> None:
    first = making.published(making.draft(world), world)
    later = making.published(
        making.next_draft(first.guideline, world.ann, summary="Planned."), world, effective_from=timezone.now() + DAY
    )
    urgent = making.approved(
        making.next_draft(first.guideline, world.art, summary="Urgent."), world, by=world.art, reviewer=world.eve
    )
    bundle = opened(world, urgent, by=world.art)
    with pytest.raises(Invalid, match="Decide what becomes of it"):
        publish(bundle, world.art)
    publish(bundle, world.art, fates={urgent.pk: {later.number: Fate.CANCEL}}, note="Recall alert.")
    later.refresh_from_db()
    assert later.state == "approved"


def test_an_edition_waits_in_one_bundle_and_one_edition_of_a_guideline_in_each(world: World) -> None:
    one = making.draft(world)
    bundle = opened(world, one)
    with pytest.raises(WrongState, match="Take it out there first"):
        services.add_to_bundle(services.open_bundle(name="Other", by=world.ann), one, by=world.ann)
    sibling = services.open_edition(one.guideline, by=world.ann)
    with pytest.raises(WrongState, match="Another edition of this guideline"):
        services.add_to_bundle(bundle, sibling, by=world.ann)
    services.take_out(bundle.members.get(), by=world.ann)
    services.add_to_bundle(bundle, sibling, by=world.ann)
    with pytest.raises(WrongState, match="no longer in the bundle"):
        services.take_out(bundle.members.order_by("pk")[0], by=world.ann)


@pytest.mark.slow
def test_what_is_published_or_discarded_cannot_join(world: World) -> None:
    bundle = opened(world)
    published = making.published(making.draft(world), world)
    discarded = services.discard(making.draft(world, title="Two"), by=world.ann)
    for edition in (published, discarded):
        with pytest.raises(WrongState, match="published or ended"):
            services.add_to_bundle(bundle, edition, by=world.ann)


@pytest.mark.slow
@pytest.mark.parametrize("who", ["mo", "lia", "ada", "joe", "van", "binh", "root"])
def test_only_those_who_publish_there_keep_bundles(world: World, who: str) -> None:
    person, one = getattr(world, who), approved(world, "One")
    bundle = opened(world, one)
    with pytest.raises(Refused):
        services.add_to_bundle(bundle, approved(world, "Two"), by=person)
    with pytest.raises(Refused):
        services.take_out(bundle.members.get(), by=person)
    with pytest.raises(Refused):
        services.close_bundle(bundle, by=person)
    with pytest.raises(Refused):
        publish(bundle, person)
    if who not in ("van", "binh"):
        with pytest.raises(Refused):
            services.open_bundle(name="Mine", by=person)


def page(bundle: Bundle) -> str:
    return reverse("bundle", args=[bundle.pk])


@pytest.mark.slow
def test_a_manager_fills_and_publishes_a_bundle_on_its_page(world: World) -> None:
    ann, one, two = signed_in(world.ann), approved(world, "One"), approved(world, "Two")
    assert ann.post(reverse("bundles"), {"name": ""}).status_code == 422
    assert ann.post(reverse("bundles"), {"name": "Winter recall"}).status_code == 302
    bundle = Bundle.objects.get()
    for edition in (one, two):
        assert ann.post(page(bundle), {"action": "add", "edition": edition.pk}).status_code == 302
    shown = text(ann.get(page(bundle)))
    assert shown.count("Ready to publish.") == 2
    data = {"action": "publish", "when": "now", f"seen_{one.pk}": one.digest, f"seen_{two.pk}": two.digest}
    answer = ann.post(page(bundle), data)
    assert answer.status_code == 422
    assert "Write why it starts sooner" in text(answer)
    assert ann.post(page(bundle), {**data, "why_sooner": "Recall."}).status_code == 302
    assert "2 editions are in force." in text(ann.get(page(bundle)))
    assert "Winter recall" in text(ann.get(reverse("bundles")))


@pytest.mark.slow
def test_the_page_says_what_each_edition_lacks(world: World) -> None:
    bundle = opened(world, approved(world, "One"), making.draft(world, title="Two"))
    shown = text(signed_in(world.ann).get(page(bundle)))
    assert shown.count("Ready to publish.") == 1
    assert "“Publish” is not possible" in shown
    assert "One edition or more is not ready" in shown


def test_an_edition_of_another_market_is_counted_and_not_named(world: World) -> None:
    bundle = opened(world, approved(world, "One"))
    shown = text(signed_in(world.van).get(page(bundle)))
    assert "1 more edition is in a market or domain you can’t see." in shown
    assert "US-PR-0001" not in shown


@pytest.mark.slow
def test_what_is_scheduled_in_another_market_is_neither_shown_nor_named_in_a_refusal(world: World) -> None:
    one = making.published(making.draft(world), world)
    edition = making.approved(making.next_draft(one.guideline, world.ann, summary="Now."), world)
    later = making.approved(making.next_draft(one.guideline, world.art, summary="Later."), world, by=world.art)
    bundle = opened(world, edition)
    start = timezone.now() + 20 * DAY
    services.publish(later, by=world.ann, seen=later.digest, effective_from=start)
    van = signed_in(world.van)
    shown = text(van.get(page(bundle)))
    data = {"action": "publish", "when": "now", f"seen_{edition.pk}": edition.digest, "why_sooner": "Now."}
    answer = van.post(page(bundle), data)
    assert answer.status_code == 403
    for words in (shown, text(answer)):
        assert "US-PR-0001" not in words
        assert f"seen_{edition.pk}" not in words


@pytest.mark.slow
@pytest.mark.parametrize(("who", "status"), [("mo", 403), ("lia", 403), ("root", 403), ("joe", 200), ("ada", 200)])
def test_bundles_are_shown_to_those_who_work_on_guidelines(world: World, who: str, status: int) -> None:
    bundle = opened(world)
    for address in (reverse("bundles"), page(bundle)):
        assert signed_in(getattr(world, who)).get(address).status_code == status


@pytest.mark.slow
def test_odd_requests_are_answered_with_their_status(world: World) -> None:
    ann, bundle = signed_in(world.ann), opened(world)
    assert ann.get(reverse("bundle", args=[999_999])).status_code == 404
    assert ann.post(page(bundle), {"action": "explode"}).status_code == 404
    assert ann.post(page(bundle), {"action": "add", "edition": "x"}).status_code == 422
    for member in ("x", "²", "٣", "9" * 30, "9" * 5000):
        assert ann.post(page(bundle), {"action": "take_out", "member": member}).status_code == 404
    assert ann.post(page(bundle), {"action": "close"}).status_code == 302
    assert ann.post(page(bundle), {"action": "close"}).status_code == 409
