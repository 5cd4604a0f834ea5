"""Pages of this room."""

from guidelines.quality.views.area import guideline_area, rule_area, section_area, topic_area
from guidelines.quality.views.areas import areas, areas_file
from guidelines.quality.views.effects import effect, effect_file

__all__ = [
    "areas",
    "areas_file",
    "effect",
    "effect_file",
    "guideline_area",
    "rule_area",
    "section_area",
    "topic_area",
]
