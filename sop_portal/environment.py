"""Strict readers of environment variables: a bad value stops the start with a sentence, never a guess."""

import os
import re

from django.core.exceptions import ImproperlyConfigured

HOST = re.compile(r"\.?[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\]")
ORIGIN = re.compile(r"https?://[^/\s*]+")


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def required(name: str, why: str) -> str:
    value = text(name)
    if not value:
        raise ImproperlyConfigured(f"Set {name}: {why}")
    return value


def one_of(name: str, choices: tuple[str, ...], default: str) -> str:
    value = text(name) or default
    if value not in choices:
        raise ImproperlyConfigured(f"{name} is {value!r}. It must be one of: {', '.join(choices)}.")
    return value


def flag(name: str, default: bool) -> bool:
    value = text(name).lower()
    if not value:
        return default
    if value in ("1", "true", "yes", "on"):
        return True
    if value in ("0", "false", "no", "off"):
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}. Write 1 or 0.")


def number(name: str, default: int, *, least: int = 0, most: int = 10**9) -> int:
    value = text(name)
    if not value:
        return default
    if not re.fullmatch("[0-9]{1,12}", value) or not least <= int(value) <= most:
        raise ImproperlyConfigured(f"{name} is {value!r}. Write a whole number from {least} to {most}.")
    return int(value)


def words(name: str) -> list[str]:
    return [word.strip() for word in text(name).split(",") if word.strip()]


def numbers(name: str, default: tuple[int, ...], *, most: int = 65_535) -> tuple[int, ...]:
    for word in words(name):
        if not re.fullmatch("[0-9]{1,12}", word) or not 1 <= int(word) <= most:
            raise ImproperlyConfigured(f"{name} holds {word!r}. Write whole numbers from 1 to {most}.")
    return tuple(int(word) for word in words(name)) or default


def hosts(name: str) -> list[str]:
    """Host names as browsers send them. A '*' would let a forged Host header choose where links lead."""
    for host in words(name):
        if not HOST.fullmatch(host):
            raise ImproperlyConfigured(
                f"{name} holds {host!r}. Write plain host names such as portal.example.com, never '*'."
            )
    return words(name)


def origins(name: str) -> list[str]:
    for origin in words(name):
        if not ORIGIN.fullmatch(origin):
            raise ImproperlyConfigured(f"{name} holds {origin!r}. Write origins such as https://portal.example.com.")
    return words(name)
