"""What a person typed into a form that was refused, so that it can be given back to them."""

import re
from dataclasses import dataclass

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError

SECRET = re.compile(r"passw|passphrase|secret|token|csrf|otp|\bpin\b|api_?key", re.IGNORECASE)
# Written by the page, not by the person: digests, addresses to go on to, ids, counters of formsets.
MACHINE_NAMES = re.compile(r"(^|[-_])(next|seen|digest|id|TOTAL_FORMS|INITIAL_FORMS|MIN_NUM_FORMS|MAX_NUM_FORMS)$")
MACHINE_VALUE = re.compile(r"((\d+|set):)?[0-9a-f]{32,64}|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\S*")
# Too big, broken, or the visitor went away.
UNREADABLE = (SuspiciousOperation, MultiPartParserError, UnreadablePostError)


@dataclass(frozen=True)
class Typed:
    """One field of the refused form."""

    label: str
    text: str

    @property
    def rows(self) -> int:
        """How tall the box that shows it should be."""
        return min(20, 1 + self.text.count("\n") + len(self.text) // 80)


def typed_text(request: HttpRequest) -> tuple[Typed, ...]:
    """The text fields of the POST. A form that holds a secret gives nothing back at all."""
    post = _post(request)
    hidden = getattr(request, "sensitive_post_parameters", ())
    if hidden == "__ALL__" or any(SECRET.search(name) for name in post if name != "csrfmiddlewaretoken"):
        return ()
    return tuple(
        Typed(label_of(name), text)
        for name, texts in post.lists()
        if name != "csrfmiddlewaretoken" and name not in hidden and not MACHINE_NAMES.search(name)
        for text in texts
        if isinstance(text, str) and text.strip() and not MACHINE_VALUE.fullmatch(text)
    )


def has_files(request: HttpRequest) -> bool:
    """Whether the form carried a file: browsers cannot be given one back."""
    try:
        return bool(request.FILES)
    except UNREADABLE:
        return False


def label_of(name: str) -> str:
    """A field's name as words: `rules-0-change_note` becomes `Rules 0 change note`."""
    words = re.sub(r"[-_\s]+", " ", name).strip()
    return words[:1].upper() + words[1:]


def _post(request: HttpRequest) -> QueryDict:
    """The POST data, or none where it cannot be read."""
    try:
        return request.POST
    except UNREADABLE:
        return QueryDict()
