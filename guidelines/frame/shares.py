"""Shares as people read them, in the manner of the language of the page."""

from django.utils import formats
from django.utils.translation import gettext as _

MINUS = "−"


def percent(share: float, places: int = 1) -> str:
    """`14.2%`; in Vietnamese `14,2%`."""
    return f"{formats.number_format(round(share * 100, places), places)}%"


def points(difference: float) -> str:
    """A difference of two shares, with its sign: `−5.8 points`."""
    return _("%(number)s points") % {"number": signed(difference)}


def signed(difference: float) -> str:
    """The number of points alone: `−5.8`, `+0.3`, `0.0`."""
    rounded = round(difference * 100, 1)
    sign = MINUS if rounded < 0 else "+" if rounded > 0 else ""
    return sign + formats.number_format(abs(rounded), 1)


def grouped(number: int) -> str:
    """`38,640`; in Vietnamese `38.640`."""
    return formats.number_format(number, 0, force_grouping=True)
