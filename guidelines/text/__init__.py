"""Pure functions on guideline text: Markdown to safe HTML, blocks, outline, diff, folding, digest."""
