"""What the database itself refuses for questions, answers, rulings, requests, insights and requirements."""

from guidelines.audit.triggers import Guard, append_only, columns_differ, never_deleted

QUESTION, ASKER, ANSWER = "insights_question", "insights_asker", "insights_answer"
RULING, RULING_WORDS = "insights_ruling", "insights_rulingwords"
REQUEST, REMARK = "insights_stakeholderrequest", "insights_remark"
LOOKED_AT = "insights_lookedat"
INSIGHT, RAISING = "insights_insight", "insights_raising"
REQUIREMENT, REQUIREMENT_MARKET = "insights_requirement", "insights_requirementmarket"
HOURS_OF_A_RULING = 14 * 24

GUARDS = (
    *never_deleted(QUESTION),
    *never_deleted(ASKER),
    *never_deleted(RULING),
    *append_only(ANSWER),
    *append_only(RULING_WORDS),
    Guard(
        f"{QUESTION}_said",
        QUESTION,
        "UPDATE",
        "a question stays as it was asked",
        when=columns_differ(
            *("id", "guideline_id", "edition_id", "digest", "rule_id", "passage", "kind", "text"),
            *("asked_by_id", "asked_at"),
        ),
    ),
    Guard(
        f"{QUESTION}_answered_stays",
        QUESTION,
        "UPDATE",
        "an answered question is never open again",
        when="OLD.answered_at IS NOT NULL AND (NEW.answered_at IS NULL OR NEW.answered_at < OLD.answered_at)",
    ),
    Guard(
        f"{ASKER}_stays",
        ASKER,
        "UPDATE",
        "who asked a question stays",
        when=columns_differ("id", "question_id", "person_id", "at"),
    ),
    Guard(
        f"{RULING}_is_short",
        RULING,
        "INSERT",
        "an interim ruling runs for 14 days at most",
        when=f"NEW.until > NEW.made_at + interval '{HOURS_OF_A_RULING} hours'",
        # Julian days hold a microsecond only roughly: a thousandth of a second of slack.
        when_sqlite=f"(julianday(NEW.until) - julianday(NEW.made_at)) * 24 > {HOURS_OF_A_RULING} + 3e-7",
    ),
    Guard(
        f"{RULING}_said",
        RULING,
        "UPDATE",
        "a ruling stays as it was made",
        when=columns_differ(
            *("id", "guideline_id", "edition_id", "digest", "rule_id", "rule_words", "action", "text"),
            *("made_by_id", "made_at", "until"),
        ),
    ),
    Guard(
        f"{RULING}_ended_once",
        RULING,
        "UPDATE",
        "a ruling is ended once",
        when=f"OLD.ended_at IS NOT NULL AND {columns_differ('ended_at', 'ended_by_id', 'end_reason')}",
    ),
    *never_deleted(REQUEST),
    *append_only(REMARK),
    *append_only(LOOKED_AT),
    Guard(
        f"{REQUEST}_said",
        REQUEST,
        "UPDATE",
        "a request stays as it was made",
        when=columns_differ(
            *("id", "market_id", "domain_id", "guideline_id", "rule_id", "text", "why", "wanted_by"),
            *("asked_by_id", "source", "source_id", "key", "asked_at"),
        ),
    ),
    Guard(
        f"{REQUEST}_declined_once",
        REQUEST,
        "UPDATE",
        "a request is declined once",
        when=f"OLD.declined_at IS NOT NULL AND {columns_differ('declined_at', 'declined_by_id', 'reason')}",
    ),
    *never_deleted(INSIGHT),
    *never_deleted(RAISING),
    *never_deleted(REQUIREMENT),
    *append_only(REQUIREMENT_MARKET),
    Guard(
        f"{INSIGHT}_said",
        INSIGHT,
        "UPDATE",
        "an insight stays as it was said",
        when=columns_differ(
            *("id", "source", "market_id", "domain_id", "guideline_id", "rule_id", "text", "likeness", "opened_at"),
        )
        + " OR NEW.said < OLD.said OR NEW.last_at < OLD.last_at",
    ),
    Guard(
        f"{INSIGHT}_closed_once",
        INSIGHT,
        "UPDATE",
        "an insight is answered or declined once",
        when=f"(OLD.answered_at IS NOT NULL AND {columns_differ('answered_at', 'answered_by_id', 'answer')})"
        f" OR (OLD.declined_at IS NOT NULL AND {columns_differ('declined_at', 'declined_by_id', 'reason')})",
    ),
    Guard(
        f"{INSIGHT}_stays_merged",
        INSIGHT,
        "UPDATE",
        "a merged insight is never taken apart",
        when="OLD.merged_into_id IS NOT NULL AND NEW.merged_into_id IS NULL",
    ),
    Guard(
        f"{INSIGHT}_stays_required",
        INSIGHT,
        "UPDATE",
        "an insight stays in its requirement",
        when=f"OLD.requirement_id IS NOT NULL AND {columns_differ('requirement_id')}",
    ),
    Guard(
        f"{RAISING}_said",
        RAISING,
        "UPDATE",
        "who said what stays",
        when=columns_differ(
            *("id", "raised_on_id", "source", "person_id", "name", "at", "words"),
            *("reference_kind", "reference_id", "url_name"),
        )
        + " OR NEW.times < OLD.times",
    ),
    Guard(
        f"{REQUIREMENT}_said",
        REQUIREMENT,
        "UPDATE",
        "a requirement stays as it was opened",
        when=columns_differ(
            *("id", "kind", "need", "why", "market_id", "domain_id", "guideline_id", "opened_by_id", "opened_at"),
        ),
    ),
    Guard(
        f"{REQUIREMENT}_ended_once",
        REQUIREMENT,
        "UPDATE",
        "a requirement is delivered or declined once",
        when="(OLD.delivered_at IS NOT NULL AND "
        + columns_differ(
            *("delivered_at", "delivered_by_id", "evidence", "evidence_link", "evidence_edition_id", "declined_at")
        )
        + f") OR (OLD.declined_at IS NOT NULL AND {columns_differ('declined_at', 'declined_by_id', 'reason')})",
    ),
    Guard(
        f"{REQUIREMENT}_begun_once",
        REQUIREMENT,
        "UPDATE",
        "when a requirement was planned and begun stays",
        when=f"(OLD.planned_at IS NOT NULL AND {columns_differ('planned_at')})"
        f" OR (OLD.started_at IS NOT NULL AND {columns_differ('started_at')})",
    ),
)
