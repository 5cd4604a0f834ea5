"""Analysis for drafting: what the rules in force cover, where things are named, and which rules disagree."""
