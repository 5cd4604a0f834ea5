"""AuditEvent, the append-only evidence of deeds, and the head of its chain."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

from django.db import models

from guidelines.frame.jobs import Job

FIRST_HASH = "0" * 64


class AuditEvent(models.Model):
    """Who did what to which digest, when. Never changed, never deleted; each row carries the hash of the one before.

    The subject is named by plain columns, so no key points to a room nearer the roof.
    """

    id = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(unique=True)
    verb = models.CharField(max_length=60)
    actor_id = models.BigIntegerField(null=True)
    subject_kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    policy_id = models.CharField(max_length=40, blank=True)
    edition_number = models.PositiveIntegerField(null=True)
    digest = models.CharField(max_length=80, blank=True)
    data = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ("id",)
        indexes = (
            models.Index(fields=("subject_kind", "subject_id")),
            models.Index(fields=("policy_id", "edition_number")),
        )

    def __str__(self) -> str:
        return f"{self.id} {self.verb}"

    def computed_hash(self) -> str:
        """sha256 over canonical JSON (sorted keys, UTF-8) of every column but the hash itself."""
        row: dict[str, Any] = {
            "id": self.id,
            "at": self.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
            "verb": self.verb,
            "actor": self.actor_id,
            "kind": self.subject_kind,
            "subject": self.subject_id,
            "policy_id": self.policy_id,
            "edition": self.edition_number,
            "digest": self.digest,
            "data": self.data,
            "previous": self.previous_hash,
        }
        canonical = json.dumps(row, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()


class AuditHead(models.Model):
    """The newest link of the chain: one row, locked last in every deed, so ids are in commit order."""

    last_id = models.BigIntegerField(default=0)
    last_at = models.DateTimeField(null=True)
    last_hash = models.CharField(max_length=64, default=FIRST_HASH)

    def __str__(self) -> str:
        return f"head at {self.last_id}"


class ActorName(models.Model):
    """The name that belongs to an actor's id. Kept beside the events, so it can be blanked on request."""

    actor_id = models.BigIntegerField(unique=True)
    name = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.name or f"person {self.actor_id}"


class FollowerCursor(models.Model):
    """How far a follower after the deed has come: the last event that it was told of, or that was put aside for it."""

    name = models.CharField(max_length=60, unique=True)
    last_id = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} at {self.last_id}"


class PutAside(Job):
    """An event that a follower could not take. It neither holds up what came after it nor is forgotten."""

    follower = models.CharField(max_length=60)
    event = models.ForeignKey(AuditEvent, models.PROTECT, related_name="+")

    class Meta(Job.Meta):
        constraints = (models.UniqueConstraint("follower", "event", name="put_aside_once"),)

    def __str__(self) -> str:
        return f"{self.follower}: event {self.event_id}"
