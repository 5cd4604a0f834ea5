"""Pages of writing, reviewing and publishing."""

from guidelines.editions.views.autosaving import autosave, sitting
from guidelines.editions.views.bringing_in import bring_in, paste
from guidelines.editions.views.bundles import bundle, bundles
from guidelines.editions.views.claiming import claim
from guidelines.editions.views.clearing import clearance
from guidelines.editions.views.discussing import comments, consultation, consultations, consulted, thread
from guidelines.editions.views.emergencies import emergencies
from guidelines.editions.views.history import save_points
from guidelines.editions.views.images import attachment, images
from guidelines.editions.views.kept import kept
from guidelines.editions.views.merging import merge, rebase
from guidelines.editions.views.moving import move
from guidelines.editions.views.opening import new_edition, new_guideline
from guidelines.editions.views.publishing import publish
from guidelines.editions.views.requiring import checklists, required_signatures_page
from guidelines.editions.views.reviewing import review
from guidelines.editions.views.settling import guideline_settings
from guidelines.editions.views.templates import new_template, template, templates
from guidelines.editions.views.upkeep import copy, follow, periodic_review
from guidelines.editions.views.wording import writing_words
from guidelines.editions.views.writing import draft

__all__ = [
    "attachment",
    "autosave",
    "bring_in",
    "bundle",
    "bundles",
    "checklists",
    "claim",
    "clearance",
    "comments",
    "consultation",
    "consultations",
    "consulted",
    "copy",
    "draft",
    "emergencies",
    "follow",
    "guideline_settings",
    "images",
    "kept",
    "merge",
    "move",
    "new_edition",
    "new_guideline",
    "new_template",
    "paste",
    "periodic_review",
    "publish",
    "rebase",
    "required_signatures_page",
    "review",
    "save_points",
    "sitting",
    "template",
    "templates",
    "thread",
    "writing_words",
]
