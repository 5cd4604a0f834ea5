"""Pages of writing, reviewing and publishing."""

from guidelines.editions.views.history import save_points
from guidelines.editions.views.images import attachment, images
from guidelines.editions.views.merging import rebase
from guidelines.editions.views.moving import move, publish
from guidelines.editions.views.opening import new_edition, new_guideline
from guidelines.editions.views.reviewing import review
from guidelines.editions.views.writing import draft

__all__ = [
    "attachment",
    "draft",
    "images",
    "move",
    "new_edition",
    "new_guideline",
    "publish",
    "rebase",
    "review",
    "save_points",
]
