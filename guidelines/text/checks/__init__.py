"""Writing checks: what is wrong with the words of a draft (blockers) and what could be better (advice). No models."""
