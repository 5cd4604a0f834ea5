"""The read API: what readers may know, as JSON for other programs, and the tokens that open it."""
