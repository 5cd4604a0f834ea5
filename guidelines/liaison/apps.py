from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from guidelines.audit import triggers
from guidelines.frame import navigation, slots, sweeps


class LiaisonConfig(AppConfig):
    name = "guidelines.liaison"
    label = "liaison"

    def ready(self) -> None:
        from guidelines.liaison import guards
        from guidelines.liaison.queries import may_export

        triggers.register(*guards.GUARDS)
        navigation.register(_("Change notes"), "change_notes", may=may_export, order=40)
        _send()
        _show_the_directory()
        _notify()


def _send() -> None:
    """What is made for stakeholders, and goes out to them."""
    from guidelines.audit import followers
    from guidelines.frame import jobs
    from guidelines.liaison import calling_off, directory, queueing
    from guidelines.liaison.delivering.working import deliver_due
    from guidelines.liaison.making import make_due, when_done
    from guidelines.liaison.models import Delivery, Pack
    from guidelines.liaison.services.sending import send_when_done
    from guidelines.liaison.services.telling import tell_due

    when_done(send_when_done)
    followers.follow("edition.cancelled", calling_off.write_down)
    sweeps.register("subscriptions", tell_due, seconds=15)
    sweeps.register("packs", make_due, seconds=2)
    sweeps.register("deliveries", deliver_due, seconds=1)
    kind = jobs.Kind(_("Packs"), Pack, str, Pack.get_absolute_url, directory.packs_in_scope, queueing.pack_named)
    jobs.register(kind)
    page_of, seen_by = lambda delivery: delivery.pack.get_absolute_url(), directory.deliveries_in_scope
    jobs.register(jobs.Kind(_("Deliveries"), Delivery, str, page_of, seen_by, queueing.delivery_named))


def _show_the_directory() -> None:
    """Who is told, and who was."""
    from guidelines.audit import followers
    from guidelines.liaison import corrected, directory, reached, receiving
    from guidelines.reading import beforehand
    from guidelines.reading.services.beating import beat_after

    followers.follow("note.corrected", beat_after)  # home shows the note, and is kept

    pages = ("stakeholder", "new_stakeholder", "change_stakeholder", "end_stakeholder", "untold", "add_contact")
    more = ("new_subscription", "change_subscription", "end_subscription", "new_feed", "end_feed", "send_pack")
    covers = (*pages, *more, "change_contact", "end_contact", "renew_secret")
    navigation.register(_("Stakeholders"), "stakeholders", may=directory.in_navigation, covers=covers, order=42)
    navigation.register(_("What I receive"), "receiving", may=directory.is_stakeholder, order=44)
    slots.fill("editions-end", "liaison/corrected.html", corrected.corrected_in)
    slots.fill("change-note", "liaison/corrected_note.html", corrected.corrected_note)
    beforehand.register(corrected.ANY_CORRECTED)
    slots.fill("editions-end", "liaison/told.html", reached.told_of)
    slots.fill("home", "liaison/receiving_home.html", receiving.on_home)


def _notify() -> None:
    """What tells people, shows them and mails them."""
    from guidelines.frame import jobs
    from guidelines.liaison.models import NotificationMail
    from guidelines.liaison.notifying import counting, edition_words, mailing, of_editions, of_readers
    from guidelines.people import asides

    of_editions.register()
    of_readers.register()
    edition_words.register()
    asides.register(counting.UNSEEN)
    sweeps.register("notifications", mailing.turn, seconds=10)
    kind = jobs.Kind(_("Mails of notifications"), NotificationMail, mailing.shown, mailing.page_of, mailing.seen_by)
    jobs.register(kind)
    slots.fill("own-settings", "liaison/settings_link.html", lambda request, **handed: {})
    navigation.register(
        _("Notifications"), "notifications", count=counting.unseen_count, icon="bell", covers=("notification_settings",)
    )
