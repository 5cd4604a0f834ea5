"""Addresses of the room `programmes` for the table of test_addresses: for whom each opens, what is only posted to."""

SEEING = frozenset({"policy_manager", "policy_reviewer", "trainer", "quality_analyst", "programme_manager"}) | {
    "market_administrator",
    "auditor",
}
STEERING = frozenset({"programme_manager"})
NOBODY: frozenset[str] = frozenset()

PAGES: dict[str, tuple[frozenset[str], str]] = {
    **dict.fromkeys(("programmes", "portfolio"), (SEEING, "draft")),
    "new_programme": (STEERING, "draft"),
    # Of these there is none in this world.
    **dict.fromkeys(("programme", "change_programme", "end_programme", "programme_items"), (NOBODY, "draft")),
    **dict.fromkeys(("new_risk", "risk", "change_risk", "finish_action", "milestone"), (NOBODY, "draft")),
    **dict.fromkeys(("new_report", "programme_report", "report_figure", "report_file"), (NOBODY, "draft")),
    **dict.fromkeys(("send_report", "report_subscribers", "new_opportunity"), (NOBODY, "draft")),
}
DEEDS: set[str] = {
    *("finish_milestone", "take_out_item", "add_action", "close_risk", "link_risk", "unlink_risk", "share_risk"),
    *("take_opportunity", "issue_report", "correct_report", "agree_to_report", "repeat_report_delivery"),
    "end_report_subscription",
}
