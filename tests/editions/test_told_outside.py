"""What writers, reviewers and publishers see of who is told what, and what the checks say about it."""

from __future__ import annotations

import pytest

from guidelines.editions import services
from guidelines.editions.comparing import compare
from guidelines.editions.drafts import words_of
from guidelines.editions.merged_words import merge_words
from guidelines.editions.models import Edition, Guideline
from guidelines.editions.readiness import blockers, findings_in
from guidelines.editions.told_outside import ToldPartners, told_partners
from guidelines.frame.refusals import Invalid, WrongState
from guidelines.text.digest import recipe_of
from tests.editions import making
from tests.editions.editing import key_of, opened, post
from tests.editions.pages import address, post_draft, post_merge, signed_in, text
from tests.people import World

WORDING = "Counterfeit listings are removed."
FOR_PARTNERS = making.SOURCE.replace("## Scope", "## Scope {audience: partner}").replace(
    "/// rule | R1\n", "/// rule | R1\naudience: partner\n"
)


def partner(edition: Edition) -> Edition:
    Guideline.objects.filter(pk=edition.guideline_id).update(audience="partner")
    return Edition.objects.select_related("guideline__market", "guideline__domain", "base").get(pk=edition.pk)


def advised(edition: Edition) -> str:
    return " ".join(str(finding) for finding in findings_in(words_of(edition), edition))


@pytest.mark.parametrize("change", [{"note_audience": "partner"}, {"partner_note": WORDING}])
def test_an_approval_does_not_survive_a_change_of_who_is_told_what(world: World, change: dict[str, str]) -> None:
    draft = making.draft(world)
    digest = draft.digest
    approved = making.approve(making.submitted(draft, world.ann), world.bob)
    recalled = services.recall(approved, by=world.ann, note="Partners too.")
    saved = services.save_draft(recalled, by=world.ann, seen=digest, words=making.words(**change)).edition
    assert (recipe_of(digest), recipe_of(saved.digest)) == (1, 2)
    again = making.submitted(saved, world.ann)
    with pytest.raises(WrongState):
        services.publish(again, by=world.ann, seen=again.digest)


def test_a_save_point_keeps_and_brings_back_what_partners_are_told(world: World) -> None:
    draft = making.draft(world, partner_note=WORDING, note_audience="partner")
    point = services.drafting.save_points.history(draft)[0]
    saved = services.save_draft(draft, by=world.ann, seen=draft.digest, words=making.words()).edition
    assert saved.partner_note == ""
    back = services.restore(saved, by=world.ann, seen=saved.digest, save_point=point.id).edition
    assert (back.partner_note, back.note_audience, back.digest) == (WORDING, "partner", draft.digest)


def test_two_partner_wordings_are_asked_about(world: World) -> None:
    base = making.words(partner_note="One.")
    theirs, mine = making.words(partner_note="Theirs."), making.words(partner_note="Mine.", note_audience="partner")
    merged = merge_words(base, theirs, mine)
    assert [detail.name for detail in merged.open_details] == ["partner_note"]
    assert {detail.name: detail.kind for detail in merged.details}["note_audience"] == "mine"


def test_a_merge_page_asks_for_the_partner_wording_and_loses_none(world: World) -> None:
    draft = making.draft(world, partner_note="One.")
    stale = draft.digest
    post_draft(world.ann, draft, partner_note="Theirs.")
    page = post_draft(world.ann, draft, seen=stale, partner_note="Mine.", note_audience="public")
    assert page.status_code == 409
    post_merge(world.ann, draft, page, **{"choose-detail-partner_note": "both"})
    draft.refresh_from_db()
    assert (draft.partner_note, draft.note_audience) == ("Theirs.\nMine.", "public")


def test_a_new_draft_begins_without_the_wording_of_the_edition_before(world: World) -> None:
    published = making.published(making.draft(world, partner_note=WORDING), world)
    draft = making.next_draft(published.guideline, world.ann)
    assert draft.partner_note == ""


