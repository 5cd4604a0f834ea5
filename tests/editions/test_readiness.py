"""The writing checks at the gate and on the page."""

from __future__ import annotations

import pytest
from django.urls import reverse

from guidelines.audit.models import AuditEvent
from guidelines.editions import services
from guidelines.editions.models import Edition, WatchWord
from guidelines.editions.readiness import blockers, findings_in
from guidelines.frame.refusals import Invalid, Refused, WrongState
from tests.editions import making
from tests.editions.pages import address, signed_in, text
from tests.people import World


def stopped(world: World, **words: object) -> list[str]:
    return [finding.sentence for finding in blockers(making.draft(world, **words))]


def test_the_usual_text_is_ready(world: World) -> None:
    assert stopped(world) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"source": making.SOURCE.replace("## Scope", "## About")}, "Add a section “Scope”"),
        ({"source": making.SOURCE.replace("Listings of branded goods by every US seller.\n", "")}, "“Scope” is empty"),
        ({"source": making.SOURCE.replace("Brand Integrity, within", "Ghosts, within")}, "the team “Ghosts”"),
        ({"source": making.SOURCE.replace("action: remove\n", "")}, "R1 has no “action:”"),
        ({"source": making.SOURCE.replace("/// rule | R2", "/// rule | R1")}, "There is another R1 above"),
        (
            {"source": making.SOURCE.replace("counterfeit.declared", "made.up")},
            "the label “made.up” is not in the list",
        ),
        (
            {"source": making.SOURCE.replace("action: remove", "action: vanish")},
            "the action “vanish” is not in the list",
        ),
        ({"source": making.SOURCE + "\nThis is [coded selling](term).\n"}, "coded selling"),
        ({"source": making.SOURCE + "\n[x](#nowhere)\n"}, "leads nowhere"),
        ({"source": making.SOURCE + "\n[x](/g/US-PR-9999/)\n"}, "no guideline US-PR-9999"),
        ({"source": making.SOURCE + "\n![](/attachments/" + "0" * 64 + ".png)\n"}, "no words for those"),
        ({"source": making.SOURCE + "\n![x](/attachments/" + "0" * 64 + ".png)\n"}, "not kept with the edition"),
    ],
)
def test_each_blocker_stops_a_submission(world: World, change: dict[str, object], sentence: str) -> None:
    draft = making.draft(world, **change)
    assert any(sentence in finding.sentence for finding in blockers(draft))
    with pytest.raises(Invalid, match=sentence):
        making.submitted(draft, world.ann)


def test_nobody_may_be_named_where_nobody_takes_it(world: World) -> None:
    assert stopped(world, source=making.SOURCE.replace("Brand Integrity, within 4 hours", "No one.")) == []


def test_links_to_rules_terms_and_other_guidelines_lead_somewhere(world: World) -> None:
    making.draft(world, title="First")
    more = "\n[a](#r1) [b](#scope) [c](#def-dupe) [d](/g/US-PR-0001/#r1)\n\n/// term | dupe\nA copy.\n///\n"
    assert stopped(world, source=making.SOURCE + more) == []


@pytest.mark.slow
def test_a_minor_edition_that_decides_otherwise_is_stopped(world: World) -> None:
    first = making.published(making.draft(world), world)
    source = making.SOURCE.replace("severity: S3", "severity: S4")
    draft = making.next_draft(first.guideline, world.ann, source=source, significance="minor", change_note="R2.")
    assert any("This is no minor change" in finding.sentence for finding in blockers(draft))
    fixed = making.words(source=source, change_note="R2 is S4.")
    draft = services.save_draft(draft, by=world.ann, seen=draft.digest, words=fixed).edition
    assert blockers(draft) == []


def test_the_page_shows_advice_and_the_gate_does_not_stop_for_it(world: World) -> None:
    draft = making.draft(world, source=making.SOURCE.replace("Warn the seller.", "Warn the seller if appropriate."))
    page = text(signed_in(world.ann).get(address("draft", draft)))
    assert "“if appropriate” in R1 says not when or how." in page
    assert "Nothing stops this draft from review." in page
    assert making.submitted(draft, world.ann).state == "in_review"


def kinds(edition: Edition, words: object) -> list[str]:
    return [finding.sentence for finding in findings_in(words, edition) if not finding.is_blocker]  # type: ignore[arg-type]


def test_a_manager_adds_a_phrase_and_takes_it_off(world: World) -> None:
    draft = making.draft(world)
    words = making.words(source=making.SOURCE.replace("Warn the seller.", "Handle with care."))
    assert not any("handle with care" in sentence for sentence in kinds(draft, words))
    word = services.watch(language="en", phrase="  Handle WITH care ", instead="Say how.", by=world.ann)
    assert any("“handle with care”" in sentence for sentence in kinds(draft, words))
    with pytest.raises(Invalid, match="already"):
        services.watch(language="en", phrase="handle with care", by=world.art)
    services.watch_no_longer(word, by=world.art)
    assert not any("handle with care" in sentence for sentence in kinds(draft, words))
    with pytest.raises(WrongState):
        services.watch_no_longer(word, by=world.ann)
    services.watch(language="en", phrase="handle with care", by=world.ann)
    verbs = AuditEvent.objects.filter(verb__startswith="watchword").values_list("verb", flat=True)
    assert list(verbs) == ["watchword.added", "watchword.ended", "watchword.added"]


@pytest.mark.parametrize("who", ["bob", "mo", "lia", "ada", "joe", "root"])
def test_only_policy_managers_keep_the_list(world: World, who: str) -> None:
    person = getattr(world, who)
    word = WatchWord.objects.filter(ended_at=None).first() or services.watch(language="en", phrase="x y", by=world.ann)
    with pytest.raises(Refused):
        services.watch(language="en", phrase="mine", by=person)
    with pytest.raises(Refused):
        services.watch_no_longer(word, by=person)


@pytest.mark.slow
def test_the_list_has_its_page(world: World) -> None:
    ann, page = signed_in(world.ann), reverse("writing_words")
    assert ann.post(page, {"language": "en", "phrase": "with care", "instead": "Say how."}).status_code == 302
    assert "with care" in text(ann.get(page))
    assert ann.post(page, {"language": "en", "phrase": "With Care"}).status_code == 422
    word = WatchWord.objects.get(phrase="with care")
    assert signed_in(world.bob).post(page, {"end": word.pk}).status_code == 403
    assert ann.post(page, {"end": word.pk}).status_code == 302
    assert ann.post(page, {"end": word.pk}).status_code == 404
    assert ann.post(page, {"end": "²"}).status_code == 404
    assert signed_in(world.mo).get(page).status_code == 403
    assert "Take off" not in text(signed_in(world.joe).get(page))
