"""Sites and teams for tests that need to know where people work."""

from __future__ import annotations

from guidelines.people.models import Person, Site, Team


def seat(person: Person, site: str, zone: str) -> Team:
    """Put a person into a team at a site with this time zone."""
    place, _ = Site.objects.get_or_create(code=site.upper()[:20], defaults={"name": site, "time_zone": zone})
    team, _ = Team.objects.get_or_create(site=place, name="Day")
    person.team = team
    person.save(update_fields=["team"])
    return team
