from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from guidelines.audit import triggers
from guidelines.frame import navigation, slots, sweeps


class InsightsConfig(AppConfig):
    name = "guidelines.insights"
    label = "insights"

    def ready(self) -> None:
        from guidelines.insights import (
            guards,
            notifying,
            notifying_requests,
            queries,
            services,
            showing,
        )
        from guidelines.people import asides
        from guidelines.reading import marks

        triggers.register(*guards.GUARDS)
        services.follow()
        services.follow_to_the_queue()
        sweeps.register("insights", services.gather, seconds=3600)
        notifying.register()
        notifying_requests.register()
        marks.register(showing.marks, queries.endings)
        asides.register(queries.WAITING)
        slots.fill("rule-card", "insights/card.html", showing.card)
        slots.fill("home", "insights/home.html", showing.home)
        slots.fill("home", "insights/requests_home.html", showing.requests_home)
        slots.fill("reading-tools", "insights/ask_button.html", showing.ask_button)
        slots.fill("reading-end", "insights/ask_here.html", showing.ask_here)
        slots.fill("reading-end", "insights/request_here.html", showing.request_here)
        for place in ("draft-side", "publish-side"):
            slots.fill(place, "insights/draft_side.html", showing.draft_side)
        _navigation()


def _navigation() -> None:
    from guidelines.insights import queries, request_queries, request_rights, rights

    navigation.register(
        _("Questions"),
        "questions",
        may=rights.reads_somewhere,
        count=queries.waiting_count,
        covers=("ask", "question", "rulings", "end_ruling", "edition_answers"),
        order=30,
    )
    navigation.register(
        _("Requests"),
        "requests",
        may=request_rights.works_with_requests,
        count=request_queries.open_count,
        covers=("new_request", "request"),
        order=35,
    )
