"""Nothing above their class leaves the house by mail, webhook, feed or the API, nor stands on a stakeholder's pages."""

from __future__ import annotations

import base64
import datetime as dt
import json
import re

import pytest
import time_machine
from django.core import mail
from django.test import Client, override_settings
from django.urls import reverse

from guidelines.audit.catching_up import catch_up_all
from guidelines.editions.models import Edition
from guidelines.frame import clock
from guidelines.liaison.delivering.contents import contents as told
from guidelines.liaison.delivering.webhook import body
from guidelines.liaison.delivering.working import deliver_due
from guidelines.liaison.models import Contact, Delivery, Stakeholder
from guidelines.liaison.notifying.mailing import turn
from guidelines.liaison.services.contacts import add_person
from guidelines.liaison.services.feeds import open_feed
from guidelines.people.roles import Role
from guidelines.text.audience import Audience
from tests.api.asking import program
from tests.liaison.canaries import Cage, plant
from tests.liaison.making import asked, signed_in
from tests.liaison.notifying import give_mailboxes
from tests.liaison.opening import hidden, plainly
from tests.liaison.packing import made
from tests.liaison.sending import a_list, mailbox, webhook
from tests.people import World, make_person

pytestmark = pytest.mark.slow
AUDIENCES = (Audience.INTERNAL, Audience.PARTNER, Audience.PUBLIC)


@pytest.fixture
def cage(world: World) -> Cage:
    return plant(world)


def restricted_words() -> set[str]:
    """The canaries in everything of the restricted guidelines."""
    rows = Edition.objects.filter(guideline__audience="restricted")
    texts = rows.values_list("title", "summary", "source", "change_note", "partner_note")
    return {word for row in texts for text in row for word in re.findall(r"canary\d+x", text)}


def whole(message: mail.EmailMessage) -> str:
    """Every word of a mail: its headers, both its texts, and what is inside the files with it."""
    texts = [message.message().as_string(), message.body]
    texts += [str(text.content) for text in getattr(message, "alternatives", [])]
    for name, content, _kind in message.attachments:  # type: ignore[misc]
        data = content.encode() if isinstance(content, str) else content
        texts += [str(name), hidden(str(name).rpartition(".")[2], data)]
    return plainly("\n".join(texts))


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("form", ["pdf", "csv"])
def test_a_mail_and_a_webhook_hold_no_more_than_their_list_may_be_told(
    world: World, cage: Cage, audience: Audience, form: str
) -> None:
    everybody = a_list(world, f"{audience} list", audience.value)
    mailbox(everybody)
    with_hook = webhook_in(everybody)
    made(world.lia, asked(later=True), (form, "json", "html", "md"), audience=audience.value, stakeholder=everybody)
    deliver_due()
    [message] = mail.outbox
    assert cage.leaks(whole(message), audience) == set()
    assert audience is Audience.PUBLIC or "canary" in whole(message)
    delivery = Delivery.objects.get(contact=with_hook)
    posted = json.loads(body(delivery, told(delivery.pack)))
    file = posted.pop("file")
    inside = hidden(form, base64.b64decode(file["base64"])) if file else ""
    assert cage.leaks(plainly(json.dumps(posted, ensure_ascii=False) + inside), audience) == set()


def webhook_in(everybody: Stakeholder) -> Contact:
    """Nothing listens there: what it would get is asked for directly."""
    with override_settings(WEBHOOK_LOOPBACK=True):
        return webhook(everybody, 9)[0]


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_feed_holds_no_more_than_its_readers_may_be_told(world: World, cage: Cage, audience: Audience) -> None:
    _feed, token = open_feed(a_list(world, f"{audience} list", audience.value), "Portal", by=world.lia)
    for form in ("feed.json", "atom.xml"):
        answer = Client().get(reverse("feed", args=[token, form]))
        assert answer.status_code == 200
        assert cage.leaks(plainly(answer.content.decode()), audience) == set()
        assert "canary" in answer.content.decode()


def test_the_api_tells_programs_nothing_restricted(world: World, cage: Cage) -> None:
    tool = program(world, (world.us, None))
    for path, query in (("/change-notes", {"from": "2037-06-01", "until": "2037-06-30"}), ("/guidelines", {})):
        text = tool.get(path, {**query, "limit": "100"}).content.decode()
        assert "canary" in text
        assert [word for word in restricted_words() if word in text] == []


def test_a_partner_with_an_account_finds_no_more_on_their_pages(world: World, cage: Cage) -> None:
    """The pages of what they receive; whoever has a role in the portal reads what that role reads."""
    sam = make_person("S-0901", "Sam Stake", Role.STAKEHOLDER, world.vn)
    agencies = a_list(world)
    add_person(agencies, sam, by=world.lia)
    made(world.lia, asked(later=True), ("json", "html", "md"), audience="partner", stakeholder=agencies)
    deliver_due()
    browser = signed_in(sam)
    delivery = Delivery.objects.get()
    pages = [reverse("home"), reverse("receiving"), reverse("notifications"), reverse("requests")]
    pages += [reverse("received_file", args=[delivery.pk, form]) for form in ("json", "html", "md")]
    for page in pages:
        answer = browser.get(page)
        assert answer.status_code == 200, page
        assert cage.leaks(plainly(answer.content.decode()), Audience.PARTNER) == set(), page


def test_no_mail_of_a_notification_names_what_is_restricted(world: World, cage: Cage) -> None:
    give_mailboxes(world)
    catch_up_all()
    with time_machine.travel(clock.now() + dt.timedelta(days=1)):
        turn()
    assert mail.outbox
    for message in mail.outbox:
        text = whole(message)
        assert [word for word in restricted_words() if word in text] == [], message.to
