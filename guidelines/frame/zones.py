"""Time zones as people call them: PT, ICT, Los Angeles."""

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext as _

from guidelines.frame.refusals import Invalid

# The names moderation teams use. The database of zones has none for some ("+08") and misleading ones for
# others: "PST" in Manila, "CST" in Shanghai.
SHORT_NAMES = {
    "America/Los_Angeles": "PT",
    "America/Denver": "MT",
    "America/Phoenix": "MST",
    "America/Chicago": "CT",
    "America/New_York": "ET",
    "America/Sao_Paulo": "BRT",
    "Asia/Ho_Chi_Minh": "ICT",
    "Asia/Saigon": "ICT",
    "Asia/Bangkok": "ICT",
    "Asia/Singapore": "SGT",
    "Asia/Kuala_Lumpur": "MYT",
    "Asia/Manila": "PHT",
    "Asia/Jakarta": "WIB",
    "Asia/Shanghai": "UTC+8",
}
SAIGON = ("Asia/Ho_Chi_Minh", "Asia/Saigon")
# The name above covers winter and summer; where it must say which, the database's own names are right.
TWO_SEASONS = {"PT", "MT", "CT", "ET"}


def zone_of(zone: str | tzinfo) -> tzinfo:
    """The zone itself, from its key (`America/Los_Angeles`)."""
    if isinstance(zone, tzinfo):
        return zone
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        sentence = _("There is no time zone “%(zone)s”. Write it like America/Los_Angeles.") % {"zone": zone}
        raise Invalid(sentence) from error


def city(zone: str | tzinfo) -> str:
    """The place in the zone's key: `Los Angeles`."""
    key = str(zone_of(zone))
    return _("Ho Chi Minh") if key in SAIGON else key.rpartition("/")[2].replace("_", " ")


def short_name(zone: str | tzinfo, instant: datetime | None = None) -> str:
    """What people at that place call their time: `PT`, and `BST` or `GMT` in London as the season is."""
    place = zone_of(zone)
    return SHORT_NAMES.get(str(place)) or exact_name(place, instant or datetime.now(UTC))


def exact_name(zone: str | tzinfo, instant: datetime) -> str:
    """The name that also tells summer from winter: `PDT`, `PST`; `UTC+5:30` where there is none."""
    local = instant.astimezone(zone_of(zone))
    usual = SHORT_NAMES.get(str(local.tzinfo))
    if usual and usual not in TWO_SEASONS:
        return usual
    name = local.tzname() or ""
    return name if name.isalpha() else utc_offset(local)


def utc_offset(local: datetime) -> str:
    """`UTC-7`, `UTC+5:30`."""
    offset = local.utcoffset()
    minutes = round(offset.total_seconds() / 60) if offset else 0
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")


def zone_label(zone: str | tzinfo, instant: datetime | None = None) -> str:
    """The place and its name for the time: `Los Angeles (PT)`."""
    return f"{city(zone)} ({short_name(zone, instant)})"
