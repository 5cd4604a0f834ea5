"""The secret of a webhook, and the signature under which a body goes out. docs/webhooks.md tells how to verify it.

The database holds a seed and never the secret: who reads a copy of the database can sign nothing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from django.utils.crypto import salted_hmac

SALT = "guidelines.liaison.webhook"


def new_seed() -> str:
    return secrets.token_urlsafe(32)


def secret_of(seed: str) -> str:
    """What the far side keeps, `whsec_…`."""
    key = salted_hmac(SALT, seed, algorithm="sha256").digest()
    return f"whsec_{base64.urlsafe_b64encode(key).decode().rstrip('=')}"


def signature(secret: str, timestamp: int, body: bytes) -> str:
    """`v1=` and the HMAC-SHA256 of `timestamp.body`, in hexadecimal digits."""
    signed = f"{timestamp}.".encode() + body
    return f"v1={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"
