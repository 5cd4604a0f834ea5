"""The same people in every test. Everybody works on US products unless said otherwise."""

from __future__ import annotations

from dataclasses import dataclass

from guidelines.catalogue.models import Action, Domain, EscalationTeam, LabelCode, Market, Topic
from guidelines.people import services
from guidelines.people.models import Person, Site, Team
from guidelines.people.roles import Role

PASSWORD = "correct horse battery"


@dataclass(frozen=True)
class World:
    """Markets, domains and people of a small marketplace."""

    us: Market
    vn: Market
    creator: Domain
    seller: Domain
    product: Domain
    ann: Person
    """Policy manager, US product."""
    art: Person
    """A second policy manager, US product."""
    bob: Person
    """Policy reviewer, US product."""
    eve: Person
    """A second policy reviewer, US product."""
    mo: Person
    """Moderator, US product."""
    lia: Person
    """Liaison, US, all domains."""
    ada: Person
    """Market administrator, US."""
    joe: Person
    """Auditor, everywhere."""
    vy: Person
    """Moderator, Việt Nam, all domains."""
    van: Person
    """Policy manager, Việt Nam, all domains."""
    binh: Person
    """Policy reviewer, Việt Nam, all domains."""
    root: Person
    """System administrator, without any role."""


def make_person(
    employee_id: str, name: str, role: Role | None = None, market: Market | None = None, domain: Domain | None = None
) -> Person:
    person = services.join(employee_id=employee_id, name=name, by=None, password=PASSWORD)
    if role:
        services.grant(person, role, by=None, market=market, domain=domain)
    return person


_EMPLOYEES = {
    "ann": "A-001",
    "art": "A-002",
    "bob": "A-003",
    "mo": "A-004",
    "eve": "A-005",
    "lia": "A-006",
    "ada": "A-007",
    "joe": "A-008",
    "vy": "V-001",
    "van": "V-002",
    "binh": "V-003",
    "root": "S-001",
}


def the_world() -> World:
    """The marketplace as it stands in the database; made now where it does not."""
    people = Person.objects.in_bulk(_EMPLOYEES.values(), field_name="employee_id")
    if not people:
        return make_world()
    markets = Market.objects.in_bulk(field_name="code")
    domains = Domain.objects.in_bulk(field_name="code")
    return World(
        us=markets["US"],
        vn=markets["VN"],
        creator=domains["CC"],
        seller=domains["SE"],
        product=domains["PR"],
        **{name: people[employee_id] for name, employee_id in _EMPLOYEES.items()},
    )


def make_world() -> World:
    us = Market.objects.create(code="US", name="United States", name_vi="Hoa Kỳ", time_zone="America/Los_Angeles")
    vn = Market.objects.create(code="VN", name="Việt Nam", language="vi", time_zone="Asia/Ho_Chi_Minh")
    creator = Domain.objects.create(code="CC", name="Creator & content")
    seller = Domain.objects.create(code="SE", name="Seller")
    product = Domain.objects.create(code="PR", name="Product", name_vi="Sản phẩm")
    make_lists(us)
    site = Site.objects.create(code="AUS", name="Austin", time_zone="America/Chicago")
    mo = make_person("A-004", "Mo Diallo", Role.MODERATOR, us, product)
    services.move(mo, team=Team.objects.create(name="Listings", site=site), by=None)
    return World(
        us=us,
        vn=vn,
        creator=creator,
        seller=seller,
        product=product,
        ann=make_person("A-001", "Ann Rivera", Role.POLICY_MANAGER, us, product),
        art=make_person("A-002", "Art Cole", Role.POLICY_MANAGER, us, product),
        bob=make_person("A-003", "Bob Stone", Role.POLICY_REVIEWER, us, product),
        eve=make_person("A-005", "Eve Park", Role.POLICY_REVIEWER, us, product),
        mo=mo,
        lia=make_person("A-006", "Lia Moreau", Role.LIAISON, us),
        ada=make_person("A-007", "Ada Quist", Role.MARKET_ADMINISTRATOR, us),
        joe=make_person("A-008", "Joe Audley", Role.AUDITOR),
        vy=make_person("V-001", "Vy Trần", Role.MODERATOR, vn),
        van=make_person("V-002", "Vân Lê", Role.POLICY_MANAGER, vn),
        binh=make_person("V-003", "Bình Phạm", Role.POLICY_REVIEWER, vn),
        root=Person.objects.create_superuser("S-001", PASSWORD, name="Sam Root"),
    )


def make_lists(us: Market) -> None:
    counterfeit = Topic.objects.create(code="counterfeit", name="Counterfeit")
    Topic.objects.create(code="counterfeit.goods", name="Counterfeit goods", parent=counterfeit)
    Topic.objects.create(code="regulated", name="Regulated products")
    for code in ("remove", "restrict", "no_action"):
        Action.objects.create(code=code, name=code.replace("_", " ").capitalize())
    LabelCode.objects.create(code="counterfeit.declared", name="Declared counterfeit")
    LabelCode.objects.create(code="counterfeit.low_price", name="Low price")
    EscalationTeam.objects.create(name="Brand Integrity", market=us, hours="Day and night")
