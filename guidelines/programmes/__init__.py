"""Programmes with milestones, risks and opportunities, and the reports computed from the record."""
