from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from guidelines.frame import navigation


class DeskConfig(AppConfig):
    name = "guidelines.desk"
    label = "desk"

    def ready(self) -> None:
        from guidelines.desk import queries
        from guidelines.desk.background import keeps_it_running

        navigation.register(_("Home"), "home", order=0)
        navigation.register(
            _("Work"),
            "board",
            may=queries.works_on_editions,
            count=queries.waiting_count,
            covers=("overdue", "draft", "review", "publish", "move", "save_points", "rebase", "new_guideline"),
            order=10,
        )
        navigation.register(_("Background"), "background", may=keeps_it_running, order=90)
