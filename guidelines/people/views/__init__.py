"""Pages about people: signing in, one's own settings, who holds which role, a file of people."""

from guidelines.people.views.administering import end_role, grant_role, people, person
from guidelines.people.views.delegations import delegations, end_delegation, own_delegations
from guidelines.people.views.importing import import_people
from guidelines.people.views.locking import in_use, switch, unlock
from guidelines.people.views.own import password_change, settings
from guidelines.people.views.signing_in import choose_language, demo_sign_in, sign_in, sign_out

__all__ = [
    "choose_language",
    "delegations",
    "demo_sign_in",
    "end_delegation",
    "end_role",
    "grant_role",
    "import_people",
    "in_use",
    "own_delegations",
    "password_change",
    "people",
    "person",
    "settings",
    "sign_in",
    "sign_out",
    "switch",
    "unlock",
]
