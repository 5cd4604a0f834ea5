"""What the database itself refuses for what an approval asks for, and for rounds of review."""

from guidelines.audit.triggers import Guard, columns_differ, never_deleted

CHECKLIST, REQUIRED, ROUND = "editions_checklistitem", "editions_requiredsignature", "editions_reviewround"


def _ended_once(table: str, message: str, *frozen: str) -> tuple[Guard, ...]:
    """Rows that are ended once, never deleted, and whose columns of words never change."""
    return (
        *never_deleted(table),
        Guard(
            f"{table}_words_stay",
            table,
            "UPDATE",
            message,
            when=f"{columns_differ('id', *frozen)} OR (OLD.ended_at IS NOT NULL AND {columns_differ('ended_at')})",
        ),
    )


GUARDS = (
    *_ended_once(CHECKLIST, "a question is ended and never reworded", "domain_id", "text", "added_by_id", "added_at"),
    *_ended_once(
        REQUIRED, "a required signature is ended, never changed", "topic_id", "function", "added_by_id", "added_at"
    ),
    *_ended_once(ROUND, "a round of review keeps its edition and its times", "edition_id", "began_at", "due_at"),
    Guard(
        f"{ROUND}_claimed_while_open",
        ROUND,
        "UPDATE",
        "a round that ended keeps who claimed it",
        when=f"OLD.ended_at IS NOT NULL AND {columns_differ('claimed_by_id', 'claimed_at')}",
    ),
)
