"""The portal refuses to start rather than start unsafely, and each refusal says what to write instead."""

import os
import runpy
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.house.running import ROOT, environment, python

KEY = "k9wQz3-vT7pLx2_mN8rBc5YdF1gHsJ4aUeRi6oPtWqZxCvBnMyLk0"
MAIN = ROOT / "sop_portal" / "settings.py"


def production(folder: Path, **given: str) -> dict[str, str]:
    return environment(folder, **{"SOP_PORTAL_SECRET_KEY": KEY, "SOP_PORTAL_HOSTS": "portal.example.com", **given})


def settings_of(env: dict[str, str]) -> dict[str, Any]:
    """The settings as a new process with that environment would read them."""
    with mock.patch.dict(os.environ, env, clear=True):
        return runpy.run_path(str(MAIN))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"SOP_PORTAL_SECRET_KEY": ""}, "Set SOP_PORTAL_SECRET_KEY: a random text of 50 characters or more"),
        ({"SOP_PORTAL_SECRET_KEY": "secret"}, "SOP_PORTAL_SECRET_KEY is too easy to guess"),
        ({"SOP_PORTAL_SECRET_KEY": "ab" * 40}, "SOP_PORTAL_SECRET_KEY is too easy to guess"),
        ({"SOP_PORTAL_DEBUG": "1"}, "SOP_PORTAL_DEBUG is on."),
        ({"SOP_PORTAL_DEBUG": "maybe"}, "SOP_PORTAL_DEBUG is 'maybe'. Write 1 or 0."),
        ({"SOP_PORTAL_HOSTS": ""}, "Set SOP_PORTAL_HOSTS to the host names of this portal"),
        ({"SOP_PORTAL_HOSTS": " , "}, "Set SOP_PORTAL_HOSTS to the host names of this portal"),
        ({"SOP_PORTAL_HOSTS": "*"}, "SOP_PORTAL_HOSTS holds '*'."),
        ({"SOP_PORTAL_HOSTS": "portal.example.com,*"}, "SOP_PORTAL_HOSTS holds '*'."),
        ({"SOP_PORTAL_HOSTS": "https://portal.example.com"}, "SOP_PORTAL_HOSTS holds 'https://portal.example.com'."),
        ({"SOP_PORTAL_ORIGINS": "portal.example.com"}, "SOP_PORTAL_ORIGINS holds 'portal.example.com'."),
        (
            {"SOP_PORTAL_MODE": "Production"},
            "SOP_PORTAL_MODE is 'Production'. It must be one of: production, demo, test.",
        ),
        ({"SOP_PORTAL_HSTS_SECONDS": "-1"}, "SOP_PORTAL_HSTS_SECONDS is '-1'. Write a whole number"),
        ({"SOP_PORTAL_WORKERS": "0"}, "SOP_PORTAL_WORKERS is '0'. Write a whole number from 1 to 64."),
        ({"SOP_PORTAL_WEBHOOK_LOOPBACK": "1"}, "SOP_PORTAL_WEBHOOK_LOOPBACK is for tests and the demo."),
        ({"SOP_PORTAL_HURRY": "60"}, "SOP_PORTAL_HURRY is for tests and the demo."),
        ({"SOP_PORTAL_WEBHOOK_PORTS": "443,x"}, "SOP_PORTAL_WEBHOOK_PORTS holds 'x'. Write whole numbers"),
        ({"PORT": "70000"}, "PORT is '70000'. Write a whole number from 0 to 65535."),
        ({"DATABASE_URL": "mysql://me@here/db"}, "DATABASE_URL must name a PostgreSQL database"),
        ({"DATABASE_URL": "postgresql://me@here"}, "DATABASE_URL must name a PostgreSQL database"),
        ({"DATABASE_URL": "portal"}, "DATABASE_URL cannot be read."),
    ],
)
def test_production_refuses_to_start_with(given: dict[str, str], sentence: str, tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        settings_of(production(tmp_path, **given))
    assert str(refusal.value).startswith(sentence)


@pytest.mark.slow
def test_a_refusal_is_a_sentence_and_an_exit_code_not_a_traceback(tmp_path: Path) -> None:
    result = python("manage.py", "check", env=production(tmp_path, SOP_PORTAL_HOSTS="*"))
    assert result.returncode == 1
    assert result.stderr.startswith("SOP Portal does not start. SOP_PORTAL_HOSTS holds '*'.")
    assert "Traceback" not in result.stderr


def test_production_starts_with_a_key_and_a_host(tmp_path: Path) -> None:
    assert settings_of(production(tmp_path))["ALLOWED_HOSTS"] == ["portal.example.com"]


def test_the_mode_is_production_unless_set(tmp_path: Path) -> None:
    shown = settings_of(production(tmp_path))
    assert (shown["MODE"], shown["DEBUG"], shown["DEMO"]) == ("production", False, False)


@pytest.mark.parametrize("cookie", ["SESSION", "CSRF", "LANGUAGE"])
def test_cookies_of_production_travel_over_https_only_and_stay_out_of_scripts(cookie: str, tmp_path: Path) -> None:
    shown = settings_of(production(tmp_path))
    flags = [shown[f"{cookie}_COOKIE_{flag}"] for flag in ("SECURE", "HTTPONLY", "SAMESITE")]
    assert flags == [True, True, "Lax"]


def test_the_demo_works_without_https_on_loopback_names_only(tmp_path: Path) -> None:
    shown = settings_of(environment(tmp_path, SOP_PORTAL_MODE="demo"))
    assert shown["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    assert (shown["SESSION_COOKIE_SECURE"], shown["SECURE_SSL_REDIRECT"], shown["DEBUG"]) == (False, False, False)


def test_the_demo_makes_its_key_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    env = environment(tmp_path, SOP_PORTAL_MODE="demo")
    first, second = settings_of(env)["SECRET_KEY"], settings_of(env)["SECRET_KEY"]
    assert first == second
    assert len(str(first)) >= 50
    assert (tmp_path / "demo-secret-key").stat().st_mode & 0o777 == 0o600


def test_a_refusal_never_repeats_the_password_of_the_database(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        settings_of(production(tmp_path, DATABASE_URL="mysql://me:opensesame@here/db"))
    assert "opensesame" not in str(refusal.value)
