"""Addresses of the room `quality` for the table of test_addresses: for whom each opens, what is only posted to."""

ANALYSTS = frozenset({"quality_analyst"})
READERS = ANALYSTS | {
    *("team_lead", "policy_manager", "policy_reviewer", "trainer"),
    *("programme_manager", "market_administrator", "auditor"),
}
"""Who reads the figures of quality."""
NOBODY: frozenset[str] = frozenset()

PAGES: dict[str, tuple[frozenset[str], str]] = {
    **dict.fromkeys(("check_imports", "check_sources", "targets"), (READERS, "draft")),
    **dict.fromkeys(("new_check_import", "new_check_source"), (ANALYSTS, "draft")),
    **dict.fromkeys(("areas", "areas_file"), (READERS, "draft")),
    **dict.fromkeys(("effect", "effect_file"), (READERS, "published")),
    # Of these there is none in that world, and no decision was checked.
    **dict.fromkeys(("rule_area", "guideline_area", "section_area", "topic_area"), (NOBODY, "published")),
    **dict.fromkeys(("check_import", "import_problems", "check_source"), (NOBODY, "draft")),
}
DEEDS: set[str] = {
    *("confirm_check_import", "discard_check_import", "repeat_check_import", "map_columns", "end_check_source"),
}
