from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from guidelines.audit import triggers
from guidelines.frame import navigation, slots

PAGES = (
    *("new_session", "session", "change_session", "attendance"),
    *("materials", "new_material", "material", "edit_material", "material_save_point"),
    *("training_requests", "new_training_request", "training_request"),
)
"""The pages that belong under “Training”."""


class LearningConfig(AppConfig):
    name = "guidelines.learning"
    label = "learning"

    def ready(self) -> None:
        from guidelines.learning import expecting, guards, notifying, notifying_materials, quizzing, rights, showing
        from guidelines.quality import happenings
        from guidelines.reading.services import quiet

        triggers.register(*guards.GUARDS)
        quiet("session.", "training.", "material.")
        notifying.register()
        notifying_materials.register()
        quizzing.start()
        happenings.register(showing.happened)
        slots.fill("area-tools", "learning/area_tools.html", showing.area_tools)
        slots.fill("area-links", "learning/area_links.html", showing.area_links)
        slots.fill("home", "learning/home.html", showing.home)
        covers = (*PAGES, *quizzing.PAGES)
        count = expecting.open_count
        navigation.register(_("Training"), "training", may=rights.reads_somewhere, count=count, covers=covers, order=45)
