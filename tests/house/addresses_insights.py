"""Addresses of the room `insights` for the table of test_addresses: for whom each opens, what is only posted to."""

PAGES: dict[str, tuple[frozenset[str], str]] = {}
DEEDS: set[str] = set()
ANALYSTS = frozenset({"policy_manager", "policy_reviewer", "market_administrator", "auditor"})
ANALYSTS |= {"quality_analyst", "programme_manager"}
"""Who answers for rules somewhere: they read the analysis."""
PAGES |= dict.fromkeys(("analysis", "analysed_rules", "named", "where_used", "repeats"), (ANALYSTS, "draft"))
PAGES |= {"markets_beside": (ANALYSTS, "draft")}
DEEDS |= {"look_at_pair"}
