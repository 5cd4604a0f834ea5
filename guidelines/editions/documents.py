"""The document a reader meets, made from rendered text: the decision table with its cases, then the sections.

One function for the reading page, a past edition and the preview of a draft, so that what a writer sees is what a
moderator gets. The words around the text follow the language of the guideline, not of the interface.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from guidelines.text.diffing import DecisionChange, decision_changes
from guidelines.text.outline import DECIDE
from guidelines.text.rendering import Case, Rendered, Rule
from guidelines.text.rendering.apart import curtained

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "decide": "Decide",
        "rule": "Rule",
        "see": "If you see",
        "do": "Do this",
        "action": "Action",
        "label": "Label",
        "severity": "Severity",
        "severity_label": "Severity, label",
        "escalate": "Escalate to",
        "caption": "Decision table in deciding order: condition, action, severity with label code, and escalation",
        "from_top": "Read from the top. The first rule that fits decides.",
        "no_one": "No one.",
        "basis": "Basis",
        "audience": "Audience",
        "public": "Public",
        "partner": "Partner",
        "internal": "Internal",
        "restricted": "Restricted",
        "ask_about": "Unclear? Ask about %(rule)s",
        "no_rule": "No rule fits: no action. Quote policy ID and rule in your case note:",
        "case": "%(count)d case for %(rule)s",
        "cases": "%(count)d cases for %(rule)s",
        "violating": "Violating",
        "not_violating": "Not violating",
        "edge": "Edge",
        "show_image": "Show image",
        "new": "New",
        "changed": "Changed",
        "moved": "Moved",
        "link_to": "Link to section",
        "if": "If",
        "or": "or",
        "fits_too": "fits too:",
        "goes_first": "%(this)s first.",
        "market_decides": "The market of the case decides, not yours.",
        "what_changed": "What changed",
        "what_changed_in": "What changed in edition %(number)d",
        "for_information": "For information: nobody decides differently.",
        "stub": "Stop. Do not copy or share. Escalate to %(team)s now.",
    },
    "vi": {
        "decide": "Cách quyết định",
        "rule": "Quy tắc",
        "see": "Nếu thấy",
        "do": "Hành động",
        "action": "Loại hành động",
        "label": "Mã nhãn",
        "severity": "Mức độ",
        "severity_label": "Mức độ, mã nhãn",
        "escalate": "Chuyển cấp",
        "caption": "Bảng quyết định theo thứ tự: điều kiện, hành động, mức độ, mã nhãn và chuyển cấp",
        "from_top": "Đọc từ trên xuống. Quy tắc đầu tiên phù hợp sẽ quyết định.",
        "no_one": "Không.",
        "basis": "Căn cứ",
        "audience": "Đối tượng",
        "public": "Công khai",
        "partner": "Đối tác",
        "internal": "Nội bộ",
        "restricted": "Giới hạn",
        "ask_about": "Chưa rõ? Hỏi về %(rule)s",
        "no_rule": "Không quy tắc nào phù hợp: không xử lý. Ghi mã hướng dẫn và quy tắc trong ghi chú hồ sơ:",
        "case": "%(count)d trường hợp cho %(rule)s",
        "cases": "%(count)d trường hợp cho %(rule)s",
        "violating": "Vi phạm",
        "not_violating": "Không vi phạm",
        "edge": "Khó",
        "show_image": "Hiện ảnh",
        "new": "Mới",
        "changed": "Đã sửa",
        "moved": "Đã đổi thứ tự",
        "link_to": "Liên kết đến mục",
        "if": "Nếu",
        "or": "hoặc",
        "fits_too": "cũng phù hợp:",
        "goes_first": "%(this)s trước.",
        "market_decides": "Thị trường của hồ sơ quyết định, không phải thị trường của bạn.",
        "what_changed": "Những điểm thay đổi",
        "what_changed_in": "Những điểm thay đổi trong ấn bản %(number)d",
        "for_information": "Để biết: cách quyết định không đổi.",
        "stub": "Dừng lại. Không sao chép, không chia sẻ. Chuyển cấp ngay cho %(team)s.",
    },
}
"""What stands around the text of a guideline, in its own language."""

_TAGS = {"added": "new", "changed": "changed", "moved": "moved"}
_LOOKS = {"violating": ("danger", "x"), "not_violating": ("ok", "check"), "edge": ("warn", "info")}


@dataclass(frozen=True)
class Figure:
    """A case as it is drawn: tone, icon and word say which kind it is."""

    case: Case
    tone: str
    icon: str
    word: str


@dataclass(frozen=True)
class Row:
    """A rule in the decision table, its cases under it. `tag` says what became of it since the base edition."""

    rule: Rule
    tag: str
    figures: tuple[Figure, ...]
    summary: str
    ask: str
    """The words of the way to a question about it."""


@dataclass(frozen=True)
class Entry:
    """A line of the contents."""

    number: int | None
    text: str
    anchor: str


@dataclass(frozen=True)
class Document:
    """A guideline's text, ready for the templates under `editions/document`."""

    language: str
    policy_id: str
    words: Mapping[str, str]
    rows: tuple[Row, ...]
    seconds: tuple[str, ...]
    """The policy IDs of the guidelines that this one goes before."""
    rendered: Rendered
    contents: tuple[Entry, ...]
    cards: tuple[str, str] | None = None
    """What stands before and after a rule's ID in the address of its card; None where rules have none."""
    asks: bool = False
    """Whether each rule shows the way to a question: over words in force."""

    @property
    def first(self) -> str:
        """“US-CC-0142 first.”"""
        return self.words["goes_first"] % {"this": self.policy_id}

    @property
    def citation(self) -> str:
        """How a rule of this document is quoted."""
        return f"{self.policy_id} {self.rows[0].rule.id}" if self.rows else self.policy_id


