"""What people fill in: sign-in, password, settings, roles, a file of people."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from allauth.account.forms import ChangePasswordForm, LoginForm
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from guidelines.catalogue.models import LANGUAGES, Domain, Market
from guidelines.frame.local_times import NonexistentTime, local_instant
from guidelines.frame.refusals import Invalid
from guidelines.people import attempts, queries, services
from guidelines.people.adapter import too_many
from guidelines.people.attempts import ACCOUNT, ADDRESS, PASSWORD_CHANGE, TooManyTries
from guidelines.people.models import Assignment, Person
from guidelines.people.roles import Role
from guidelines.text.normal import one_line

PASSWORD_LENGTH = 1000


@cache
def zone_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every time zone that is a place, by continent, with UTC first."""
    places: dict[str, list[tuple[str, str]]] = {}
    for name in sorted(available_timezones()):
        region, slash, city = name.partition("/")
        if slash and region not in ("Etc", "SystemV", "posix", "right", "US", "Brazil", "Canada", "Chile", "Mexico"):
            places.setdefault(region, []).append((name, city.replace("_", " ")))
    return [("UTC", [("UTC", "UTC")]), *places.items()]


class SignInForm(LoginForm):
    """Employee ID or mail address, and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(
            label=_("Employee ID or mail address"),
            max_length=254,
            widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        )
        self.fields["password"] = forms.CharField(
            label=_("Password"),
            max_length=PASSWORD_LENGTH,
            strip=False,
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        )
        self.order_fields(["login", "password"])

    def clean(self) -> dict[str, Any]:
        """What is wrong stands at the password: which of the two it was is not said."""
        try:
            super().clean()
        except ValidationError as error:
            self.add_error("password", error)
        cleaned: dict[str, Any] = self.cleaned_data
        return cleaned

    def wait(self) -> int | None:
        """The seconds until another try, if this one came too early."""
        for error in self.errors.as_data().get("password", ()):
            if error.code == "too_many_tries" and error.params:
                return int(error.params["seconds"])
        return None


class PasswordForm(ChangePasswordForm):
    """The old password once and the new one twice. Wrong old ones are counted, as at sign-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = (
            ("oldpassword", _("Current password")),
            ("password1", _("New password")),
            ("password2", _("New password again")),
        )
        for name, label in labels:
            self.fields[name].label = label
            self.fields[name].help_text = ""
            self.fields[name].widget.attrs.pop("placeholder", None)
        self.fields["password1"].help_text = _("10 characters or more; not a common word, not only digits.")

    def clean_oldpassword(self) -> str:
        try:
            attempt = attempts.begin((PASSWORD_CHANGE, str(self.user.pk)))
        except TooManyTries as error:
            raise too_many(error) from error
        old: str = super().clean_oldpassword()
        attempt.forgive()
        return old


