"""Charts as SVG made on the server: a module for each form, and each with its numbers in text beside it."""
