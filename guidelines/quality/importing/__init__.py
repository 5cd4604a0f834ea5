"""From a file of checked decisions to rows bound to rules, in memory that does not grow with the file."""
