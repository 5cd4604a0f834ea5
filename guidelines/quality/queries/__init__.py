"""Reads of this room that span tables."""
