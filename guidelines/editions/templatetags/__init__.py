"""Template tags of the editions room."""
