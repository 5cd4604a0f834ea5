from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from guidelines.audit import triggers
from guidelines.frame import navigation, slots, sweeps


class LiaisonConfig(AppConfig):
    name = "guidelines.liaison"
    label = "liaison"

    def ready(self) -> None:
        from guidelines.frame import jobs
        from guidelines.liaison import directory, guards, reached, receiving
        from guidelines.liaison.delivering.working import deliver_due
        from guidelines.liaison.models import Delivery
        from guidelines.liaison.queries import may_export
        from guidelines.liaison.services.packing import when_done
        from guidelines.liaison.services.sending import send_when_done
        from guidelines.liaison.services.telling import tell_due

        triggers.register(*guards.GUARDS)
        when_done(send_when_done)
        sweeps.register("subscriptions", tell_due, seconds=15)
        sweeps.register("deliveries", deliver_due, seconds=1)
        jobs.register(jobs.Kind(_("Deliveries"), Delivery, str, lambda delivery: delivery.pack.get_absolute_url()))
        navigation.register(_("Change notes"), "change_notes", may=may_export, order=40)
        pages = ("stakeholder", "new_stakeholder", "change_stakeholder", "end_stakeholder", "untold", "add_contact")
        more = ("new_subscription", "change_subscription", "end_subscription", "new_feed", "end_feed", "send_pack")
        contacts = ("change_contact", "end_contact", "renew_secret")
        covers = (*pages, *more, *contacts)
        navigation.register(_("Stakeholders"), "stakeholders", may=directory.may_see_told, covers=covers, order=42)
        navigation.register(_("What I receive"), "receiving", may=directory.is_stakeholder, order=44)
        slots.fill("editions-end", "liaison/told.html", reached.told_of)
        slots.fill("home", "liaison/receiving_home.html", receiving.on_home)
