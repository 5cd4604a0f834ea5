"""What the database itself refuses for what left the house."""

from guidelines.audit.triggers import append_only, never_deleted

GUARDS = (
    *append_only("liaison_calledoff"),
    *append_only("liaison_correction"),
    *append_only("liaison_packfile"),
    *append_only("liaison_packplace"),
    *append_only("liaison_packnote"),
    *never_deleted("liaison_pack"),
    *never_deleted("liaison_delivery"),
    *never_deleted("liaison_stakeholder"),
    *never_deleted("liaison_contact"),
    *never_deleted("liaison_subscription"),
    *never_deleted("liaison_feed"),
)
