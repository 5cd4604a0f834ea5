"""Reads of checked decisions, through the right."""
