"""The forms of sessions: a plan, a reason, people to invite, a vendor's file, feedback, notes, and the filters."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guidelines.catalogue.models import LANGUAGES, Domain, Market
from guidelines.editions.forms.seen import LinesField
from guidelines.editions.lifecycle import State
from guidelines.editions.models import Edition
from guidelines.editions.rights import visible_editions
from guidelines.frame import clock
from guidelines.frame.market_moment import MarketMomentField
from guidelines.learning.models import Session
from guidelines.learning.services import planning
from guidelines.learning.services.attending import LONGEST_NOTE
from guidelines.people.models import Person, Team
from guidelines.people.places import places
from guidelines.people.roles import Capability, Role
from guidelines.people.scopes import people_who_may

TOO_LONG = {
    "max_length": gettext_lazy("At most %(limit_value)d characters fit here and this has %(show_value)d. Shorten it.")
}
NOT_LISTED = gettext_lazy("“%(value)s” is not in the list. Choose again.")
NAMED = re.compile(
    r"(?P<policy_id>[A-Z]{2,4}-[A-Z]{2,4}-\d{4,})(?:\W+(?:edition|ấn bản)?\W*(?P<number>\d{1,9}))?", re.I
)


def lines(label: Any, help_text: Any = "", *, missing: Any = "", rows: int = 3, most: int = 2000) -> LinesField:
    """A text of several lines; it has to be written where `missing` says what to do."""
    return LinesField(
        label=label,
        required=bool(missing),
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
        error_messages={"required": missing, **TOO_LONG},
    )


class SessionForm(forms.Form):
    """A plan for one market and domain, whose time it is in."""

    topic = forms.CharField(
        label=gettext_lazy("Topic"),
        max_length=planning.LONGEST_TOPIC,
        error_messages={"required": gettext_lazy("Write what the session is about."), **TOO_LONG},
    )
    guidelines = LinesField(
        label=gettext_lazy("Guidelines taught"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "Policy IDs, one a line. The edition in force is taught; for another write it: US-CC-0142 edition 5."
        ),
    )
    about = lines(
        gettext_lazy("What it is about"),
        gettext_lazy("What people learn, and what they need to bring."),
        most=planning.LONGEST_ABOUT,
    )
    starts_at = MarketMomentField(
        label=gettext_lazy("Starts"), error_messages={"required": gettext_lazy("Enter when the session starts.")}
    )
    minutes = forms.IntegerField(label=gettext_lazy("Length in minutes"), min_value=5, max_value=720, initial=45)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=LANGUAGES)
    trainer = forms.ChoiceField(label=gettext_lazy("Trainer"))
    place = forms.CharField(label=gettext_lazy("Place"), required=False, max_length=planning.LONGEST_PLACE)
    link = forms.CharField(
        label=gettext_lazy("Link"),
        required=False,
        max_length=planning.LONGEST_LINK,
        help_text=gettext_lazy("Of the video call, where there is one."),
    )
    capacity = forms.IntegerField(
        label=gettext_lazy("Seats"),
        required=False,
        min_value=1,
        max_value=planning.MOST_SEATS,
        help_text=gettext_lazy("Empty where anybody can come. When they are taken, people wait for one."),
    )
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Who is invited, by role"), required=False, widget=forms.CheckboxSelectMultiple
    )
    teams = forms.MultipleChoiceField(
        label=gettext_lazy("Only these teams"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, person: Person, market: Market, domain: Domain, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person, self.market, self.domain = person, market, domain
        here = people_who_may(Capability.TEACH, market.pk, domain.pk)
        self.trainers = {str(one.pk): one for one in here}
        readers = people_who_may(Capability.READ, market.pk, domain.pk)
        found = Team.objects.filter(members__in=readers).select_related("site").distinct()
        self.known_teams = {str(team.pk): team for team in found}
        self.editions: list[Edition] = []
        fields: dict[str, Any] = self.fields
        fields["starts_at"].zone = market.time_zone
        fields["trainer"].choices = [(key, one.name) for key, one in self.trainers.items()]
        fields["roles"].choices = Role.choices
        fields["teams"].choices = [(key, str(team)) for key, team in self.known_teams.items()]
        for name in ("trainer", "language", "roles", "teams"):
            fields[name].error_messages["invalid_choice"] = NOT_LISTED

    def clean_guidelines(self) -> str:
        """Finds the editions, each by its guideline."""
        text = str(self.cleaned_data["guidelines"])
        for word in (part.strip() for part in re.split(r"[\n,;]", text) if part.strip()):
            named = NAMED.match(word)
            found = self._edition(named) if named else None
            if found is None:
                sentence = _("“%(name)s” is no published edition of this market and domain that you can read.")
                raise forms.ValidationError(sentence % {"name": word[:60]})
            if found not in self.editions:
                self.editions.append(found)
        return text

    def _edition(self, named: re.Match[str]) -> Edition | None:
        now = clock.now()
        rows = visible_editions(self.person, now).filter(
            guideline__policy_id=named["policy_id"].upper(),
            guideline__market=self.market,
            guideline__domain=self.domain,
            state=State.PUBLISHED,
        )
        if named["number"]:
            return rows.filter(number=int(named["number"])).first()
        return rows.in_force(now).first() or rows.scheduled(now).order_by("effective_from").first()

    def plan(self) -> planning.Plan:
        """What a valid form plans."""
        data = self.cleaned_data
        return planning.Plan(
            market=self.market,
            domain=self.domain,
            topic=data["topic"],
            trainer=self.trainers[data["trainer"]],
            starts_at=data["starts_at"],
            ends_at=data["starts_at"] + dt.timedelta(minutes=data["minutes"]),
            about=data["about"],
            language=data["language"],
            place=data["place"],
            link=data["link"],
            capacity=data["capacity"],
            roles=tuple(data["roles"]),
            teams=tuple(self.known_teams[key] for key in data["teams"]),
            editions=tuple(self.editions),
        )


class ChangeSessionForm(SessionForm):
    """The plan as it stands, and why it changes."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    reason = lines(
        gettext_lazy("Why it changes"),
        gettext_lazy("Everybody invited is told, with these words."),
        missing=gettext_lazy("Write why it changes. Everybody invited reads it."),
        rows=2,
    )


