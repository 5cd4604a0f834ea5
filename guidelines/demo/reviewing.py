"""What the demo keeps for writing and reviewing: checklists and templates, and what waits on the last day."""

from __future__ import annotations

import datetime as dt

from guidelines.catalogue.models import Domain, Market, Topic
from guidelines.demo import sources
from guidelines.demo.sources import LISTS
from guidelines.demo.story.people import DANIEL, HANNAH, MARCUS, PRIYA
from guidelines.demo.talking import talk
from guidelines.editions import services
from guidelines.editions.asking import checklist, decision_keys
from guidelines.editions.models import Edition
from guidelines.people import services as people
from guidelines.people.delegating import delegate
from guidelines.people.models import Leave, Person
from guidelines.people.roles import Role

GLORIA, RUTH = "Gloria Watkins", "Ruth Abramson"
LEGAL = "Legal"


def keep_checklists() -> None:
    """The questions of every domain, by a reviewer of all of them."""
    priya = Person.objects.get(name=PRIYA)
    domains = {domain.code: domain for domain in Domain.objects.all()}
    for row in sources.rows(LISTS, "checklists.csv"):
        services.add_question(domains[row["domain"]], row["text"], by=priya)


def keep_templates() -> None:
    """What new guidelines begin with, by a policy manager of each domain."""
    domains = {domain.code: domain for domain in Domain.objects.all()}
    for row in sources.rows(LISTS, "templates.csv"):
        services.add_template(
            domain=domains[row["domain"]],
            language=row["language"],
            name=row["name"],
            purpose=row["purpose"],
            source=sources.template(row["file"]),
            by=Person.objects.get(name=row["by"]),
        )


def approve(edition: Edition, *, by: Person, note: str = "") -> Edition:
    """Sign as the demo's reviewers do: every question answered with yes, every row agreed to."""
    answers = [question.pk for question in checklist(edition.guideline.domain_id)]
    agreed = decision_keys(edition)
    return services.approve(edition, by=by, seen=edition.digest, note=note, answers=answers, agreed=agreed)


def latest_reviews(now: dt.datetime, admin: Person) -> None:
    """One review is claimed; another waits for Legal, and whoever claimed it went on leave and has a stand-in."""
    person = {one.name: one for one in Person.objects.filter(name__in=(PRIYA, HANNAH, MARCUS, DANIEL, GLORIA, RUTH))}
    services.require_signature(Topic.objects.get(code="regulated"), LEGAL, by=person[GLORIA])
    us = Market.objects.get(code="US")
    people.grant(person[RUTH], Role.POLICY_REVIEWER, by=admin, market=us, function=LEGAL)
    counterfeit = _edition("US-CC-0142", 5)
    services.claim(counterfeit, by=person[PRIYA])
    talk(counterfeit, now)
    supplements = _edition("US-PR-0164", 7)
    services.claim(supplements, by=person[HANNAH])
    approve(supplements, by=person[MARCUS], note="R5 reads well. The two words of LGL-394 are for Legal.")
    first = now.date() - dt.timedelta(days=1)
    leave = Leave(person=person[HANNAH], first_day=first, last_day=first + dt.timedelta(days=10))
    people.keep(leave, by=admin, changed=["person", "first_day", "last_day"], is_new=True)
    until = now + dt.timedelta(days=9)
    delegate(person[HANNAH], person[DANIEL], by=person[HANNAH], since=now, until=until, reason="Annual leave")


def _edition(policy_id: str, number: int) -> Edition:
    return Edition.objects.select_related("guideline", "base").get(guideline__policy_id=policy_id, number=number)
