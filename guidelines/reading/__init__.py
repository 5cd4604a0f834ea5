"""The library in force: reading pages, point in time and search."""
