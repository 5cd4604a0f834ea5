"""The world as it stands after one build: looked at from many sides, built once."""

import datetime as dt
import io
import time
from collections import Counter

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext, override_settings

from guidelines.api.models import AccessToken
from guidelines.audit.models import AuditEvent
from guidelines.audit.verify import verify
from guidelines.catalogue.models import Action, EscalationTeam, LabelCode, Market, Topic
from guidelines.demo import building
from guidelines.demo.case_notes import case_notes
from guidelines.demo.models import DemoWorld
from guidelines.demo.sources import words
from guidelines.editions import four_eyes, save_points
from guidelines.editions.drafts import words_of
from guidelines.editions.lifecycle import State
from guidelines.editions.models import Contribution, Edition, Guideline, GuidelineTemplate, Suggestion
from guidelines.editions.queries import in_force, periods, standing
from guidelines.editions.rights import visible_guidelines
from guidelines.insights.models import Question, Ruling
from guidelines.insights.queries import pinned_now
from guidelines.people.models import Assignment, Person, Site, Team
from guidelines.people.presence import last_shift_ended
from guidelines.people.roles import Role
from guidelines.reading.models import LibraryRow, MissedSearch
from guidelines.reading.queries.duties import duties, standings
from guidelines.reading.queries.receipts import resolve
from guidelines.reading.search.querying import search
from guidelines.text.rendering import render
from tests.demo import NOW

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def world(built: DemoWorld) -> DemoWorld:
    return built


def test_the_floor_has_asked_and_some_of_it_is_answered_ruled_and_in_an_edition(world: DemoWorld) -> None:
    at = world.built_at
    asked = [(q.guideline.policy_id, q.rule_id, q.standing(at)) for q in Question.objects.select_related("answered_in")]
    assert Counter(standing for _policy_id, _rule, standing in asked) == {"open": 5, "answered": 4, "edition": 1}
    assert ("US-CC-0142", "R3", "edition") in asked
    running = {(r.guideline.policy_id, r.rule_id, r.made_by.name) for r in pinned_now(Ruling.objects.all(), at)}
    assert running == {("US-CC-0142", "R3", "Maya Okafor"), ("US-CC-0088", "R4", "Kim Sato")}


def edition(policy_id: str, number: int) -> Edition:
    return Edition.objects.select_related("guideline").get(guideline__policy_id=policy_id, number=number)


@pytest.mark.django_db
def test_a_database_without_the_mark_is_not_taken_for_a_demo() -> None:
    """Runs first: a test with this mark makes pytest-django set the database up."""
    assert not building.is_built()


def test_thirty_guidelines_have_rules_and_cases_of_each_kind(world: DemoWorld) -> None:
    guidelines = Guideline.objects.exclude(policy_id="US-CC-0900")
    assert Guideline.objects.count() == 30
    for guideline in guidelines:
        newest = guideline.editions.order_by("number").last()
        assert newest is not None
        rendered = render(newest.source, language=guideline.language)
        assert len(rendered.rules) >= 5, guideline
        assert {case.kind for case in rendered.cases} == {"violating", "not_violating", "edge"}, guideline
        assert rendered.terms, guideline
    assert render(edition("US-CC-0900", 1).source).cases == ()


def test_child_safety_is_for_a_manager_and_a_reviewer_and_others_are_told_to_stop(world: DemoWorld) -> None:
    guideline = Guideline.objects.get(policy_id="US-CC-0900")
    readers = [person.name for person in Person.objects.order_by("name") if guideline in visible_guidelines(person)]
    assert readers == ["Maya Okafor", "Priya Nair"]
    assert guideline.stub_instruction == "Stop. Do not copy or share. Escalate to Child Safety now."


def test_every_state_and_every_standing_that_readers_meet_is_there(world: DemoWorld) -> None:
    assert set(Edition.objects.values_list("state", flat=True)) == set(State.values)
    found = {standing(each, NOW, in_force(each.guideline, NOW)) for each in Edition.objects.select_related("guideline")}
    assert found == {
        *("draft", "changes_requested", "in_review", "approved", "scheduled"),
        *("in_force", "superseded", "withdrawn", "discarded"),
    }


def test_the_record_is_whole_and_lists_the_one_emergency_nobody_ratified(world: DemoWorld) -> None:
    findings = list(verify())
    assert [finding.sentence for finding in findings if finding.broken] == []
    assert len(findings) == 1
    assert findings[0].sentence.startswith("US-CC-0156 edition 4: enforced as an emergency")


