"""The forms of tasks: assigning by hand, what an edition asks, and calling off."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guidelines.catalogue.models import Domain, Market
from guidelines.editions.clearances import not_restricted
from guidelines.editions.forms.seen import LinesField
from guidelines.editions.models import Edition
from guidelines.frame import clock
from guidelines.learning.assign_rights import led_teams
from guidelines.learning.forms.materials import SeenForm
from guidelines.learning.models import Material, Quiz, Task, Taught
from guidelines.learning.quiz_rights import visible_quizzes
from guidelines.learning.rights import visible_sessions
from guidelines.learning.services.assigning import ForWhom, Thing
from guidelines.people.models import Person, Team
from guidelines.people.roles import Capability, Role
from guidelines.people.scopes import holdings
from guidelines.reading.queries.duties import ASKED_AS_READERS

MOST_OFFERED = 200
Audience = Task.Audience
UNKNOWN = gettext_lazy("Nobody who works here has these employee IDs: %(ids)s.")
UNKNOWN_TO_LEADS = gettext_lazy("Nobody in the teams that you lead has these employee IDs: %(ids)s.")


def _roles() -> list[tuple[str, str]]:
    return [("", "–"), *((role.value, str(role.label)) for role in Role if role in ASKED_AS_READERS)]


class _Things:
    """What can be assigned in the places of a person: open quizzes, approved materials, sessions to come.

    Nothing about a restricted guideline, whose sessions are for the people it names.
    """

    def __init__(self, person: Person, market: Market | None = None, domain: Domain | None = None) -> None:
        held = holdings(person)
        scope = {"market": market, "domain": domain} if market and domain else {}
        quizzes = visible_quizzes(person).filter(state=Quiz.State.OPEN, **scope)
        teaches, sees = held.where(Capability.TEACH), held.where(Capability.SEE_TAUGHT)
        taught = Taught.objects.filter(session=OuterRef("pk")).exclude(not_restricted("edition__guideline"))
        sessions = visible_sessions(person).upcoming(clock.now()).filter(teaches | sees, ~Exists(taught), **scope)
        path = ("edition__guideline__market", "edition__guideline__domain")
        read = held.where(Capability.TEACH, *path) | held.where(Capability.SEE_TAUGHT, *path)
        materials = Material.objects.filter(read, state=Material.State.APPROVED)
        materials = materials.exclude(edition__guideline__audience="restricted").select_related("edition__guideline")
        self.quizzes = {f"quiz-{one.pk}": one for one in quizzes[:MOST_OFFERED]}
        self.sessions = {f"session-{one.pk}": one for one in sessions.select_related("market", "domain")[:MOST_OFFERED]}
        self.materials = {f"material-{one.pk}": one for one in materials[:MOST_OFFERED]}

    def thing(self, key: str) -> Thing:
        return Thing(self.quizzes.get(key), self.materials.get(key), self.sessions.get(key))

    def choices(self, *kinds: str) -> list[Any]:
        groups: list[tuple[str, Any, dict[str, Any]]] = [
            ("quiz", _("Quizzes"), self.quizzes),
            ("material", _("Materials"), self.materials),
            ("session", _("Sessions"), self.sessions),
        ]
        return [
            (label, [(key, str(one)) for key, one in found.items()])
            for kind, label, found in groups
            if kind in kinds and found
        ]


class AssignForm(forms.Form):
    """What is to be done, by whom, until when, and why."""

    thing = forms.ChoiceField(
        label=gettext_lazy("What"), error_messages={"required": gettext_lazy("Choose what is to be done.")}
    )
    audience = forms.ChoiceField(label=gettext_lazy("For whom"), widget=forms.RadioSelect)
    role = forms.ChoiceField(label=gettext_lazy("Role"), required=False)
    team = forms.ChoiceField(label=gettext_lazy("Team"), required=False)
    people = LinesField(
        label=gettext_lazy("People"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Their employee IDs, one a line or with commas."),
    )
    due_on = forms.DateField(
        label=gettext_lazy("Until"),
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("The last day, in the market."),
        error_messages={
            "required": gettext_lazy("Choose the last day."),
            "invalid": gettext_lazy("This is not a date. Write it like 2026-06-08."),
        },
    )
    reason = LinesField(
        label=gettext_lazy("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Everybody who is asked reads it."),
        error_messages={"required": gettext_lazy("Write the reason. Everybody who is asked reads it.")},
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.things = _Things(person)
        teaches = holdings(person).own.may_somewhere(Capability.TEACH)
        teams = Team.objects.select_related("site") if teaches else led_teams(person).select_related("site")
        self.teams = {str(team.pk): team for team in teams.order_by("site__name", "name")}
        fields: dict[str, Any] = self.fields
        fields["thing"].choices = [("", _("Choose")), *self.things.choices("quiz", "material", "session")]
        everybody = Audience.choices if teaches else [c for c in Audience.choices if c[0] in ("team", "people")]
        fields["audience"].choices = everybody
        fields["team"].choices = [("", "–"), *((key, str(team)) for key, team in self.teams.items())]
        fields["role"].choices = _roles()
        if not teaches:
            del self.fields["role"]
        self.known, self.unknown = Person.objects.filter(is_active=True), UNKNOWN
        if not teaches:
            # A lead learns of nobody outside their teams whether they are there.
            self.known, self.unknown = self.known.filter(team__in=led_teams(person)), UNKNOWN_TO_LEADS
        self.found: list[int] = []

    def clean_people(self) -> str:
        written = str(self.cleaned_data["people"])
        wanted = [one.strip().upper() for one in written.replace(",", "\n").split("\n") if one.strip()]
        there = dict(self.known.filter(employee_id__in=wanted).values_list("employee_id", "pk"))
        unknown = [one for one in wanted if one not in there]
        if unknown:
            raise forms.ValidationError(str(self.unknown) % {"ids": ", ".join(unknown[:10])})
        self.found = sorted(set(there.values()))
        return written

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        missing = {
            "role": _("Choose the role that is asked."),
            "team": _("Choose the team that is asked."),
            "people": _("Name the people who are asked."),
        }
        wanted = data.get("audience", "")
        if wanted in missing and wanted not in self.errors and not data.get(wanted):
            self.add_error(wanted, missing[wanted])
        return data

    @property
    def whom(self) -> ForWhom:
        data = self.cleaned_data
        return ForWhom(data["audience"], data.get("role", ""), self.teams.get(data["team"]), self.found)

    @property
    def what(self) -> Thing:
        return self.things.thing(self.cleaned_data["thing"])

    @property
    def place(self) -> tuple[Market, Domain]:
        """Where the chosen thing is for."""
        thing = self.what
        at: Any = thing.quiz or thing.session or (thing.material and thing.material.edition.guideline)
        return at.market, at.domain


class EditionAsksForm(SeenForm):
    """What a major edition asks of its readers."""

    kind = forms.ChoiceField(label=gettext_lazy("What it asks"), required=False, widget=forms.RadioSelect)
    quiz = forms.ChoiceField(label=gettext_lazy("Quiz"), required=False)
    session = forms.ChoiceField(label=gettext_lazy("Session"), required=False)
    audience = forms.ChoiceField(label=gettext_lazy("For whom"), widget=forms.RadioSelect)
    role = forms.ChoiceField(label=gettext_lazy("Role"), required=False)
    days = forms.IntegerField(
        label=gettext_lazy("Days"),
        min_value=0,
        max_value=90,
        initial=7,
        help_text=gettext_lazy("How many days after its start it is due."),
    )

    def __init__(self, *args: Any, person: Person, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guideline = edition.guideline
        self.things = _Things(person, guideline.market, guideline.domain)
        fields: dict[str, Any] = self.fields
        fields["kind"].choices = [
            ("", _("Nothing more")),
            (Task.Kind.NOTICE.value, _("A notice on the day it starts")),
            (Task.Kind.ACKNOWLEDGEMENT.value, _("Acknowledgement, as chosen under “Who must read it”")),
            (Task.Kind.QUIZ.value, _("A quiz")),
            (Task.Kind.SESSION.value, _("A training session")),
        ]
        for name, found in (("quiz", self.things.quizzes), ("session", self.things.sessions)):
            fields[name].choices = [("", "–"), *((key, str(one)) for key, one in found.items())]
        fields["audience"].choices = [c for c in Audience.choices if c[0] in ("readers", "role")]
        fields["audience"].initial, fields["role"].initial = Audience.ROLE.value, Role.MODERATOR.value
        fields["role"].choices = _roles()

    @property
    def what(self) -> Thing:
        kind = self.cleaned_data["kind"]
        return self.things.thing(self.cleaned_data[kind]) if kind in ("quiz", "session") else Thing()

    @property
    def whom(self) -> ForWhom:
        return ForWhom(self.cleaned_data["audience"], self.cleaned_data["role"])


class CallOffForm(forms.Form):
    reason = LinesField(
        label=gettext_lazy("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Those who were asked read it."),
        error_messages={"required": gettext_lazy("Write the reason. Those who were asked read it.")},
    )


class TasksForm(forms.Form):
    """The filters of the list of tasks."""

    standing = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[("", gettext_lazy("Running")), ("all", gettext_lazy("All")), ("off", gettext_lazy("Called off"))],
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["kind"].choices = [("", _("All")), *Task.Kind.choices]


def initial_of(task: Task | None) -> dict[str, Any]:
    """What the form shows of the choice that stands."""
    if task is None:
        return {}
    keys: Iterable[tuple[str, Any]] = (("quiz", task.quiz), ("session", task.session))
    chosen = {name: f"{name}-{one.pk}" for name, one in keys if one}
    return {"kind": task.kind, "audience": task.audience, "role": task.role, "days": task.days, **chosen}
