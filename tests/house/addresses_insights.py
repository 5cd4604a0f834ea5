"""Addresses of the room `insights` for the table of test_addresses: for whom each opens, what is only posted to."""

from guidelines.people.roles import Role

_EVERYBODY = frozenset(Role.values)
_SAYING = frozenset(
    {"policy_manager", "policy_reviewer", "team_lead", "quality_analyst", "trainer", "programme_manager"}
)
"""Who writes a note or reports an incident."""
_WORKING = frozenset({"policy_manager", "policy_reviewer", "programme_manager"})
"""Who opens requirements."""
_NOBODY: frozenset[str] = frozenset()

PAGES: dict[str, tuple[frozenset[str], str]] = {
    **dict.fromkeys(("insights", "requirements", "requirement_board", "requirements_file"), (_EVERYBODY, "draft")),
    "new_insight": (_SAYING, "draft"),
    "new_requirement": (_WORKING, "draft"),
    **dict.fromkeys(("insight", "requirement"), (_NOBODY, "draft")),  # there is none in this world
}
DEEDS: set[str] = {
    *("assign_insight", "sort_insight", "merge_insight", "answer_insight", "decline_insight", "add_to_requirement"),
    *("plan_requirement", "start_requirement", "deliver_requirement", "decline_requirement", "answer_requirement"),
}

_ANALYSTS = frozenset({"policy_manager", "policy_reviewer", "market_administrator", "auditor"})
_ANALYSTS |= {"quality_analyst", "programme_manager"}
"""Who answers for rules somewhere: they read the analysis."""
PAGES |= dict.fromkeys(("analysis", "analysed_rules", "named", "where_used", "repeats"), (_ANALYSTS, "draft"))
PAGES |= {"markets_beside": (_ANALYSTS, "draft")}
DEEDS |= {"look_at_pair"}
