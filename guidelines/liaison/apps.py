from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from guidelines.audit import triggers
from guidelines.frame import navigation, sweeps


class LiaisonConfig(AppConfig):
    name = "guidelines.liaison"
    label = "liaison"

    def ready(self) -> None:
        from guidelines.frame import jobs
        from guidelines.liaison import guards
        from guidelines.liaison.delivering.working import deliver_due
        from guidelines.liaison.making import make_due, when_done
        from guidelines.liaison.models import Delivery, Pack
        from guidelines.liaison.queries import may_export
        from guidelines.liaison.services.sending import send_when_done
        from guidelines.liaison.services.telling import tell_due

        triggers.register(*guards.GUARDS)
        when_done(send_when_done)
        sweeps.register("subscriptions", tell_due, seconds=15)
        sweeps.register("packs", make_due, seconds=2)
        sweeps.register("deliveries", deliver_due, seconds=1)
        jobs.register(jobs.Kind(_("Packs"), Pack, lambda pack: pack.title or str(pack), Pack.get_absolute_url))
        jobs.register(jobs.Kind(_("Deliveries"), Delivery, str, lambda delivery: delivery.pack.get_absolute_url()))
        navigation.register(_("Change notes"), "change_notes", may=may_export, order=40)
