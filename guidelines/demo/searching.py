"""What the policy managers of the demo know of the words that sellers use, and what the floor searched for in vain."""

from __future__ import annotations

import datetime as dt

from guidelines.catalogue.models import Market
from guidelines.demo.story.people import LINH, MAYA
from guidelines.frame import clock
from guidelines.people.models import Person
from guidelines.reading.search.missed import missed
from guidelines.reading.search.synonyms import add_synonyms

SYNONYMS = (
    ("US", MAYA, ("mirror quality", "mirror", "1:1", "AAA", "rep")),
    ("VN", LINH, ("hàng rep", "rep 1:1", "bản sao cao cấp", "siêu cấp")),
    ("VN", LINH, ("pod", "đầu pod", "tinh dầu", "thuốc lá điện tử")),
)
# Who searched for what, on how many days up to yesterday.
IN_VAIN = (("Jordan Ellis", "deepfake", 3), ("Mei Tanaka", "drop shipping", 1), ("Lê Thu Hà", "túi mù", 2))


def keep_words_of_searches() -> None:
    for code, name, texts in SYNONYMS:
        add_synonyms(Market.objects.get(code=code), texts, by=Person.objects.get(name=name))
    for name, text, days in IN_VAIN:
        for day in range(days, 0, -1):
            with clock.pretend(clock.now() - dt.timedelta(days=day)):
                missed(text, Person.objects.get(name=name))
