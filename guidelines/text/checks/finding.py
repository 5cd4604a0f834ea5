"""One thing a check found, with its place and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

BLOCKER, ADVICE = "blocker", "advice"


@dataclass(frozen=True)
class Finding:
    """`line` counts from 1 in the text, where the finding has a line. `mend` says what to do, in one short sentence."""

    sentence: str
    line: int | None = None
    mend: str = ""
    kind: str = BLOCKER

    def __str__(self) -> str:
        if self.line is None:
            return self.sentence
        return _("Line %(line)d: %(sentence)s") % {"line": self.line, "sentence": self.sentence}

    @property
    def is_blocker(self) -> bool:
        return self.kind == BLOCKER
