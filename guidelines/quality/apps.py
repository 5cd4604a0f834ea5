from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from guidelines.audit import triggers
from guidelines.frame import navigation, slots

_OF_IMPORTS = ("check_imports", "new_check_import", "check_import", "check_sources", "new_check_source", "check_source")


class QualityConfig(AppConfig):
    name = "guidelines.quality"
    label = "quality"

    def ready(self) -> None:
        from guidelines.quality import guards

        triggers.register(*guards.GUARDS)
        _measures()
        _imports()


def _measures() -> None:
    """Areas and the effect of editions: their way in, and what they show on the pages of others."""
    from guidelines.insights.analysis import measures
    from guidelines.quality import happenings, rights, showing
    from guidelines.quality.queries import covered, happened

    for finder in (happened.editions_begun, happened.suspended, happened.ruled):
        happenings.register(finder)
    measures.register(covered.checked_rules)
    slots.fill("editions-end", "quality/effects_of.html", showing.effects_of)
    slots.fill("reading-end", "quality/reading_end.html", showing.reading_end)
    slots.fill("rule-card", "quality/card.html", showing.card)
    navigation.register(
        _("Quality"),
        "areas",
        may=rights.sees_quality,
        covers=("rule_area", "guideline_area", "section_area", "topic_area", "effect", "targets", *_OF_IMPORTS),
        order=40,
    )


def _imports() -> None:
    """Files of checked decisions: brought in behind the scenes, and told of."""
    from django.conf import settings

    from guidelines.frame import body_limits, jobs, sweeps
    from guidelines.quality import notifying, rights
    from guidelines.quality.importing.working import bring_in_due
    from guidelines.quality.models import CheckImport
    from guidelines.quality.services import discard_old

    # Some room for what stands around the file in the body.
    body_limits.allow_larger("/quality/imports/new/", settings.CHECKS_BYTES + 2**20)
    sweeps.register("checked decisions", bring_in_due, seconds=2)
    sweeps.register("files nobody confirmed", discard_old, seconds=600)
    page_of = CheckImport.get_absolute_url
    jobs.register(jobs.Kind(_("Checked decisions"), CheckImport, str, page_of, rights.imports_in_scope))
    notifying.register()
