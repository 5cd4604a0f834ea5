"""The people around the guidelines: those who measure, teach and steer, each made when a test asks."""

from guidelines.people.models import Person
from guidelines.people.roles import Role
from tests.people import World, make_person


def quinn(world: World) -> Person:
    """Quality analyst, US, all domains."""
    return _person("Q-001", "Quinn Abara", Role.QUALITY_ANALYST, world)


def tia(world: World) -> Person:
    """Trainer, US, all domains."""
    return _person("T-001", "Tia Novak", Role.TRAINER, world)


def pam(world: World) -> Person:
    """Programme manager, US, all domains."""
    return _person("P-001", "Pam Osei", Role.PROGRAMME_MANAGER, world)


def lee(world: World) -> Person:
    """Team lead, US, all domains. To lead the team of Mo, make it so with `tests.people.sites` or `services`."""
    return _person("L-001", "Lee Tran", Role.TEAM_LEAD, world)


def _person(employee_id: str, name: str, role: Role, world: World) -> Person:
    return Person.objects.filter(employee_id=employee_id).first() or make_person(employee_id, name, role, world.us)
