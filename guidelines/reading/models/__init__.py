"""What the reading room derives from editions and can make again; and its evidence, such as acknowledgements."""

from guidelines.reading.models.acknowledging import Acknowledgement
from guidelines.reading.models.leading import Briefing, Reminder
from guidelines.reading.models.library import LibraryRow, LibraryTopic, Page
from guidelines.reading.models.pulse import Pulse
from guidelines.reading.models.search import SearchRow

__all__ = ["Acknowledgement", "Briefing", "LibraryRow", "LibraryTopic", "Page", "Pulse", "Reminder", "SearchRow"]
