"""`manage.py verify_audit`: prove the record, or name what is broken and exit with 1."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from guidelines.audit.models import AuditEvent
from guidelines.audit.verify import verify


class Command(BaseCommand):
    help = "Prove the audit chain, the digests and the approvals. Exits with 1 when something is broken."

    def handle(self, *args: Any, **options: Any) -> None:
        broken = 0
        for finding in verify():
            broken += finding.broken
            (self.stderr if finding.broken else self.stdout).write(finding.sentence)
        if broken:
            self.stderr.write(f"The record is broken: {broken} finding(s).")
            sys.exit(1)
        self.stdout.write(f"The record is whole: {AuditEvent.objects.count():,} events.")
