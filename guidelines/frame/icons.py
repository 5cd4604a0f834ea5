"""The signs of the portal: icons, states, severities, call numbers, people. Anatomy as in the design language."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from django.template.loader import get_template
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext_lazy

MOST_KEPT = 5_000
"""Signs of one kind that a process remembers: they are drawn over and over, and never change."""

_PART = re.compile(r"[^._]*[._]|[^._]+")
"""Of a label code: up to a dot or an underscore."""
_CODE = re.compile(r"(?<![^\W\d_])([^\W\d_]+(?:[._][^\W\d_]+)+)")
"""Tried at the beginning of a word alone: tried at each of its letters, a word of 64,000 took a minute."""

TONES = frozenset({"neutral", "info", "warn", "sched", "ok", "danger", "accent"})


@dataclass(frozen=True)
class Sign:
    """How a state looks: its tone, its icon and its word."""

    tone: str
    icon: str
    word: str | Promise


STATES = {
    "draft": Sign("neutral", "draft", pgettext_lazy("state", "Draft")),
    "in_review": Sign("info", "eye", pgettext_lazy("state", "In review")),
    "changes_requested": Sign("warn", "return", pgettext_lazy("state", "Changes requested")),
    "approved": Sign("info", "check", pgettext_lazy("state", "Approved")),
    "scheduled": Sign("sched", "clock", pgettext_lazy("state", "Scheduled")),
    "in_force": Sign("ok", "done", pgettext_lazy("state", "In force")),
    "superseded": Sign("neutral", "stack", pgettext_lazy("state", "Superseded")),
    "withdrawn": Sign("danger", "slash", pgettext_lazy("state", "Withdrawn")),
    "discarded": Sign("neutral", "slash", pgettext_lazy("state", "Discarded")),
    "suspended": Sign("danger", "stop", pgettext_lazy("state", "Suspended")),
    "emergency": Sign("warn", "clock", pgettext_lazy("state", "Temporary")),
}

# Severity follows the language of the guideline, not of the interface, so its words are not translations.
SEVERITY_WORDS = {
    "en": {"S1": "Critical", "S2": "High", "S3": "Medium", "S4": "Low", "": "None"},
    "vi": {"S1": "Nghiêm trọng", "S2": "Cao", "S3": "Trung bình", "S4": "Thấp", "": "Không"},
}
SEVERITY_TONES = {"S1": "danger", "S2": "warn", "S3": "sched", "S4": "neutral", "": "neutral"}
BARS_ON = {"S1": 4, "S2": 3, "S3": 2, "S4": 1}


@cache
def icon_names() -> frozenset[str]:
    """The icons of the sprite, read from its template: the one place that draws them."""
    sprite = get_template("frame/sprite.html").render()
    return frozenset(re.findall(r'id="i-([a-z_]+)"', sprite))


@lru_cache(MOST_KEPT)
def icon(name: str, css: str = "") -> SafeString:
    """An icon of the sprite. It never speaks: the word beside it does."""
    if name not in icon_names():
        raise ValueError(f"There is no icon {name!r}. Known: {', '.join(sorted(icon_names()))}.")
    return format_html('<svg class="{}" aria-hidden="true"><use href="#i-{}"/></svg>', f"i {css}".strip(), name)


def status(key: str, extra: str = "") -> SafeString:
    """The pill of a state: tone, icon and word."""
    sign = STATES[key]
    words = f"{sign.word} {extra}".strip()
    return format_html('<span class="status tone-{}">{}{}</span>', sign.tone, icon(sign.icon), words)


def severity(code: str, language: str | None = None) -> SafeString:
    """Four bars, the code and the word; only a word for a rule without severity."""
    return _severity(code, "vi" if (language or get_language() or "en").startswith("vi") else "en")


@lru_cache(MOST_KEPT)
def _severity(code: str, language: str) -> SafeString:
    tone, word = SEVERITY_TONES[code], SEVERITY_WORDS[language][code]
    if not code:
        return format_html('<span class="sev tone-{}">{}</span>', tone, word)
    return format_html(
        '<span class="sev tone-{}"><svg viewBox="0 0 20 14" aria-hidden="true">{}{}</svg>{} {}</span>',
        tone,
        _bars('<rect class="on" x="{}" y="{}" width="3.5" height="{}"/>', range(BARS_ON[code])),
        _bars('<rect x="{}" y="{}" width="3.5" height="{}"/>', range(BARS_ON[code], 4)),
        code,
        word,
    )


def _bars(shape: str, places: range) -> SafeString:
    """Bars that grow by 3 units from left to right, standing on one line."""
    return format_html_join("", shape, ((5 * place, 9 - 3 * place, 3 * place + 5) for place in places))


@lru_cache(MOST_KEPT)
def label_code(code: str) -> SafeString:
    """A label code that may break after its dots and underscores."""
    first, *rest = _PART.findall(code) or [""]
    return format_html(
        '<code class="lab">{}{}</code>', first, format_html_join("", "<wbr>{}", ((part,) for part in rest))
    )


def with_breaks(text: str) -> SafeString:
    """Text in which codes such as counterfeit.low_price may break after dots and underscores, and at their end."""
    pieces = _CODE.split(str(text))
    return format_html_join("", "{}", ((_broken(piece) if place % 2 else piece,) for place, piece in enumerate(pieces)))


def _broken(code: str) -> SafeString:
    return format_html_join("", "{}<wbr>", ((part,) for part in _PART.findall(code)))


@lru_cache(MOST_KEPT)
def policy_id(text: str) -> SafeString:
    """The call number. Its hyphen is not drawn but stays in copied text."""
    market, hyphen, rest = text.partition("-")
    if not hyphen:
        return format_html('<span class="pid-plain">{}</span>', text)
    return format_html('<span class="pid"><b>{}<i>-</i></b>{}</span>', market, rest)


def initials(name: str) -> str:
    """The first letters of a name's first two words."""
    return "".join(word[0] for word in name.split()[:2]).upper()


def avatar(name: str, tone: str = "neutral") -> SafeString:
    """A person's initials in a circle. Decoration: the name stands beside it or in hidden text."""
    if tone not in TONES:
        raise ValueError(f"There is no tone {tone!r}.")
    return format_html('<span class="avatar tone-{}" aria-hidden="true">{}</span>', tone, initials(name))


def person(name: str, tone: str = "neutral") -> SafeString:
    """A person: initials and name."""
    return format_html('<span class="person">{}{}</span>', avatar(name, tone), name)