class UnlockForm(forms.Form):
    """The password of whoever is signed in, once more. Wrong ones count with those of the sign-in."""

    person = forms.IntegerField()
    """Whose page it is that was locked."""
    password = forms.CharField(max_length=PASSWORD_LENGTH, strip=False, required=False)
    next = forms.CharField(required=False)

    def __init__(self, *args: Any, by: Person, address: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._by, self._address = by, address

    def clean_person(self) -> int:
        person: int = self.cleaned_data["person"]
        if person != self._by.pk:
            raise ValidationError(_("Somebody else is signed in on this computer now."), code="another")
        return person

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if settings.DEMO and not self._by.has_usable_password():
            return password  # the demo's people have none: one click signed them in
        try:
            attempt = attempts.begin((ACCOUNT, f"person {self._by.pk}"), (ADDRESS, self._address))
        except TooManyTries as error:
            raise too_many(error) from error
        if not self._by.check_password(password):
            left = ngettext("%(left)d try left.", "%(left)d tries left.", attempt.left) % {"left": attempt.left}
            wrong = gettext("That is not your password.")
            raise ValidationError(f"{wrong} {left}", code="wrong")
        attempt.forgive()
        return password


class SettingsForm(forms.Form):
    """How a person sees the portal."""

    language = forms.ChoiceField(
        label=_("Language"),
        choices=LANGUAGES,
        help_text=_("The language of the pages. Guidelines keep their own."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=zone_choices, help_text=_("Your own time stands first, the market’s second.")
    )
    theme = forms.ChoiceField(
        label=_("Theme"),
        choices=Person._meta.get_field("theme").choices or (),
        required=False,
        widget=forms.RadioSelect,
    )
    keys_on = forms.BooleanField(
        label=_("Single-key shortcuts"),
        required=False,
        help_text=_("Keys such as “/” and “n” act at once. Turn them off if you dictate or press keys by chance."),
    )

    def __init__(self, data: Any = None, *, person: Person) -> None:
        initial = {name: getattr(person, name) for name in ("language", "time_zone", "theme", "keys_on")}
        super().__init__(data, initial=initial)
        zones = [zone for _region, group in zone_choices() for zone, _city in group]
        if person.time_zone not in zones:  # an older name of a zone, kept until they choose another
            field = self.fields["time_zone"]
            field.choices = [("", [(person.time_zone, person.time_zone)]), *zone_choices()]  # type: ignore[attr-defined]


class PeopleFilter(forms.Form):
    """What the list of people shows."""

    q = forms.CharField(
        label=_("Name, employee ID or mail address"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("All roles")), *Role.choices])
    left = forms.BooleanField(label=_("People who left"), required=False)


class GrantForm(forms.Form):
    """A role for somebody, within what the actor keeps."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    market = forms.ModelChoiceField(label=_("Market"), queryset=Market.objects.none(), empty_label=None)
    domain = forms.ModelChoiceField(
        label=_("Domain"), queryset=Domain.objects.none(), required=False, empty_label=_("All domains")
    )
    function = forms.CharField(
        label=_("Function"), required=False, max_length=120, help_text=_("What they do in this role, in a few words.")
    )

    def __init__(self, *args: Any, by: Person, subject: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by, self.subject = by, subject
        market, domain = self.fields["market"], self.fields["domain"]
        market.queryset = queries.grantable_markets(by)  # type: ignore[attr-defined]
        domain.queryset = queries.grantable_domains()  # type: ignore[attr-defined]
        if queries.may_grant_everywhere(by):
            market.required = False
            market.empty_label = _("All markets")  # type: ignore[attr-defined]

    def clean_function(self) -> str:
        """Its length counts as it is stored: some letters become two on the way."""
        function = one_line(self.cleaned_data["function"])
        reason = services.why_not_call(function)
        if reason:
            raise ValidationError(reason)
        return function

    def clean(self) -> dict[str, Any]:
        """Say at once why a role can't be given; the service asks again under its lock."""
        if not self.errors:
            market, domain = self.cleaned_data.get("market"), self.cleaned_data.get("domain")
            reason = services.why_not_administer(self.by, self.subject, market, domain) or services.why_not_hold(
                self.subject, Role(self.cleaned_data["role"]), market, domain
            )
            if reason:
                raise ValidationError(reason)
        return self.cleaned_data

    def as_assignment(self) -> Assignment:
        """The role as it would be, to show before it is given."""
        values = {name: self.cleaned_data[name] for name in ("role", "market", "domain", "function")}
        return Assignment(person=self.subject, **values)


class ImportForm(forms.Form):
    """A file of people."""

    file = forms.FileField(label=_("CSV file"), widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}))
    end_missing = forms.BooleanField(
        label=_("Close the account of everyone who is not in the file"),
        required=False,
        help_text=_("The preview says how many. System administrators stay."),
    )

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not by.is_superuser:
            del self.fields["end_missing"]


class ApplyForm(forms.Form):
    """The text that was previewed, and the seal of the preview."""

    text = forms.CharField(strip=False, widget=forms.HiddenInput)
    seal = forms.CharField(widget=forms.HiddenInput)


class DelegationForm(forms.Form):
    """Cleans to what the service takes: `to`, `since`, `until`, `reason`. Days are those of the reviewer's zone."""

    to = forms.CharField(
        label=_("Who stands in"),
        max_length=200,
        help_text=_("Employee ID, or the full name."),
        widget=forms.TextInput(attrs={"list": "candidates", "autocomplete": "off"}),
    )
    since = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(
        label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}), help_text=_("Ends with this day.")
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=300, required=False, help_text=_("Not kept in the record: it may be private.")
    )

    def __init__(self, data: Any = None, *, person: Person) -> None:
        super().__init__(data)
        self.zone = person.time_zone

    def clean_to(self) -> Person:
        """Whoever works here and has this employee ID, or alone has this name."""
        typed = str(self.cleaned_data["to"]).strip()
        working = Person.objects.filter(is_active=True)
        by_id = working.filter(employee_id=typed.upper()).first()
        named = [by_id] if by_id else list(working.filter(name__iexact=typed)[:2])
        if not named:
            raise ValidationError(gettext("Nobody who works here has this employee ID or name."))
        if len(named) > 1:
            raise ValidationError(gettext("Several people have this name. Write the employee ID."))
        return named[0]

    def clean_since(self) -> dt.datetime:
        return self._midnight(self.cleaned_data["since"])

    def clean_until(self) -> dt.datetime:
        day: dt.date = self.cleaned_data["until"]
        return self._midnight(min(day, dt.date.max - dt.timedelta(days=1)) + dt.timedelta(days=1))

    def _midnight(self, day: dt.date) -> dt.datetime:
        try:
            return local_instant(day, dt.time(), self.zone, fold=0)
        except NonexistentTime as gap:  # where the clocks go forward at midnight
            return gap.after
        except Invalid as refusal:
            raise ValidationError(refusal.sentence) from refusal
