"""Where a webhook may be: https at public addresses. What was checked is what is connected to."""

from __future__ import annotations

import ipaddress
import re
import socket
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooSlow
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guidelines.liaison.delivering.outcomes import NotTaken
from guidelines.liaison.models import Reason

NAME_SECONDS = 10
"""How long the name may take to be found."""
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|[0-9a-f:.]+")
_PUBLIC_V6 = ipaddress.ip_network("2000::/3")
_TUNNELS = tuple(ipaddress.ip_network(net) for net in ("2001::/23", "2002::/16", "192.88.99.0/24"))
"""Networks that carry addresses of other networks inside them. Outside 2000::/3 lie the mapped ones and NAT64."""


class Unfit(ValueError):
    """An address that no webhook may have, with the sentence that says why."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Place:
    """An address, read: nothing of it is guessed again when it is connected to."""

    host: str
    port: int
    path: str
    tls: bool


def read(url: str) -> Place:
    """Take the address of a webhook apart, or say why none may have it."""
    if not url.isprintable() or " " in url:
        raise Unfit(_("An address has no spaces and no line ends."))
    try:
        parts = urlsplit(url)
        host, port = _host(parts.hostname or ""), parts.port
    except ValueError:
        raise Unfit(_("This is no address. Write it like https://hooks.example.com/notes.")) from None
    if parts.scheme != "https" and not (settings.WEBHOOK_LOOPBACK and parts.scheme == "http"):
        raise Unfit(_("A webhook’s address begins with https://, so that nobody reads along."))
    if not host:
        raise Unfit(_("This is no address. Write it like https://hooks.example.com/notes."))
    if "@" in parts.netloc:
        raise Unfit(_("No name and no password in the address: the signature tells who sends."))
    tls = parts.scheme == "https"
    port = port or (443 if tls else 80)
    if port not in settings.WEBHOOK_PORTS and not settings.WEBHOOK_LOOPBACK:
        raise Unfit(_("A webhook answers on port 443. Ask your administrator for another."))
    query = f"?{quote(parts.query, safe='%/?:@!$&()*+,;=~-._')}" if parts.query else ""
    return Place(host, port, quote(parts.path or "/", safe="%/:@!$&()*+,;=~-._") + query, tls)


def addresses_of(place: Place) -> tuple[str, ...]:
    """Every address the name has now. One that is not public spoils them all."""
    found = _resolved(place)
    for address in found:
        if not _allowed(address):
            raise NotTaken(Reason.NOT_PUBLIC, for_good=True)
    return tuple(str(address) for address in found)


def is_public(address: Address) -> bool:
    """Whether it is a machine of the open internet and no other: not this one, not a neighbour, nothing wrapped."""
    if address.is_multicast or not address.is_global or any(address in net for net in _TUNNELS):
        return False
    return address.version == 4 or address in _PUBLIC_V6


def _allowed(address: Address) -> bool:
    return (settings.WEBHOOK_LOOPBACK and address.is_loopback) or is_public(address)


def _host(host: str) -> str:
    name = host.rstrip(".").lower() if host.isascii() else host.encode("idna").decode()
    if name and not _HOST.fullmatch(name):
        raise ValueError
    return name


def _resolved(place: Place) -> tuple[Address, ...]:
    """The resolver waits as long as it likes, so it waits in a thread of its own."""
    looking = ThreadPoolExecutor(1)
    try:
        found = looking.submit(socket.getaddrinfo, place.host, place.port, type=socket.SOCK_STREAM)
        rows = found.result(NAME_SECONDS)
    except (OSError, TooSlow, UnicodeError) as error:
        raise NotTaken(Reason.NAME_UNKNOWN, str(error)) from error
    finally:
        looking.shutdown(wait=False)
    # A zone, as in fe80::1%eth0, would hide an address from the networks it lies in.
    return tuple(dict.fromkeys(ipaddress.ip_address(str(row[4][0]).partition("%")[0]) for row in rows))
