"""Pages of this room."""

from guidelines.quality.views.area import guideline_area, rule_area, section_area, topic_area
from guidelines.quality.views.areas import areas, areas_file
from guidelines.quality.views.effects import effect, effect_file
from guidelines.quality.views.imports import (
    check_import,
    check_imports,
    confirm_check_import,
    discard_check_import,
    import_problems,
    map_columns,
    new_check_import,
    repeat_check_import,
)
from guidelines.quality.views.sources import check_source, check_sources, end_check_source, new_check_source, targets

__all__ = [
    "areas",
    "areas_file",
    "check_import",
    "check_imports",
    "check_source",
    "check_sources",
    "confirm_check_import",
    "discard_check_import",
    "effect",
    "effect_file",
    "end_check_source",
    "guideline_area",
    "import_problems",
    "map_columns",
    "new_check_import",
    "new_check_source",
    "repeat_check_import",
    "rule_area",
    "section_area",
    "targets",
    "topic_area",
]
