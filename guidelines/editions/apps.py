from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from guidelines.audit import followers, triggers


class EditionsConfig(AppConfig):
    name = "guidelines.editions"
    label = "editions"
    verbose_name = _("Editions")

    def ready(self) -> None:
        from guidelines.editions import guards, save_points, verification
        from guidelines.editions.services import claiming, clearing

        triggers.register(*guards.GUARDS)
        save_points.register()
        verification.register()
        for verb in ("role.ended", "delegation.ended", "person.left", "clearance.ended", "guideline.classed"):
            followers.follow(verb, claiming.release_claims_of)
        followers.follow("person.left", clearing.end_clearances_of)
