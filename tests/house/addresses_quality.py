"""Addresses of the room `quality` for the table of test_addresses: for whom each opens, what is only posted to."""

PAGES: dict[str, tuple[frozenset[str], str]] = {}
DEEDS: set[str] = set()