def test_nobody_approved_their_own_words(world: DemoWorld) -> None:
    for each in Edition.objects.filter(published_at__isnull=False):
        for approval in each.approvals.all():
            assert approval.person_id not in four_eyes.contributions(each, approval.at), approval


def test_no_event_lies_in_the_future_and_none_before_the_portal_opened(world: DemoWorld) -> None:
    times = list(AuditEvent.objects.order_by("id").values_list("at", flat=True))
    assert times == sorted(set(times))
    assert times[-1] < NOW
    assert NOW - times[0] < dt.timedelta(days=460)
    assert not Contribution.objects.filter(at__gt=NOW).exists()
    assert not Person.objects.filter(joined_at__gt=NOW).exists()


def test_only_editions_that_are_scheduled_begin_later(world: DemoWorld) -> None:
    later = Edition.objects.filter(effective_from__gt=NOW)
    assert {str(each): (each.effective_from - NOW).days for each in later if each.effective_from} == {
        "US-PR-0140 edition 3": 3,
        "US-SE-0070 edition 3": 14,
        "VN-PR-0093 edition 3": 4,
    }


def test_the_words_of_every_finished_edition_are_those_of_its_file(world: DemoWorld) -> None:
    for each in Edition.objects.select_related("guideline"):
        expected = words(each.guideline.policy_id, str(each.number)).normalised().words
        assert words_of(each) == expected, each


def test_between_the_first_two_editions_of_0142_nothing_was_in_force(world: DemoWorld) -> None:
    timeline = periods(Guideline.objects.get(policy_id="US-CC-0142").editions.all())
    assert [period.edition and period.edition.number for period in timeline] == [1, None, 2, 3, 4]
    assert dt.timedelta(hours=8, minutes=59) < timeline[0].until - timeline[0].since < dt.timedelta(hours=9, minutes=1)
    assert timeline[1].until - timeline[1].since < dt.timedelta(hours=24)


def test_one_emergency_was_ratified_after_19_hours_and_the_other_gave_way_after_72(world: DemoWorld) -> None:
    ratified, lapsed = edition("US-PR-0175", 3), edition("US-CC-0156", 4)
    approval = ratified.approvals.get()
    assert ratified.expires_at is None
    assert ratified.effective_from is not None
    assert approval.kind == "ratified"
    assert round((approval.at - ratified.effective_from) / dt.timedelta(hours=1)) == 19
    timeline = periods(lapsed.guideline.editions.all())
    assert [period.edition and period.edition.number for period in timeline] == [3, 4, 3, 5]
    assert timeline[1].until - timeline[1].since == dt.timedelta(hours=72)


def test_the_hot_fix_sent_the_scheduled_edition_back_and_it_began_one_day_late(world: DemoWorld) -> None:
    published = AuditEvent.objects.get(policy_id="US-PR-0208", edition_number=12, verb="edition.published")
    assert published.data["fates"] == {"11": "rebase"}
    assert "LGL-381" in published.data["note"]
    late, partner = edition("US-PR-0208", 11), edition("US-CC-0121", 3)
    assert late.base == edition("US-PR-0208", 12)
    assert late.effective_from is not None
    assert partner.effective_from is not None
    assert late.effective_from - partner.effective_from == dt.timedelta(days=1)
    assert in_force(late.guideline, NOW) == late


def test_an_edition_was_cancelled_before_it_began_and_published_again(world: DemoWorld) -> None:
    verbs = (
        AuditEvent.objects.filter(policy_id="US-SE-0070", edition_number=2)
        .exclude(verb="edition.acknowledged")
        .order_by("id")
        .values_list("verb", flat=True)
    )
    assert list(verbs)[-3:] == ["edition.published", "edition.cancelled", "edition.published"]


def test_the_home_page_has_news_of_both_kinds_in_both_markets(world: DemoWorld) -> None:
    fresh = LibraryRow.objects.in_force(NOW).filter(since__gt=NOW - dt.timedelta(days=3))
    assert {(row.policy_id, row.significance) for row in fresh} == {
        ("US-CC-0117", "minor"),
        ("US-PR-0031", "major"),
        ("VN-CC-0061", "major"),
    }


def test_two_people_wrote_the_edition_that_is_in_review(world: DemoWorld) -> None:
    under_review = edition("US-CC-0142", 5)
    writers = {contribution.person.name for contribution in under_review.contributions.all()}
    assert writers == {"Maya Okafor", "Daniel Reyes"}
    assert len(save_points.history(under_review)) == 5


