"""The table role × capability: what each role may do, within its market and domain."""

from __future__ import annotations

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    MODERATOR = "moderator", _("Moderator")
    TEAM_LEAD = "team_lead", _("Team lead")
    POLICY_MANAGER = "policy_manager", _("Policy manager")
    POLICY_REVIEWER = "policy_reviewer", _("Policy reviewer")
    LIAISON = "liaison", _("Liaison")
    STAKEHOLDER = "stakeholder", _("Stakeholder")
    TRAINER = "trainer", _("Trainer")
    QUALITY_ANALYST = "quality_analyst", _("Quality analyst")
    PROGRAMME_MANAGER = "programme_manager", _("Programme manager")
    MARKET_ADMINISTRATOR = "market_administrator", _("Market administrator")
    AUDITOR = "auditor", _("Auditor")


class Capability(StrEnum):
    READ = "read"
    """Read what is, was, or within seven days will be in force."""
    READ_ALL = "read_all"
    """Read every edition of the scope, drafts included, and what is in force in every market."""
    WRITE = "write"
    """Open, draft, save, submit, recall and discard."""
    REVIEW = "review"
    """Request changes, approve, enforce now, ratify, withdraw."""
    PUBLISH = "publish"
    """Publish an approved edition, or cancel one before it begins."""
    EXPORT = "export"
    """Export change notes."""
    TELL = "tell"
    """Keep the stakeholder directory, send packs, and repeat what failed."""
    SEE_TOLD = "see_told"
    """Read the stakeholder directory, and who was told what."""
    ANSWER = "answer"
    """Answer questions from the floor, with an interim ruling where a case can't wait for an edition."""
    TRIAGE = "triage"
    """Work the queue of insights: assign, merge, decline and answer; keep requirements."""
    CHECK = "check"
    """Bring in checked decisions, keep their sources and target rates."""
    SEE_QUALITY = "see_quality"
    """Read error rates, struggling areas and what an edition changed. Names of people are no part of it."""
    TEACH = "teach"
    """Plan sessions, write materials and quizzes, assign learning."""
    SEE_TAUGHT = "see_taught"
    """Read who was taught what: attendance, completion, statistics of quizzes."""
    STEER = "steer"
    """Keep programmes, their risks and actions, and issue their reports."""
    SEE_PROGRAMMES = "see_programmes"
    """Read programmes and their issued reports."""
    ADMINISTER = "administer"
    """Keep the lists and grant the roles of a market, never to oneself."""


_READER = frozenset({Capability.READ})
_AROUND = frozenset({Capability.SEE_QUALITY, Capability.SEE_TAUGHT, Capability.SEE_PROGRAMMES})
"""What those read who answer for how well the rules work."""
_INSIDER = frozenset({Capability.READ, Capability.READ_ALL}) | _AROUND

CAPABILITIES: dict[Role, frozenset[Capability]] = {
    Role.MODERATOR: _READER,
    Role.TEAM_LEAD: _READER | {Capability.ANSWER, Capability.SEE_QUALITY, Capability.SEE_TAUGHT},
    Role.POLICY_MANAGER: _INSIDER
    | {Capability.WRITE, Capability.PUBLISH, Capability.EXPORT, Capability.SEE_TOLD, Capability.ANSWER}
    | {Capability.TRIAGE},
    Role.POLICY_REVIEWER: _INSIDER | {Capability.REVIEW, Capability.PUBLISH, Capability.ANSWER, Capability.TRIAGE},
    Role.LIAISON: _READER | {Capability.EXPORT, Capability.TELL, Capability.SEE_TOLD},
    Role.STAKEHOLDER: _READER,
    Role.TRAINER: _READER | _AROUND | {Capability.TEACH},
    Role.QUALITY_ANALYST: _READER | _AROUND | {Capability.CHECK},
    Role.PROGRAMME_MANAGER: _READER | _AROUND | {Capability.TRIAGE, Capability.STEER},
    Role.MARKET_ADMINISTRATOR: _INSIDER | {Capability.ADMINISTER, Capability.SEE_TOLD},
    Role.AUDITOR: _INSIDER | {Capability.SEE_TOLD},
}

LENT = frozenset({Capability.READ, Capability.READ_ALL, Capability.REVIEW})
"""What a delegation lends of a reviewer's role: to review, and to read what is reviewed. Never to publish."""


def roles_with(capability: Capability) -> frozenset[Role]:
    return frozenset(role for role, capabilities in CAPABILITIES.items() if capability in capabilities)
