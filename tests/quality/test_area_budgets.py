"""What the lists and pages of areas may ask of the database: as much for many areas as for one."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guidelines.frame import clock
from tests.editions.pages import signed_in
from tests.people import World
from tests.people.beyond import quinn
from tests.quality.weeks import another, story

pytestmark = pytest.mark.django_db


def test_more_areas_ask_no_more_queries(world: World) -> None:
    begun = story(world)
    names = ["US-PR-0001", *(another(begun).guideline.policy_id for _guideline in range(4))]
    client, counted = signed_in(quinn(world)), []
    with clock.pretend(begun.day(25)):
        for some in (names[:2], names):
            begun.bring(*(begun.checks(f"{policy_id} R1", 31, 4) for policy_id in some))
            client.get("/quality/")
            with CaptureQueriesContext(connection) as queries:
                assert client.get("/quality/").content.count(b"/rules/R1/") == len(some)
            counted.append(len(queries))
    assert counted[0] == counted[1]
    assert counted[0] <= 25


RULE_BLOCK = """
/// rule | R{number}
if: The listing shows sign {number} of a copy.
do: Remove the listing.
action: remove
severity: S2
label: counterfeit.declared
///
"""


@pytest.mark.slow
def test_thirty_rules_cost_the_lists_and_the_page_of_an_area_no_more_than_one(world: World) -> None:
    """With an insight of each, and checks by more people at more sites."""
    begun = story(world)
    source = "## Scope\n\nListings of branded goods.\n" + "".join(RULE_BLOCK.format(number=n) for n in range(1, 31))
    another(begun, source=source)
    client, people = signed_in(quinn(world)), tuple(f"P-{number}" for number in range(30))
    rule = "/quality/g/US-PR-0002/rules/R1/"
    addresses = ("/quality/", "/quality/g/US-PR-0002/", rule, "/quality/?kind=section")
    counted = []
    with clock.pretend(begun.day(25)):
        for rules, who, sites in ((1, people[:2], ("Austin",)), (30, people, ("Austin", "Hà Nội", "Nowhere", ""))):
            for number in range(1, rules + 1):
                by = [begun.checks(f"US-PR-0002 R{number}", 40, 12, people=who, site=site) for site in sites]
                begun.bring(*by)
                signed_in(world.ann).post(f"/quality/g/US-PR-0002/rules/R{number}/")
            for address in addresses:
                client.get(address)
            counted.append([queries_of(client, address) for address in addresses])
        assert client.get("/quality/").content.count(b'class="two-lines"') >= 20
    few, many = counted
    assert [address for address, one, thirty in zip(addresses, few, many, strict=True) if thirty > one] == []
    assert max(few) <= 40


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)
