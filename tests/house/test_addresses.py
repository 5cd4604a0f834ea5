"""Every address of the portal × every role: a page opens for nobody whom the table does not name."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from guidelines.editions.models import Edition
from guidelines.people.models import Assignment, Person
from guidelines.people.roles import Role
from tests.editions import making
from tests.house import addresses_insights, addresses_learning, addresses_programmes, addresses_quality
from tests.people import World, make_person

SYSTEM = "system_administrator"
ROLES = frozenset(Role.values)
EVERYBODY = ROLES | {SYSTEM}
NOBODY: frozenset[str] = frozenset()
WRITERS = frozenset({"policy_manager"})
REVIEWERS = frozenset({"policy_reviewer"})
INSIDERS = WRITERS | REVIEWERS | {"market_administrator", "auditor"}
"""Who reads every edition of their scope."""
KEEPERS = frozenset({"market_administrator", SYSTEM})
"""Who keeps accounts and roles."""
OVERSEERS = WRITERS | {"team_lead", "market_administrator", "auditor"}
"""Who sees who has read what."""
EXPORTERS = frozenset({"policy_manager", "liaison"})
DIRECTORY = EXPORTERS | {"market_administrator", "auditor"}
"""Who reads the stakeholder directory."""

# Written from sections 4 and 5 of the architecture: for whom the page opens, and on an edition that stands where.
PAGES: dict[str, tuple[frozenset[str], str]] = {
    **dict.fromkeys(("keyboard_shortcuts", "accessibility", "sign_in", "account_login"), (EVERYBODY, "draft")),
    **dict.fromkeys(("password_change", "settings", "own_delegations"), (EVERYBODY, "draft")),
    **dict.fromkeys(("notifications", "notification_settings"), (EVERYBODY, "draft")),
    **dict.fromkeys(
        ("home", "updates", "library", "search", "palette", "compare_guidelines", "receipts"), (EVERYBODY, "draft")
    ),
    "synonyms": (INSIDERS, "draft"),
    **dict.fromkeys(("people", "import_people", "person", "delegations", "grant_role", "end_role"), (KEEPERS, "draft")),
    **dict.fromkeys(("tokens", "new_token", "api_manual"), (KEEPERS, "draft")),
    **dict.fromkeys(("guideline", "rule", "editions", "edition"), (ROLES, "published")),
    **dict.fromkeys(("ask", "questions", "rulings", "requests", "new_request"), (ROLES, "published")),
    **dict.fromkeys(("draft", "edition_answers", "save_points", "images", "consulted"), (INSIDERS, "draft")),
    **dict.fromkeys(("autosave", "bring_in", "rebase", "new_guideline", "new_template"), (WRITERS, "draft")),
    "guideline_settings": (WRITERS, "draft"),
    **dict.fromkeys(("board", "overdue", "templates", "checklists", "required_signatures"), (INSIDERS, "draft")),
    **dict.fromkeys(("writing_words", "bundles", "emergencies"), (INSIDERS, "draft")),
    "review": (INSIDERS, "in_review"),
    "move": (REVIEWERS, "in_review"),
    "publish": (WRITERS | REVIEWERS, "approved"),
    "periodic_review": (INSIDERS, "published"),
    "clearance": (NOBODY, "published"),  # only of a restricted guideline
    "copy": (NOBODY, "published"),  # only for who writes in another market too
    **dict.fromkeys(("change_notes", "packs"), (EXPORTERS, "draft")),
    "correct_note": (EXPORTERS, "published"),
    **dict.fromkeys(("stakeholders", "untold", "untold_csv"), (DIRECTORY, "draft")),
    "new_stakeholder": (frozenset({"liaison"}), "draft"),
    "receiving": (ROLES, "draft"),
    "background": (EXPORTERS | INSIDERS | {SYSTEM}, "draft"),
    **dict.fromkeys(("who_has_read", "reading_export"), (OVERSEERS, "draft")),
    "joiners_path": (EVERYBODY, "draft"),
    # Of these there is none in this world.
    **dict.fromkeys(("compare", "template", "bundle", "attachment", "receipt", "end_token"), (NOBODY, "draft")),
    **dict.fromkeys(("stakeholder", "change_stakeholder", "end_stakeholder", "add_contact"), (NOBODY, "draft")),
    **dict.fromkeys(("new_subscription", "change_subscription", "end_subscription"), (NOBODY, "draft")),
    **dict.fromkeys(("new_feed", "end_feed", "change_contact", "renew_secret", "end_contact"), (NOBODY, "draft")),
    **dict.fromkeys(("send_pack", "received_file", "pack", "pack_file"), (NOBODY, "draft")),
    **dict.fromkeys(("question", "end_ruling", "huddle", "open_notification", "request"), (NOBODY, "draft")),
}
DEEDS = {
    *("demo_sign_in", "sign_out", "end_delegation", "new_edition", "sitting", "kept", "merge", "paste", "comments"),
    *("thread", "consultations", "consultation", "follow", "claim", "choose_notes", "ask_for_notes", "acknowledge"),
    *("switch", "unlock", "in_use", "join_question", "choose_language"),
    *("changes", "changed_since"),  # asked by a script, with what its page was given
    *("repeat_delivery", "make_again", "answer_pack", "issue_again"),
    *("remind", "brief", "try_again", "see_notification", "see_notifications"),
    *("take_request", "decline_request", "answer_request"),
}
"""Addresses that are only posted to."""
for room in (addresses_insights, addresses_quality, addresses_learning, addresses_programmes):
    PAGES |= room.PAGES
    DEEDS |= room.DEEDS
FOR_PROGRAMS = {
    *("openapi", "api_rule", "api_guidelines", "api_guideline", "api_editions", "api_edition", "api_edition_rules"),
    *("api_receipt", "api_change_notes", "api_requests", "api_request"),
    "feed",
}
"""What no person opens: tests/api shows a token there. The document of the API tells nothing of what is kept here."""
WITHOUT_SIGN_IN = {"keyboard_shortcuts", "accessibility", "sign_in", "account_login"}
OF_THEIR_OWN = {
    *("sign_out", "password_change", "settings", "own_delegations", "end_delegation", "demo_sign_in"),
    *("switch", "unlock", "in_use", "updates", "choose_language"),
    *("see_notifications", "notification_settings", "new_request", "new_training_request"),
}
REST = sorted(EVERYBODY - {"moderator", "policy_manager"})


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield entry
        elif entry.app_name != "admin":
            yield from patterns(entry)


PATTERNS = {str(entry.name): entry for entry in patterns(get_resolver())}


def address(name: str, edition: Edition) -> str:
    given = {"policy_id": edition.guideline.policy_id, "number": edition.number, "rule_id": "R1", "move": "approve"}
    role = Assignment.objects.get(person__employee_id="A-004")
    given |= {
        "employee_id": "A-004",
        "pk": role.pk,
        "name": "x.png",
        "extension": "csv",
        "code": "0",
        "kind": "people.person",
    }
    pattern = PATTERNS[name].pattern
    names = pattern.converters or getattr(pattern, "regex").groupindex  # noqa: B009 - not every pattern has one
    return reverse(name, kwargs={one: given[one] for one in names})


@pytest.fixture
def stands(world: World) -> dict[str, Edition]:
    """One edition in each state that a page asks for."""
    return {
        "draft": making.draft(world),
        "in_review": making.submitted(making.draft(world), world.ann),
        "approved": making.approved(making.draft(world), world),
        "published": making.published(making.draft(world), world),
    }


def opened(person: Person, stands: dict[str, Edition]) -> set[str]:
    client = Client()
    client.force_login(person)
    answers = {name: client.get(address(name, stands[stand])) for name, (_roles, stand) in PAGES.items()}
    for answer in answers.values():
        answer.close()
    assert {answer.status_code for answer in answers.values()} <= {200, 302, 403, 404}
    return {name for name, answer in answers.items() if answer.status_code in (200, 302)}


def test_the_table_names_every_address() -> None:
    assert set(PATTERNS) == {*PAGES, *DEEDS, *FOR_PROGRAMS}


@pytest.mark.slow
def test_a_visitor_is_shown_nothing_but_the_way_in(stands: dict[str, Edition]) -> None:
    for name in (*PAGES, *DEEDS):
        answer = Client().get(address(name, stands["published"]))
        to_sign_in = "/sign-in/" in answer.headers.get("Location", "")
        shown = answer.status_code not in (401, 405) and not to_sign_in
        assert shown is (name in WITHOUT_SIGN_IN), name


@pytest.mark.parametrize(
    "role",
    [
        "moderator",
        "policy_manager",
        *(pytest.param(role, marks=pytest.mark.slow) for role in REST),
    ],
)
def test_pages_open_for_the_roles_of_the_table_alone(world: World, stands: dict[str, Edition], role: str) -> None:
    person = world.root if role == SYSTEM else make_person("X-1", "Xo Dale", Role(role), world.us, world.product)
    assert opened(person, stands) == {name for name, (roles, _stand) in PAGES.items() if role in roles}


@pytest.mark.slow
@pytest.mark.parametrize("who", ["mo", "vy", "root"])
def test_nothing_can_be_done_to_a_draft_by_an_address_alone(world: World, stands: dict[str, Edition], who: str) -> None:
    client = Client()
    client.force_login(getattr(world, who))
    for name in {*PAGES, *DEEDS} - OF_THEIR_OWN - WITHOUT_SIGN_IN:
        if who == "root" and "system_administrator" in PAGES.get(name, (NOBODY, ""))[0]:
            continue
        answer = client.post(address(name, stands["draft"]), {"seen": stands["draft"].digest, "note": "So be it."})
        assert answer.status_code in (403, 404, 405), name
