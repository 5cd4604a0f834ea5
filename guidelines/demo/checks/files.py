"""The drawn checks as the files of two feeds, which write alike and call everything by other names."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from guidelines.demo.checks.drawing import Drawn
from guidelines.demo.dates import ZONES
from guidelines.demo.sources import by_code


@dataclass(frozen=True)
class Feed:
    """How the audit feed of a market writes its files."""

    market: str
    name: str
    analyst: str
    zone: ZoneInfo
    date_form: str
    """As `quality` names it."""
    date_format: str
    columns: dict[str, str]
    """What it calls each column that `quality` knows."""
    words: dict[str, dict[str, str]]
    """What it says for each of our words."""

    def meanings(self) -> dict[str, dict[str, str]]:
        """Its words by kind, and what they mean."""
        return {kind: {said: ours for ours, said in words.items()} for kind, words in self.words.items()}


_US_COLUMNS = {
    "case": "Case ID",
    "decided_at": "Decided at (UTC)",
    "moderator": "Agent",
    "guideline": "Policy",
    "rule": "Rule",
    "decided_action": "Decision",
    "right_action": "Correct decision",
    "error_class": "Error",
    "outcome": "Verdict",
    "team": "Team",
    "site": "Site",
}
_VN_COLUMNS = {
    "case": "Mã ca",
    "decided_at": "Thời điểm quyết định",
    "moderator": "Mã nhân viên",
    "guideline": "Hướng dẫn",
    "rule": "Quy tắc",
    "decided_action": "Đã quyết định",
    "right_action": "Quyết định đúng",
    "error_class": "Loại lỗi",
    "outcome": "Kết luận",
    "team": "Nhóm",
    "site": "Địa điểm",
}
_US_WORDS = {"error_class": {"": "none", "false_positive": "FP", "false_negative": "FN"}}


def feeds() -> tuple[Feed, Feed]:
    """One for each market: the US writes our codes in UTC, Việt Nam its own words and the day first."""
    iso, day_first = "%Y-%m-%dT%H:%M:%SZ", "%d/%m/%Y %H:%M:%S"
    us = ("US", "Audit desk, US", "Ingrid Solberg", ZoneInfo("UTC"), "iso", iso)
    vn = ("VN", "Kiểm tra chất lượng Hà Nội", "Bùi Thanh Hằng", ZONES["VN"], "day_first", day_first)
    return Feed(*us, _US_COLUMNS, _US_WORDS), Feed(*vn, _VN_COLUMNS, _vietnamese())


def _vietnamese() -> dict[str, dict[str, str]]:
    return {
        "action": {row["code"]: row["name_vi"] for row in by_code("actions.csv")},
        "error_class": {
            "": "Đúng",
            "false_positive": "Quá nghiêm",
            "false_negative": "Bỏ sót",
            "wrong_rule": "Sai quy tắc",
            "technical": "Kỹ thuật",
        },
        "outcome": {"upheld": "Giữ nguyên", "disputed": "Đang khiếu nại", "overturned": "Đã hủy"},
    }


def written(feed: Feed, checks: Iterable[Drawn]) -> bytes:
    """The file, as UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(feed.columns.values())
    writer.writerows(_cells(feed, check) for check in checks)
    return out.getvalue().encode()


def _cells(feed: Feed, check: Drawn) -> tuple[str, ...]:
    actions, errors = feed.words.get("action", {}), feed.words.get("error_class", {})
    verdicts = feed.words.get("outcome", {})
    return (
        check.case,
        _local(feed, check.at),
        check.worker.employee_id,
        check.policy_id,
        check.rule_id,
        actions.get(check.decided, check.decided),
        actions.get(check.right, check.right),
        errors.get(check.error, check.error),
        verdicts.get(check.verdict, check.verdict),
        check.worker.team,
        check.worker.site,
    )


def _local(feed: Feed, at: dt.datetime) -> str:
    return at.astimezone(feed.zone).strftime(feed.date_format)
