"""What a browser sends of a form that was opened and not touched."""

from __future__ import annotations

from typing import Any

from django.test import Client


def opened(client: Client, address: str) -> dict[str, Any]:
    """Every field of the form on this page, by name, as it is filled in; hidden ones too."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    values = {field.html_name: field.value() for field in answer.context["form"]}
    return {name: value for name, value in values.items() if value not in (None, False)}
