"""Checked decisions bound to the rule in force, struggling areas, and what an edition changed."""
