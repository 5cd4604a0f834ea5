"""What the reading room derives from editions. Nothing here is evidence; all of it can be made again."""

from guidelines.reading.models.library import LibraryRow, LibraryTopic, Page
from guidelines.reading.models.search import SearchRow

__all__ = ["LibraryRow", "LibraryTopic", "Page", "SearchRow"]
