"""Search rows: the passages of every edition ever published, with the stretch of time in which they bind."""

from __future__ import annotations

from django.db import models

from guidelines.catalogue.models import Domain, Market
from guidelines.editions.models import Edition, Guideline
from guidelines.reading.search.field import TermsField


class Kind(models.TextChoices):
    """What a passage is."""

    TITLE = "title"
    RULE = "rule"
    TERM = "term"
    CASE = "case"
    SECTION = "section"


class SearchHeap(models.Model):
    """Where passages lie: a market, a domain and the topics they are filed under. Facets count heaps, not passages."""

    market = models.ForeignKey(Market, models.PROTECT, related_name="+")
    domain = models.ForeignKey(Domain, models.PROTECT, related_name="+")
    codes = models.TextField()
    """The codes of the topics, in order, between spaces."""
    filing = models.TextField()
    """The same with those of all topics above them, as the tree is now."""

    class Meta:
        constraints = (models.UniqueConstraint(fields=("market", "domain", "codes"), name="heap_once"),)

    def __str__(self) -> str:
        return f"{self.market_id} {self.domain_id} {self.filing}".strip()


class SearchWord(models.Model):
    """A word that some passage holds, folded: what typing errors are measured against."""

    word = models.CharField(max_length=64, primary_key=True)
    length = models.PositiveSmallIntegerField(db_index=True)
    in_heads = models.BooleanField(default=False)
    """Whether it was ever in what a passage is called."""
    in_contexts = models.BooleanField(default=False)
    """Whether it was ever in a policy ID or a title, to which passages belong that do not hold it."""

    def __str__(self) -> str:
        return self.word


class SearchRow(models.Model):
    """One passage a reader can be led to. Derived from an edition; remade by `manage.py rebuild_search`.

    An edition has its passages twice where an emergency edition ran for a while in between: `since` and `until`
    (not part of it) are those of one stretch.
    """

    guideline = models.ForeignKey(Guideline, models.PROTECT, related_name="search_rows")
    # Found by their terms: an index on these keys would only lead a planner astray.
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="search_rows", db_index=False)
    market = models.ForeignKey(Market, models.PROTECT, related_name="+", db_index=False)
    domain = models.ForeignKey(Domain, models.PROTECT, related_name="+", db_index=False)
    policy_id = models.CharField(max_length=20)
    heap = models.ForeignKey(SearchHeap, models.PROTECT, related_name="+", db_index=False)
    key = models.BigIntegerField()
    """Its policy ID as a number, in the same order."""
    since = models.DateTimeField()
    until = models.DateTimeField()
    recipe = models.CharField(max_length=20)
    """Of the renderer and of these rows: what was made by an older one is made again."""

    kind = models.CharField(max_length=7, choices=Kind.choices)
    place = models.PositiveIntegerField()
    """Where it stands among the passages of the edition."""
    weight = models.PositiveSmallIntegerField()
    """Its place among passages that fit a question equally well: rules first."""
    anchor = models.CharField(max_length=300, blank=True)
    rule = models.CharField(max_length=10, blank=True)
    heading = models.TextField(blank=True)
    text = models.TextField()
    """What is shown of it: of a rule its condition."""
    instruction = models.TextField(blank=True)
    """What a rule says to do."""
    action = models.CharField(max_length=40, blank=True)
    severity = models.CharField(max_length=2, blank=True)
    label = models.CharField(max_length=60, blank=True)
    folded = models.TextField()
    """All its words and those of what it belongs to, folded, with single spaces: where phrases are looked for."""
    terms = TermsField()

    class Meta:
        ordering = ("policy_id", "since", "place")
        constraints = (models.UniqueConstraint("guideline", "since", "place", name="passage_once_per_period"),)
        # Everything that counting and ordering ask of a row, without its texts: a tenth of the bytes to read.
        indexes = (
            models.Index(
                fields=("id", "heap", "market", "domain", "until", "since", "weight", "key", "place"),
                name="reading_searchlight",
            ),
        )

    def __str__(self) -> str:
        return f"{self.policy_id} {self.rule or self.heading}".strip()
