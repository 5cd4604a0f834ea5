"""What people set for themselves."""

import pytest
from django.test import Client

from guidelines.audit.models import AuditEvent
from guidelines.people.models import Person
from tests.people import PASSWORD, World

CHOSEN = {"language": "vi", "time_zone": "Asia/Ho_Chi_Minh", "theme": "dark"}
NEW = "a long new secret"


@pytest.fixture
def ann(world: World, client: Client) -> Person:
    client.force_login(world.ann)
    return world.ann


def test_settings_are_kept_and_the_theme_is_set_in_this_browser(ann: Person, client: Client) -> None:
    answer = client.post("/settings/", CHOSEN)
    ann.refresh_from_db()
    assert (answer.status_code, answer.headers["Location"]) == (302, "/settings/")
    assert (ann.language, ann.time_zone, ann.theme, ann.keys_on) == ("vi", "Asia/Ho_Chi_Minh", "dark", False)
    assert client.cookies["theme"].value == "dark"
    assert not client.cookies["theme"]["httponly"]


@pytest.mark.slow
def test_the_pages_follow_the_persons_language_and_keys(ann: Person, client: Client) -> None:
    assert '<html lang="en"' in client.get("/settings/").content.decode()
    client.post("/settings/", CHOSEN)
    answer = client.get("/settings/")
    assert '<html lang="vi" data-theme="dark" data-keys="off"' in answer.content.decode()
    assert answer.headers["Content-Language"] == "vi"


def test_before_sign_in_the_browsers_language_counts(db: None, client: Client) -> None:
    answer = client.get("/sign-in/", headers={"accept-language": "vi,en;q=0.5"})
    assert '<html lang="vi"' in answer.content.decode()
    assert "Accept-Language" in answer.headers["Vary"]
    assert '<html lang="en"' in client.get("/sign-in/", headers={"accept-language": "de"}).content.decode()


def test_whoever_chooses_a_language_at_the_sign_in_reads_it_there_and_comes_back(db: None, client: Client) -> None:
    page = client.get("/sign-in/?next=/library/")
    assert '<button name="language" value="vi" lang="vi">Tiếng Việt</button>' in page.content.decode()
    answer = client.post("/language/", {"language": "vi", "next": "/sign-in/?next=/library/"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/sign-in/?next=/library/")
    page = client.get("/sign-in/?next=/library/", headers={"accept-language": "en"})
    assert '<html lang="vi"' in page.content.decode()
    assert "Đăng nhập" in page.content.decode()


def test_the_switch_leads_to_no_other_site(db: None, client: Client) -> None:
    answer = client.post("/language/", {"language": "vi", "next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/"


def test_after_sign_in_the_persons_language_counts_and_not_the_browsers(ann: Person, client: Client) -> None:
    client.cookies["django_language"] = "vi"
    assert '<html lang="en"' in client.get("/settings/", headers={"accept-language": "vi"}).content.decode()


@pytest.mark.slow
def test_what_is_wrong_with_a_form_is_said_in_vietnamese_too(ann: Person, client: Client) -> None:
    client.post("/settings/", CHOSEN)
    answer = client.post("/password/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW + "?"})
    assert (answer.status_code, "Hai mật khẩu mới phải giống nhau." in answer.content.decode()) == (422, True)
    answer = client.post("/settings/", {**CHOSEN, "time_zone": ""})
    assert (answer.status_code, "Trường này là bắt buộc." in answer.content.decode()) == (422, True)


def test_the_system_theme_takes_the_cookie_away(ann: Person, client: Client) -> None:
    client.post("/settings/", CHOSEN)
    client.post("/settings/", {**CHOSEN, "theme": ""})
    assert client.cookies["theme"].value == ""


def test_a_persons_theme_comes_along_to_a_shared_computer(world: World, client: Client) -> None:
    world.ann.theme = "light"
    world.ann.save()
    client.cookies["theme"] = "dark"
    client.post("/sign-in/", {"login": "A-001", "password": PASSWORD})
    assert client.cookies["theme"].value == "light"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("field", "value"), [("language", "xx"), ("time_zone", "Mars/Base"), ("theme", "pink"), ("time_zone", "../etc")]
)
def test_settings_that_do_not_exist_are_refused(ann: Person, client: Client, field: str, value: str) -> None:
    answer = client.post("/settings/", {**CHOSEN, field: value})
    ann.refresh_from_db()
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    assert ann.language == "en"


def test_nobody_gains_rights_through_their_settings(ann: Person, client: Client) -> None:
    client.post("/settings/", {**CHOSEN, "is_superuser": "on", "is_staff": "on", "employee_id": "S-001"})
    ann.refresh_from_db()
    assert (ann.is_superuser, ann.is_staff, ann.employee_id) == (False, False, "A-001")


def test_a_zone_under_an_older_name_can_stay(ann: Person, client: Client) -> None:
    ann.time_zone = "US/Pacific"
    ann.save()
    assert client.post("/settings/", {**CHOSEN, "time_zone": "US/Pacific"}).status_code == 302


def change(client: Client, old: str = PASSWORD, new: str = NEW, again: str = NEW):  # type: ignore[no-untyped-def]
    return client.post("/password/", {"oldpassword": old, "password1": new, "password2": again})


def test_a_new_password_ends_the_other_sessions_and_is_recorded(ann: Person, client: Client) -> None:
    elsewhere = Client()
    elsewhere.force_login(ann)
    answer = change(client)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/settings/")
    assert "Your password is changed." in client.get("/settings/").content.decode()
    assert elsewhere.get("/settings/").status_code == 302
    event = AuditEvent.objects.latest("id")
    assert (event.verb, event.actor_id, event.subject_id) == ("person.password_changed", ann.pk, ann.pk)
    assert NEW not in str(event.data)


@pytest.mark.parametrize(
    ("old", "new", "again"),
    [
        ("not it", NEW, NEW),
        (PASSWORD, NEW, "another one here"),
        (PASSWORD, "short", "short"),
        (PASSWORD, "1234567890123", "1234567890123"),
        (PASSWORD, "password123", "password123"),
    ],
)
def test_a_bad_change_of_password_changes_nothing(ann: Person, client: Client, old: str, new: str, again: str) -> None:
    answer = change(client, old, new, again)
    ann.refresh_from_db()
    assert answer.status_code == 422
    assert ann.check_password(PASSWORD)
    assert "value=" not in answer.content.decode().split('type="password"')[1].split(">")[0]


def test_an_account_without_a_password_is_told_so(ann: Person, client: Client) -> None:
    ann.set_unusable_password()
    ann.save()
    client.force_login(ann)
    answer = client.get("/password/")
    assert answer.status_code == 403
    assert "This account has no password." in answer.content.decode()
