"""Some twenty thousand checked decisions of the demo's year, drawn from a seed: the same day gives the same rows."""
