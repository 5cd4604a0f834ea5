"""Where guidelines apply, what they govern, and the controlled lists that rules draw on."""

from __future__ import annotations

from functools import cache
from typing import TypeVar
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from guidelines.frame.names import NameField

LANGUAGES = (("en", "English"), ("vi", "Tiếng Việt"))


@cache
def _time_zones() -> frozenset[str]:
    # Read once: each reading walks the whole zone database on disk.
    return frozenset(available_timezones())


def validate_time_zone(name: str) -> None:
    if name not in _time_zones():
        raise ValidationError(
            _("“%(name)s” is not a time zone. Write one such as Asia/Ho_Chi_Minh."), params={"name": name}
        )


Row = TypeVar("Row", bound="ListRow", covariant=True)


class ListQuerySet(models.QuerySet[Row]):
    def in_use(self) -> ListQuerySet[Row]:
        return self.filter(retired=False)


class ListRow(models.Model):
    """A row of a controlled list. Rows are retired, never deleted: old editions still cite them."""

    name = NameField(_("name"), max_length=120)
    name_vi = NameField(_("name in Vietnamese"), max_length=120, blank=True)
    retired = models.BooleanField(_("retired"), default=False)

    objects = ListQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def named_in(self, language: str) -> str:
        return self.name_vi if language == "vi" and self.name_vi else self.name

    @property
    def local_name(self) -> str:
        """The name in the language of the page."""
        return self.named_in((get_language() or "en")[:2])


class Market(ListRow):
    """A country the marketplace sells in. Its code begins every policy ID; its zone gives the moment in force."""

    code = models.CharField(_("code"), max_length=4, unique=True, validators=[RegexValidator(r"^[A-Z]{2,4}\Z")])
    language = models.CharField(_("language"), max_length=5, choices=LANGUAGES, default="en")
    time_zone = models.CharField(_("time zone"), max_length=60, validators=[validate_time_zone])
    notice_days = models.PositiveSmallIntegerField(
        _("notice period"),
        default=3,
        validators=[MaxValueValidator(30)],
        help_text=_("In working days. A major change that starts sooner needs a reason."),
    )
    review_days = models.PositiveSmallIntegerField(
        _("time for a review"),
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(30)],
        help_text=_("In working days."),
    )

    class Meta:
        verbose_name = _("market")
        verbose_name_plural = _("markets")
        ordering = ("name",)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


class Domain(ListRow):
    """What a guideline governs: creator and content, seller, product."""

    code = models.CharField(_("code"), max_length=4, unique=True, validators=[RegexValidator(r"^[A-Z]{2,4}\Z")])

    class Meta:
        verbose_name = _("domain")
        verbose_name_plural = _("domains")
        ordering = ("code",)


class Topic(ListRow):
    """What risk a guideline is about. Topics form a tree of two or more levels."""

    code = models.CharField(
        _("code"), max_length=60, unique=True, validators=[RegexValidator(r"^[a-z0-9_]+(\.[a-z0-9_]+)*\Z")]
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent topic")
    )

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ("code",)


class Action(ListRow):
    """What a rule tells a moderator to do, such as remove or restrict."""

    code = models.SlugField(_("code"), max_length=40, unique=True)

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = ("name",)


class LabelCode(ListRow):
    """The code a moderator sets in the case tool, such as counterfeit.low_price."""

    code = models.CharField(
        _("code"), max_length=60, unique=True, validators=[RegexValidator(r"^[a-z0-9_]+(\.[a-z0-9_]+)+\Z")]
    )

    class Meta:
        verbose_name = _("label code")
        verbose_name_plural = _("label codes")
        ordering = ("code",)


class EscalationTeam(ListRow):
    """A team that takes escalated cases, in one market or in all, with its hours."""

    market = models.ForeignKey(
        Market, models.PROTECT, null=True, blank=True, related_name="escalation_teams", verbose_name=_("market")
    )
    hours = NameField(_("hours"), max_length=120, blank=True)
    answers_within = NameField(_("answers within"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("escalation team")
        verbose_name_plural = _("escalation teams")
        ordering = ("name",)
        constraints = (models.UniqueConstraint("name", "market", name="team_once_per_market"),)
