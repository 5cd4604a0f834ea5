"""The pages of this room."""

from guidelines.learning.views.attending import (
    attendance,
    attendance_file,
    follow_up_session,
    note_to_insight,
    settle_point,
)
from guidelines.learning.views.materials import (
    approve_material,
    material,
    material_file,
    materials,
    new_material,
    recall_material,
    return_material,
    show_material,
    submit_material,
)
from guidelines.learning.views.planning import (
    call_off_session,
    change_session,
    invite_to_session,
    new_session,
    take_back_invitation,
)
from guidelines.learning.views.requesting import (
    decline_training_request,
    new_training_request,
    take_training_request,
    training_request,
    training_requests,
)
from guidelines.learning.views.sessions import (
    answer_invitation,
    session,
    session_calendar,
    session_feedback,
    training,
)
from guidelines.learning.views.writing import edit_material, material_save_point

__all__ = [
    "answer_invitation",
    "approve_material",
    "attendance",
    "attendance_file",
    "call_off_session",
    "change_session",
    "decline_training_request",
    "edit_material",
    "follow_up_session",
    "invite_to_session",
    "material",
    "material_file",
    "material_save_point",
    "materials",
    "new_material",
    "new_session",
    "new_training_request",
    "note_to_insight",
    "recall_material",
    "return_material",
    "session",
    "session_calendar",
    "session_feedback",
    "settle_point",
    "show_material",
    "submit_material",
    "take_back_invitation",
    "take_training_request",
    "training",
    "training_request",
    "training_requests",
]
