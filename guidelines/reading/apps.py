from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from guidelines.audit import triggers
from guidelines.frame import navigation


class ReadingConfig(AppConfig):
    name = "guidelines.reading"
    label = "reading"
    verbose_name = _("Reading")

    def ready(self) -> None:
        from guidelines.reading import guards, services
        from guidelines.reading.queries.overseeing import oversees
        from guidelines.reading.search import indexing

        triggers.register(*guards.GUARDS)
        services.follow()
        services.follow_with_pulse()
        services.follow_every_deed()
        indexing.follow()
        post_migrate.connect(indexing.renew, sender=self)
        pages = ("guideline", "edition", "editions", "compare", "compare_guidelines", "receipt", "receipts", "rule")
        navigation.register(_("Updates"), "updates", order=15)
        navigation.register(_("Guidelines"), "library", covers=(*pages, "search", "synonyms"), order=20)
        navigation.register(_("Who has read"), "who_has_read", may=oversees, covers=("huddle",), order=30)
