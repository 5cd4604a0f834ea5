"""The controlled lists: every change recorded, rows retired and never deleted, codes fixed."""

import pytest
from django.test import Client

from guidelines.audit.models import AuditEvent
from guidelines.catalogue import services
from guidelines.catalogue.models import Action, Domain, EscalationTeam, LabelCode, Market, Topic
from tests.people import World

NEW_ROWS = {
    "market": {
        "code": "BR",
        "name": "Brazil",
        "name_vi": "",
        "language": "en",
        "time_zone": "America/Sao_Paulo",
        "notice_days": "3",
        "review_days": "2",
    },
    "domain": {"code": "AD", "name": "Advertising", "name_vi": "Quảng cáo"},
    "topic": {"code": "fraud", "name": "Fraud", "name_vi": "", "parent": ""},
    "action": {"code": "warn", "name": "Warn", "name_vi": ""},
    "labelcode": {"code": "fraud.fake_review", "name": "Fake review", "name_vi": ""},
    "escalationteam": {"name": "Legal", "name_vi": "", "market": "", "hours": "", "answers_within": ""},
}
MODELS = {m._meta.model_name: m for m in (Market, Domain, Topic, Action, LabelCode, EscalationTeam)}


@pytest.fixture
def root(world: World, client: Client) -> Client:
    client.force_login(world.root)
    return client


def last() -> AuditEvent:
    return AuditEvent.objects.latest("id")


@pytest.mark.slow
@pytest.mark.parametrize("kind", sorted(NEW_ROWS))
def test_a_row_is_added_changed_and_retired_with_an_event_each(root: Client, world: World, kind: str) -> None:
    base, data = f"/admin/catalogue/{kind}/", NEW_ROWS[kind]
    assert root.post(f"{base}add/", data).status_code == 302
    row = MODELS[kind].objects.get(name=data["name"])
    assert (last().verb, last().subject_kind, last().subject_id) == ("list.added", kind, row.pk)
    assert root.post(f"{base}{row.pk}/change/", {**data, "name": "New name", "code": "changed"}).status_code == 302
    row.refresh_from_db()
    assert (last().verb, last().data["fields"]) == ("list.changed", ["name"])
    assert row.name == "New name"
    assert getattr(row, "code", "") == data.get("code", "")
    root.post(base, {"action": "retire", "_selected_action": [row.pk]})
    row.refresh_from_db()
    assert row.retired
    assert (last().verb, last().actor_id) == ("list.retired", world.root.pk)
    root.post(base, {"action": "restore", "_selected_action": [row.pk]})
    assert last().verb == "list.restored"


@pytest.mark.slow
@pytest.mark.parametrize("kind", sorted(NEW_ROWS))
def test_a_row_is_never_deleted(root: Client, kind: str) -> None:
    model = MODELS[kind]
    row = model.objects.first()
    assert row is not None
    assert root.post(f"/admin/catalogue/{kind}/{row.pk}/delete/", {"post": "yes"}).status_code == 403
    root.post(f"/admin/catalogue/{kind}/", {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"})
    assert model.objects.filter(pk=row.pk).exists()


def test_saving_without_a_change_records_nothing(root: Client, world: World) -> None:
    before = AuditEvent.objects.count()
    data = {"name": "Seller", "name_vi": ""}
    assert root.post(f"/admin/catalogue/domain/{world.seller.pk}/change/", data).status_code == 302
    assert AuditEvent.objects.count() == before


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        ("market", "code", "us"),
        ("market", "code", "TOOLONG"),
        ("market", "code", "US"),
        ("market", "time_zone", "Mars/Base"),
        ("topic", "code", "Fraud!"),
        ("labelcode", "code", "nodot"),
        ("domain", "code", "P1"),
    ],
)
def test_a_row_that_rules_could_not_cite_is_refused(root: Client, kind: str, field: str, value: str) -> None:
    before = MODELS[kind].objects.count()
    answer = root.post(f"/admin/catalogue/{kind}/add/", {**NEW_ROWS[kind], field: value})
    assert answer.status_code == 200
    assert "errornote" in answer.content.decode()
    assert MODELS[kind].objects.count() == before


def test_a_topic_never_stands_below_itself(root: Client, world: World) -> None:
    parent = Topic.objects.get(code="counterfeit")
    child = Topic.objects.get(code="counterfeit.goods")
    for above in (parent, child):
        data = {"name": "Counterfeit", "name_vi": "", "parent": above.pk}
        page = root.post(f"/admin/catalogue/topic/{parent.pk}/change/", data).content.decode()
        assert "A topic can’t stand below itself." in page
    parent.refresh_from_db()
    assert parent.parent is None


def test_names_are_stored_in_one_form_of_unicode(root: Client) -> None:
    root.post("/admin/catalogue/action/add/", {"code": "warn", "name": "Warn", "name_vi": "Ca\u0309nh ba\u0301o"})
    assert Action.objects.get(code="warn").name_vi == "Cảnh báo"


@pytest.mark.slow
@pytest.mark.parametrize("who", ["ann", "bob", "mo", "lia", "ada", "joe"])
def test_nobody_but_a_system_administrator_opens_the_lists(world: World, client: Client, who: str) -> None:
    client.force_login(getattr(world, who))
    for kind in NEW_ROWS:
        assert client.get(f"/admin/catalogue/{kind}/").status_code == 302
        assert client.post(f"/admin/catalogue/{kind}/add/", NEW_ROWS[kind]).status_code == 302
    assert not Market.objects.filter(code="BR").exists()


def test_a_change_at_the_command_line_is_recorded_without_an_actor(world: World) -> None:
    world.vn.name_vi = "Việt Nam"
    services.change(world.vn, by=None, fields=["name_vi"])
    assert (last().verb, last().actor_id, last().data["code"]) == ("list.changed", None, "VN")
