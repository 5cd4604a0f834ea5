"""The text a new guideline starts with: the sections a moderator looks for, and one block of each kind to fill in."""

_TEXTS = {
    "en": """## Scope

Covered:

Not covered:

/// rule | R1
if:
do:
action:
severity:
label:
escalate:
///

/// case | violating R1

///

/// case | not violating R1

///

## Edge cases

## Escalation

## Definitions
""",
    "vi": """## Phạm vi

Áp dụng cho:

Không áp dụng cho:

/// rule | R1
if:
do:
action:
severity:
label:
escalate:
///

/// case | violating R1

///

/// case | not violating R1

///

## Trường hợp ranh giới

## Chuyển cấp

## Định nghĩa
""",
}


def starting_text(language: str) -> str:
    """The skeleton of a guideline in this language. The keys of blocks are the same in all."""
    return _TEXTS.get(language, _TEXTS["en"])
