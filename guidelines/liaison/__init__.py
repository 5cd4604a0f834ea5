"""Change notes for internal teams and partners."""