def test_the_words_in_review_are_talked_about(world: DemoWorld) -> None:
    under_review = edition("US-CC-0142", 5)
    threads = under_review.comments.filter(thread=None)
    assert {(thread.person.name, thread.key, thread.blocks_approval) for thread in threads} == {
        ("Noor Haddad", "", False),
        ("Priya Nair", "R3", True),
        ("Daniel Reyes", "R7", False),
    }
    assert [asked.person.name for asked in under_review.consultations.exclude(answer="")] == ["Noor Haddad"]
    assert Suggestion.objects.get().source.startswith("A co-host, or a guest who speaks")


def test_every_domain_has_a_template_in_both_languages(world: DemoWorld) -> None:
    kept = GuidelineTemplate.objects.values_list("domain__code", "language")
    assert set(kept) == {(domain, language) for domain in ("CC", "SE", "PR") for language in ("en", "vi")}


def test_two_or_more_people_hold_each_role_and_the_places_are_there(world: DemoWorld) -> None:
    held = Counter(Assignment.objects.current().values_list("role", flat=True))
    assert {role: count for role, count in held.items() if count < 2} == {}
    assert set(held) == set(Role.values)
    assert Counter(Team.objects.values_list("site__name", flat=True)) == {
        "Austin": 8,
        "Manila": 9,
        "Tampa": 4,
        "Hà Nội": 5,
    }
    assert not Team.objects.filter(lead=None).exists()
    assert 60 <= Person.objects.count() <= 90
    assert Site.objects.exclude(company="").get().name == "Manila"


def test_nobody_has_a_password_and_the_administrator_has_no_role(world: DemoWorld) -> None:
    assert [person.name for person in Person.objects.all() if person.has_usable_password()] == []
    administrator = Person.objects.get(is_superuser=True)
    assert not administrator.assignments.exists()
    assert AuditEvent.objects.filter(actor_id=administrator.pk, verb__startswith="edition.").count() == 0


def test_the_lists_are_complete_and_in_two_languages(world: DemoWorld) -> None:
    assert list(Market.objects.values_list("code", "time_zone")) == [
        ("US", "America/Los_Angeles"),
        ("VN", "Asia/Ho_Chi_Minh"),
    ]
    for model in (Topic, Action, LabelCode, EscalationTeam):
        assert model.objects.count() > 10
        assert not model.objects.filter(name_vi="").exists()


def test_a_second_run_says_nothing_changes_nothing_and_takes_no_time(world: DemoWorld) -> None:
    begun, out = time.process_time(), io.StringIO()
    with override_settings(DEMO=True), CaptureQueriesContext(connection) as queries:
        call_command("demo", stdout=out)
    assert time.process_time() - begun < 0.5
    assert len(queries) <= 3
    assert out.getvalue() == ""
    assert DemoWorld.objects.count() == 1


def test_a_moderator_comes_back_to_one_edition_that_is_late_and_one_that_is_due(world: DemoWorld) -> None:
    jordan = Person.objects.get(name="Jordan Ellis")
    late, due = duties(jordan, NOW)
    assert [late.policy_id, due.policy_id] == ["US-SE-0033", "US-PR-0031"]
    assert [standing.state for standing in standings([jordan], [late, due], NOW).values()] == ["late", "due"]
    assert last_shift_ended(jordan, NOW) == NOW - dt.timedelta(days=3)


def test_the_case_notes_of_the_story_lead_to_their_words(world: DemoWorld) -> None:
    judith = Person.objects.get(name="Judith Keller")
    gone, gap, appealed = (resolve(judith, note.receipt, NOW) for note in case_notes())
    assert gone.edition is not None
    assert (gone.was_in_force, gone.was_published, gone.edition.withdrawn_at is not None) == (True, True, True)
    assert gap.edition is None
    assert gap.was_empty
    assert (appealed.was_in_force, appealed.rule_id) == (True, "R3")
    assert appealed.today == edition("US-CC-0142", 4)


def test_the_page_of_tokens_is_not_empty(world: DemoWorld) -> None:
    tokens = AccessToken.objects.select_related("made_by").order_by("name")
    assert [(token.name, token.ended_at is None, token.made_by.name) for token in tokens] == [
        ("Case desk", True, "Gloria Watkins"),
        ("Case desk, trial", False, "Gloria Watkins"),
    ]


def test_the_words_of_sellers_are_searched_for_as_well(world: DemoWorld) -> None:
    found = search(Person.objects.get(name="Jordan Ellis"), "mirror quality")
    assert {(hit.policy_id, hit.rule) for hit in found.hits} >= {("US-CC-0142", "R1"), ("US-PR-0031", "R2")}
    assert [said.text for said in found.asked.swaps[0].others] == ["mirror", "1:1", "AAA", "rep"]
    assert MissedSearch.objects.get(text="deepfake").count == 3
