"""A pack was sent, and then one of its guidelines was restricted: what is kept is for the people it names."""

from __future__ import annotations

from django.urls import reverse

from tests.editions.clearing import named, restricted
from tests.liaison.making import at, first, signed_in
from tests.liaison.packing import made
from tests.people import World


def test_a_pack_that_holds_a_guideline_restricted_since_is_seen_by_those_it_names(world: World) -> None:
    edition = first(world, at(16))
    pack, lia = made(world.lia), signed_in(world.lia)
    addresses = [pack.get_absolute_url(), reverse("pack_file", args=[pack.pk, "json"])]
    assert [lia.get(address).status_code for address in addresses] == [200, 200]
    guideline = restricted(edition, world.ann)
    assert [lia.get(address).status_code for address in addresses] == [404, 404]
    assert pack.get_absolute_url() not in lia.get(reverse("packs")).content.decode()
    named(guideline, world.lia, world.ann)
    assert [lia.get(address).status_code for address in addresses] == [200, 200]
