"""What the reading room derives from editions and can make again; its evidence, such as acknowledgements; and how
people ask for things."""

from guidelines.reading.models.acknowledging import Acknowledgement
from guidelines.reading.models.asking import MissedSearch, Synonym, SynonymList
from guidelines.reading.models.leading import Briefing, Reminder
from guidelines.reading.models.library import LibraryRow, LibraryTopic, Page
from guidelines.reading.models.pulse import Pulse
from guidelines.reading.models.search import SearchHeap, SearchRow, SearchWord
from guidelines.reading.models.stamps import Stamp

__all__ = [
    "Acknowledgement",
    "Briefing",
    "LibraryRow",
    "LibraryTopic",
    "MissedSearch",
    "Page",
    "Pulse",
    "Reminder",
    "SearchHeap",
    "SearchRow",
    "SearchWord",
    "Stamp",
    "Synonym",
    "SynonymList",
]
