"""A pack by webhook: one signed POST to the address that was checked. Redirects are never followed.

The proxies of the environment are passed by: a proxy would look the name up again, after it was checked.
"""

from __future__ import annotations

import base64
import datetime as dt
import http.client
import json
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.utils import parsedate_to_datetime

from guidelines.frame import clock
from guidelines.liaison.delivering.addresses import Place, Unfit, addresses_of, read
from guidelines.liaison.delivering.contents import Contents
from guidelines.liaison.delivering.deadline import SECONDS, hung_up_in_time
from guidelines.liaison.delivering.mail import Letter
from guidelines.liaison.delivering.outcomes import NO_REST, NotTaken
from guidelines.liaison.delivering.signing import secret_of, signature
from guidelines.liaison.models import Delivery, Reason

SCHEMA = "sop-portal/delivery/1"
MOST_READ = 64 * 1024
MOST_ADDRESSES = 4
FOR_NOW = frozenset({408, 425, 429})
"""What speaks of this moment and not of the message."""
LONGEST_REST = dt.timedelta(hours=12)


def send_webhook(delivery: Delivery, said: Contents) -> str:
    """Post the message. What the far side said when it took it."""
    return post(delivery, body(delivery, said))


def post(delivery: Letter, content: bytes) -> str:
    """Post these bytes, of a pack or of something else that goes to a webhook. What the far side said."""
    try:
        place = read(delivery.address)
    except Unfit as unfit:
        raise NotTaken(Reason.ADDRESS, str(unfit.sentence), for_good=True) from unfit
    headers = signed_headers(delivery, content, int(clock.now().timestamp()))
    with _failures(), _connected(place) as connection:
        connection.request("POST", place.path, content, headers)
        answer = connection.getresponse()
        words = ""
        with suppress(OSError, http.client.HTTPException):  # the status has been heard, the rest is courtesy
            words = answer.read(MOST_READ).decode(errors="replace")
        return _heard(answer, f"{answer.status} {answer.reason} {words}")


def body(delivery: Delivery, said: Contents) -> bytes:
    """The same bytes at every attempt, so that the far side can compare."""
    pack, file = delivery.pack, said.file
    data = {
        "schema": SCHEMA,
        "delivery": delivery.key,
        "sent_for": delivery.asked_at.astimezone(dt.UTC).isoformat(timespec="seconds"),
        "pack": {
            "id": pack.pk,
            "title": pack.title,
            "audience": pack.audience,
            "introduction": pack.introduction,
            "corrects": pack.corrects_id,
        },
        "change_notes": said.notes,
        "file": None
        if file.format == "json"
        else {
            "name": file.name,
            "digest": file.digest,
            "base64": base64.b64encode(bytes(file.content)).decode(),
        },
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def signed_headers(delivery: Letter, content: bytes, timestamp: int) -> dict[str, str]:
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "SOP-Portal",
        "Accept": "*/*",
        "Connection": "close",
        "Idempotency-Key": str(delivery.key),
        "X-SOP-Portal-Delivery": str(delivery.key),
        "X-SOP-Portal-Timestamp": str(timestamp),
        "X-SOP-Portal-Signature": signature(secret_of(delivery.contact.seed), timestamp, content),
    }


class _Checked(http.client.HTTPConnection):
    """A connection to an address that was checked, while TLS and the Host header keep to the name."""

    def __init__(self, place: Place, address: str) -> None:
        super().__init__(place.host, place.port, timeout=SECONDS / 4)
        self.place, self.address, self.default_port = place, address, 443 if place.tls else 80

    def connect(self) -> None:
        self.sock = socket.create_connection((self.address, self.port), self.timeout)
        if self.place.tls:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)


@contextmanager
def _connected(place: Place) -> Iterator[_Checked]:
    """The first of the addresses that answers; none of them is looked up again."""
    broken: OSError = OSError()
    for address in addresses_of(place)[:MOST_ADDRESSES]:
        connection = _Checked(place, address)
        try:
            connection.connect()
        except ssl.SSLError:
            raise
        except OSError as error:
            broken = error
            continue
        try:
            with hung_up_in_time(connection.sock):
                yield connection
        finally:
            connection.close()
        return
    raise broken


@contextmanager
def _failures() -> Iterator[None]:
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise NotTaken(Reason.CERTIFICATE, error.verify_message) from error
    except (OSError, http.client.HTTPException) as error:
        raise NotTaken(Reason.WEBHOOK_BROKEN, str(error)) from error


def _heard(answer: http.client.HTTPResponse, words: str) -> str:
    if 200 <= answer.status < 300:
        return words
    if 300 <= answer.status < 400:
        raise NotTaken(Reason.REDIRECT, words, for_good=True)
    if answer.status in FOR_NOW or answer.status >= 500:
        raise NotTaken(Reason.WEBHOOK_PUT_OFF, words, rest=_rest(answer.getheader("Retry-After")))
    raise NotTaken(Reason.WEBHOOK_REFUSED, words, for_good=True)


def _rest(asked: str | None) -> dt.timedelta:
    """How long the far side asks to be left alone, within bounds: `Retry-After` in seconds or as a date."""
    asked = (asked or "").strip()
    try:
        if asked.isdecimal():
            return dt.timedelta(seconds=min(int(asked), LONGEST_REST.total_seconds()))
        rest = parsedate_to_datetime(asked) - clock.now()
    except (ValueError, TypeError, OverflowError):
        return NO_REST
    return min(max(rest, NO_REST), LONGEST_REST)
