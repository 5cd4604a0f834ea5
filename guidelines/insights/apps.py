from django.apps import AppConfig
from django.db.models.signals import post_migrate
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
            notifying_due,
            notifying_insights,
            notifying_owners,
            notifying_requests,
            queries,
            services,
            showing,
            waiting_queries,
        )
        from guidelines.people import asides
        from guidelines.reading import marks

        triggers.register(*guards.GUARDS)
        services.follow()
        services.follow_to_the_queue()
        sweeps.register("insights", services.gather, seconds=3600)
        notifying.register()
        notifying_requests.register()
        notifying_insights.register()
        notifying_due.register()
        notifying_owners.register()
        sweeps.register("requirements due", notifying_due.tell_due, seconds=300)
        slots.fill("insights-tabs", "insights/tabs.html", showing.tabs)
        marks.register(showing.marks, queries.endings)
        asides.register(waiting_queries.WAITING)
        slots.fill("rule-card", "insights/card.html", showing.card)
        slots.fill("home", "insights/home.html", showing.home)
        slots.fill("since-shift", "insights/ruled_since.html", showing.ruled_since)
        slots.fill("home", "insights/requests_home.html", showing.requests_home)
        slots.fill("reading-tools", "insights/ask_button.html", showing.ask_button)
        slots.fill("reading-end", "insights/ask_here.html", showing.ask_here)
        slots.fill("reading-end", "insights/request_here.html", showing.request_here)
        for place in ("draft-side", "publish-side"):
            slots.fill(place, "insights/draft_side.html", showing.draft_side)
        self._analysis()
        _navigation()

    def _analysis(self) -> None:
        """Its rows, made with each deed and after migrations; what it counts; the way to it from drafts."""
        from guidelines.insights.analysis import deriving, showing, waiting_counts

        deriving.follow()
        post_migrate.connect(deriving.renew, sender=self)
        waiting_counts.register()
        slots.fill("draft-side", "insights/analysis/draft_side.html", showing.draft_side)


def _navigation() -> None:
    """Those who see the queue have everything under one label; everybody else their questions and requests."""
    from guidelines.insights import insight_rights, request_rights, rights, waiting_queries
    from guidelines.insights.analysis.rights import analyses

    asking = ("ask", "question", "rulings", "end_ruling", "edition_answers")
    requesting = ("new_request", "request")
    queue = ("insight", "new_insight", "requirements", "requirement_board", "requirement", "new_requirement")
    analysis = ("analysis", "analysed_rules", "named", "where_used", "repeats", "markets_beside", "look_at_pair")
    navigation.register(
        _("Insights"),
        "insights",
        may=insight_rights.sees_queue,
        count=waiting_queries.all_count,
        covers=("questions", "requests", *asking, *requesting, *queue, *analysis),
        order=30,
    )
    navigation.register(
        _("Questions"),
        "questions",
        may=lambda person: rights.reads_somewhere(person) and not insight_rights.sees_queue(person),
        count=waiting_queries.questions_count,
        covers=asking,
        order=30,
    )
    navigation.register(
        _("Requests"),
        "requests",
        may=lambda person: request_rights.works_with_requests(person) and not insight_rights.sees_queue(person),
        count=waiting_queries.requests_count,
        covers=requesting,
        order=35,
    )
    navigation.register(
        _("Analysis"),
        "analysis",
        may=lambda person: analyses(person) and not insight_rights.sees_queue(person),
        covers=analysis,
        order=36,
    )
