"""What the database itself refuses for tokens: to delete one, to widen one, to open one again."""

from guidelines.audit.triggers import Guard, append_only, columns_differ, never_deleted

TOKEN, SCOPE = "api_accesstoken", "api_tokenscope"
_FIXED = columns_differ(
    "id", "name", "purpose", "prefix", "secret_hash", "resources", "made_by_id", "made_at", "expires_at"
)

GUARDS = (
    *never_deleted(TOKEN),
    *append_only(SCOPE),
    Guard(
        f"{TOKEN}_stands",
        TOKEN,
        "UPDATE",
        "a token is ended, once, and never changed",
        when=f"{_FIXED} OR (OLD.ended_at IS NOT NULL AND {columns_differ('ended_at', 'ended_by_id')})",
    ),
)
