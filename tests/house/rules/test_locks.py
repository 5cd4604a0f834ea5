"""The locks pin and hash everything, name no place to fetch from, and hold what the .in files ask for."""

import re

import pytest

from tests.house.rules.sources import ROOT

LOCKS = ["runtime", "dev"]


def lock(kind: str) -> str:
    return (ROOT / f"requirements/{kind}.lock").read_text()


def asked_for(kind: str) -> set[str]:
    lines = (ROOT / f"requirements/{kind}.in").read_text().splitlines()
    names = (re.match(r"[A-Za-z][\w.-]*", line) for line in lines)
    return {found.group().lower().replace("_", "-") for found in names if found}


@pytest.mark.parametrize("kind", LOCKS)
def test_a_lock_holds_no_address(kind: str) -> None:
    assert "//" not in lock(kind)
    assert not re.search(r"^\s*(-i|-f|--(index|extra|find|trusted))", lock(kind), re.M)


@pytest.mark.parametrize("kind", LOCKS)
def test_every_package_of_a_lock_is_pinned_and_hashed(kind: str) -> None:
    entries = re.split(r"^(?=\S)", lock(kind), flags=re.M)
    packages = [entry for entry in entries if entry.strip() and not entry.startswith("#")]
    assert packages
    assert [entry for entry in packages if not re.match(r"[\w.\[\],-]+==\S+", entry)] == []
    assert [entry for entry in packages if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("kind", LOCKS)
def test_a_lock_holds_what_was_asked_for(kind: str) -> None:
    locked = set(re.findall(r"^([\w.-]+)==", lock(kind), re.M))
    assert asked_for(kind) - locked - {name for name in asked_for(kind) if f"{name}[" in lock(kind)} == set()


def test_both_locks_pin_the_same_runtime() -> None:
    def pins(kind: str) -> set[str]:
        return set(re.findall(r"^([\w.\[\],-]+==\S+)", lock(kind), re.M))

    assert pins("runtime") - pins("dev") == set()


def test_python_3_11_gets_django_5_2_and_newer_ones_get_django_6() -> None:
    pins = re.findall(r"^django==(\d+\.\d+)\S* ; python_full_version (\S+ '[\d.]+')", lock("runtime"), re.M)
    assert [(version.split(".")[0], marker) for version, marker in pins] == [("5", "< '3.12'"), ("6", ">= '3.12'")]
