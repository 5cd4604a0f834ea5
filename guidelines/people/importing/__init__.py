"""A file of people: read it, plan what it changes, show the plan, carry it out."""
