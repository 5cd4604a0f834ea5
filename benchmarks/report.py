"""The figures, for people and as JSON."""

from __future__ import annotations

import json
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import django
from django.conf import settings
from django.db import connection

from benchmarks.measuring import Measure

ROW = "{:<16}{:>6}{:>9}{:>9}{:>9}{:>10}{:>14}{:>9}{:>8}"
HEADINGS = ("", "KB", "queries", "CPU ms", "95% ms", "clock ms", "yardstick ms", "queries", "ratio")


@dataclass(frozen=True)
class Report:
    guidelines: int
    search_rows: int
    measures: Sequence[Measure]
    memory: float

    def as_text(self) -> str:
        lines = [
            f"{self.guidelines} guidelines, {self.search_rows} search rows; {machine()}",
            "",
            ROW.format(*HEADINGS),
            *(_row(measure) for measure in self.measures),
            "",
            *(f"{measure.name}: ratio {measure.ratio:.2f}" for measure in self.measures),
            f"memory: peak {self.memory:.0f} MB",
        ]
        return "\n".join(lines)

    def as_json(self) -> str:
        rows = [asdict(measure) | {"ratio": measure.ratio} for measure in self.measures]
        return json.dumps(
            {
                "guidelines": self.guidelines,
                "search_rows": self.search_rows,
                "machine": machine(),
                "workloads": rows,
                "peak_memory_mb": self.memory,
            },
            indent=2,
        )


def _row(found: Measure) -> str:
    return ROW.format(
        found.name,
        f"{found.bytes / 1024:.1f}",
        found.queries,
        f"{found.cpu:.2f}",
        f"{found.slowest:.2f}",
        f"{found.wall:.2f}",
        f"{found.yardstick:.2f}",
        found.yardstick_queries,
        f"{found.ratio:.2f}",
    )


def machine() -> str:
    engine = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[connection.vendor]
    version = ".".join(map(str, connection.get_database_version()))
    return (
        f"{engine} {version}, Python {platform.python_version()}, Django {django.__version__}, {settings.MODE} settings"
    )
