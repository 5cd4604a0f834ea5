"""What the database itself refuses for people, their roles and their delegations."""

from guidelines.audit.triggers import Guard, columns_differ, never_deleted

DELEGATION = "people_delegation"

GUARDS = (
    *never_deleted("people_person"),
    *never_deleted("people_assignment"),
    *never_deleted(DELEGATION),
    Guard(
        f"{DELEGATION}_stands",
        DELEGATION,
        "UPDATE",
        "a delegation is ended, once, and never changed",
        when=(
            "OLD.ended_at IS NOT NULL OR "
            + columns_differ(
                "id", "person_id", "delegate_id", "since", "until", "reason", "granted_by_id", "granted_at"
            )
        ),
    ),
)
