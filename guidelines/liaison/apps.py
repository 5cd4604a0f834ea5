from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from guidelines.audit import triggers
from guidelines.frame import navigation


class LiaisonConfig(AppConfig):
    name = "guidelines.liaison"
    label = "liaison"

    def ready(self) -> None:
        from guidelines.liaison import guards
        from guidelines.liaison.queries import may_export

        triggers.register(*guards.GUARDS)
        navigation.register(_("Change notes"), "change_notes", may=may_export, order=40)
