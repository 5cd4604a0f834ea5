"""What the database itself refuses for the evidence of readers."""

from guidelines.audit.triggers import append_only

GUARDS = (
    *append_only("reading_acknowledgement"),
    *append_only("reading_reminder"),
    *append_only("reading_briefing"),
)