def test_no_class_wider_than_public_or_unknown_is_stored(world: World) -> None:
    page = post_draft(world.ann, making.draft(world), note_audience="everyone")
    assert page.status_code == 422


def test_a_wording_that_is_too_long_is_refused(world: World) -> None:
    with pytest.raises(Invalid, match="partner wording"):
        making.draft(world, partner_note="a" * 4001)


def test_the_editor_offers_a_class_for_each_rule_and_case_and_writes_it(world: World) -> None:
    draft = making.draft(world)
    page, data = opened(world, draft)
    key = key_of(page, "R2")
    assert data[f"{key}-audience"] == ""
    assert 'name="partner_note"' in page
    assert "Empty: partners are told nothing of this edition." in page
    post(world, draft, {**data, f"{key}-audience": "partner"}, "save")
    draft.refresh_from_db()
    assert draft.source == making.SOURCE.replace(
        "escalate: Brand Integrity, within 4 hours\n///",
        "escalate: Brand Integrity, within 4 hours\naudience: partner\n///",
    )
    page, data = opened(world, draft)
    assert data[f"{key}-audience"] == "partner"
    case = next(name for name, value in data.items() if value == "violating").removesuffix("-kind")
    post(world, draft, {**data, f"{case}-audience": "public"}, "save")
    draft.refresh_from_db()
    assert "/// case | violating R1\naudience: public\n“Mirror quality" in draft.source


def test_a_class_that_is_none_is_refused_in_its_block(world: World) -> None:
    draft = making.draft(world)
    page, data = opened(world, draft)
    answer = post(world, draft, {**data, f"{key_of(page, 'R2')}-audience": "all"}, "save")
    assert answer.status_code == 422
    assert "“all” is no audience" in text(answer)


def test_a_changed_class_alone_is_seen_in_the_redline_and_decides_nothing(world: World) -> None:
    published = making.published(making.draft(world), world)
    draft = making.next_draft(published.guideline, world.ann, source=FOR_PARTNERS)
    comparison = compare(draft.base, draft, "en")
    assert comparison.changed_blocks == 2
    assert not comparison.decisions
    page = text(signed_in(world.bob).get(address("review", draft)))
    assert page.count("<ins>Partner</ins>") >= 2
    assert page.count("{audience") == 1  # the source in the form of a suggestion


def test_the_reviewer_sees_the_wording_with_what_changed(world: World) -> None:
    draft = making.draft(world, partner_note=WORDING, note_audience="partner")
    page = text(signed_in(world.bob).get(address("review", draft)))
    assert WORDING in page
    assert "Change note for" in page
    published = making.published(draft, world)
    after = making.next_draft(published.guideline, world.ann, partner_note="Counterfeit listings are restricted.")
    page = text(signed_in(world.bob).get(address("review", after)))
    assert "<del>removed</del><ins>restricted</ins>" in page


def test_a_reviewer_of_an_internal_edition_reads_nothing_about_partners(world: World) -> None:
    page = text(signed_in(world.bob).get(address("review", making.draft(world))))
    assert "Partner" not in page


def test_whoever_publishes_reads_what_partners_will_be_told(world: World) -> None:
    draft = partner(making.draft(world, source=FOR_PARTNERS, partner_note=WORDING))
    approved = making.approve(making.submitted(draft, world.ann), world.bob)
    page = text(signed_in(world.ann).get(address("publish", approved)))
    assert WORDING in page[page.index("What partners will be told") :]
    assert "is not genuine" in page[page.index("The text that partners may read") :]
    assert "less than 30%" not in page


def test_what_partners_will_be_told_says_why_it_is_nothing(world: World) -> None:
    draft = making.draft(world)
    assert told_partners(draft) is None
    assert told_partners(making.draft(world, partner_note=WORDING)) == ToldPartners(is_known=False)
    assert told_partners(partner(draft)) == ToldPartners(is_known=True)
    told = told_partners(partner(making.draft(world, note_audience="public")))
    assert told is not None
    assert (told.note, told.text, told.to_public) == ("R1 and R2 are new.", None, False)


