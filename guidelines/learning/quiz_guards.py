"""What the database itself refuses for quizzes and tasks: opened questions, and what was answered, stay."""

from guidelines.audit.triggers import Guard, append_only, columns_differ, never_deleted

QUIZ, POOL, ITEM = "learning_quiz", "learning_pool", "learning_item"
ATTEMPT, ANSWER, RESULT = "learning_attempt", "learning_answer", "learning_result"
TASK = "learning_task"

_OPENED = "(SELECT state FROM learning_quiz WHERE id = NEW.quiz_id) <> 'draft'"
_WORDS = ("id", "quiz_id", "pool_id", "kind", "guideline_id", "edition_id", "major_id", "digest", "rule_id")
_MORE = ("case_number", "passage", "text", "choices", "right", "why", "made_by_id", "made_at")
_TERMS = ("id", "market_id", "domain_id", "title", "pass_percent", "tries", "minutes", "made_by_id", "made_at")
_OPENING = ("opened_at", "opened_by_id")

GUARDS = (
    *never_deleted(QUIZ),
    *never_deleted(POOL),
    *never_deleted(ITEM),
    *append_only(ATTEMPT),
    *append_only(ANSWER),
    *append_only(RESULT),
    *append_only("learning_ruletold"),
    *never_deleted(TASK),
    *append_only("learning_taskperson"),
    *append_only("learning_taskdone"),
    Guard(
        f"{QUIZ}_opened",
        QUIZ,
        "UPDATE",
        "an opened quiz stays as it is and is no draft again",
        when=f"OLD.state <> 'draft' AND (NEW.state = 'draft' OR {columns_differ(*_TERMS, *_OPENING)})",
    ),
    Guard(
        f"{QUIZ}_closed",
        QUIZ,
        "UPDATE",
        "a closed quiz is not opened again",
        when="OLD.state = 'closed' AND NEW.state <> 'closed'",
    ),
    Guard(
        f"{ITEM}_of_opened",
        ITEM,
        "UPDATE",
        "the questions of an opened quiz stay as they are",
        when=_OPENED,
        reads=(QUIZ,),
    ),
    Guard(
        f"{ITEM}_words",
        ITEM,
        "UPDATE",
        "a question is taken out and never changed",
        when=columns_differ(*_WORDS, *(f'"{name}"' if name == "right" else name for name in _MORE)),
    ),
    Guard(
        f"{ITEM}_into_opened",
        ITEM,
        "INSERT",
        "an opened quiz takes no further question",
        when=_OPENED,
        reads=(QUIZ,),
    ),
    Guard(
        f"{POOL}_of_opened",
        POOL,
        "UPDATE",
        "the pools of an opened quiz stay as they are",
        when=_OPENED,
        reads=(QUIZ,),
    ),
    Guard(
        f"{TASK}_stays",
        TASK,
        "UPDATE",
        "a task is called off and never changed",
        when=columns_differ(
            *("id", "market_id", "domain_id", "kind", "quiz_id", "material_id", "session_id", "edition_id"),
            *("audience", "role", "team_id", "due_on", "days", "reason", "assigned_by_id", "assigned_at"),
        ),
    ),
    Guard(
        f"{TASK}_off_stays",
        TASK,
        "UPDATE",
        "a task that was called off stays so",
        when="OLD.called_off_at IS NOT NULL AND " + columns_differ("called_off_at", "called_off_by_id", "why_off"),
    ),
)