def words_in(language: str) -> Mapping[str, str]:
    """What stands around a text in this language; English where there is no other."""
    return WORDS.get(language[:2], WORDS["en"])


def document(
    rendered: Rendered,
    *,
    language: str,
    policy_id: str,
    changes: Mapping[str, str] | None = None,
    precedes: Sequence[str] = (),
    cards: tuple[str, str] | None = None,
    asks: bool = False,
) -> Document:
    """The document of one text. `changes` maps rule IDs to new, changed or moved (see `rule_changes`)."""
    words = words_in(language)
    return Document(
        language=language,
        policy_id=policy_id,
        words=words,
        rows=tuple(_row(rule, rendered.cases, changes or {}, words) for rule in rendered.rules),
        seconds=tuple(precedes),
        rendered=rendered,
        contents=tuple(_contents(rendered, words)),
        cards=cards,
        asks=asks,
    )


def rule_changes(old: str, new: str) -> dict[str, str]:
    """Rule ID → new, changed or moved, of the rules that decide differently from an older text."""
    return {change.rule: _tag(change) for change in decision_changes(old, new) if change.kind in _TAGS}


def _tag(change: DecisionChange) -> str:
    """A rule that moved and says something else has changed."""
    return "changed" if change.kind == "moved" and change.fields else _TAGS[change.kind]


def _row(rule: Rule, cases: Sequence[Case], changes: Mapping[str, str], words: Mapping[str, str]) -> Row:
    figures = tuple(_figure(case, words) for case in cases if case.rule == rule.id)
    form = words["case"] if len(figures) == 1 else words["cases"]
    tag = changes.get(rule.id, "")
    facts = {"count": len(figures), "rule": rule.id}
    return Row(rule, words[tag] if tag else "", figures, form % facts, words["ask_about"] % facts)


def _figure(case: Case, words: Mapping[str, str]) -> Figure:
    """Its images wait until they are asked for: nobody has to see what a case shows in order to read the rule."""
    tone, icon = _LOOKS[case.kind]
    quote, why = (curtained(html, words["show_image"]) for html in (case.quote, case.why))
    return Figure(replace(case, quote=quote, why=why), tone, icon, words[case.kind])


def _contents(rendered: Rendered, words: Mapping[str, str]) -> list[Entry]:
    """The sections of the first order, with the decision table before them."""
    table = [Entry(1, words["decide"], DECIDE)] if rendered.rules else []
    return table + [Entry(h.number, h.text, h.anchor) for h in rendered.outline if h.number is not None]
