"""Signing in and out: who can, who cannot, and what a stranger learns from trying."""

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import NoReverseMatch, reverse
from pytest_django.fixtures import Settings

from guidelines.people import services
from guidelines.people.attempts import ACCOUNT, ADDRESS
from guidelines.people.models import Person
from tests.people import PASSWORD, World

WRONG = "That ID and password don’t match an account."


def sign_in(client: Client, login: str, password: str = PASSWORD, **extra: str):  # type: ignore[no-untyped-def]
    return client.post("/sign-in/", {"login": login, "password": password, **extra})


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.fixture
def ann(world: World) -> Person:
    return services.correct(world.ann, by=None, email="ann.rivera@example.com")


@pytest.mark.parametrize("login", ["A-001", "a-001", " A-001 ", "ann.rivera@example.com", "Ann.Rivera@EXAMPLE.com"])
def test_a_person_signs_in_by_employee_id_or_mail_address_in_any_case(ann: Person, client: Client, login: str) -> None:
    answer = sign_in(client, login)
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/"
    assert client.session["_auth_user_id"] == str(ann.pk)


def test_after_sign_in_a_person_goes_where_they_wanted(ann: Person, client: Client) -> None:
    answer = client.get("/settings/?x=1")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/sign-in/?next=/settings/%3Fx%3D1"
    page = client.get(answer.headers["Location"])
    assert 'name="next" value="/settings/?x=1"' in page.content.decode()
    assert sign_in(client, "A-001", next="/settings/?x=1").headers["Location"] == "/settings/?x=1"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "http:evil"]
)
def test_sign_in_never_leads_to_another_host(ann: Person, client: Client, elsewhere: str) -> None:
    assert sign_in(client, "A-001", next=elsewhere).headers["Location"] == "/"


def test_a_trusted_origin_is_still_another_host(ann: Person, client: Client, settings: Settings) -> None:
    settings.CSRF_TRUSTED_ORIGINS = ["https://other.example"]
    assert sign_in(client, "A-001", next="https://other.example/").headers["Location"] == "/"


def test_somebody_signed_in_is_sent_on(ann: Person, client: Client) -> None:
    client.force_login(ann)
    answer = client.get("/sign-in/?next=/settings/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/settings/")


def test_a_wrong_id_and_a_wrong_password_get_the_same_answer(ann: Person, client: Client) -> None:
    answers = [sign_in(client, login, "not it").content.decode() for login in ("A-001", "A-999", "no@where.example")]
    bare = [
        answer.replace(login, "").replace(token(answer), "")
        for answer, login in zip(answers, ("A-001", "A-999", "no@where.example"), strict=True)
    ]
    assert WRONG in answers[0]
    assert bare[0] == bare[1] == bare[2]


def token(page: str) -> str:
    return page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]


def test_the_wrong_id_costs_the_same_work(ann: Person, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes are what takes time: as many are made for nobody, for somebody and for a leaver."""
    hashes: list[str] = []
    hasher = django_settings.PASSWORD_HASHERS[0].rpartition(".")[2]
    from django.contrib.auth import hashers

    real = getattr(hashers, hasher).encode

    def counted(self: object, password: str, salt: str, *more: object) -> str:
        hashes.append(password)
        return str(real(self, password, salt, *more))

    services.leave(ann, by=None)
    monkeypatch.setattr(getattr(hashers, hasher), "encode", counted)
    counts = []
    for login in ("A-003", "A-999", "A-001"):
        hashes.clear()
        sign_in(client, login, "not it")
        counts.append(len(hashes))
    assert counts == [1, 1, 1]


def test_the_typed_id_is_kept_and_the_password_never(ann: Person, client: Client) -> None:
    answer = sign_in(client, "A-<b>001", "hunter2 hunter2")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="A-&lt;b&gt;001"' in page
    assert "hunter2" not in page


def test_a_leaver_cannot_sign_in_and_learns_nothing(ann: Person, client: Client) -> None:
    services.leave(ann, by=None)
    ann.refresh_from_db()
    ann.set_password(PASSWORD)  # even if somebody gave the old password back
    ann.save()
    answer = sign_in(client, "A-001")
    assert answer.status_code == 422
    assert WRONG in answer.content.decode()
    assert not signed_in(client)


@pytest.mark.slow
def test_a_leavers_open_session_ends_at_once(ann: Person, client: Client) -> None:
    sign_in(client, "A-001")
    assert client.get("/settings/").status_code == 200
    services.leave(ann, by=None)
    answer = client.get("/settings/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/sign-in/?next=/settings/")


def test_who_comes_back_needs_a_new_password(ann: Person, client: Client) -> None:
    sign_in(client, "A-001")
    back = services.return_to_work(services.leave(ann, by=None), by=None)
    assert client.get("/settings/").status_code == 302
    assert sign_in(client, "A-001").status_code == 422
    services.change_password(back, "another long secret", by=None)
    assert sign_in(client, "A-001", "another long secret").status_code == 302


def test_sign_out_is_a_post_and_ends_the_session(ann: Person, client: Client) -> None:
    client.force_login(ann)
    assert client.get("/sign-out/").status_code == 405
    assert signed_in(client)
    answer = client.post("/sign-out/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/sign-in/")
    assert not signed_in(client)


def test_a_sign_in_form_from_elsewhere_is_refused(ann: Person) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert sign_in(strict, "A-001").status_code == 403


def test_a_new_session_key_is_given_at_sign_in(ann: Person, client: Client) -> None:
    client.get("/sign-in/")
    session = client.session
    session["planted"] = "yes"
    session.save()
    before = session.session_key
    sign_in(client, "A-001")
    assert client.session.session_key != before


@pytest.mark.parametrize("name", ["account_signup", "account_reset_password", "account_email", "account_inactive"])
def test_no_other_page_of_allauth_can_be_reached(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_a_form_sent_after_the_session_ended_comes_back_with_what_was_typed(world: World, client: Client) -> None:
    answer = client.post("/people/A-001/grant/", {"function": "Guards <b>brands</b>"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "You are signed out." in page
    assert "Guards &lt;b&gt;brands&lt;/b&gt;" in page


def test_every_page_wants_a_sign_in_unless_it_says_otherwise(db: None, client: Client) -> None:
    for path in ("/", "/people/", "/people/import/", "/settings/", "/password/", "/admin/"):
        last, status = client.get(path, follow=True).redirect_chain[-1]
        assert (last, status) == (f"/sign-in/?next={path}", 302)


def test_the_administration_uses_the_same_door(world: World, client: Client) -> None:
    answer = client.get("/admin/login/?next=/admin/people/")
    assert answer.headers["Location"] == "/sign-in/?next=/admin/people/"
    client.force_login(world.ann)
    assert client.get("/admin/login/").status_code == 403
    client.force_login(world.root)
    assert client.get("/admin/login/?next=//evil.example").headers["Location"] == "/admin/"


def test_a_login_that_no_database_can_hold_is_no_server_error(db: None, client: Client) -> None:
    for login in ("A\x00B", "x" * 5000, "đ" * 200, "@", "' OR 1=1 --"):
        assert sign_in(client, login, "p").status_code == 422


def test_limits_are_what_the_notes_say() -> None:
    assert (ACCOUNT.tries, ACCOUNT.seconds) == (5, 300)
    assert (ADDRESS.tries, ADDRESS.seconds) == (50, 300)
