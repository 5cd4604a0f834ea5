"""What the database itself refuses for guidelines, editions and their evidence."""

from guidelines.audit.triggers import Guard, append_only, columns_differ, never_deleted
from guidelines.editions import signing_guards
from guidelines.editions.lifecycle import steps

EDITION, GUIDELINE = "editions_edition", "editions_guideline"
APPROVAL, POLICY_NUMBER = "editions_approval", "editions_policynumber"
HOURS_OF_AN_EMERGENCY = 72

_WORDS = columns_differ(
    *("title", "summary", "source", "topic_codes", "change_note", "significance"),
    *("note_audience", "partner_note", "digest"),
)
_STEPS = ", ".join(f"'{source}>{target}'" for source, target in sorted(steps()))
_UNSIGNED = "NOT EXISTS (SELECT 1 FROM editions_approval WHERE edition_id = NEW.id AND digest = NEW.digest)"
_RATIFIED = (
    "(OLD.state = 'published' AND NEW.state = 'published' AND OLD.expires_at IS NOT NULL AND NEW.expires_at IS NULL)"
)

GUARDS = (
    Guard(
        f"{EDITION}_words_frozen",
        EDITION,
        "UPDATE",
        "the words of this edition are frozen",
        when=f"(OLD.state <> 'draft' OR NEW.state <> 'draft') AND {_WORDS}",
    ),
    Guard(
        f"{EDITION}_no_jump",
        EDITION,
        "UPDATE",
        "no move joins these two states",
        when=f"OLD.state <> NEW.state AND OLD.state || '>' || NEW.state NOT IN ({_STEPS})",
    ),
    Guard(
        f"{EDITION}_emergency_is_short",
        EDITION,
        "UPDATE",
        f"only for {HOURS_OF_AN_EMERGENCY} hours at most does a draft take force without approval",
        when=(
            "OLD.state = 'draft' AND NEW.state = 'published' AND (NEW.expires_at IS NULL OR "
            f"NEW.expires_at > NEW.effective_from + interval '{HOURS_OF_AN_EMERGENCY} hours')"
        ),
        # Julian days hold a microsecond only roughly: a thousandth of a second of slack.
        when_sqlite=(
            "OLD.state = 'draft' AND NEW.state = 'published' AND (NEW.expires_at IS NULL OR "
            f"(julianday(NEW.expires_at) - julianday(NEW.effective_from)) * 24 > {HOURS_OF_AN_EMERGENCY} + 3e-7)"
        ),
    ),
    Guard(
        f"{EDITION}_times_frozen",
        EDITION,
        "UPDATE",
        "the moment in force of a published edition never changes",
        when=(
            "OLD.state IN ('published', 'withdrawn') AND NEW.state IN ('published', 'withdrawn') AND "
            "(OLD.effective_from {differs} NEW.effective_from OR OLD.published_at {differs} NEW.published_at OR "
            "(NEW.expires_at IS NOT NULL AND OLD.expires_at {differs} NEW.expires_at))"
        ),
    ),
    Guard(
        f"{EDITION}_end_frozen",
        EDITION,
        "UPDATE",
        "the moment of a withdrawal never changes",
        when=f"OLD.withdrawn_at IS NOT NULL AND {columns_differ('withdrawn_at')}",
    ),
    Guard(
        f"{EDITION}_base_frozen",
        EDITION,
        "UPDATE",
        "only a draft is put on another base",
        when=f"(OLD.state <> 'draft' OR NEW.state <> 'draft') AND {columns_differ('base_id')}",
    ),
    Guard(
        f"{EDITION}_moves_recorded",
        EDITION,
        "UPDATE",
        "who moved an edition, when and why changes with a move only",
        when=(
            f"OLD.state = NEW.state AND NOT {_RATIFIED} AND "
            f"{columns_differ('last_move', 'moved_at', 'moved_by_id', 'move_note')}"
        ),
    ),
    Guard(
        f"{EDITION}_signed",
        EDITION,
        "UPDATE",
        "nobody has signed these words",
        when=f"((OLD.state = 'in_review' AND NEW.state = 'approved') OR {_RATIFIED}) AND {_UNSIGNED}",
        reads=(APPROVAL,),
    ),
    Guard(
        f"{EDITION}_begun_stays",
        EDITION,
        "UPDATE",
        "an edition that has begun is withdrawn, not cancelled",
        # Against the newest event, not the database's clock: the demo lives its story in the past.
        when=(
            "OLD.state = 'published' AND NEW.state = 'approved' AND "
            "OLD.effective_from <= (SELECT max(last_at) FROM audit_audithead)"
        ),
        reads=("audit_audithead",),
    ),
    Guard(
        f"{EDITION}_identity",
        EDITION,
        "UPDATE",
        "an edition keeps its guideline and its number",
        when=columns_differ("id", "guideline_id", "number", "opened_by_id", "opened_at"),
    ),
    Guard(
        f"{EDITION}_begins_as_draft",
        EDITION,
        "INSERT",
        "an edition begins as a draft",
        when="NEW.state <> 'draft'",
    ),
    Guard(
        f"{GUIDELINE}_identity",
        GUIDELINE,
        "UPDATE",
        "a guideline keeps its market, domain, number and language",
        when=columns_differ("id", "market_id", "domain_id", "number", "policy_id", "language"),
    ),
    Guard(
        f"{POLICY_NUMBER}_never_back",
        POLICY_NUMBER,
        "UPDATE",
        "a policy number is never given twice",
        when=f"NEW.last < OLD.last OR {columns_differ('id', 'market_id', 'domain_id')}",
    ),
    *never_deleted(EDITION),
    *never_deleted(GUIDELINE),
    *append_only("editions_contribution"),
    *append_only(APPROVAL),
    *append_only("editions_guidelinealias"),
    *never_deleted("editions_comment"),
    *never_deleted("editions_suggestion"),
    *never_deleted("editions_consultation"),
    *never_deleted("editions_watchword"),
    Guard(
        "editions_comment_said",
        "editions_comment",
        "UPDATE",
        "what was said stays as it was said",
        when=columns_differ(
            *("id", "edition_id", "thread_id", "person_id", "at", "text", "digest", "block", "key", "excerpt"),
            "blocks_approval",
        ),
    ),
    Guard(
        "editions_suggestion_decided_once",
        "editions_suggestion",
        "UPDATE",
        "a suggestion is decided once and never reworded",
        when=f"OLD.accepted IS NOT NULL OR {columns_differ('id', 'comment_id', 'source')}",
    ),
    Guard(
        "editions_consultation_answered_once",
        "editions_consultation",
        "UPDATE",
        "a question stays as it was asked, and is answered once",
        when=(
            f"{columns_differ('id', 'edition_id', 'person_id', 'question', 'asked_by_id', 'asked_at', 'until')} OR "
            f"(OLD.answered_at IS NOT NULL AND {columns_differ('answer', 'answered_at')})"
        ),
    ),
    *never_deleted("editions_clearance"),
    Guard(
        "editions_clearance_ended_once",
        "editions_clearance",
        "UPDATE",
        "a clearance stays as it was given, and ends once",
        when=(
            f"OLD.ended_at IS NOT NULL OR "
            f"{columns_differ('id', 'guideline_id', 'person_id', 'given_by_id', 'given_at', 'reason')}"
        ),
    ),
    *signing_guards.GUARDS,
    *never_deleted(POLICY_NUMBER),
    *append_only("reversion_revision"),
    *append_only("reversion_version"),
)
