"""Where a webhook may be: however it is written, and whatever its name leads to, nothing goes into our own network."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

import pytest

from benchmarks.sinks import Sink
from guidelines.frame.jobs import JobState
from guidelines.frame.refusals import Invalid
from guidelines.liaison.delivering.addresses import Unfit, is_public, read
from guidelines.liaison.models import Reason
from guidelines.liaison.services.contacts import add_webhook
from tests.liaison.sending import a_list, only_delivery, sent, tried
from tests.people import World


def names(monkeypatch: pytest.MonkeyPatch, *answers: tuple[str, ...]) -> list[str]:
    """Let every name have these addresses: one tuple for each time it is looked up. The list says which were."""
    asked: list[str] = []

    def found(host: str, port: int, *_places: Any, **_options: Any) -> list[Any]:
        now: tuple[str, ...] = (host,)
        if host.endswith(".com"):
            asked.append(host)
            now = answers[min(len(asked), len(answers)) - 1]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in now]

    monkeypatch.setattr(socket, "getaddrinfo", found)
    return asked


REFUSED_URLS = {
    "http://hooks.example.com/": "begins with https://",
    "ftp://hooks.example.com/": "begins with https://",
    "https://me:secret@hooks.example.com/": "No name and no password",
    "https://hooks.example.com:8080/": "answers on port 443",
    "https://hooks.example.com:99999/": "This is no address",
    "https:///notes": "This is no address",
    "https://hooks.example.com/\r\nX-Admin: 1": "no spaces and no line ends",
    "https://hooks.example.com/a b": "no spaces and no line ends",
    "https://hooks_example/": "This is no address",
    "hooks": "begins with https://",
}


@pytest.mark.parametrize("url", REFUSED_URLS)
def test_an_address_that_no_webhook_may_have_is_refused_with_its_sentence(url: str, world: World) -> None:
    with pytest.raises(Unfit) as refusal:
        read(url)
    assert REFUSED_URLS[url] in str(refusal.value.sentence)
    with pytest.raises(Invalid) as told:
        add_webhook(a_list(world), url, by=world.lia)
    assert REFUSED_URLS[url] in told.value.sentence


PRIVATE = (
    *("127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254"),
    *("100.64.0.1", "192.0.2.1", "198.18.0.1", "203.0.113.1", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
    *("192.88.99.1", "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1"),
    *("64:ff9b:1::1", "fe80::1", "fc00::1", "fd12:3456::1", "ff02::1", "fec0::1", "2002:7f00:1::", "2001::1"),
    *("2001:db8::1", "100::1", "5f00::1"),
)


@pytest.mark.parametrize("address", PRIVATE)
def test_nothing_goes_to_an_address_that_is_not_public(
    address: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    names(monkeypatch, ("93.184.215.14", address))
    with pytest.raises(Invalid, match="an address that is not public"):
        add_webhook(a_list(world), "https://hooks.example.com/", by=world.lia)


@pytest.mark.parametrize("address", ["93.184.215.14", "8.8.8.8", "2606:2800:21f:cb07::1"])
def test_a_public_address_is_one(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("url", ["https://127.0.0.1/", "https://[::1]/", "https://localhost/", "https://2130706433/"])
def test_however_this_machine_is_written_no_webhook_stands_on_it(url: str, world: World) -> None:
    with pytest.raises(Invalid, match="an address that is not public"):
        add_webhook(a_list(world), url, by=world.lia)


def test_a_name_that_nobody_knows_is_refused_when_it_is_entered(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_args: Any, **_options: Any) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(Invalid, match="The name of the webhook is not known"):
        add_webhook(a_list(world), "https://no-such.example.com/", by=world.lia)


def test_a_name_that_leads_home_later_gets_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name was public when it was entered, and is looked up again for every attempt - once."""
    asked = names(monkeypatch, ("93.184.215.14",), ("127.0.0.1",), ("93.184.215.14",))
    stakeholder = a_list(world)
    add_webhook(stakeholder, "https://hooks.example.com/", by=world.lia)
    sent(stakeholder)
    delivery = tried(only_delivery())
    assert (delivery.state, delivery.reason) == (JobState.FAILED, Reason.NOT_PUBLIC)
    assert asked == ["hooks.example.com"] * 2


def test_the_address_that_was_checked_is_the_one_connected_to(
    world: World, hook: tuple[Sink, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were the name looked up a second time for the connection, it would lead nowhere."""
    asked = names(monkeypatch, ("127.0.0.1",), ("127.0.0.1",), ("240.0.0.1",))
    stakeholder = a_list(world)
    add_webhook(stakeholder, f"http://hooks.example.com:{hook[1]}/", by=world.lia)
    sent(stakeholder)
    assert tried(only_delivery()).state == JobState.DONE
    assert hook[0].taken[0].headers["Host"] == f"hooks.example.com:{hook[1]}"
    assert len(asked) == 2
