"""What the database itself refuses for sessions, requests for training, and materials."""

from guidelines.audit.triggers import Guard, append_only, columns_differ, never_deleted

SESSION, TAUGHT, INVITATION = "learning_session", "learning_taught", "learning_invitation"
FEEDBACK, FOLLOW_UP = "learning_feedback", "learning_followup"
REQUEST = "learning_trainingrequest"
MATERIAL, WORDS, APPROVAL = "learning_material", "learning_materialwords", "learning_materialapproval"

GUARDS = (
    *never_deleted(SESSION),
    *never_deleted(TAUGHT),
    *never_deleted(INVITATION),
    *append_only(FEEDBACK),
    *never_deleted(FOLLOW_UP),
    *never_deleted(REQUEST),
    *never_deleted(MATERIAL),
    *append_only(WORDS),
    *append_only(APPROVAL),
    Guard(
        f"{SESSION}_stays",
        SESSION,
        "UPDATE",
        "who planned a session, for which market and domain, stays",
        when=columns_differ("id", "market_id", "domain_id", "planned_by_id", "planned_at", "uid"),
    ),
    Guard(
        f"{SESSION}_off_stays",
        SESSION,
        "UPDATE",
        "a session that was called off stays as it was",
        when="OLD.called_off_at IS NOT NULL AND "
        + columns_differ("called_off_at", "called_off_by_id", "reason", "starts_at", "ends_at", "topic", "trainer_id"),
    ),
    Guard(
        f"{TAUGHT}_stays",
        TAUGHT,
        "UPDATE",
        "what a session taught stays",
        when=columns_differ("id", "session_id", "edition_id", "digest", "since")
        + " OR (OLD.until IS NOT NULL AND OLD.until {differs} NEW.until)",
    ),
    Guard(
        f"{INVITATION}_stays",
        INVITATION,
        "UPDATE",
        "who was invited to which session stays",
        when=columns_differ("id", "session_id", "person_id"),
    ),
    Guard(
        f"{FOLLOW_UP}_said",
        FOLLOW_UP,
        "UPDATE",
        "a follow-up stays as it was written",
        when=columns_differ("id", "session_id", "person_id", "at", "text", "is_open_point")
        + " OR (OLD.insight_id IS NOT NULL AND OLD.insight_id {differs} NEW.insight_id)",
    ),
    Guard(
        f"{REQUEST}_said",
        REQUEST,
        "UPDATE",
        "a request for training stays as it was made",
        when=columns_differ("id", "market_id", "domain_id", "guideline_id", "topic", "why", "asked_by_id", "asked_at"),
    ),
    Guard(
        f"{MATERIAL}_stays",
        MATERIAL,
        "UPDATE",
        "what a material was made from stays",
        when=columns_differ("id", "kind", "edition_id", "edition_digest", "language", "made_by_id", "made_at"),
    ),
    Guard(
        f"{APPROVAL}_four_eyes",
        APPROVAL,
        "INSERT",
        "nobody approves a material to which they contributed",
        when=f"EXISTS (SELECT 1 FROM {WORDS} w JOIN {WORDS} o ON o.material_id = w.material_id "  # noqa: S608 - names of tables of ours
        "WHERE w.id = NEW.words_id AND o.saved_by_id = NEW.approved_by_id)",
        reads=(WORDS,),
    ),
    Guard(
        f"{APPROVAL}_of_these_words",
        APPROVAL,
        "INSERT",
        "an approval names the digest of the words it is of",
        when=f"NOT EXISTS (SELECT 1 FROM {WORDS} w WHERE w.id = NEW.words_id AND w.digest = NEW.digest)",  # noqa: S608 - likewise
        reads=(WORDS,),
    ),
    Guard(
        f"{MATERIAL}_approved_by_a_signature",
        MATERIAL,
        "UPDATE",
        "a material is approved by a signature on its newest words",
        when=f"NEW.state = 'approved' AND OLD.state <> 'approved' AND NOT EXISTS (SELECT 1 FROM {APPROVAL} a "  # noqa: S608 - likewise
        f"JOIN {WORDS} w ON w.id = a.words_id WHERE w.material_id = NEW.id AND w.number = "
        f"(SELECT MAX(n.number) FROM {WORDS} n WHERE n.material_id = NEW.id))",
        reads=(WORDS, APPROVAL),
    ),
)
