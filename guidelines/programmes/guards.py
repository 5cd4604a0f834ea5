"""What the database itself refuses for programmes, risks and reports."""

from guidelines.audit.triggers import Guard, append_only, columns_differ, never_deleted

SUBSCRIPTION = "programmes_reportsubscription"
NAMES = ("programme", "place", "milestone", "item", "risk", "membership", "action", "link", "report", "reportdelivery")
TABLES = {name: f"programmes_{name}" for name in NAMES}
MILESTONE, ACTION, REPORT, PROGRAMME = (TABLES[name] for name in ("milestone", "action", "report", "programme"))
WRITER = "programmes_reportwriter"
_WRITTEN = ("content", "digest", "issued_by_id", "issued_at")
_SAID = ("programme_id", "number", "starts", "ends", "zone", "language", "narrative", "corrects_id")

GUARDS = (
    *(guard for table in TABLES.values() for guard in never_deleted(table)),
    *append_only("programmes_move"),
    *append_only("programmes_score"),
    *append_only(WRITER),
    *never_deleted(SUBSCRIPTION),
    Guard(
        f"{SUBSCRIPTION}_stays",
        SUBSCRIPTION,
        "UPDATE",
        "what was subscribed stays; another format is another subscription",
        when=columns_differ("id", "programme_id", "contact_id", "format", "made_by_id", "made_at")
        + f" OR (OLD.ended_at IS NOT NULL AND {columns_differ('ended_at', 'ended_by_id')})",
    ),
    Guard(
        f"{PROGRAMME}_ended_once",
        PROGRAMME,
        "UPDATE",
        "a programme is ended once, and stays as it was",
        when="OLD.ended_at IS NOT NULL AND "
        + columns_differ("name", "aim", "owner_id", "ended_at", "ended_by_id", "closing_note"),
    ),
    Guard(
        f"{MILESTONE}_planned",
        MILESTONE,
        "UPDATE",
        "what was planned at first stays",
        when=columns_differ("id", "programme_id", "planned", "made_by_id", "made_at"),
    ),
    Guard(
        f"{MILESTONE}_done_once",
        MILESTONE,
        "UPDATE",
        "a milestone is done once",
        when=f"OLD.done_on IS NOT NULL AND {columns_differ('now', 'done_on', 'done_by_id')}",
    ),
    Guard(
        f"{ACTION}_done_once",
        ACTION,
        "UPDATE",
        "an action is done once",
        when=f"OLD.done_on IS NOT NULL AND {columns_differ('due', 'done_on', 'done_by_id', 'outcome')}",
    ),
    Guard(
        f"{REPORT}_issued_once",
        REPORT,
        "UPDATE",
        "an issued report stays as it is; a correction is a new one",
        when=f"OLD.issued_at IS NOT NULL AND {columns_differ('id', *_SAID, *_WRITTEN)}",
    ),
    Guard(
        f"{REPORT}_agreed_once",
        REPORT,
        "UPDATE",
        "an agreement stays",
        when=f"OLD.agreed_at IS NOT NULL AND {columns_differ('agreed_by_id', 'agreed_at')}",
    ),
    Guard(
        f"{REPORT}_four_eyes",
        REPORT,
        "UPDATE",
        "nobody agrees to a report whose words they helped to write",
        when="NEW.agreed_by_id IS NOT NULL AND OLD.agreed_by_id IS NULL AND EXISTS "  # noqa: S608 - a table of ours
        f"(SELECT 1 FROM {WRITER} w WHERE w.report_id = NEW.id AND w.person_id = NEW.agreed_by_id)",
        reads=(WRITER,),
    ),
)
