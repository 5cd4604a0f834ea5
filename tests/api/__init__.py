"""The read API: tokens, answers, problems, and the document that describes them."""
