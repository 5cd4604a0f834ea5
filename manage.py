#!/usr/bin/env python3
"""Django's command line for SOP Portal."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError, ProgrammingError

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sop_portal.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as refusal:
        sys.exit(f"SOP Portal does not start. {refusal}")
    except (OperationalError, ProgrammingError) as refusal:
        if "--traceback" in sys.argv:
            raise
        sys.exit(f"The database refused: {refusal}\nIf it has no tables yet, run manage.py prepare. More: --traceback.")
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)  # noqa: T201 - nothing of Django is there to say it
        sys.exit(128 + 2)
