"""The product's settings in test mode, whatever the shell says, so that a bare `pytest` is enough."""

import os

os.environ["SOP_PORTAL_MODE"] = "test"

from sop_portal.settings import *  # noqa: F403 - a settings module is a namespace; the mode comes first
