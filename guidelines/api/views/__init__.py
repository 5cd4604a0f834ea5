"""The API's answers, and the pages of those who keep its tokens."""

from guidelines.api.views.change_notes import change_notes
from guidelines.api.views.document import openapi
from guidelines.api.views.editions import edition, edition_rules, editions
from guidelines.api.views.guidelines import guideline, guidelines
from guidelines.api.views.receipts import receipt
from guidelines.api.views.requests import own_request, requests
from guidelines.api.views.rules import rule
from guidelines.api.views.tokens import api_manual, end_token, new_token, tokens

__all__ = [
    "api_manual",
    "change_notes",
    "edition",
    "edition_rules",
    "editions",
    "end_token",
    "guideline",
    "guidelines",
    "new_token",
    "openapi",
    "own_request",
    "receipt",
    "requests",
    "rule",
    "tokens",
]
