from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from guidelines.audit import triggers
from guidelines.frame import navigation, slots


class QualityConfig(AppConfig):
    name = "guidelines.quality"
    label = "quality"

    def ready(self) -> None:
        from guidelines.quality import guards

        triggers.register(*guards.GUARDS)
        _measures()


def _measures() -> None:
    """Areas and the effect of editions: their way in, and what they show on the pages of others."""
    from guidelines.quality import happenings, rights, showing
    from guidelines.quality.queries import happened

    for finder in (happened.editions_begun, happened.suspended, happened.ruled):
        happenings.register(finder)
    slots.fill("editions-end", "quality/effects_of.html", showing.effects_of)
    slots.fill("reading-end", "quality/reading_end.html", showing.reading_end)
    slots.fill("rule-card", "quality/card.html", showing.card)
    navigation.register(
        _("Quality"),
        "areas",
        may=rights.sees_quality,
        covers=("rule_area", "guideline_area", "section_area", "topic_area", "effect"),
        order=40,
    )
