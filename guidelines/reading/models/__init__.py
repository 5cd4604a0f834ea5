"""What the reading room derives from editions and can make again; and acknowledgements, which are evidence."""

from guidelines.reading.models.acknowledging import Acknowledgement
from guidelines.reading.models.library import LibraryRow, LibraryTopic, Page
from guidelines.reading.models.pulse import Pulse
from guidelines.reading.models.search import SearchRow

__all__ = ["Acknowledgement", "LibraryRow", "LibraryTopic", "Page", "Pulse", "SearchRow"]
