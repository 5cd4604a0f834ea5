"""A pack by webhook: how it is signed, where it may go and where never, and what the answers mean."""

from __future__ import annotations

import base64
import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest
import time_machine
from pytest_django import Settings

from benchmarks.sinks import Sink
from guidelines.frame.jobs import PAUSES, JobState
from guidelines.liaison.delivering.signing import new_seed, secret_of, signature
from guidelines.liaison.models import Contact, Delivery, Reason
from guidelines.liaison.services.contacts import renew_secret
from guidelines.liaison.services.sending import repeat
from tests.liaison.making import NOW
from tests.liaison.sending import a_list, once, only_delivery, sent, tried, webhook
from tests.people import World

MANUAL = Path(__file__).resolve().parents[2] / "docs" / "webhooks.md"


def misbehaving(*faults: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("hook", faults, indirect=True)


def test_a_webhook_gets_the_notes_as_data_and_the_file_that_was_asked_for(world: World, hook: tuple[Sink, int]) -> None:
    stakeholder = a_list(world)
    webhook(stakeholder, hook[1])
    made = sent(stakeholder, "Guideline changes")
    assert tried(only_delivery()).state == JobState.DONE
    told = json.loads(hook[0].taken[0].content)
    assert (told["schema"], told["delivery"]) == ("sop-portal/delivery/1", only_delivery().key)
    assert told["pack"]["title"] == "Guideline changes"
    assert [note["policy_id"] for note in told["change_notes"]["notes"]] == ["US-CC-0142"]
    assert base64.b64decode(told["file"]["base64"]) == bytes(made.files.get(format="html").content)
    assert told["file"]["digest"] == made.files.get(format="html").digest


def test_the_signature_is_the_one_the_manual_verifies(world: World, hook: tuple[Sink, int]) -> None:
    stakeholder = a_list(world)
    _contact, secret = webhook(stakeholder, hook[1])
    sent(stakeholder)
    tried(only_delivery())
    copy = hook[0].taken[0]
    example = re.search(r"```python\n(.*?)```", MANUAL.read_text(encoding="utf-8"), re.DOTALL)
    assert example is not None
    manual: dict[str, Any] = {}
    exec(example[1], manual)  # the words that the manual gives to those who receive
    assert manual["is_ours"](secret, copy.headers, copy.content, now=NOW.timestamp())
    assert not manual["is_ours"](secret, copy.headers, copy.content + b" ", now=NOW.timestamp())
    assert not manual["is_ours"]("whsec_other", copy.headers, copy.content, now=NOW.timestamp())
    assert not manual["is_ours"](secret, copy.headers, copy.content, now=NOW.timestamp() + 600), "Too old."


def test_a_signature_is_the_hmac_of_the_moment_and_the_body() -> None:
    # printf '1700000000.{"a":1}' | openssl dgst -sha256 -hmac whsec_abc
    expected = "v1=3b843bacfb18cc5554542fdcc84d815b399c52758e508a6fcecf0a2af4efea2b"
    assert signature("whsec_abc", 1_700_000_000, b'{"a":1}') == expected


def test_a_secret_is_never_stored_and_another_portal_makes_another_one(settings: Settings) -> None:
    seed = new_seed()
    secret = secret_of(seed)
    assert secret.startswith("whsec_")
    assert secret != secret_of(new_seed())
    settings.SECRET_KEY = "another-portal" * 5
    assert secret != secret_of(seed)


def test_a_renewed_secret_signs_from_then_on(world: World, hook: tuple[Sink, int]) -> None:
    stakeholder = a_list(world)
    contact, old = webhook(stakeholder, hook[1])
    new = renew_secret(contact, by=world.lia)
    sent(stakeholder)
    tried(only_delivery())
    copy = hook[0].taken[0]
    stamp, given = int(copy.headers["X-SOP-Portal-Timestamp"]), copy.headers["X-SOP-Portal-Signature"]
    assert given == signature(new, stamp, copy.content) != signature(old, stamp, copy.content)


@misbehaving("302", "307")
def test_a_redirect_to_loopback_is_not_followed(world: World, hook: tuple[Sink, int]) -> None:
    stakeholder = a_list(world)
    webhook(stakeholder, hook[1])
    sent(stakeholder)
    delivery = tried(only_delivery())
    assert (delivery.state, delivery.reason) == (JobState.FAILED, Reason.REDIRECT)
    assert sum(hook[0].seen.values()) == 1


@misbehaving("400", "401", "404", "410", "413")
def test_what_the_webhook_refuses_has_failed_for_good(world: World, hook: tuple[Sink, int]) -> None:
    stakeholder = a_list(world)
    webhook(stakeholder, hook[1])
    sent(stakeholder)
    delivery = tried(only_delivery())
    assert (delivery.state, delivery.reason) == (JobState.FAILED, Reason.WEBHOOK_REFUSED)
    repeat(delivery, by=world.lia)
    assert tried(delivery).state == JobState.DONE
    assert [copy.key for copy in hook[0].taken] == [delivery.key]


@misbehaving("408", "425", "429", "500", "503", "dropped", "answer lost")
def test_what_is_put_off_goes_out_later_with_the_same_key_and_bytes(world: World, hook: tuple[Sink, int]) -> None:
    stakeholder = a_list(world)
    webhook(stakeholder, hook[1])
    sent(stakeholder)
    delivery = tried(only_delivery())
    assert delivery.state == JobState.QUEUED
    with time_machine.travel(NOW + PAUSES[0] + dt.timedelta(seconds=30)):
        assert tried(delivery).state == JobState.DONE
    assert {copy.key for copy in hook[0].taken} == {delivery.key}
    assert len({copy.digest for copy in hook[0].taken}) == 1


@pytest.mark.parametrize(
    ("said", "rest"),
    [
        ("3600", dt.timedelta(hours=1)),
        ("1", PAUSES[0]),
        ("99999999999999", dt.timedelta(hours=12)),
        ("Mon, 22 Jun 2037 14:00:00 GMT", dt.timedelta(hours=2)),
        ("Mon, 22 Jun 1937 14:00:00 GMT", PAUSES[0]),
        ("soon", PAUSES[0]),
    ],
)
def test_retry_after_is_honoured_within_bounds(
    said: str, rest: dt.timedelta, world: World, hook: tuple[Sink, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    hook[0].plan, hook[0].retry_after = once("503"), said
    stakeholder = a_list(world)
    webhook(stakeholder, hook[1])
    sent(stakeholder)
    with time_machine.travel(NOW + dt.timedelta(seconds=1), tick=False):
        delivery = tried(only_delivery())
    later = NOW + dt.timedelta(seconds=1)
    assert abs(delivery.due_at - later - rest) <= dt.timedelta(seconds=1)


def test_proxies_of_the_environment_are_passed_by(
    world: World, hook: tuple[Sink, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    stakeholder = a_list(world)
    webhook(stakeholder, hook[1])
    sent(stakeholder)
    assert tried(only_delivery()).state == JobState.DONE


def test_only_a_liaison_makes_a_webhook_and_its_seed_is_not_its_secret(world: World, hook: tuple[Sink, int]) -> None:
    contact, secret = webhook(a_list(world), hook[1])
    assert Contact.objects.get(pk=contact.pk).seed not in secret
    assert secret == secret_of(contact.seed)
    assert not Delivery.objects.exists()
