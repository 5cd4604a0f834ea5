from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from guidelines.audit import followers, triggers
from guidelines.frame import navigation


class ApiConfig(AppConfig):
    name = "guidelines.api"
    label = "api"

    def ready(self) -> None:
        from guidelines.api.guards import GUARDS
        from guidelines.api.services import end_those_beyond_their_maker
        from guidelines.people.queries import may_administer

        triggers.register(*GUARDS)
        for verb in ("person.left", "person.corrected", "role.ended"):
            followers.follow(verb, end_those_beyond_their_maker)
        pages = ("new_token", "end_token", "api_manual")
        navigation.register(_("API tokens"), "tokens", may=may_administer, covers=pages, order=95)