class CallOffForm(forms.Form):
    reason = lines(
        gettext_lazy("Reason"),
        gettext_lazy("Everybody invited is told, with these words."),
        missing=gettext_lazy("Write why it is called off. Everybody invited reads it."),
        rows=2,
    )


class InviteForm(forms.Form):
    """People to invite, by their employee IDs."""

    people = lines(
        gettext_lazy("Employee IDs"),
        gettext_lazy("One a line, or with commas between them."),
        missing=gettext_lazy("Write the employee ID of at least one person."),
        rows=2,
        most=20_000,
    )

    def ids(self) -> list[str]:
        return re.split(r"[\s,;]+", str(self.cleaned_data["people"]).strip())


class AttendanceFileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        help_text=gettext_lazy("UTF-8, with the columns employee_id and attended (yes or no)."),
        error_messages={"required": gettext_lazy("Choose a file."), "empty": gettext_lazy("That file is empty.")},
    )


class FeedbackForm(forms.Form):
    score = forms.TypedChoiceField(
        label=gettext_lazy("How useful was it?"),
        coerce=int,
        widget=forms.RadioSelect,
        choices=[
            ("5", gettext_lazy("5, very useful")),
            ("4", "4"),
            ("3", "3"),
            ("2", "2"),
            ("1", gettext_lazy("1, not useful")),
        ],
        error_messages={"required": gettext_lazy("Choose from 1 to 5."), "invalid_choice": NOT_LISTED},
    )
    text = lines(gettext_lazy("In your words"), gettext_lazy("What was missing? What helped? Write no names."))


class FollowUpForm(forms.Form):
    text = lines(gettext_lazy("What came up"), missing=gettext_lazy("Write what came up."), rows=3, most=LONGEST_NOTE)
    is_open_point = forms.BooleanField(label=gettext_lazy("It is an open point"), required=False)


class SessionsForm(forms.Form):
    """The filters of the list of sessions."""

    when = forms.ChoiceField(
        label=gettext_lazy("When"),
        required=False,
        choices=[
            ("", gettext_lazy("Upcoming")),
            ("past", gettext_lazy("Past")),
            ("off", gettext_lazy("Called off")),
            ("all", gettext_lazy("All")),
        ],
    )
    who = forms.ChoiceField(
        label=gettext_lazy("Whose"),
        required=False,
        choices=[("", gettext_lazy("All I can see")), ("me", gettext_lazy("Mine"))],
    )
    market = forms.ChoiceField(label=gettext_lazy("Market"), required=False)
    domain = forms.ChoiceField(label=gettext_lazy("Domain"), required=False)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        markets, domains = places(person, Capability.READ)
        fields: dict[str, Any] = self.fields
        fields["market"].choices = [("", _("All")), *((code, one.local_name) for code, one in markets.items())]
        fields["domain"].choices = [("", _("All")), *((code, one.local_name) for code, one in domains.items())]
        for field in self.fields.values():
            field.error_messages["invalid_choice"] = NOT_LISTED

    @property
    def narrowed(self) -> Q:
        wanted = Q()
        for name in ("market", "domain"):
            if code := self.cleaned_data.get(name):
                wanted &= Q(**{f"{name}__code": code})
        return wanted


def as_planned(session: Session) -> dict[str, Any]:
    """What the form of a session shows before anybody changes it."""
    taught = session.taught.filter(until=None).select_related("edition__guideline")
    return {
        "topic": session.topic,
        "guidelines": "\n".join(f"{one.edition.guideline.policy_id} edition {one.edition.number}" for one in taught),
        "about": session.about,
        "starts_at": session.starts_at,
        "minutes": int((session.ends_at - session.starts_at).total_seconds() // 60),
        "language": session.language,
        "trainer": str(session.trainer_id),
        "place": session.place,
        "link": session.link,
        "capacity": session.capacity,
        "roles": session.audience_roles,
        "teams": [str(key) for key in session.audience_teams.values_list("pk", flat=True)],
        "seen": session.sequence,
    }
