"""How values, trends and standings are said."""

from __future__ import annotations

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from guidelines.programmes.figures.kinds import DAYS, SHARE

STANDINGS: dict[str, Promise] = {
    "done": gettext_lazy("Done"),
    "on_plan": gettext_lazy("On plan"),
    "at_risk": gettext_lazy("At risk"),
    "late": gettext_lazy("Late"),
}
LIKELIHOODS: dict[int, Promise] = {
    5: gettext_lazy("Almost certain"),
    4: gettext_lazy("Likely"),
    3: gettext_lazy("Possible"),
    2: gettext_lazy("Unlikely"),
    1: gettext_lazy("Rare"),
}
IMPACTS: dict[int, Promise] = {
    1: gettext_lazy("Minor effect"),
    2: gettext_lazy("Small effect"),
    3: gettext_lazy("Medium effect"),
    4: gettext_lazy("Large effect"),
    5: gettext_lazy("Severe or very large effect"),
}
SHORT_IMPACTS: dict[int, Promise] = {
    1: gettext_lazy("Minor"),
    2: gettext_lazy("Small"),
    3: gettext_lazy("Medium"),
    4: gettext_lazy("Large"),
    5: gettext_lazy("Severe"),
}
LEVELS: dict[str, Promise] = {
    "high": gettext_lazy("High"),
    "medium": gettext_lazy("Medium"),
    "low": gettext_lazy("Low"),
}


def standing_words(standing: str) -> str | Promise:
    return STANDINGS.get(standing, standing)


def number_words(value: float) -> str:
    """`7,453`, `10.5`; in Vietnamese `7.453`, `10,5`. One digit after the point, or none where it is a nought."""
    return formats.number_format(round(value, 1), 0 if float(round(value, 1)).is_integer() else 1, force_grouping=True)


def value_words(value: float | None, unit: str) -> str:
    """`96.1%`, `6.5 days`, `641`, or that there is no data."""
    if value is None:
        return _("no data")
    number = number_words(value)
    if unit == SHARE:
        return f"{number}%"
    if unit == DAYS:
        return ngettext("%(n)s day", "%(n)s days", 1 if value == 1 else 2) % {"n": number}
    return number


def difference_words(difference: float | None, unit: str) -> str:
    """`+3`, `−1.5 points`: a share differs by points, not by per cent."""
    if difference is None:
        return "–"
    number = number_words(abs(difference))
    signed = f"+{number}" if difference > 0 else f"−{number}" if difference < 0 else "±0"
    if unit == SHARE:
        return _("%(n)s points") % {"n": signed}
    if unit == DAYS:
        return _("%(n)s days") % {"n": signed}
    return signed


def trend_words(trend: str, before: int | None) -> str:
    """`was 9`, or that nothing changed."""
    if before is None:
        return _("first score")
    return _("level") if trend == "level" else _("was %(score)d") % {"score": before}
