"""Reads of this room: tokens, and what one of them may know."""
