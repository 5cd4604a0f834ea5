"""Deliveries on their way: what a message says, how it travels, and what became of it."""
