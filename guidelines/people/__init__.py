"""People, sites, teams, assignments, roles and sign-in."""
