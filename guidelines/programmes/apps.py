from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from guidelines.audit import triggers
from guidelines.frame import navigation, sweeps


class ProgrammesConfig(AppConfig):
    name = "guidelines.programmes"
    label = "programmes"

    def ready(self) -> None:
        from guidelines.programmes import delivering, guards, notifying

        triggers.register(*guards.GUARDS)
        notifying.register()
        sweeps.register("report deliveries", delivering.deliver_due, seconds=5)
        sweeps.register("risks and actions", notifying.remind_due, seconds=600)
        _show()


def _show() -> None:
    """The navigation, and the deliveries of reports on the page of what runs in the background."""
    from guidelines.frame import jobs
    from guidelines.programmes import queueing, rights
    from guidelines.programmes.models import ReportDelivery

    jobs.register(jobs.Kind(_("Reports sent"), ReportDelivery, str, queueing.page_of, queueing.seen_by, queueing.named))
    navigation.register(
        _("Programmes"),
        "programmes",
        may=rights.sees_programmes,
        covers=(
            *(
                "new_programme",
                "programme",
                "change_programme",
                "end_programme",
                "programme_items",
                "new_risk",
                "new_opportunity",
            ),
            *("portfolio", "milestone", "risk", "change_risk", "finish_action", "new_report", "programme_report"),
            *("send_report", "report_figure", "report_subscribers"),
        ),
        order=50,
    )
