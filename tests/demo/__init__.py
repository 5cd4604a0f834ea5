"""The demo world: its plan, its checks, and what stands in it once it is built."""

import datetime as dt

NOW = dt.datetime(2026, 6, 18, 20, 30, tzinfo=dt.UTC)
"""The moment at which the world of these tests is built."""
