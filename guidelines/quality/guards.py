"""What the database itself refuses for checked decisions."""

from guidelines.audit.triggers import Guard, append_only, columns_differ, never_deleted

SOURCE, IMPORT, PROBLEM = "quality_source", "quality_checkimport", "quality_rowproblem"
DECISION, CHANGE, TARGET = "quality_checkeddecision", "quality_verdictchange", "quality_target"
SUBJECT, IDENTITY = "quality_subject", "quality_identity"

GUARDS = (
    *append_only(DECISION),
    *append_only(CHANGE),
    *append_only(PROBLEM),
    *append_only(TARGET),
    *append_only(SUBJECT),
    *never_deleted(IDENTITY),
    *never_deleted(SOURCE),
    *never_deleted(IMPORT),
    Guard(
        f"{SOURCE}_stays",
        SOURCE,
        "UPDATE",
        "a source stays in its market",
        when=columns_differ("id", "market_id", "made_by_id", "made_at"),
    ),
    Guard(
        f"{IMPORT}_file_stays",
        IMPORT,
        "UPDATE",
        "an import keeps its file",
        when=columns_differ(
            "id", "source_id", "file_name", "file_digest", "file_size", "uploaded_by_id", "uploaded_at"
        ),
    ),
    Guard(
        f"{IMPORT}_confirmed_once",
        IMPORT,
        "UPDATE",
        "an import is confirmed once",
        when=f"OLD.confirmed_at IS NOT NULL AND {columns_differ('confirmed_at', 'confirmed_by_id', 'mapping_digest')}",
    ),
)
