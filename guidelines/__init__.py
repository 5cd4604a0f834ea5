"""The product: one small Django app for each subject, from text/ (the ground) to demo/ (the roof)."""
