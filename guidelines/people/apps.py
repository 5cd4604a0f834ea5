from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from guidelines.audit import followers, triggers
from guidelines.frame import navigation, slots


class PeopleConfig(AppConfig):
    name = "guidelines.people"
    label = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        # Not at the top: the registry of models is not ready while this module loads.
        from guidelines.people import sessions
        from guidelines.people.delegating import end_those_of_a_leaver, end_those_of_a_new_auditor
        from guidelines.people.guards import GUARDS
        from guidelines.people.locking import cover
        from guidelines.people.presence import watch_the_doors
        from guidelines.people.queries import may_administer

        triggers.register(*GUARDS)
        watch_the_doors()
        followers.follow("person.left", end_those_of_a_leaver)
        followers.follow("role.granted", end_those_of_a_new_auditor)
        for verb in sessions.CHANGING:
            followers.follow(verb, sessions.forget_whose_rights_changed)
        covered = ("import_people", "person", "grant_role", "end_role", "delegations")
        navigation.register(_("People"), "people", may=may_administer, covers=covered, order=90)
        slots.fill("frame.lock", "people/lock_cover.html", cover)
        slots.fill("frame.account", "people/account_line.html", _account_line)


def _account_line(request: Any, *, person: Any) -> dict[str, Any] | None:
    """The employee ID and the roles, under the name in the account menu."""
    from guidelines.people.queries import role_names

    employee_id = getattr(person, "employee_id", "")
    return {"employee_id": employee_id, "roles": role_names(person)} if employee_id else None
