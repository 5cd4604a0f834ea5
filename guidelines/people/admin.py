"""Accounts, roles, sites, teams and leaves in the administration. Every deed goes through its service."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin, messages
from django.contrib.auth import REDIRECT_FIELD_NAME, password_validation
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import Group
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guidelines.audit.admin import NeverDeleted, actor
from guidelines.frame.refusals import Refusal
from guidelines.people import services
from guidelines.people.models import Assignment, Leave, Person, Site, Team
from guidelines.people.roles import Role
from guidelines.text.normal import one_line


@login_not_required
def admin_sign_in(request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
    """The administration has no door of its own: it uses the portal's, with its limits."""
    wanted = request.GET.get(REDIRECT_FIELD_NAME, "")
    if not url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        wanted = resolve_url("admin:index")
    if not request.user.is_authenticated:
        return redirect_to_login(wanted)
    if not admin.site.has_permission(request):
        raise PermissionDenied(gettext("The administration is for system administrators."))
    return redirect(wanted)


def own_password(request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
    return redirect("password_change")


admin.site.login = admin_sign_in  # type: ignore[method-assign]  # as allauth's manual has it
admin.site.password_change = own_password  # type: ignore[method-assign, assignment]
admin.site.site_header = admin.site.site_title = _("SOP Portal: accounts and settings")
admin.site.index_title = _("Accounts and settings")
# Rights come from roles with a market and a domain, mail addresses stand on the account: neither table is used.
admin.site.unregister((Group, EmailAddress))


class PersonForm(forms.ModelForm):
    """An account. The password is set here, never shown."""

    new_password = forms.CharField(
        label=_("New password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Leave it empty to keep the present one. Without any password nobody can sign in."),
    )

    class Meta:
        model = Person
        fields = ("employee_id", "name", "email", "team", "language", "time_zone")
        # The administrator's browser knows one employee ID: their own.
        widgets: ClassVar[dict[str, forms.Widget]] = {"employee_id": forms.TextInput(attrs={"autocomplete": "off"})}

    def clean_employee_id(self) -> str:
        return str(self.cleaned_data["employee_id"]).strip().upper()

    def clean_name(self) -> str:
        return one_line(self.cleaned_data["name"])

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def clean_new_password(self) -> str:
        password: str = self.cleaned_data["new_password"]
        if password:
            password_validation.validate_password(password, self.instance)
        return password


@admin.register(Person)
class PersonAdmin(NeverDeleted):
    """Accounts: opened, corrected, closed, opened again."""

    form = PersonForm
    list_display = ("employee_id", "name", "email", "team", "is_active", "is_superuser")
    list_filter = ("is_active", "is_superuser", "team__site")
    list_select_related = ("team__site",)
    search_fields = ("employee_id", "name", "email")
    fields = ("employee_id", "name", "email", "team", "language", "time_zone", "new_password", "is_active", "left_at")
    actions = ("close_accounts", "open_accounts_again")

    def get_fields(self, request: HttpRequest, obj: Person | None = None) -> tuple[str, ...]:
        return self.fields if obj else self.fields[:-2]

    def get_readonly_fields(self, request: HttpRequest, obj: Person | None = None) -> tuple[str, ...]:
        return ("employee_id", "is_active", "left_at") if obj else ()

    def save_model(self, request: HttpRequest, obj: Person, form: Any, change: bool) -> None:
        fields = {name: form.cleaned_data[name] for name in ("name", "email", "language", "time_zone")}
        team, password = form.cleaned_data["team"], form.cleaned_data["new_password"]
        if change:
            self._change(request, obj.pk, fields, team, password)
            return
        joined = services.join(
            employee_id=obj.employee_id, by=actor(request), password=password or None, team=team, **fields
        )
        obj.pk, obj._state.adding = joined.pk, False

    def _change(self, request: HttpRequest, pk: int, fields: dict[str, Any], team: Team | None, password: str) -> None:
        # As it is stored: the form has written its values on the admin's own object already.
        person = Person.objects.get(pk=pk)
        services.correct(person, by=actor(request), **fields)
        services.move(person, team=team, by=actor(request))
        if password:
            services.change_password(person, password, by=actor(request))

    @admin.action(description=_("Close the chosen accounts (people who left)"))
    def close_accounts(self, request: HttpRequest, people: QuerySet[Person]) -> None:
        for person in people.filter(is_active=True):
            _say(self, request, services.leave, person, done=_("%(name)s can no longer sign in."))

    @admin.action(description=_("Open the chosen accounts again"))
    def open_accounts_again(self, request: HttpRequest, people: QuerySet[Person]) -> None:
        for person in people.filter(is_active=False):
            _say(self, request, services.return_to_work, person, done=_("%(name)s is back. Set a password now."))


def _say(page: admin.ModelAdmin, request: HttpRequest, deed: Any, thing: Any, *, done: Any) -> None:
    """Do one of several chosen deeds; a refusal is a message and stops none of the others."""
    try:
        deed(thing, by=actor(request))
    except Refusal as refusal:
        page.message_user(request, refusal.sentence, messages.ERROR)
    else:
        page.message_user(request, str(done) % {"name": thing}, messages.SUCCESS)


class AssignmentForm(forms.ModelForm):
    """A role for somebody, refused with a sentence where the service would refuse it."""

    by: ClassVar[Person]

    class Meta:
        model = Assignment
        fields = ("person", "role", "market", "domain", "function")

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not self.errors:
            reason = services.why_not_administer(
                self.by, given["person"], given["market"], given["domain"]
            ) or services.why_not_hold(given["person"], Role(given["role"]), given["market"], given["domain"])
            if reason:
                raise ValidationError(reason)
        return given


@admin.register(Assignment)
class AssignmentAdmin(NeverDeleted):
    """Roles: given and ended, never changed."""

    form = AssignmentForm
    list_display = ("person", "role", "market", "domain", "function", "granted_at", "ended_at")
    list_filter = ("role", "market", "domain", ("ended_at", admin.EmptyFieldListFilter))
    list_select_related = ("person", "market", "domain")
    search_fields = ("person__employee_id", "person__name")
    autocomplete_fields = ("person",)
    actions = ("end_roles",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form = super().get_form(request, *args, **kwargs)
        form.by = actor(request)  # type: ignore[attr-defined]  # an AssignmentForm, made for this request
        return form

    def save_model(self, request: HttpRequest, obj: Assignment, form: Any, change: bool) -> None:
        given = services.grant(
            obj.person, Role(obj.role), by=actor(request), market=obj.market, domain=obj.domain, function=obj.function
        )
        obj.pk, obj._state.adding = given.pk, False

    @admin.action(description=_("End the chosen roles"))
    def end_roles(self, request: HttpRequest, assignments: QuerySet[Assignment]) -> None:
        for assignment in assignments.current():  # type: ignore[attr-defined]  # AssignmentQuerySet
            _say(self, request, services.end_role, assignment, done=_("Ended: %(name)s."))


class KeptAdmin(NeverDeleted):
    """Rows about places and days, saved and recorded by one service."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        services.keep(obj, by=actor(request), changed=form.changed_data, is_new=not change)


@admin.register(Site)
class SiteAdmin(KeptAdmin):
    list_display = ("code", "name", "company", "time_zone")
    search_fields = ("code", "name", "company")


@admin.register(Team)
class TeamAdmin(KeptAdmin):
    list_display = ("name", "site", "lead")
    list_filter = ("site",)
    list_select_related = ("site", "lead")
    search_fields = ("name",)
    autocomplete_fields = ("lead",)


@admin.register(Leave)
class LeaveAdmin(KeptAdmin):
    list_display = ("person", "first_day", "last_day")
    list_select_related = ("person",)
    search_fields = ("person__employee_id", "person__name")
    autocomplete_fields = ("person",)