def test_the_list_of_editions_shows_the_wording_to_those_who_export_and_not_to_moderators(world: World) -> None:
    published = making.published(making.draft(world, partner_note=WORDING), world)
    url = f"/g/{published.guideline.policy_id}/editions/"
    assert WORDING in text(signed_in(world.lia).get(url))
    assert WORDING not in text(signed_in(world.mo).get(url))


INTERNAL_WORDING = {
    "Brand Integrity looks at it.": "the team “Brand Integrity”",
    "It is labelled counterfeit.declared now.": "the label code “counterfeit.declared”",
    "Below 30% it is restricted.": "the threshold “30%”",
    "You have 24 hours.": "the threshold “24 hours”",
    "From 3 listings on.": "the threshold “3 listings”",
    "R2 is new.": "the rule R2, which they may not read",
    "It is about dupes.": "the term “dupes”, which they may not read",
}


@pytest.mark.parametrize(("wording", "what"), INTERNAL_WORDING.items())
def test_the_checks_point_at_internal_wording(world: World, wording: str, what: str) -> None:
    source = f"{FOR_PARTNERS}\n/// term | dupes\nCopies.\n///\n"
    draft = partner(making.draft(world, source=source, partner_note=wording))
    assert f"Partner wording: internal wording, {what}." in advised(draft)
    assert all(what not in str(blocker) for blocker in blockers(draft))


@pytest.mark.parametrize("wording", ["R1 is new in edition 3.", "It begins on 1 December 2026.", "2 rules changed."])
def test_the_checks_let_plain_words_pass(world: World, wording: str) -> None:
    draft = partner(making.draft(world, source=FOR_PARTNERS, partner_note=wording))
    assert "internal wording" not in advised(draft)


def test_a_note_for_partners_is_looked_at_like_a_wording(world: World) -> None:
    draft = partner(making.draft(world, note_audience="partner", change_note="Below 30%: restrict."))
    assert "Change note: internal wording, the threshold “30%”." in advised(draft)


def test_a_guideline_partners_may_not_know_of_is_pointed_at_in_their_text(world: World) -> None:
    other = making.published(making.draft(world), world).guideline.policy_id
    source = FOR_PARTNERS.replace("Listings of", f"Not those of {other}. Listings of")
    draft = partner(making.draft(world, source=source))
    assert f"the guideline {other}, of which they may not know" in advised(draft)


def test_a_case_wider_than_its_rule_and_a_rule_wider_than_its_section_are_pointed_at(world: World) -> None:
    case = making.SOURCE.replace("## Scope", "## Scope {audience: partner}").replace(
        "violating R1\n“Mirror", "violating R1\naudience: partner\n“Mirror"
    )
    assert "A case of R1 says “partner”, and its rule is “internal”" in advised(making.draft(world, source=case))
    rule = making.SOURCE.replace("| R1\nif", "| R1\naudience: public\nif")
    assert "R1 says “public” in a section that is “internal”" in advised(making.draft(world, source=rule))


def test_words_for_partners_in_an_internal_guideline_reach_nobody_and_the_checks_say_so(world: World) -> None:
    assert "Partners are told nothing of this guideline" in advised(making.draft(world, partner_note=WORDING))
    assert "Partners" not in advised(making.draft(world))


def test_a_part_for_named_people_alone_has_no_place_in_a_guideline_that_others_read(world: World) -> None:
    source = making.SOURCE.replace("| R1\nif", "| R1\naudience: restricted\nif")
    draft = making.draft(world, source=source)
    assert "R1 is restricted, and this guideline is not" in " ".join(map(str, blockers(draft)))
    draft.guideline.audience = "restricted"
    assert not blockers(draft)
