"""Addresses of the room `learning` for the table of test_addresses: for whom each opens, what is only posted to."""

from guidelines.people.roles import Role

READERS = frozenset(Role.values)
TRAINERS = frozenset({"trainer"})
NOBODY: frozenset[str] = frozenset()
SEE_TAUGHT = READERS - {"moderator", "liaison", "stakeholder"}
CHOOSERS = frozenset({"policy_manager", "policy_reviewer", "trainer"})

PAGES: dict[str, tuple[frozenset[str], str]] = {
    **dict.fromkeys(("training", "materials", "training_requests", "new_training_request"), (READERS, "published")),
    **dict.fromkeys(("new_session", "new_material"), (TRAINERS, "published")),
    **dict.fromkeys(("mine", "quizzes"), (READERS, "published")),
    "new_quiz": (TRAINERS, "published"),
    **dict.fromkeys(("tasks", "completion", "completion_export"), (SEE_TAUGHT, "published")),
    "new_task": (TRAINERS | {"team_lead"}, "published"),
    "edition_asks": (CHOOSERS, "published"),
    # Of these there is none in this world.
    **dict.fromkeys(("quiz", "quiz_items", "quiz_preview", "quiz_figures", "quiz_figures_csv"), (NOBODY, "published")),
    **dict.fromkeys(("attempt", "task", "change_item"), (NOBODY, "published")),
    **dict.fromkeys(("session", "change_session", "session_calendar", "attendance"), (NOBODY, "published")),
    "training_request": (NOBODY, "published"),
    **dict.fromkeys(("material", "edit_material", "material_save_point"), (NOBODY, "published")),
    **dict.fromkeys(("show_material", "material_file"), (NOBODY, "published")),
}
DEEDS: set[str] = {
    *("answer_invitation", "call_off_session", "invite_to_session", "take_back_invitation"),
    *("attendance_file", "session_feedback", "follow_up_session", "settle_point", "note_to_insight"),
    *("take_training_request", "decline_training_request"),
    *("submit_material", "recall_material", "return_material", "approve_material"),
    *("begin_quiz", "set_pool", "draw_up", "write_item", "remove_item", "open_quiz", "close_quiz"),
    *("call_off_task", "task_read"),
}
