"""The code of a decision receipt: which words, of which rule, at which minute. Pure arithmetic, see decision record 18.

A code is a number in base 31, and two more characters. The number holds the edition (or, where nothing was in force,
the guideline), the rule and the minute. The next to last character is made of the digest, so a code from another
portal is found out; the last is a check character that any single wrong character and any two swapped ones break.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guidelines.frame.refusals import NotFound

ALPHABET = "0123456789ABCDEFGHJKMNPQRTVWXYZ"
"""Thirty-one characters, a prime number of them, without I, L, O, S and U."""
_READ_AS = str.maketrans("OILSU", "0115V")
_IGNORED = str.maketrans("", "", " -–—.·\u00a0\t\r\n")
_SHORTEST = 12
_MINUTES = 2**26
"""Enough from the first minute of 2000 to the year 2127."""
_START = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_END = _START + dt.timedelta(minutes=_MINUTES)
_WHOLE, _NOTHING = 0, 10_000
_PLACES = 10_001
_MINUTE = dt.timedelta(minutes=1)


@dataclass(frozen=True)
class Receipt:
    """What a code says. `edition_id` is None where nothing was in force; `rule_number` None is the whole guideline."""

    edition_id: int | None
    guideline_id: int | None
    rule_number: int | None
    at: dt.datetime
    """The minute, in UTC. Words bound in it if they bound at any instant of it."""
    mark: int

    @property
    def until(self) -> dt.datetime:
        """The end of the minute, not part of it."""
        return self.at + _MINUTE


def receipt_for(edition_id: int, digest: str, rule_id: str | None, at: dt.datetime) -> str:
    """The code for the words of an edition, or for one rule of it, at an instant."""
    number = _WHOLE if rule_id is None else int(rule_id[1:])
    return _code(edition_id, number, at, mark_of(digest))


def receipt_for_nothing(guideline_id: int, policy_id: str, at: dt.datetime) -> str:
    """The code that says: no words of this guideline were in force at this instant."""
    return _code(guideline_id, _NOTHING, at, mark_of(policy_id))


def can_be_told(at: dt.datetime) -> bool:
    """Whether a code can hold this instant."""
    return _START <= at < _END


def mark_of(text: str) -> int:
    """The part of a code that belongs to a digest, or to a policy ID where there are no words."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) % len(ALPHABET)


def shown(code: str) -> str:
    """In three groups, as people read and type it: K7QX-2M9D-4T8CV."""
    third = len(code) // 3
    second = third + (len(code) - third) // 2
    return f"{code[:third]}-{code[third:second]}-{code[second:]}"


def typed(text: str) -> str:
    """The characters of a code, however it was written: small letters, spaces and dashes, O for 0, l for 1."""
    return text.translate(_IGNORED).upper().translate(_READ_AS)[:40]


def read(text: str) -> Receipt:
    """What the code says; a code that cannot be right is refused with a sentence."""
    code = typed(text)
    digits = [ALPHABET.find(character) for character in code]
    if len(code) < _SHORTEST or -1 in digits or _checked(digits):
        raise _mistyped(text)
    *payload, mark, _check = digits
    number = 0
    for digit in payload:
        number = number * len(ALPHABET) + digit
    number, minutes = divmod(number, _MINUTES)
    subject, place = divmod(number, _PLACES)
    if _code(subject, place, _START + minutes * _MINUTE, mark) != code or not 0 < subject < 2**63:
        raise _mistyped(text)
    return Receipt(
        edition_id=None if place == _NOTHING else subject,
        guideline_id=subject if place == _NOTHING else None,
        rule_number=None if place in (_WHOLE, _NOTHING) else place,
        at=_START + minutes * _MINUTE,
        mark=mark,
    )


def _mistyped(text: str) -> NotFound:
    return NotFound(
        _("“%(code)s” is not a receipt: a character is missing or wrong. Compare it with the case note.")
        % {"code": text.strip()[:40]}
    )


def _code(subject: int, place: int, at: dt.datetime, mark: int) -> str:
    number = (subject * _PLACES + place) * _MINUTES + (at - _START) // _MINUTE
    digits: list[int] = []
    while number or len(digits) < _SHORTEST - 2:
        number, digit = divmod(number, len(ALPHABET))
        digits.append(digit)
    digits = [*reversed(digits), mark]
    check = -_checked([*digits, 0]) % len(ALPHABET)
    return "".join(ALPHABET[digit] for digit in (*digits, check))


def _checked(digits: list[int]) -> int:
    """Zero for a right code. Each place has a weight of its own, from the right: 1 for the check character, 2, 3 …"""
    return sum(weight * digit for weight, digit in enumerate(reversed(digits), start=1)) % len(ALPHABET)
